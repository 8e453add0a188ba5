package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/realservers"
)

// The people of the tests with real servers.
const (
	deskBox    = "klachten@desk.test"
	infoBox    = "info@desk.test"
	schadeBox  = "schade@desk.test"
	serviceBox = "service@desk.test"
	annaBox    = "anna@desk.test"
	managerBox = "meryem@desk.test"
	klantBox   = "klant@customers.test"
)

var built struct {
	sync.Once
	path string
	err  error
}

func TestMain(m *testing.M) {
	code := realservers.Main(m)
	if built.path != "" {
		os.RemoveAll(filepath.Dir(built.path))
	}
	os.Exit(code)
}

// binary builds the program, once for all tests.
func binary(t testing.TB) string {
	t.Helper()
	built.Do(func() {
		dir, err := os.MkdirTemp("", "gehoord-test-")
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "gehoord")
		if out, err := exec.Command("go", "build", "-o", built.path, ".").CombinedOutput(); err != nil {
			built.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if built.err != nil {
		t.Fatalf("build gehoord: %v", built.err)
	}
	return built.path
}

// rig is a Dovecot, a Postfix, a database and a configuration that knows them.
type rig struct {
	t    testing.TB
	mail *realservers.MailServers
	dir  string
	conf string
}

// stores runs a test on both databases.
func stores(t *testing.T, f func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, "sqlite:gehoord.db") })
	t.Run("postgres", func(t *testing.T) { f(t, realservers.Postgres(t)) })
}

// newRig starts the mail servers and writes a configuration with two mailboxes.
func newRig(t testing.TB, storeURL string) *rig {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir()}
	r.mail = realservers.Mail(t, realservers.MailOptions{
		Users: []string{deskBox, infoBox, schadeBox, serviceBox, annaBox, managerBox, "l.visser@desk.test", "directie@desk.test"},
	})
	if err := os.WriteFile(filepath.Join(r.dir, "password"), []byte(realservers.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.configure(storeURL, "imaps", "smtps")
	return r
}

// configure writes the configuration, the servers reached by these schemes.
func (r *rig) configure(storeURL, imap, smtp string) {
	r.t.Helper()
	r.conf = filepath.Join(r.dir, "gehoord.toml")
	text := fmt.Sprintf(`
[organisation]
name = "DirectLease"
address = %q
[store]
url = %q
[[mailbox]]
name = "klachten"
url = %q
password_file = "password"
start = "all"
poll = "5s"
[[mailbox]]
name = "info"
url = %q
password_file = "password"
start = "all"
poll = "5s"
[smtp]
url = %q
password_file = "password"
[desk]
undo = "0s"
ceiling = 1000
[management]
address = "directie@desk.test"
[[department]]
code = "SCHADE"
name = { nl = "Schade en inname", en = "Damage and returns" }
inbox = %q
manager = "Meryem Jansen <%s>"
staff = ["Anna de Vries <%s>"]
[[department]]
code = "SERVICE"
name = { nl = "Klantenservice", en = "Customer service" }
inbox = %q
manager = "Lotte Visser <l.visser@desk.test>"
[http]
listen = ""
`, deskBox, storeURL, r.mail.URL(imap, deskBox), r.mail.URL(imap, infoBox), r.mail.URL(smtp, deskBox),
		schadeBox, managerBox, annaBox, serviceBox)
	if err := os.WriteFile(r.conf, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// process is a running gehoord.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	log  *lockedBuffer
	done chan struct{}
}

// serve starts the built program as a daemon; it ends with the test.
func (r *rig) serve(t testing.TB, more ...string) *process {
	t.Helper()
	p := &process{t: t, log: &lockedBuffer{}, done: make(chan struct{})}
	p.cmd = exec.Command(binary(t), append([]string{"-c", r.conf, "serve"}, more...)...)
	p.cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+r.mail.CAFile)
	p.cmd.Stderr = p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start gehoord: %v", err)
	}
	go func() {
		p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		p.end(os.Interrupt)
		if t.Failed() {
			t.Logf("the daemon said:\n%s", tailOf(p.log.String()))
		}
	})
	r.until("the desk is open", func() bool {
		select {
		case <-p.done:
			t.Fatalf("gehoord ended: %s", p.log.String())
		default:
		}
		return strings.Contains(p.log.String(), "the desk is open")
	})
	return p
}

