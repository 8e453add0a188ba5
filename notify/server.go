package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Secret proves us to the server: a password, or a token of OAuth 2.0, which goes first.
type Secret struct {
	Password string
	Token    string
}

// Server is the way to the SMTP server that takes our letters (RFC 6409).
type Server struct {
	// URL is smtps://user@host[:465], smtp:// (STARTTLS required) [587], or
	// smtp+insecure:// (plain, loopback only) [25]. The login name is everything
	// before the last @ of the authority, percent-decoded; without one there is no AUTH.
	URL     string
	Secret  func(context.Context) (Secret, error) // asked at each connection; nil for none
	RootCAs *x509.CertPool                        // nil: the system's
	Timeout time.Duration                         // of each step; zero: one minute
	Hello   string                                // our name in EHLO; "": the host's
}

// endpoint is a Server's URL, taken apart.
type endpoint struct {
	scheme string // smtps, smtp, smtp+insecure
	host   string
	port   int
	login  string
}

var ports = map[string]int{"smtps": 465, "smtp": 587, "smtp+insecure": 25}

// Check tells what is wrong with the server's URL, if anything, without connecting.
func (s Server) Check() error {
	_, err := s.endpoint()
	return err
}

func (s Server) endpoint() (endpoint, error) {
	fail := func(why string) (endpoint, error) {
		return endpoint{}, fmt.Errorf("read smtp.url: %s; it looks like smtps://klachten@smtp.example.nl", why)
	}
	scheme, rest, ok := strings.Cut(s.URL, "://")
	if !ok || ports[scheme] == 0 {
		return fail("it must begin with smtps://, smtp:// or smtp+insecure://")
	}
	e := endpoint{scheme: scheme, port: ports[scheme]}
	authority := strings.TrimSuffix(rest, "/")
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		login, err := url.PathUnescape(authority[:at])
		if err != nil || login == "" || strings.ContainsAny(login, "\r\n\x00") {
			return fail("its login name is not percent-encoded as it should be")
		}
		e.login, authority = login, authority[at+1:]
	}
	if strings.ContainsAny(authority, "/?# \r\n\t") {
		return fail("nothing may follow the host")
	}
	e.host = authority
	if host, port, err := net.SplitHostPort(authority); err == nil {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 || n > 65535 {
			return fail("its port is not a number from 1 to 65535")
		}
		e.host, e.port = host, n
	}
	e.host = strings.TrimSuffix(strings.TrimPrefix(e.host, "["), "]")
	if e.host == "" {
		return fail("it names no host")
	}
	if scheme == "smtp+insecure" && !loopback(e.host) {
		return fail("smtp+insecure serves this machine only; use smtps or smtp for " + e.host)
	}
	return e, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (s Server) timeout() time.Duration {
	if s.Timeout > 0 {
		return s.Timeout
	}
	return time.Minute
}

// patience is how many steps' time the answer to the final dot may take: giving
// up on it too early is what makes duplicates (RFC 5321 section 4.5.3.2.6).
const patience = 5

// Lease is longer than any attempt on a letter takes: a queue that has not heard
// of an attempt for so long may take its sender for dead.
func (s Server) Lease() time.Duration { return (8+patience)*s.timeout() + time.Minute }

// Dial connects, secures the connection and logs in, then hangs up: the proof
// that letters can be sent from here.
func (s Server) Dial(ctx context.Context) error {
	l, p, err := s.connect(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", s.advice(p, err), err)
	}
	l.close(s.timeout())
	return nil
}

// line is an open, secured connection on which we are logged in. Closing its
// socket ends any step at once: smtp.Client.Close would wait for the step.
type line struct {
	*smtp.Client
	socket net.Conn
}

// close says goodbye, briefly, and hangs up.
func (l *line) close(patience time.Duration) {
	if l.UpdateDeadline(min(patience, time.Second)) == nil {
		_ = l.Quit()
	}
	_ = l.socket.Close()
}

// connect returns a line, or the phase in which there came to be none. The
// certificate is verified always; a server that does not offer STARTTLS, or
// fails it, is never spoken to in the clear (RFC 8314, RFC 3207 section 5).
func (s Server) connect(ctx context.Context) (*line, phase, error) {
	e, err := s.endpoint()
	if err != nil {
		return nil, connecting, err
	}
	var auth *login
	if e.login != "" {
		if s.Secret == nil {
			return nil, loggingIn, fmt.Errorf("read the SMTP secret: there is none for %s", e.login)
		}
		secret, err := s.Secret(ctx)
		if err != nil {
			return nil, loggingIn, fmt.Errorf("read the SMTP secret: %w", err)
		}
		auth = &login{name: e.login, secret: secret}
	}

	var socket net.Conn
	stop := func() bool { return true }
	config := &tls.Config{ServerName: e.host, RootCAs: s.RootCAs, MinVersion: tls.VersionTLS12}
	options := []mail.Option{
		mail.WithPort(e.port),
		mail.WithTimeout(s.timeout()),
		mail.WithTLSConfig(config),
		mail.WithDialContextFunc(func(dial context.Context, _, _ string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(dial, "tcp", net.JoinHostPort(e.host, strconv.Itoa(e.port)))
			if err != nil {
				return nil, err
			}
			socket = conn
			// go-mail heeds the context while it dials; after that a closed socket stops it.
			stop = context.AfterFunc(ctx, func() { _ = conn.Close() })
			if e.scheme != "smtps" {
				return conn, nil
			}
			secured := tls.Client(conn, config)
			return secured, secured.HandshakeContext(dial)
		}),
	}
	switch e.scheme {
	case "smtps":
		options = append(options, mail.WithSSL())
	case "smtp":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if auth != nil {
		options = append(options, mail.WithSMTPAuthCustom(auth))
	}
	if s.Hello != "" {
		options = append(options, mail.WithHELO(s.Hello))
	}
	client, err := mail.NewClient(e.host, options...)
	if err != nil {
		return nil, connecting, fmt.Errorf("prepare SMTP: %w", err)
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	stop()
	if err != nil {
		if socket != nil {
			_ = socket.Close()
		}
		if auth != nil && auth.begun {
			return nil, loggingIn, err
		}
		return nil, connecting, err
	}
	return &line{Client: connection, socket: socket}, naming, nil
}
