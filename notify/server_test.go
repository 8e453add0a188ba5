package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestServerVerifiesAndLogsIn(t *testing.T) {
	secured, pool := certificate(t)
	var seen []string
	k := &sink{auth: func(name, password string) error {
		seen = append(seen, name+" "+password)
		return nil
	}}
	k.listen(t, secured, false) // STARTTLS
	secret := Secret{Password: "p@ss"}
	s := Server{URL: "smtp://desk@example.nl@" + k.addr, RootCAs: pool,
		Secret: func(context.Context) (Secret, error) { return secret, nil }}
	if err := s.Dial(t.Context()); err != nil {
		t.Fatal(err)
	}
	secret = Secret{Token: "tok"}
	if err := s.Dial(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"desk@example.nl p@ss", "desk@example.nl token:tok"}; !slices.Equal(seen, want) {
		t.Errorf("logged in with %q, want %q", seen, want)
	}
	s.RootCAs = nil
	if err := s.Dial(t.Context()); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an unknown certificate gives %v", err)
	}
}

func TestServerURL(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"smtps://smtp.example.nl", "smtps smtp.example.nl 465 "},
		{"smtp://a%40b.nl@smtp.example.nl:2525/", "smtp smtp.example.nl 2525 a@b.nl"},
		{"smtp://a@b.nl@smtp.example.nl", "smtp smtp.example.nl 587 a@b.nl"},
		{"smtp+insecure://[::1]:25", "smtp+insecure ::1 25 "},
		{"smtp+insecure://localhost", "smtp+insecure localhost 25 "},
		{"smtp+insecure://smtp.example.nl", "serves this machine only"},
		{"http://x", "must begin with"}, {"smtps://", "names no host"}, {"smtps://a:99999", "port"}, {"smtps://@h", "login name"},
	} {
		e, err := Server{URL: c.url}.endpoint()
		got := fmt.Sprintf("%s %s %d %s", e.scheme, e.host, e.port, e.login)
		if err != nil {
			got = err.Error()
		}
		if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s: %s, want %s", c.url, got, c.want)
		}
	}
}
