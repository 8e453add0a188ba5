package mailworld

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// ErrCut, returned by a hook, closes the connection without an answer and
// without delivering the mail.
var ErrCut = errors.New("cut the connection")

// ErrCutAfter, returned by the DATA hook, delivers the mail and then closes the
// connection without an answer: the sender cannot know that it arrived.
var ErrCutAfter = errors.New("deliver the mail, then cut the connection")

// OnMail sets what happens at MAIL FROM: nil accepts, a *smtp.SMTPError is the
// answer, ErrCut cuts, a hook that blocks stalls. nil takes the hook away.
func (w *World) OnMail(hook func(from string) error) { w.set(func() { w.onMail = hook }) }

// OnRcpt sets what happens at RCPT TO, in the terms of OnMail. It is asked
// before the address is looked up.
func (w *World) OnRcpt(hook func(from, to string) error) { w.set(func() { w.onRcpt = hook }) }

// OnData sets what happens when a whole mail has come, in the terms of OnMail
// and ErrCutAfter. What it refuses is not delivered.
func (w *World) OnData(hook func(from string, to []string, raw []byte) error) {
	w.set(func() { w.onData = hook })
}

func (w *World) set(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

func (w *World) newSMTP() *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &transaction{world: w, conn: c}, nil
	}))
	s.Domain = "mailworld.example"
	s.TLSConfig = w.tls
	s.AllowInsecureAuth = !w.o.TLS
	s.ErrorLog = printer{w.o.Log}
	s.EnableSMTPUTF8 = true
	s.EnableDSN = true
	s.ReadTimeout = 5 * time.Minute // RFC 5321 section 4.5.3.2.7
	return s
}

// transaction is one client's MAIL, RCPT and DATA (RFC 5321 section 3.3).
type transaction struct {
	world  *World
	conn   *smtp.Conn
	authed bool
	from   string
	to     []string
}

var _ smtp.AuthSession = (*transaction)(nil)

func (t *transaction) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

func (t *transaction) Auth(mechanism string) (sasl.Server, error) {
	login := func(username, password string) error {
		u := t.world.user(username)
		if u == nil || u.Password != password {
			return smtp.ErrAuthFailed
		}
		t.authed = true
		return nil
	}
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, username, password string) error { return login(username, password) }), nil
	case sasl.Login:
		return &loginServer{login: login}, nil
	default:
		return nil, smtp.ErrAuthUnknownMechanism
	}
}

func (t *transaction) Mail(from string, _ *smtp.MailOptions) error {
	if t.world.o.Auth && !t.authed {
		return smtp.ErrAuthRequired
	}
	t.world.mu.Lock()
	hook := t.world.onMail
	t.world.mu.Unlock()
	if hook != nil {
		if err := t.obey(hook(from)); err != nil {
			return err
		}
	}
	t.from = from
	return nil
}

func (t *transaction) Rcpt(to string, _ *smtp.RcptOptions) error {
	w := t.world
	w.mu.Lock()
	hook := w.onRcpt
	w.mu.Unlock()
	if hook != nil {
		if err := t.obey(hook(t.from, to)); err != nil {
			return err
		}
	}
	if w.user(to) == nil {
		switch w.o.Unknown {
		case Refuse:
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "Nobody here has that address"}
		case Create:
			// Somebody else may have created it in the meantime; then it is there.
			if _, err := w.addUser(User{Address: to, Password: DefaultPassword}); err != nil && w.user(to) == nil {
				return err
			}
		}
	}
	t.to = append(t.to, to)
	return nil
}

func (t *transaction) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	t.world.mu.Lock()
	hook := t.world.onData
	t.world.mu.Unlock()
	var verdict error
	if hook != nil {
		verdict = hook(t.from, slices.Clone(t.to), raw)
	}
	if verdict == nil || errors.Is(verdict, ErrCutAfter) {
		if err := t.world.accept(t.from, t.to, raw); err != nil {
			return err
		}
	}
	return t.obey(verdict)
}

// obey carries out what a hook said.
func (t *transaction) obey(verdict error) error {
	if errors.Is(verdict, ErrCut) || errors.Is(verdict, ErrCutAfter) {
		t.conn.Conn().Close()
	}
	return verdict
}

func (t *transaction) Reset()        { t.from, t.to = "", nil }
func (t *transaction) Logout() error { return nil }

// accept delivers a mail to those who exist and bounces the rest.
func (w *World) accept(from string, to []string, raw []byte) error {
	at := w.o.Now()
	for _, address := range to {
		if w.user(address) == nil {
			if err := w.bounce(from, address, raw, at); err != nil {
				return err
			}
			continue
		}
		d := Delivered{Raw: raw, From: from, To: address, At: at}
		if err := w.deliver(d, w.o.Trace(from, address, at)); err != nil {
			return err
		}
	}
	return nil
}

// trace is what a final delivery adds (RFC 5321 section 4.4).
func trace(from, to string, at time.Time) string {
	return fmt.Sprintf("Return-Path: <%s>\r\nReceived: by mailworld.example for <%s>; %s\r\n",
		from, to, at.Format(time.RFC1123Z))
}

// loginServer is the server's side of AUTH LOGIN, which has no RFC: it asks for
// the name, then for the password.
type loginServer struct {
	login    func(username, password string) error
	asked    bool
	username *string
}

func (l *loginServer) Next(response []byte) ([]byte, bool, error) {
	switch {
	case response == nil && !l.asked:
		l.asked = true
		return []byte("Username:"), false, nil
	case l.username == nil:
		name := string(response)
		l.asked, l.username = true, &name
		return []byte("Password:"), false, nil
	default:
		return nil, true, l.login(*l.username, string(response))
	}
}
