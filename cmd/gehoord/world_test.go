package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/mailworld"
)

// world is the desk with mail servers of this process: for what needs no real ones.
type world struct {
	*mailworld.World
	t    testing.TB
	dir  string
	conf string
}

// newWorld starts the servers and writes a configuration; more is added to it.
func newWorld(t testing.TB, o mailworld.Options, more string) *world {
	t.Helper()
	for _, a := range []string{deskBox, schadeBox, serviceBox, annaBox, managerBox, "directie@desk.test", klantBox} {
		o.Users = append(o.Users, mailworld.User{Address: a, Password: "geheim"})
	}
	mw, err := mailworld.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mw.Close() })
	w := &world{World: mw, t: t, dir: t.TempDir()}
	w.conf = filepath.Join(w.dir, "gehoord.toml")
	w.write("password", "geheim\n")
	w.write("gehoord.toml", fmt.Sprintf(`
[organisation]
name = "DirectLease"
address = %q
[[mailbox]]
name = "klachten"
url = "imap+insecure://%s@%s/INBOX"
password_file = "password"
start = "all"
poll = "1s"
[smtp]
url = "smtp+insecure://%s"
[desk]
undo = "0s"
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
inbox = %q
manager = "Meryem Jansen <%s>"
[http]
listen = ""
`, deskBox, strings.ReplaceAll(deskBox, "@", "%40"), mw.IMAPAddr(), mw.SMTPAddr(), schadeBox, managerBox, annaBox, serviceBox, managerBox)+more)
	return w
}

func (w *world) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// serve runs the daemon in this process until the test ends, and returns its log.
func (w *world) serve(args ...string) *lockedBuffer {
	w.t.Helper()
	log := &lockedBuffer{}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"-c", w.conf, "serve"}, args...), strings.NewReader(""), log, log)
	}()
	w.t.Cleanup(func() {
		cancel()
		if code := <-done; code != 0 {
			w.t.Errorf("serve ended with %d", code)
		}
		if w.t.Failed() {
			w.t.Logf("the daemon said:\n%s", tailOf(log.String()))
		}
	})
	return log
}

// call runs a verb and returns its exit code and what it wrote.
func (w *world) call(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(context.Background(), append([]string{"-c", w.conf}, args...), strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

// mails waits until an address has n mails, and reads them.
func (w *world) mails(address string, n int) []complaint.Mail {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	delivered, err := w.Wait(ctx, address, n)
	if err != nil {
		w.t.Fatal(err)
	}
	var all []complaint.Mail
	for _, d := range delivered {
		m, err := ingest.Parse(bytes.NewReader(d.Raw), ingest.Options{})
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

// mailsRegistered waits until the desk is open and n complaints are registered.
func (w *world) mailsRegistered(n int, log *lockedBuffer) {
	w.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(30 * time.Second); ; <-tick.C {
		if strings.Contains(log.String(), "mailbox opened") {
			if _, stdout, _ := w.call("list", "--json"); strings.Count(stdout, "\n") >= n {
				return
			}
		}
		if time.Now().After(late) {
			w.t.Fatalf("%d complaints are not registered", n)
		}
	}
}
