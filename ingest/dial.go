package ingest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/emersion/go-imap/v2/imapclient"
)

// Endpoint is what a mailbox's URL says.
type Endpoint struct {
	Security string // "tls" (imaps), "starttls" (imap) or "none" (imap+insecure)
	Host     string
	Port     string
	Login    string
	Folder   string // UTF-8
}

// ParseURL reads imaps://login@host[:port]/folder. The login is everything
// before the last @ of the authority, and may percent-encode what it likes. The
// default ports are 993 and 143, the default folder is INBOX. imap:// asks for
// STARTTLS; imap+insecure:// sends everything in plain text and goes to loopback
// only. A password in the URL is an error: secrets stand elsewhere.
func ParseURL(raw string) (Endpoint, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	e := Endpoint{Folder: "INBOX"}
	switch {
	case ok && scheme == "imaps":
		e.Security, e.Port = "tls", "993"
	case ok && scheme == "imap":
		e.Security, e.Port = "starttls", "143"
	case ok && scheme == "imap+insecure":
		e.Security, e.Port = "none", "143"
	default:
		return e, errors.New("read the mailbox URL: it must begin with imaps://, imap:// or imap+insecure://")
	}
	authority, path, _ := strings.Cut(rest, "/")
	at := strings.LastIndex(authority, "@")
	if at < 1 {
		return e, errors.New("read the mailbox URL: it names no login; write imaps://login@host/INBOX")
	}
	var err error
	if e.Login, err = url.PathUnescape(authority[:at]); err != nil {
		return e, errors.New("read the mailbox URL: the login has a % that is not followed by two hex digits; write it as %25")
	}
	if strings.Contains(authority[:at], ":") {
		return e, errors.New("read the mailbox URL: it seems to hold a password; put that in password_file (a : in the login is written %3A)")
	}
	if folder, err := url.PathUnescape(path); err != nil {
		return e, errors.New("read the mailbox URL: the folder has a % that is not followed by two hex digits; write it as %25")
	} else if folder != "" {
		e.Folder = folder
	}
	if e.Host = authority[at+1:]; strings.HasPrefix(e.Host, "[") || strings.Contains(e.Host, ":") {
		var port string
		if host, p, err := net.SplitHostPort(e.Host); err == nil {
			e.Host, port = host, p
		} else {
			e.Host = strings.Trim(e.Host, "[]")
		}
		if port != "" {
			e.Port = port
		}
	}
	if e.Host == "" {
		return e, errors.New("read the mailbox URL: it names no host; write imaps://login@host/INBOX")
	}
	if e.Security == "none" && !e.Loopback() {
		return e, errors.New("read the mailbox URL: imap+insecure:// sends the password in plain text and is for this machine only; use imaps:// or imap://")
	}
	return e, nil
}

// Loopback tells whether the host is this machine, by its name alone.
func (e Endpoint) Loopback() bool {
	ip := net.ParseIP(e.Host)
	return e.Host == "localhost" || ip != nil && ip.IsLoopback()
}

// link is a connection to the server: the wire with its deadlines, and the
// protocol on top of it.
type link struct {
	*imapclient.Client
	wire *wire
	host string
}

// connect dials and, as the URL says, begins TLS. No password is sent before TLS.
// ctx ends the connection, then and later.
func (w *Watcher) connect(ctx context.Context, e Endpoint, events *imapclient.UnilateralDataHandler) (*link, error) {
	dialing, cancel := context.WithTimeout(ctx, w.Timeouts.dial())
	defer cancel()
	dial := w.dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	address := net.JoinHostPort(e.Host, e.Port)
	conn, err := dial(dialing, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connect to the mail server %s: %w; check the host, the port and the network", address, err)
	}
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok && e.Security == "none" && !tcp.IP.IsLoopback() {
		conn.Close()
		return nil, fmt.Errorf("connect to the mail server %s: imap+insecure:// is for this machine only; use imaps:// or imap://", address)
	}
	l := &link{wire: &wire{Conn: conn}, host: address}
	context.AfterFunc(ctx, func() { l.wire.Close() })
	l.wire.expect(w.Timeouts.dial(), w.Timeouts.dial())
	defer l.wire.relax()

	conf := &tls.Config{ServerName: e.Host, RootCAs: w.Mailbox.RootCAs, MinVersion: tls.VersionTLS12}
	options := &imapclient.Options{UnilateralDataHandler: events, TLSConfig: conf}
	switch e.Security {
	case "tls":
		conf.NextProtos = []string{"imap"} // RFC 7301 registry
		secured := tls.Client(l.wire, conf)
		if err := secured.HandshakeContext(dialing); err != nil {
			conn.Close()
			return nil, fmt.Errorf("begin TLS with the mail server %s: %w; check its certificate, and that the port is the one for imaps", address, err)
		}
		l.Client = imapclient.New(secured, options)
	case "starttls":
		// RFC 3501 section 6.2.1. Whatever the server answers but OK ends the
		// connection: there is no plain text.
		if l.Client, err = imapclient.NewStartTLS(l.wire, options); err != nil {
			conn.Close()
			return nil, fmt.Errorf("begin TLS with the mail server %s by STARTTLS: %w; nothing is sent in plain text: use imaps:// if the server offers that", address, l.wire.why(err))
		}
	default:
		l.Client = imapclient.New(l.wire, options)
	}
	if err := l.WaitGreeting(); err != nil {
		l.Close()
		return nil, fmt.Errorf("be greeted by the mail server %s: %w", address, l.wire.why(err))
	}
	return l, nil
}
