package realservers

import (
	"fmt"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Client is a connection that has logged in as user. The caller closes it.
func (s *MailServers) Client(user string) *imapclient.Client {
	s.t.Helper()
	c, err := imapclient.DialInsecure(s.IMAP, nil)
	if err != nil {
		s.t.Fatalf("realservers: connect to Dovecot: %v", err)
	}
	if err := c.Login(user, Password).Wait(); err != nil {
		c.Close()
		s.t.Fatalf("realservers: log in as %s: %v", user, err)
	}
	return c
}

// Append puts a mail into the user's INBOX. at becomes its INTERNALDATE; the zero
// time leaves that to the server.
func (s *MailServers) Append(user string, raw []byte, at time.Time) {
	s.t.Helper()
	c := s.Client(user)
	defer c.Close()
	cmd := c.Append("INBOX", int64(len(raw)), &imap.AppendOptions{Time: at})
	if _, err := cmd.Write(raw); err != nil {
		s.t.Fatalf("realservers: append to %s: %v", user, err)
	}
	if err := cmd.Close(); err != nil {
		s.t.Fatalf("realservers: append to %s: %v", user, err)
	}
	if _, err := cmd.Wait(); err != nil {
		s.t.Fatalf("realservers: append to %s: %v", user, err)
	}
}

// Mails are the raw mails in the user's INBOX, oldest first, their flags left
// alone; an empty INBOX gives nil.
func (s *MailServers) Mails(user string) [][]byte {
	s.t.Helper()
	c := s.Client(user)
	defer c.Close()
	box, err := c.Select("INBOX", &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		s.t.Fatalf("realservers: select the INBOX of %s: %v", user, err)
	}
	if box.NumMessages == 0 {
		return nil
	}
	all := imap.SeqSet{}
	all.AddRange(1, box.NumMessages)
	whole := &imap.FetchItemBodySection{Peek: true}
	messages, err := c.Fetch(all, &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{whole}}).Collect()
	if err != nil {
		s.t.Fatalf("realservers: fetch from %s: %v", user, err)
	}
	var out [][]byte
	for _, m := range messages {
		out = append(out, m.FindBodySection(whole))
	}
	return out
}

// Await returns Mails as soon as there are at least n, and fails the test when
// that takes longer than half a minute.
func (s *MailServers) Await(user string, n int) [][]byte {
	s.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(30 * time.Second); ; <-tick.C {
		mails := s.Mails(user)
		if len(mails) >= n {
			return mails
		}
		if time.Now().After(late) {
			s.t.Fatalf("realservers: %s has %d mails after half a minute, not %d; Postfix said:\n%s", user, len(mails), n, s.PostfixLog())
		}
	}
}

// Send hands a mail to Postfix, by plain SMTP. It is in the mailbox a moment later.
func (s *MailServers) Send(from, to string, raw []byte) {
	s.t.Helper()
	if err := s.send(from, to, raw); err != nil {
		s.t.Fatalf("realservers: send to %s: %v", to, err)
	}
}

// send does without smtp.SendMail, which would insist on TLS with a certificate
// that the machine trusts.
func (s *MailServers) send(from, to string, raw []byte) error {
	c, err := smtp.Dial(s.SMTP)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

// Fill puts many mails into the user's INBOX at once, as files: some thousands a
// second. at becomes the INTERNALDATE of the first, each further one is a second
// younger.
func (s *MailServers) Fill(user string, mails [][]byte, at time.Time) {
	s.t.Helper()
	s.Client(user).Close() // Dovecot makes the folders of a mailbox at its first login
	uid, gid, err := mailOwner()
	if err != nil {
		s.t.Fatalf("realservers: fill %s: %v", user, err)
	}
	name, domain, _ := strings.Cut(strings.ToLower(user), "@")
	box := filepath.Join(s.dovecotDir(), "mail", domain, name)
	for _, sub := range []string{"..", "", "cur", "new", "tmp"} { // ".." is the domain's
		dir := filepath.Join(box, sub)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			s.t.Fatalf("realservers: fill %s: %v", user, err)
		}
		os.Chown(dir, uid, gid)
	}
	for i, raw := range mails {
		when := at.Add(time.Duration(i) * time.Second)
		// The serial number keeps the order: Dovecot numbers new mail by file name.
		file := fmt.Sprintf("%d.M%09dP%d.fill", when.Unix(), i, time.Now().UnixNano())
		tmp, path := filepath.Join(box, "tmp", file), filepath.Join(box, "new", file)
		if err := os.WriteFile(tmp, raw, 0o600); err != nil {
			s.t.Fatalf("realservers: fill %s: %v", user, err)
		}
		// INTERNALDATE is the file's time of change.
		if err := os.Chtimes(tmp, when, when); err != nil {
			s.t.Fatalf("realservers: fill %s: %v", user, err)
		}
		if err := os.Chown(tmp, uid, gid); err != nil {
			s.t.Fatalf("realservers: fill %s: %v", user, err)
		}
		if err := os.Rename(tmp, path); err != nil {
			s.t.Fatalf("realservers: fill %s: %v", user, err)
		}
	}
}

// DovecotLog and PostfixLog are the ends of the logs, for a test that fails.
func (s *MailServers) DovecotLog() string { return tail(filepath.Join(s.dovecotDir(), "log")) }

// PostfixLog is the end of Postfix's log.
func (s *MailServers) PostfixLog() string { return tail(filepath.Join(s.dir, "p", "log", "mail.log")) }
