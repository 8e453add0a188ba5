package mailworld_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"gehoord/internal/mailworld"
)

const (
	anna   = "anna@klant.example"
	desk   = "klachten@directlease.example"
	letter = "From: Anna <anna@klant.example>\r\nMessage-ID: <1@klant.example>\r\nSubject: schade\r\n\r\nHallo\r\n"
)

func start(t *testing.T, o mailworld.Options) *mailworld.World {
	t.Helper()
	o.Users = append(o.Users, mailworld.User{Address: anna, Password: "a"}, mailworld.User{Address: desk, Password: "d"})
	w, err := mailworld.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func send(w *mailworld.World, from, to string) error {
	c, err := smtp.Dial(w.SMTPAddr())
	if err != nil {
		return err
	}
	defer c.Close()
	return c.SendMail(from, []string{to}, strings.NewReader(letter))
}

func wait(t *testing.T, w *mailworld.World, address string, n int) []mailworld.Delivered {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	mails, err := w.Wait(ctx, address, n)
	if err != nil {
		t.Fatal(err)
	}
	return mails
}

func TestMailGoesFromSMTPToTheInbox(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	w := start(t, mailworld.Options{Now: func() time.Time { return at }})
	if err := send(w, anna, strings.ToUpper(desk)); err != nil {
		t.Fatal(err)
	}
	got := wait(t, w, desk, 1)[0]
	if string(got.Raw) != letter || got.From != anna || !got.At.Equal(at) {
		t.Errorf("delivered %q from %s at %s", got.Raw, got.From, got.At)
	}
	inbox, err := w.Folder(desk, "INBOX")
	if err != nil {
		t.Fatal(err)
	}
	if len(inbox) != 1 || !bytes.HasPrefix(inbox[0], []byte("Return-Path: <"+anna+">\r\n")) || !bytes.HasSuffix(inbox[0], []byte(letter)) {
		t.Errorf("the inbox holds %q", inbox)
	}
}

func TestUnknownAddresses(t *testing.T) {
	const nobody = "niemand@klant.example"
	t.Run("refused", func(t *testing.T) {
		w := start(t, mailworld.Options{})
		var refusal *smtp.SMTPError
		if err := send(w, desk, nobody); !errors.As(err, &refusal) || refusal.Code != 550 {
			t.Errorf("sending to nobody gave %v, want a 550", err)
		}
	})
	t.Run("bounced", func(t *testing.T) {
		w := start(t, mailworld.Options{Unknown: mailworld.Bounce})
		if err := send(w, desk, nobody); err != nil {
			t.Fatal(err)
		}
		report := wait(t, w, desk, 1)[0]
		for _, want := range []string{"multipart/report", "Final-Recipient: rfc822; " + nobody, "Status: 5.1.1", "<1@klant.example>"} {
			if !bytes.Contains(report.Raw, []byte(want)) {
				t.Errorf("the report lacks %q:\n%s", want, report.Raw)
			}
		}
		if report.From != "" {
			t.Errorf("the report's envelope sender is %q, want none", report.From)
		}
		if err := send(w, "", nobody); err != nil || len(w.Mails(desk)) != 1 {
			t.Errorf("a bounce was bounced: %v, %d mails", err, len(w.Mails(desk)))
		}
	})
	t.Run("created", func(t *testing.T) {
		w := start(t, mailworld.Options{Unknown: mailworld.Create})
		if err := send(w, desk, nobody); err != nil {
			t.Fatal(err)
		}
		wait(t, w, nobody, 1)
	})
}

func TestHooks(t *testing.T) {
	w := start(t, mailworld.Options{})
	busy := &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 1}, Message: "busy"}
	var got *smtp.SMTPError

	w.OnMail(func(string) error { return busy })
	if err := send(w, anna, desk); !errors.As(err, &got) || got.Code != 450 {
		t.Errorf("MAIL FROM gave %v, want a 450", err)
	}
	w.OnMail(nil)
	w.OnRcpt(func(_, to string) error {
		if to != desk {
			t.Errorf("RCPT TO was asked about %s", to)
		}
		return busy
	})
	if err := send(w, anna, desk); !errors.As(err, &got) || got.Code != 450 {
		t.Errorf("RCPT TO gave %v, want a 450", err)
	}
	w.OnRcpt(nil)
	for verdict, delivered := range map[error]int{mailworld.ErrCut: 0, mailworld.ErrCutAfter: 1} {
		before := len(w.Mails(desk))
		w.OnData(func(string, []string, []byte) error { return verdict })
		if err := send(w, anna, desk); err == nil || errors.As(err, &got) {
			t.Errorf("%v: the sender was told %v, want a broken connection", verdict, err)
		}
		if n := len(w.Mails(desk)) - before; n != delivered {
			t.Errorf("%v: %d mails delivered, want %d", verdict, n, delivered)
		}
	}
}

func TestTLSAndAuth(t *testing.T) {
	w := start(t, mailworld.Options{TLS: true, Auth: true})
	conf := &tls.Config{RootCAs: w.Roots(), ServerName: "127.0.0.1"}
	for name, dial := range map[string]func() (*smtp.Client, error){
		"starttls": func() (*smtp.Client, error) { return smtp.DialStartTLS(w.SMTPAddr(), conf) },
		"implicit": func() (*smtp.Client, error) { return smtp.DialTLS(w.SMTPSAddr(), conf) },
	} {
		t.Run(name, func(t *testing.T) {
			c, err := dial()
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if err := c.Mail(desk, nil); err == nil {
				t.Error("MAIL FROM was accepted without a login")
			}
			if err := c.Auth(sasl.NewPlainClient("", desk, "wrong")); err == nil {
				t.Error("a wrong password was accepted")
			}
			if err := c.Auth(sasl.NewLoginClient(desk, "d")); err != nil {
				t.Fatal(err)
			}
			if err := c.SendMail(desk, []string{anna}, strings.NewReader(letter)); err != nil {
				t.Error(err)
			}
		})
	}
	if n := len(wait(t, w, anna, 2)); n != 2 {
		t.Errorf("%d mails came, want 2", n)
	}
}

func TestResetUIDValidityKeepsTheMails(t *testing.T) {
	w := start(t, mailworld.Options{})
	if err := w.Deliver(desk, []byte(letter), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := w.ResetUIDValidity(desk); err != nil {
		t.Fatal(err)
	}
	inbox, err := w.Folder(desk, "INBOX")
	if err != nil || len(inbox) != 1 || string(inbox[0]) != letter {
		t.Errorf("after the reset the inbox holds %q, %v", inbox, err)
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	w := start(t, mailworld.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Wait(ctx, desk, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait returned %v, want the context's error", err)
	}
}
