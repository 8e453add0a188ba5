// Package mailworld is a small mail world in one process: an IMAP and an SMTP
// server that share their users, for tests and for the demo. Mail that SMTP
// accepts for a user lies in that user's INBOX; hooks make it refuse, stall or
// cut connections. Everything is in memory and gone after Close.
package mailworld

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// User is somebody with a mailbox.
type User struct {
	Address  string // also the login name; compared without regard to case when mail is delivered
	Password string
	Token    string // "": no OAUTHBEARER and no XOAUTH2 for this user
}

// Unknown says what happens to mail for an address that nobody has.
type Unknown int

// Refuse is a 550 to RCPT TO, Bounce accepts the mail and sends an RFC 3464
// report to its envelope sender, Create makes a user of that address, whose
// password is DefaultPassword.
const (
	Refuse Unknown = iota
	Bounce
	Create
)

// DefaultPassword is that of users whom Create made.
const DefaultPassword = "geheim"

// Options describe a world. The zero value has no users and listens on free
// ports of the loopback address.
type Options struct {
	Users    []User
	Unknown  Unknown
	IMAPAddr string   // "" = 127.0.0.1:0; STARTTLS with TLS
	SMTPAddr string   // the same
	TLS      bool     // adds IMAPSAddr, SMTPSAddr and STARTTLS, and takes no password in plain text
	Auth     bool     // SMTP wants a login before MAIL FROM
	Without  []string // what the IMAP server is not to have: MOVE, UIDPLUS, AUTH=OAUTHBEARER

	// Trace returns the header lines, each with its CRLF, that delivery puts
	// before a mail that came by SMTP; nil = Return-Path and Received.
	Trace func(from, to string, at time.Time) string
	// IMAPConn, when set, wraps every accepted IMAP connection, so that a test
	// can cut or mute it.
	IMAPConn func(net.Conn) net.Conn

	Log *slog.Logger     // nil = silent
	Now func() time.Time // nil = time.Now; the INTERNALDATE of what SMTP delivers
}

// World is a running pair of servers. Its methods may be called at any time by
// any goroutine.
type World struct {
	o     Options
	imap  *imapserver.Server
	smtp  *smtp.Server
	mem   *imapmemserver.Server
	tls   *tls.Config
	roots *x509.CertPool
	addr  struct{ imap, imaps, smtp, smtps net.Addr }
	ports []net.Listener
	done  sync.WaitGroup

	mu      sync.Mutex
	users   map[string]*user // by lower-case address
	changed chan struct{}    // closed, and replaced, at every delivery
	conns   map[net.Conn]struct{}
	onMail  func(from string) error
	onRcpt  func(from, to string) error
	onData  func(from string, to []string, raw []byte) error
}

type user struct {
	User
	mem       *imapmemserver.User
	delivered []Delivered
}

// Start makes the servers and returns when both accept connections.
func Start(o Options) (*World, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Trace == nil {
		o.Trace = trace
	}
	w := &World{
		o: o, mem: imapmemserver.New(), users: map[string]*user{},
		changed: make(chan struct{}), conns: map[net.Conn]struct{}{},
	}
	for _, u := range o.Users {
		if _, err := w.addUser(u); err != nil {
			return nil, err
		}
	}
	if o.TLS {
		var err error
		if w.tls, w.roots, err = selfSigned(); err != nil {
			return nil, err
		}
	}
	w.imap, w.smtp = w.newIMAP(), w.newSMTP()
	if err := w.listen(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// listen opens the two or, with TLS, four ports.
func (w *World) listen() error {
	type port struct {
		address string
		at      *net.Addr
		imap    bool
		tls     bool
		serve   func(net.Listener) error
	}
	const free = "127.0.0.1:0"
	ports := []port{
		{w.o.IMAPAddr, &w.addr.imap, true, false, w.imap.Serve},
		{w.o.SMTPAddr, &w.addr.smtp, false, false, w.smtp.Serve},
	}
	if w.o.TLS {
		ports = append(ports,
			port{free, &w.addr.imaps, true, true, w.imap.Serve},
			port{free, &w.addr.smtps, false, true, w.smtp.Serve})
	}
	for _, p := range ports {
		if p.address == "" {
			p.address = free
		}
		l, err := net.Listen("tcp", p.address)
		if err != nil {
			return fmt.Errorf("open a port of the mail world: %w", err)
		}
		*p.at = l.Addr()
		w.ports = append(w.ports, l)
		if p.imap {
			l = &watched{Listener: l, world: w}
		}
		if p.tls {
			l = tls.NewListener(l, w.tls)
		}
		w.done.Go(func() {
			if err := p.serve(l); err != nil {
				w.o.Log.Debug("mail world listener ended", "error", err)
			}
		})
	}
	return nil
}

// Close ends both servers and their connections. What they held is gone.
func (w *World) Close() error {
	for _, l := range w.ports {
		l.Close() // a server that has not begun to serve does not know its port
	}
	w.imap.Close() // their errors are those of ports closed twice
	w.smtp.Close()
	w.Disconnect()
	w.done.Wait()
	return nil
}

// IMAPAddr is host:port of the IMAP server, plain text or STARTTLS.
func (w *World) IMAPAddr() string { return text(w.addr.imap) }

// SMTPAddr is host:port of the SMTP server, plain text or STARTTLS.
func (w *World) SMTPAddr() string { return text(w.addr.smtp) }

// IMAPSAddr is host:port of the IMAP server under TLS; "" without Options.TLS.
func (w *World) IMAPSAddr() string { return text(w.addr.imaps) }

// SMTPSAddr is host:port of the SMTP server under TLS; "" without Options.TLS.
func (w *World) SMTPSAddr() string { return text(w.addr.smtps) }

// Roots holds the certificate that the servers show; nil without Options.TLS.
func (w *World) Roots() *x509.CertPool { return w.roots }

// Disconnect cuts every IMAP connection, as a server does that restarts.
func (w *World) Disconnect() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.conns {
		c.Close()
	}
}

func text(a net.Addr) string {
	if a == nil {
		return ""
	}
	return a.String()
}

func key(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// addUser makes a mailbox with the folders mail clients look for.
func (w *World) addUser(u User) (*user, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u.Address == "" || w.users[key(u.Address)] != nil {
		return nil, fmt.Errorf("add the mail user %q: the address is empty or taken", u.Address)
	}
	added := &user{User: u, mem: imapmemserver.NewUser(u.Address, u.Password)}
	for _, folder := range []string{"INBOX", "Sent", "Drafts", "Trash"} {
		if err := added.mem.Create(folder, nil); err != nil {
			return nil, fmt.Errorf("make the folder %s: %w", folder, err)
		}
	}
	w.users[key(u.Address)] = added
	w.mem.AddUser(added.mem)
	return added, nil
}

func (w *World) user(address string) *user {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.users[key(address)]
}

// watched lets Disconnect find the connections it accepted.
type watched struct {
	net.Listener
	world *World
}

func (l *watched) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if wrap := l.world.o.IMAPConn; wrap != nil {
		c = wrap(c)
	}
	tracked := &conn{Conn: c, world: l.world}
	l.world.mu.Lock()
	l.world.conns[tracked] = struct{}{}
	l.world.mu.Unlock()
	return tracked, nil
}

type conn struct {
	net.Conn
	world *World
	once  sync.Once
}

// Close does not wait for the world's lock: Disconnect holds it.
func (c *conn) Close() error {
	c.once.Do(func() {
		go func() {
			c.world.mu.Lock()
			delete(c.world.conns, c)
			c.world.mu.Unlock()
		}()
	})
	return c.Conn.Close()
}
