package notify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wneessen/go-mail/smtp"
)

// login is an smtp.Auth that takes the first mechanism both sides know. It is
// spoken only where endpoint allows: within TLS, or on this machine.
type login struct {
	name   string
	secret Secret

	begun     bool // the conversation came as far as AUTH
	smtp.Auth      // the mechanism taken
}

// Start implements smtp.Auth. Within TLS the plainest mechanism is the one most
// servers get right, so it goes first.
func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	l.begun = true
	offered := func(mechanism string) bool {
		return slices.ContainsFunc(server.Auth, func(m string) bool { return strings.EqualFold(m, mechanism) })
	}
	if l.secret.Token != "" {
		switch {
		case offered("XOAUTH2"):
			l.Auth = smtp.XOAuth2Auth(l.name, l.secret.Token)
		case offered("OAUTHBEARER"):
			l.Auth = bearer{l.name, l.secret.Token}
		default:
			return "", nil, fmt.Errorf("the server takes no OAuth 2.0 token, it offers %q", server.Auth)
		}
		return l.Auth.Start(server)
	}
	switch {
	case offered("PLAIN"):
		l.Auth = smtp.PlainAuth("", l.name, l.secret.Password, server.Name, true)
	case offered("LOGIN"):
		l.Auth = smtp.LoginAuth(l.name, l.secret.Password, server.Name, true)
	case offered("SCRAM-SHA-256"):
		l.Auth = smtp.ScramSHA256Auth(l.name, l.secret.Password)
	case offered("CRAM-MD5"):
		l.Auth = smtp.CRAMMD5Auth(l.name, l.secret.Password)
	default:
		return "", nil, fmt.Errorf("the server takes no password that we can give, it offers %q", server.Auth)
	}
	return l.Auth.Start(server)
}

// bearer is OAUTHBEARER (RFC 7628).
type bearer struct{ name, token string }

func (b bearer) Start(*smtp.ServerInfo) (string, []byte, error) {
	name := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(b.name) // a GS2 saslname, RFC 5801 section 4
	return "OAUTHBEARER", []byte("n,a=" + name + ",\x01auth=Bearer " + b.token + "\x01\x01"), nil
}

func (b bearer) Next(_ []byte, more bool) ([]byte, error) {
	if more {
		// The server explains its refusal and waits for this (section 3.2.3).
		return []byte("\x01"), nil
	}
	return nil, nil
}
