package ingest

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"
)

// Secret is what proves a login. Token set: OAUTHBEARER (RFC 7628) if the server
// offers it, else XOAUTH2.
type Secret struct {
	Password string
	Token    string
}

// refusedError says that the server did not take our secret: trying again soon
// is no use and may lock the account.
type refusedError struct{ err error }

func (e *refusedError) Error() string { return e.err.Error() }
func (e *refusedError) Unwrap() error { return e.err }

// login proves who we are. After an error the connection must be closed: a
// second attempt on it hangs.
func (w *Watcher) login(ctx context.Context, l *link, e Endpoint) error {
	secret, err := w.Mailbox.Secret(ctx)
	if err != nil {
		return &refusedError{fmt.Errorf("read the secret of mailbox %s: %w", w.Mailbox.Name, err)}
	}
	l.wire.expect(w.Timeouts.silence(), w.Timeouts.answer())
	defer l.wire.relax()
	caps := l.Caps()
	if caps == nil {
		return fmt.Errorf("ask the mail server %s what it can do: %w", l.host, l.wire.why(errors.New("it did not say")))
	}
	switch {
	case secret.Token != "" && caps.Has("AUTH=OAUTHBEARER"):
		port, _ := strconv.Atoi(e.Port)
		err = l.Authenticate(sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{
			Username: e.Login, Token: secret.Token, Host: e.Host, Port: port,
		}))
	case secret.Token != "":
		err = l.Authenticate(&xoauth2{login: e.Login, token: secret.Token})
	case caps.Has("AUTH=PLAIN"):
		err = l.Authenticate(sasl.NewPlainClient("", e.Login, secret.Password))
	case caps.Has(imap.CapLoginDisabled):
		return &refusedError{fmt.Errorf("log in to mailbox %s: the server %s takes no password here; use imaps://, or [mailbox.oauth2] if it asks for that", w.Mailbox.Name, l.host)}
	default:
		err = l.Login(e.Login, secret.Password).Wait()
	}
	return w.judgeLogin(err, l, secret)
}

// judgeLogin tells a refused secret from a server that is busy or gone.
func (w *Watcher) judgeLogin(err error, l *link, secret Secret) error {
	var no *imap.Error
	var bearer *sasl.OAuthBearerError
	advice := "put the right one in its password_file"
	if secret.Token != "" {
		advice = "check [mailbox.oauth2] and that the account allows IMAP"
	}
	switch {
	case err == nil:
		return nil
	case errors.As(err, &no) && no.Code == imap.ResponseCodeUnavailable, // RFC 5530
		errors.As(err, &no) && no.Code == imap.ResponseCodeInUse,
		errors.As(err, &no) && no.Code == imap.ResponseCodeLimit,
		errors.As(err, &no) && no.Code == imap.ResponseCodeServerBug:
		return fmt.Errorf("log in to mailbox %s: %w", w.Mailbox.Name, err)
	case errors.As(err, &no), errors.As(err, &bearer):
		return &refusedError{fmt.Errorf("log in to mailbox %s: the server %s refuses the login or its secret (%w); %s", w.Mailbox.Name, l.host, err, advice)}
	default:
		return fmt.Errorf("log in to mailbox %s: %w", w.Mailbox.Name, l.wire.why(err))
	}
}

// xoauth2 is the token mechanism of Google and Microsoft, which has no RFC:
// user={login}^Aauth=Bearer {token}^A^A. A challenge is an error report, which
// is answered with nothing; the server then says NO.
type xoauth2 struct{ login, token string }

func (x *xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.login + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

func (x *xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }
