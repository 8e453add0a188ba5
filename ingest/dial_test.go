package ingest

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"testing"

	"gehoord/internal/mailworld"
)

func TestParseURL(t *testing.T) {
	for raw, want := range map[string]Endpoint{
		"imaps://klachten@imap.example/INBOX":       {"tls", "imap.example", "993", "klachten", "INBOX"},
		"imap://k@d.example@imap.example:1143":      {"starttls", "imap.example", "1143", "k@d.example", "INBOX"},
		"imaps://k%40d.example@imap.example/A%2FB":  {"tls", "imap.example", "993", "k@d.example", "A/B"},
		"imap+insecure://k@127.0.0.1/Klachten/2026": {"none", "127.0.0.1", "143", "k", "Klachten/2026"},
		"imap+insecure://k@[::1]:1143":              {"none", "::1", "1143", "k", "INBOX"},
		"imap+insecure://k@[::1]":                   {"none", "::1", "143", "k", "INBOX"},
	} {
		if got, err := ParseURL(raw); err != nil || got != want {
			t.Errorf("%s: %+v, %v", raw, got, err)
		}
	}
	for raw, want := range map[string]string{
		"pop3://k@h":                      "must begin with",
		"imap.example":                    "must begin with",
		"imaps://imap.example/INBOX":      "no login",
		"imaps://k@/INBOX":                "no host",
		"imaps://k:geheim@h/INBOX":        "password_file",
		"imaps://k%4@h/INBOX":             "%25",
		"imap+insecure://k@mail.example/": "this machine only",
	} {
		if _, err := ParseURL(raw); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", raw, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	secured := newWorld(t, mailworld.Options{TLS: true})
	plain := newWorld(t, mailworld.Options{})
	bearerless := newWorld(t, mailworld.Options{Without: []string{"AUTH=OAUTHBEARER"}})
	password := Secret{Password: "geheim"}
	at := func(scheme, addr, folder string) string { return scheme + "://" + klachten + "@" + addr + "/" + folder }
	for name, c := range map[string]struct {
		url    string
		secret Secret
		roots  *x509.CertPool
		moveTo string
		want   string // "" = no error
	}{
		"imaps":             {at("imaps", secured.IMAPSAddr(), "INBOX"), password, secured.Roots(), "", ""},
		"starttls":          {at("imap", secured.IMAPAddr(), "INBOX"), password, secured.Roots(), "", ""},
		"insecure":          {at("imap+insecure", plain.IMAPAddr(), "INBOX"), password, nil, "Trash", ""},
		"oauthbearer":       {at("imap+insecure", plain.IMAPAddr(), "INBOX"), Secret{Token: "munt"}, nil, "", ""},
		"xoauth2":           {at("imap+insecure", bearerless.IMAPAddr(), "INBOX"), Secret{Token: "munt"}, nil, "", ""},
		"wrong password":    {at("imap+insecure", plain.IMAPAddr(), "INBOX"), Secret{Password: "fout"}, nil, "", "put the right one in its password_file"},
		"wrong bearer":      {at("imap+insecure", plain.IMAPAddr(), "INBOX"), Secret{Token: "fout"}, nil, "", "check [mailbox.oauth2]"},
		"wrong xoauth2":     {at("imap+insecure", bearerless.IMAPAddr(), "INBOX"), Secret{Token: "fout"}, nil, "", "check [mailbox.oauth2]"},
		"no such folder":    {at("imap+insecure", plain.IMAPAddr(), "Klachten"), password, nil, "", "check the folder in the mailbox URL"},
		"no such target":    {at("imap+insecure", plain.IMAPAddr(), "INBOX"), password, nil, "Archief", "make it on the server"},
		"no starttls":       {at("imap", plain.IMAPAddr(), "INBOX"), password, nil, "", "nothing is sent in plain text"},
		"unknown authority": {at("imaps", secured.IMAPSAddr(), "INBOX"), password, x509.NewCertPool(), "", "check its certificate"},
		"nobody there":      {at("imaps", "127.0.0.1:1", "INBOX"), password, nil, "", "check the host"},
		"password in plain": {at("imap+insecure", secured.IMAPAddr(), "INBOX"), password, nil, "", "use imaps://"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &Watcher{Mailbox: Mailbox{Name: "klachten", URL: c.url, RootCAs: c.roots, MoveTo: c.moveTo,
				Secret: func(context.Context) (Secret, error) { return c.secret, nil }}}
			err := w.Check(t.Context())
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("Check said %v, want %q", err, c.want)
			}
		})
	}
}

// TestNoPasswordInPlainText: a server, or somebody in between, that offers no
// STARTTLS, or says it let us in already, gets nothing.
func TestNoPasswordInPlainText(t *testing.T) {
	for name, greeting := range map[string]string{"no STARTTLS": "", "PREAUTH": "* PREAUTH [CAPABILITY IMAP4rev1] welcome"} {
		t.Run(name, func(t *testing.T) {
			f := &fakeServer{greeting: greeting}
			f.command = func(write func(string, ...any), tag, line string) (bool, error) {
				if line == "STARTTLS" {
					write("%s BAD unknown command", tag)
					return true, nil
				}
				return false, nil
			}
			w, _ := newWatcher(t, strings.Replace(insecure(f.listen(t)), "+insecure", "", 1))
			if err := w.Check(t.Context()); err == nil {
				t.Error("Check went on without TLS")
			}
			if f.count("LOGIN") != 0 || f.count("AUTHENTICATE") != 0 {
				t.Errorf("sent %q", f.commands)
			}
		})
	}
}

func TestRefusedLoginWaitsLonger(t *testing.T) {
	w := &Watcher{}
	if got := w.pause(0, &refusedError{errors.New("no")}); got != w.Timeouts.refused() {
		t.Errorf("the pause is %s", got)
	}
	for failures := range 100 {
		if got := w.pause(failures, errors.New("cut")); got <= 0 || got > 60*1e9+1 {
			t.Errorf("the pause after %d failures is %s", failures, got)
		}
	}
}