// end sends a signal and waits until the process is gone.
func (p *process) end(sig os.Signal) {
	p.cmd.Process.Signal(sig)
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		p.t.Errorf("gehoord did not end within 20 s of %v", sig)
		p.cmd.Process.Kill()
		<-p.done
	}
}

// call runs another verb beside the daemon and returns its standard output.
func (r *rig) call(args ...string) string {
	r.t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), append([]string{"-c", r.conf}, args...), strings.NewReader(""), &stdout, &stderr); code != 0 {
		r.t.Fatalf("gehoord %s: exit %d: %s", strings.Join(args, " "), code, stderr.String())
	}
	return stdout.String()
}

// lines are the JSON objects that a verb writes.
func lines[T any](r *rig, args ...string) []T {
	r.t.Helper()
	var all []T
	d := json.NewDecoder(strings.NewReader(r.call(append(args, "--json")...)))
	for {
		var v T
		err := d.Decode(&v)
		if err == io.EOF {
			return all
		}
		if err != nil {
			r.t.Fatalf("gehoord %v wrote no JSON: %v", args, err)
		}
		all = append(all, v)
	}
}

// listed is what the tests read of gehoord list --json.
type listed struct {
	Number, Status, Department, Language, Subject string
	Handler, Confirmed, Responded, Resolved       *string
	Customer                                      struct{ Name, Address string }
}

// shown is what the tests read of gehoord show --json.
type shown struct {
	listed
	Events []struct{ Kind, Actor, Text string }
	Mails  []struct {
		Direction, From, To, Subject, Kind string
	}
	Letters []struct {
		Kind, To, Subject, State string
		MessageID                string `json:"message_id"`
		Attempts                 int
		Answer                   *string
	}
}

// until polls until f is satisfied, and fails the test after a minute.
func (r *rig) until(what string, f func() bool) {
	r.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(time.Minute); !f(); <-tick.C {
		if time.Now().After(late) {
			r.t.Fatalf("after a minute still not: %s; Postfix said:\n%s\nDovecot said:\n%s", what, tailOf(r.mail.PostfixLog()), tailOf(r.mail.DovecotLog()))
		}
	}
}

// status waits until a complaint has a status.
func (r *rig) status(number, status string) {
	r.t.Helper()
	r.until(number+" is "+status, func() bool {
		return lines[shown](r, "show", number)[0].Status == status
	})
}

// letter waits for a mail in a mailbox whose text holds a piece, and reads it.
func (r *rig) letter(box, subject, piece string) complaint.Mail {
	r.t.Helper()
	var found complaint.Mail
	r.until(fmt.Sprintf("a mail %q with %q in %s", subject, piece, box), func() bool {
		for _, raw := range r.mail.Mails(box) {
			m, err := ingest.Parse(bytes.NewReader(raw), ingest.Options{})
			if err == nil && strings.Contains(m.Subject, subject) && strings.Contains(spaced(m.Text), piece) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// tailOf is the end of a log.
func tailOf(s string) string { return s[max(0, len(s)-3000):] }

// spaced is a text without regard to where its lines are broken.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// mailText is a plain mail as a customer's program sends it.
func mailText(from, to, subject, id, more, body string) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf(
		"From: %s\nTo: %s\nSubject: %s\nDate: %s\nMessage-ID: %s\n%sMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s\n",
		from, to, subject, time.Now().Format(time.RFC1123Z), id, more, body), "\n", "\r\n"))
}

// reply is an answer to a letter as a mail program writes it, quotes and all.
func reply(from, subject string, to complaint.Mail, text string) []byte {
	quoted := ""
	for l := range strings.Lines(to.Text) {
		quoted += "> " + l
	}
	return mailText(from, deskBox, subject, fmt.Sprintf("<%d@staff.test>", time.Now().UnixNano()),
		"In-Reply-To: "+to.MessageID+"\nReferences: "+to.MessageID+"\n", text+"\n\nOp zo 22 nov 2026 om 09:00 schreef DirectLease:\n\n"+quoted)
}

// lockedBuffer is a bytes.Buffer for several goroutines.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
