package realservers_test

import (
	"bytes"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"net/smtp"
	"net/textproto"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"gehoord/internal/realservers"
)

func TestMain(m *testing.M) { os.Exit(realservers.Main(m)) }

func mail(from, to, subject string) []byte {
	return fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s@test>\r\n\r\nGoedemiddag.\r\n", from, to, subject, subject)
}

func TestPostgresDatabasesAreFreshAndApart(t *testing.T) {
	began := time.Now()
	first, second := realservers.Postgres(t), realservers.Postgres(t)
	t.Logf("cluster and two databases in %v", time.Since(began))
	for i, url := range []string{first, second} {
		db, err := sql.Open("postgres", url)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("CREATE TABLE t (n int)"); err != nil {
			t.Errorf("database %d is not empty: %v", i, err)
		}
		var fsync string
		if err := db.QueryRow("SHOW fsync").Scan(&fsync); err != nil || fsync != "on" {
			t.Errorf("fsync = %q, %v; want on", fsync, err)
		}
	}
}

func TestMail(t *testing.T) {
	began := time.Now()
	s := realservers.Mail(t, realservers.MailOptions{Users: []string{"klachten@desk.test", "a.devries@staff.test", "klant@customers.test"}})
	t.Logf("Dovecot and Postfix in %v", time.Since(began))

	t.Run("append keeps the time", func(t *testing.T) {
		s := s.For(t)
		at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.FixedZone("", 3600))
		raw := mail("anna@customers.test", "klachten@desk.test", "een")
		s.Append("klachten@desk.test", raw, at)
		if got := s.Mails("klachten@desk.test"); len(got) != 1 || !bytes.Equal(got[0], raw) {
			t.Errorf("Mails = %q, want just %q", got, raw)
		}
		c := s.Client("klachten@desk.test")
		defer c.Close()
		if _, err := c.Select("INBOX", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		m, err := c.Fetch(imap.SeqSetNum(1), &imap.FetchOptions{InternalDate: true}).Collect()
		if err != nil || len(m) != 1 || !m[0].InternalDate.Equal(at) {
			t.Errorf("INTERNALDATE = %v, %v; want %v", m, err, at)
		}
	})

	t.Run("catch-all", func(t *testing.T) {
		s := s.For(t)
		s.Send("klachten@desk.test", "wie.dan.ook@customers.test", mail("klachten@desk.test", "wie.dan.ook@customers.test", "twee"))
		got := s.Await("klant@customers.test", 1)
		if !bytes.Contains(got[0], []byte("Subject: twee")) {
			t.Errorf("the customers' mailbox holds %q", got[0])
		}
	})

	t.Run("a bounce comes back", func(t *testing.T) {
		s := s.For(t)
		s.Send("a.devries@staff.test", "bounce7@customers.test", mail("klachten@desk.test", "bounce7@customers.test", "drie"))
		got := string(s.Await("a.devries@staff.test", 1)[0])
		for _, want := range []string{"report-type=delivery-status", "Final-Recipient: rfc822; bounce7@customers.test", "Status: 5.1.1", "<drie@test>"} {
			if !strings.Contains(got, want) {
				t.Errorf("the notification lacks %q:\n%s", want, got)
			}
		}
	})

	t.Run("strangers are refused at RCPT", func(t *testing.T) {
		for _, to := range []string{"niemand@desk.test", "x@elsewhere.test"} {
			c, err := smtp.Dial(s.SMTP)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if err := c.Mail("klachten@desk.test"); err != nil {
				t.Fatal(err)
			}
			var answer *textproto.Error
			if err := c.Rcpt(to); !errors.As(err, &answer) || answer.Code < 500 {
				t.Errorf("RCPT TO:<%s> is answered by %v, want a 5xx", to, err)
			}
		}
	})

	t.Run("TLS and AUTH", func(t *testing.T) {
		c, err := imapclient.DialTLS(s.IMAPS, &imapclient.Options{TLSConfig: s.TLS()})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.Login("klachten@desk.test", realservers.Password).Wait(); err != nil {
			t.Error(err)
		}
		c, err = imapclient.DialStartTLS(s.IMAP, &imapclient.Options{TLSConfig: s.TLS()})
		if err != nil {
			t.Fatal(err)
		}
		c.Close()

		conn, err := tls.Dial("tcp", s.SMTPS, s.TLS())
		if err != nil {
			t.Fatal(err)
		}
		overTLS, err := smtp.NewClient(conn, "localhost")
		if err != nil {
			t.Fatal(err)
		}
		withSTARTTLS, err := smtp.Dial(s.Submission)
		if err != nil {
			t.Fatal(err)
		}
		if err := withSTARTTLS.StartTLS(s.TLS()); err != nil {
			t.Fatal(err)
		}
		for host, c := range map[string]*smtp.Client{"localhost": overTLS, "127.0.0.1": withSTARTTLS} {
			defer c.Close()
			if err := c.Auth(smtp.PlainAuth("", "klachten@desk.test", realservers.Password, host)); err != nil {
				t.Error(err)
			}
			if err := c.Mail("klachten@desk.test"); err != nil {
				t.Error(err)
			}
			if err := c.Rcpt("iemand@customers.test"); err != nil {
				t.Error(err)
			}
		}
	})

	t.Run("fill", func(t *testing.T) {
		s := s.For(t)
		began, n := time.Now(), 500
		var mails [][]byte
		for i := range n {
			mails = append(mails, mail("anna@customers.test", "klachten@desk.test", fmt.Sprint("vul", i)))
		}
		s.Fill("klachten@desk.test", mails, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
		t.Logf("%d mails in %v", n, time.Since(began))
		got := s.Mails("klachten@desk.test")
		if len(got) != n+1 || !bytes.Equal(got[1], mails[0]) || !bytes.Equal(got[n], mails[n-1]) {
			t.Errorf("after filling %d mails, or not in order", len(got))
		}
	})

	if got, want := s.URL("imaps", "klachten@desk.test"), "imaps://klachten%40desk.test@localhost:"; !strings.HasPrefix(got, want) {
		t.Errorf("URL = %s, want %s…", got, want)
	}
}
