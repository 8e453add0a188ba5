package realservers

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// MailOptions says which mailboxes there are.
type MailOptions struct {
	// Users are full addresses, each with a mailbox, in any number of domains;
	// the login name is the address. Empty: klachten@desk.test.
	Users []string
	// Customers is a domain in which every address that is not in Users is
	// delivered to CatchAll, but bounce…@ does not exist, and mail to it comes back
	// as a delivery status notification. "": customers.test.
	Customers string
	// CatchAll is a mailbox, made where Users has none. "": klant@ the domain of
	// the customers.
	CatchAll string
	// SizeLimit is the largest mail that is taken, in bytes. 0: 100 MB.
	SizeLimit int64
}

func (o MailOptions) filled() MailOptions {
	if len(o.Users) == 0 {
		o.Users = []string{"klachten@desk.test"}
	}
	if o.Customers == "" {
		o.Customers = "customers.test"
	}
	if o.CatchAll == "" {
		o.CatchAll = "klant@" + o.Customers
	}
	if o.SizeLimit == 0 {
		o.SizeLimit = 100 << 20
	}
	for _, u := range o.Users {
		if u == o.CatchAll {
			return o
		}
	}
	o.Users = append(append([]string(nil), o.Users...), o.CatchAll)
	return o
}

// MailServers are a Dovecot and a Postfix that delivers to it. Addresses are
// "127.0.0.1:port". Mail to a domain without users, and to an address without a
// mailbox, is refused at RCPT; nothing ever leaves the machine.
type MailServers struct {
	IMAP       string // plain and STARTTLS
	IMAPS      string
	LMTP       string
	SMTP       string // takes mail from this machine without AUTH
	Submission string // STARTTLS, then AUTH, asked of everybody
	SMTPS      string // AUTH asked of everybody

	Pool   *x509.CertPool // the authority that signed for localhost and 127.0.0.1
	CAFile string         // the same as PEM, for a program started with SSL_CERT_FILE
	Users  []string       // every mailbox, the catch-all too

	t    testing.TB
	dir  string
	opts MailOptions
}

// Mail starts the two servers, which end with the test. They run as several
// users, which takes root.
func Mail(t testing.TB, o MailOptions) *MailServers {
	t.Helper()
	s := &MailServers{t: t, opts: o.filled()}
	s.Users = s.opts.Users
	if err := s.start(); err != nil {
		t.Fatalf("realservers: %v", err)
	}
	return s
}

// For is the same servers with t as the test that a helper fails.
func (s *MailServers) For(t testing.TB) *MailServers {
	c := *s
	c.t = t
	return &c
}

// TLS is a client configuration that trusts the servers.
func (s *MailServers) TLS() *tls.Config {
	return &tls.Config{RootCAs: s.Pool, ServerName: "localhost"}
}

// URL is what the configuration of gehoord calls a server: scheme is imaps,
// imap, imap+insecure, smtps, smtp or smtp+insecure. A user of "" logs in as
// nobody.
func (s *MailServers) URL(scheme, user string) string {
	addr, path := "", ""
	switch scheme {
	case "imaps":
		addr, path = s.IMAPS, "/INBOX"
	case "imap", "imap+insecure":
		addr, path = s.IMAP, "/INBOX"
	case "smtps":
		addr = s.SMTPS
	case "smtp":
		addr = s.Submission
	case "smtp+insecure":
		addr = s.SMTP
	default:
		s.t.Fatalf("realservers: no server speaks %q", scheme)
	}
	login := ""
	if user != "" {
		login = url.QueryEscape(user) + "@"
	}
	return scheme + "://" + login + "localhost:" + port(addr) + path
}

func (s *MailServers) start() (err error) {
	if os.Geteuid() != 0 {
		return errors.New("only root can start Dovecot and Postfix, which change users: run the tests that need them as root (in a container)")
	}
	for _, u := range s.Users {
		if name, domain, ok := strings.Cut(u, "@"); !ok || name == "" || domain == "" {
			return errors.New("a user is a full address, and this is not: " + u)
		}
	}
	if s.dir, err = tempDir(); err != nil {
		return err
	}
	s.t.Cleanup(func() { os.RemoveAll(s.dir) })
	c, err := makeCerts(s.dir)
	if err != nil {
		return err
	}
	s.Pool, s.CAFile = c.pool, c.ca

	// Postfix needs Dovecot when there is mail, not when it starts; but it must
	// know where LMTP is.
	if err := s.run("Dovecot", func() (*process, error) { return s.startDovecot(c) }); err != nil {
		return err
	}
	return s.run("Postfix", func() (*process, error) { return s.startPostfix(c) })
}

// run starts one server and sees to its end.
func (s *MailServers) run(name string, f func() (*process, error)) error {
	return tries(func() error {
		p, err := f()
		if p == nil {
			return err
		}
		// At once: nothing that they hold is kept.
		var once sync.Once
		stop := func() { once.Do(func() { p.stop(syscall.SIGKILL) }) }
		if err != nil {
			stop()
			return err
		}
		s.t.Cleanup(stop)
		return nil
	})
}

// domains are those of the users and the customers', each once.
func (s *MailServers) domains() []string {
	seen := map[string]bool{}
	var out []string
	for _, u := range append([]string{"@" + s.opts.Customers}, s.Users...) {
		d := u[strings.LastIndex(u, "@")+1:]
		if !seen[d] {
			seen[d] = true
			out = append(out, d)
		}
	}
	return out
}
