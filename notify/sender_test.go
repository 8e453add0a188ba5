package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"gehoord/internal/complaint"
)

func TestSenderSendsTheStoredBytes(t *testing.T) {
	k := &sink{}
	k.listen(t, nil, false)
	var rows []*row
	for i := range 20 {
		rows = append(rows, mailTo(fmt.Sprintf("k%d@example.nl", i), time.Unix(int64(i), 0)))
	}
	q := newOutbox(rows...)
	start(t, &Sender{Queue: q, Server: Server{URL: "smtp+insecure://" + k.addr}, Connections: 1})
	for range rows {
		if r := within(t, q.done); r.letter.State != complaint.Sent {
			t.Fatalf("%s is %s: %v", r.letter.ID, r.letter.State, r.results)
		}
	}
	for i, got := range k.taken() {
		if got.to != rows[i].letter.Recipient || got.from != "desk@example.nl" || !bytes.Equal(got.raw, rows[i].raw) {
			t.Errorf("letter %d came as %q %q\n%q", i, got.from, got.to, got.raw)
		}
	}
	if n := k.dialled(); n != 1 {
		t.Errorf("a burst took %d connections, want 1", n)
	}
	want := []string{"claim k0@example.nl", "finishing k0@example.nl", "sent k0@example.nl", "claim k1@example.nl"}
	if got := q.happened(); !slices.Equal(got[:4], want) {
		t.Errorf("steps %q, want %q", got[:4], want)
	}
}

func TestSenderKeepsLettersApart(t *testing.T) {
	stalled := make(chan struct{})
	k := &sink{
		rcpt: func(to string) error {
			switch to {
			case "dood@example.nl":
				return answer(550, 5, 1, 1, "no such user")
			case "vol@example.nl":
				return answer(452, 4, 2, 2, "mailbox full")
			case "traag@example.nl":
				<-stalled
			}
			return nil
		},
		data: func(to string, c *smtp.Conn) error {
			switch to {
			case "spam@example.nl":
				return answer(550, 5, 7, 1, "looks like spam")
			case "weg@example.nl":
				return errCut
			}
			return nil
		},
	}
	k.listen(t, nil, false)
	defer close(stalled)
	q := newOutbox()
	for i, to := range []string{"traag@example.nl", "dood@example.nl", "vol@example.nl", "spam@example.nl", "weg@example.nl", "goed@example.nl"} {
		q.add(mailTo(to, time.Unix(int64(i), 0)))
	}
	before := time.Now()
	start(t, &Sender{Queue: q, Server: Server{URL: "smtp+insecure://" + k.addr, Timeout: 3 * time.Second}})
	got := map[string]Result{}
	for range 5 {
		r := within(t, q.done)
		got[r.letter.ID] = r.results[0]
	}
	if _, slow := got["traag@example.nl"]; slow || time.Since(before) > 2*time.Second {
		t.Errorf("a slow letter delayed the others: %v", time.Since(before))
	}
	for id, want := range map[string]complaint.LetterState{"dood@example.nl": complaint.Failed, "vol@example.nl": complaint.Waiting,
		"spam@example.nl": complaint.Failed, "weg@example.nl": complaint.Uncertain, "goed@example.nl": complaint.Sent} {
		if got[id].State != want || got[id].Account {
			t.Errorf("%s: %+v, want %s", id, got[id], want)
		}
	}
	if a := got["dood@example.nl"].Answer; a != "550 5.1.1 no such user (after RCPT TO)" {
		t.Errorf("answer %q", a)
	}
	if d := got["weg@example.nl"].Next.Sub(got["weg@example.nl"].At); d != UncertainWait {
		t.Errorf("an uncertain letter waits %v", d)
	}
	slow := within(t, q.done)
	if r := slow.results[0]; slow.letter.ID != "traag@example.nl" || r.State != complaint.Waiting || r.Account {
		t.Errorf("slow letter: %s %+v", slow.letter.ID, r)
	}
}

func TestSenderStopsForTheAccount(t *testing.T) {
	secured, pool := certificate(t)
	// deaf offers STARTTLS and cannot do it.
	deaf, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	inTheClear := make(chan string, 100)
	go scripted(deaf, inTheClear, func(line string) string {
		switch line[:4] {
		case "EHLO":
			return "250-deaf\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
		case "STAR":
			return "454 4.7.0 TLS not available\r\n"
		}
		return "250 ok\r\n"
	})
	secret := func(context.Context) (Secret, error) { return Secret{Password: "s3"}, nil }
	cases := []struct {
		name   string
		sink   *sink
		url    string // %s is the sink's address
		advice string
	}{
		{"login refused", &sink{auth: func(string, string) error { return smtp.ErrAuthFailed }}, "smtps://desk%%40example.nl@%s", "smtp.password_file"},
		{"sender refused", &sink{mail: func(string) error { return answer(550, 5, 1, 8, "not yours") }}, "smtps://%s", "smtp.envelope"},
		{"throttled", &sink{mail: func(string) error { return answer(451, 4, 7, 0, "slow down") }}, "smtps://%s", "smtp.rate"},
		{"may not send as", &sink{data: func(string, *smtp.Conn) error { return answer(550, 5, 7, 60, "SendAsDenied") }}, "smtps://%s", "send as"},
		{"no AUTH offered", &sink{}, "smtps://desk@%s", "log in"},
		{"no STARTTLS offered", &sink{}, "smtp://%s", "unencrypted"},
		{"STARTTLS broken", nil, "smtp://desk@" + deaf.Addr().String(), "unencrypted"},
		{"nobody listens", nil, "smtps://127.0.0.1:1", "smtp.url"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			url := c.url
			if c.sink != nil {
				wrap := strings.HasPrefix(url, "smtps")
				if wrap {
					c.sink.listen(t, secured, true)
				} else {
					c.sink.listen(t, nil, false)
				}
				url = fmt.Sprintf(url, c.sink.addr)
			}
			q := newOutbox(mailTo("een@example.nl", time.Unix(1, 0)), mailTo("twee@example.nl", time.Unix(2, 0)), mailTo("drie@example.nl", time.Unix(3, 0)))
			alarm := make(chan string, 10)
			var log bytes.Buffer
			s := &Sender{Queue: q, Connections: 1, OnAccount: func(trouble string) { alarm <- trouble }, Log: slog.New(slog.NewTextHandler(&log, nil)),
				Server: Server{URL: url, RootCAs: pool, Secret: secret, Timeout: 5 * time.Second}}
			start(t, s)
			r := within(t, q.done)
			if res := r.results[0]; res.State != complaint.Waiting || !res.Account || r.attempts != 0 || r.claims != 1 {
				t.Errorf("result %+v, %d attempts counted", res, r.attempts)
			}
			if trouble := within(t, alarm); !strings.Contains(trouble, c.advice) || troubleOf(s) != trouble {
				t.Errorf("alarm %q, want %q in it", trouble, c.advice)
			}
			s.Kick() // does not end the pause
			if steps := q.happened(); len(steps) > 3 {
				t.Errorf("went on: %q", steps)
			}
			if c.sink != nil && len(c.sink.taken()) > 0 {
				t.Error("a letter left")
			}
		})
	}
	for len(inTheClear) > 0 {
		if line := <-inTheClear; !strings.HasPrefix(line, "EHLO") && !strings.HasPrefix(line, "STARTTLS") && !strings.HasPrefix(line, "QUIT") {
			t.Errorf("said in the clear: %q", line)
		}
	}
}

func TestSenderRedialsADeadLine(t *testing.T) {
	var last *smtp.Conn
	k := &sink{data: func(_ string, c *smtp.Conn) error { last = c; return nil }}
	k.listen(t, nil, false)
	c := &courier{server: Server{URL: "smtp+insecure://" + k.addr}}
	defer c.park()
	dot := func(context.Context) error { return nil }
	send := func() outcome {
		r := mailTo("a@example.nl", time.Time{})
		return c.carry(t.Context(), r.letter, r.raw, dot)
	}
	if o := send(); o.verdict != accepted {
		t.Fatal(o)
	}
	last.Conn().Close()
	if o := send(); o.verdict != accepted || k.dialled() != 2 {
		t.Fatalf("%+v after %d dials", o, k.dialled())
	}
	c.used = time.Time{} // old: asked with RSET first
	last.Conn().Close()
	if o := send(); o.verdict != accepted || k.dialled() != 3 {
		t.Fatalf("%+v after %d dials", o, k.dialled())
	}
}

func TestSenderWithoutTheFinalDot(t *testing.T) {
	k := &sink{}
	k.listen(t, nil, false)
	q := newOutbox(mailTo("a@example.nl", time.Unix(1, 0)))
	q.failed = func() error { return errors.New("database away") }
	start(t, &Sender{Queue: q, Connections: 1, Server: Server{URL: "smtp+insecure://" + k.addr}})
	r := within(t, q.done)
	if res := r.results[0]; res.State != complaint.Waiting || !res.Account || len(k.taken()) != 0 {
		t.Errorf("%+v, %d taken: an unregistered dot was sent", res, len(k.taken()))
	}
}

func TestSenderStopped(t *testing.T) {
	entered := make(chan struct{})
	release := make(chan struct{})
	defer close(release)
	k := &sink{rcpt: func(string) error { close(entered); <-release; return nil }}
	k.listen(t, nil, false)
	q := newOutbox(mailTo("a@example.nl", time.Unix(1, 0)))
	ctx, cancel := context.WithCancel(t.Context())
	s := &Sender{Queue: q, Connections: 1, Server: Server{URL: "smtp+insecure://" + k.addr}, Log: slog.New(slog.DiscardHandler)}
	over := make(chan error)
	go func() { over <- s.Run(ctx) }()
	within(t, entered)
	cancel()
	if err := within(t, over); err != nil {
		t.Error(err)
	}
	if r := within(t, q.done); !r.results[0].Account || r.letter.State != complaint.Waiting {
		t.Errorf("stopped: %+v", r.results[0])
	}
}

func TestSenderStoppedAfterTheDotHearsTheAnswer(t *testing.T) {
	entered := make(chan struct{})
	release := make(chan struct{})
	k := &sink{data: func(string, *smtp.Conn) error { close(entered); <-release; return nil }}
	k.listen(t, nil, false)
	q := newOutbox(mailTo("a@example.nl", time.Unix(1, 0)))
	ctx, cancel := context.WithCancel(t.Context())
	s := &Sender{Queue: q, Connections: 1, Server: Server{URL: "smtp+insecure://" + k.addr}, Log: slog.New(slog.DiscardHandler)}
	over := make(chan error)
	go func() { over <- s.Run(ctx) }()
	within(t, entered)
	cancel()
	close(release)
	within(t, over)
	if r := within(t, q.done); r.letter.State != complaint.Sent {
		t.Errorf("%+v, want sent", r.results[0])
	}
}

func TestSenderFromKickToServer(t *testing.T) {
	k := &sink{}
	k.listen(t, nil, false)
	q := newOutbox()
	s := &Sender{Queue: q, Server: Server{URL: "smtp+insecure://" + k.addr}}
	start(t, s)
	for i := range 20 {
		before := time.Now()
		q.add(mailTo(fmt.Sprintf("k%d@example.nl", i), before))
		s.Kick()
		within(t, k.got)
		if d := time.Since(before); d > 500*time.Millisecond {
			t.Errorf("letter %d took %v", i, d)
		}
		within(t, q.done)
	}
}

// scripted answers each line of any number of SMTP conversations.
func scripted(l net.Listener, heard chan<- string, say func(line string) string) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			fmt.Fprint(c, "220 hello\r\n")
			buf := make([]byte, 4096)
			for {
				n, err := c.Read(buf)
				if err != nil || n < 4 {
					return
				}
				heard <- string(buf[:n])
				fmt.Fprint(c, say(string(buf[:n])))
			}
		}()
	}
}
