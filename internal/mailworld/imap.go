package mailworld

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

func (w *World) newIMAP() *imapserver.Server {
	caps := imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapNamespace: {}, imap.CapMove: {}, imap.CapUIDPlus: {}}
	for _, name := range w.o.Without {
		delete(caps, imap.Cap(strings.ToUpper(name)))
	}
	return imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			// The memory server's session carries the whole of IMAP4rev2; a
			// wrapper that lacks MOVE would panic when MOVE is advertised.
			return &session{SessionIMAP4rev2: w.mem.NewSession().(imapserver.SessionIMAP4rev2), world: w}, nil, nil
		},
		Caps:         caps,
		TLSConfig:    w.tls,
		InsecureAuth: !w.o.TLS,
		Logger:       printer{w.o.Log},
	})
}

// client connects to our own IMAP server.
func (w *World) client() (*imapclient.Client, error) {
	if !w.o.TLS {
		return imapclient.DialInsecure(w.IMAPAddr(), nil)
	}
	return imapclient.DialTLS(w.IMAPSAddr(), &imapclient.Options{
		TLSConfig: &tls.Config{RootCAs: w.roots, ServerName: "127.0.0.1"},
	})
}

// session adds the token mechanisms to the memory server's session.
type session struct {
	imapserver.SessionIMAP4rev2
	world *World
}

var _ imapserver.SessionSASL = (*session)(nil)

// Idle announces what came. The memory server's own Idle forgets what came just
// before it began, which a real server may not (RFC 2177). Changes that other
// mail clients make are looked for a few times a second.
func (s *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	others := time.NewTicker(200 * time.Millisecond)
	defer others.Stop()
	for {
		s.world.mu.Lock()
		changed := s.world.changed
		s.world.mu.Unlock()
		if err := s.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-changed:
		case <-others.C:
		case <-stop:
			return nil
		}
	}
}

// AuthenticateMechanisms lists the token mechanisms where a user has a token.
func (s *session) AuthenticateMechanisms() []string {
	mechanisms := []string{sasl.Plain}
	if slices.ContainsFunc(s.world.o.Users, func(u User) bool { return u.Token != "" }) {
		mechanisms = append(mechanisms, sasl.OAuthBearer, "XOAUTH2")
	}
	return slices.DeleteFunc(mechanisms, func(name string) bool {
		return slices.Contains(s.world.o.Without, "AUTH="+name)
	})
}

// Authenticate begins a SASL exchange (RFC 4422).
func (s *session) Authenticate(mechanism string) (sasl.Server, error) {
	switch {
	case !slices.Contains(s.AuthenticateMechanisms(), mechanism):
		return nil, &imap.Error{Type: imap.StatusResponseTypeNo, Text: "SASL mechanism not supported"}
	case mechanism == sasl.Plain:
		return sasl.NewPlainServer(func(_, username, password string) error { return s.Login(username, password) }), nil
	case mechanism == sasl.OAuthBearer:
		return sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
			if s.loginByToken(o.Username, o.Token) != nil {
				return &sasl.OAuthBearerError{Status: "invalid_token", Schemes: "bearer"}
			}
			return nil
		}), nil
	default:
		return &xoauth2{login: s.loginByToken}, nil
	}
}

func (s *session) loginByToken(username, token string) error {
	u := s.world.user(username)
	if u == nil || u.Token == "" || u.Token != token {
		return imapserver.ErrAuthFailed
	}
	return s.Login(u.Address, u.Password)
}

// xoauth2 is the server's side of Google's and Microsoft's mechanism:
// user={login}^Aauth=Bearer {token}^A^A, and on failure a challenge that the
// client answers with an empty line.
type xoauth2 struct {
	login  func(username, token string) error
	failed bool
}

func (x *xoauth2) Next(response []byte) ([]byte, bool, error) {
	if x.failed {
		return nil, false, imapserver.ErrAuthFailed
	}
	if response == nil {
		return []byte{}, false, nil
	}
	name, rest, ok1 := bytes.Cut(bytes.TrimPrefix(response, []byte("user=")), []byte{1})
	token, ok2 := bytes.CutPrefix(rest, []byte("auth=Bearer "))
	if !ok1 || !ok2 {
		return nil, false, errors.New("the XOAUTH2 response has not the form user=, auth=")
	}
	if x.login(string(name), string(bytes.TrimRight(token, "\x01"))) != nil {
		x.failed = true
		return []byte(`{"status":"400","schemes":"Bearer"}`), false, nil
	}
	return nil, true, nil
}

// printer hands the servers' own messages to slog.
type printer struct{ log *slog.Logger }

func (p printer) Printf(format string, v ...any) {
	p.log.Debug("mail world server message", "text", fmt.Sprintf(format, v...))
}

func (p printer) Println(v ...any) {
	p.log.Debug("mail world server message", "text", fmt.Sprintln(v...))
}
