package desk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gehoord/classify"
	"gehoord/internal/complaint"
	"gehoord/internal/config"
	"gehoord/internal/realservers"
	"gehoord/internal/store"
	"gehoord/notify"
	"gehoord/sla"
)

func TestMain(m *testing.M) { os.Exit(realservers.Main(m)) }

var policy = sync.OnceValues(func() (Policy, error) {
	letters, err := notify.LoadTemplates("")
	if err != nil {
		return Policy{}, err
	}
	calendar, err := sla.NewCalendar(sla.DefaultConfig())
	return Policy{Rules: classify.Builtin(), Letters: letters, Calendar: calendar}, err
})

// world is a desk without servers: mail is put in as bytes, letters go to a
// sender that answers what it is told to, and time stands still but by at and pass.
type world struct {
	testing.TB
	*Desk
	url   string
	clock time.Time
	log   lockedBuffer
	uid   uint32
	epoch int64
	took  map[string]complaint.Letter // every letter the sender had in hand
	tries map[string][]string         // Message-IDs under which it was tried
	lose  map[string]bool             // letters to these addresses: the answer to DATA is lost
	dead  map[string]bool             // these are refused for good
	stuck bool                        // our account may not send
	ended bool

	silent, partial bool                           // of the mails that come
	terms           map[string]complaint.Deadlines // as they were first seen
	was             map[string]map[string]bool     // addresses a complaint's customer had
}

// lockedBuffer is a log that several desks write.
type lockedBuffer struct {
	sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.Write(p)
}

// each runs a test on both databases.
func each(t *testing.T, body func(w *world)) {
	t.Run("sqlite", func(t *testing.T) { body(onSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { body(newWorld(t, realservers.Postgres(t), configText)) })
}

func onSQLite(t testing.TB) *world {
	return newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "desk.db"), configText)
}

func newWorld(t testing.TB, url, text string) *world {
	t.Helper()
	w := &world{TB: t, url: url, epoch: 1, took: map[string]complaint.Letter{}, tries: map[string][]string{},
		lose: map[string]bool{}, dead: map[string]bool{}, terms: map[string]complaint.Deadlines{}, was: map[string]map[string]bool{}}
	w.Desk = w.open("a", text)
	w.at("2026-11-20 09:00") // a Friday
	t.Cleanup(w.scan)
	return w
}

// open makes a desk on the world's database; several may share one.
func (w *world) open(daemon, text string) *Desk {
	w.Helper()
	ctx := context.Background()
	c, err := config.Parse([]byte(text), w.TempDir())
	w.ok(err)
	p, err := policy()
	w.ok(err)
	s, err := store.Open(ctx, store.Options{URL: w.url, Serve: true})
	w.ok(err)
	w.Cleanup(func() { s.Close() })
	w.ok(s.Beat(ctx, store.Daemon{ID: daemon, Place: "here", PID: 1}, time.Now(), time.Now().Add(time.Hour)))
	return New(s, c, []byte("a secret of 32 bytes, or nearly!"), daemon, func() time.Time { return w.clock },
		slog.New(slog.NewTextHandler(&w.log, nil)), p)
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) at(local string) {
	w.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", local, w.Config.Organisation.Zone)
	w.ok(err)
	w.clock = t
}

func (w *world) pass(d time.Duration) { w.clock = w.clock.Add(d) }

// raw is a mail's bytes; with are further header fields, above the others.
func (w *world) raw(from, subject, body string, with ...string) string {
	w.uid++
	var b strings.Builder
	for _, f := range with {
		b.WriteString(f + "\r\n")
	}
	named := func(name string) bool {
		return slices.ContainsFunc(with, func(f string) bool { return strings.HasPrefix(f, name+":") })
	}
	if from != "" {
		fmt.Fprintf(&b, "From: %s\r\n", from)
	}
	if !named("Message-ID") {
		fmt.Fprintf(&b, "Message-ID: <m%d@mail.example>\r\n", w.uid)
	}
	fmt.Fprintf(&b, "To: klachten@desk.test\r\nSubject: %s\r\nDate: %s\r\n", subject, w.clock.Add(time.Duration(w.uid)*time.Second).Format(time.RFC1123Z))
	if !named("Content-Type") {
		b.WriteString("Content-Type: text/plain; charset=utf-8\r\n")
	}
	b.WriteString("\r\n" + strings.ReplaceAll(body, "\n", "\r\n"))
	return b.String()
}

// keep puts bytes in the ledger, as if a mailbox showed them now.
func (w *world) keep(mailbox, raw string) string {
	w.Helper()
	w.uid++
	w.pass(time.Microsecond) // so that letters sort by the mail that made them
	id, err := w.Store.Keep(context.Background(), store.Arrival{Mailbox: mailbox, Epoch: w.epoch, UID: w.uid, Received: w.clock,
		Size: int64(len(raw)), Silent: w.silent, Partial: w.partial, Raw: strings.NewReader(raw)}, w.clock)
	w.ok(err)
	return id
}

// mail comes in and is received; the answer is what it was taken for.
func (w *world) mail(from, subject, body string, with ...string) (outcome string) {
	w.Helper()
	return w.take(w.raw(from, subject, body, with...))
}

func (w *world) take(raw string) string {
	w.Helper()
	id := w.keep("klachten", raw)
	w.ok(w.Receive(context.Background(), id))
	m, err := w.Store.Mail(context.Background(), id)
	w.ok(err)
	return m.Outcome
}

// answers are the fields of a mail that answers a letter.
func answering(l complaint.Letter) string { return "In-Reply-To: " + l.MessageID }

// command is a mail of staff that answers the latest letter he, or his inbox, got
// about a complaint.
func (w *world) command(from, subject, body string) string {
	w.Helper()
	candidates := []string{from}
	for _, d := range w.Config.Departments {
		if w.people.in(from, d.Code) {
			candidates = append(candidates, d.Inbox)
		}
	}
	return w.mail(from, subject, body, answering(w.latest(candidates...)))
}

// latest is the latest letter to any of these that is about a complaint; the
// first of them that has one counts.
func (w *world) latest(to ...string) complaint.Letter {
	w.Helper()
	for _, address := range to {
		list := slices.DeleteFunc(w.letters(address), func(l complaint.Letter) bool { return l.Complaint == "" })
		if len(list) > 0 {
			return list[len(list)-1]
		}
	}
	w.Fatalf("nobody of %v got a letter", to)
	return complaint.Letter{}
}

// all are the letters of the outbox, by when they were queued.
func (w *world) all() []complaint.Letter {
	w.Helper()
	ctx := context.Background()
	by := map[string]complaint.Letter{}
	add := func(list []complaint.Letter, err error) {
		w.ok(err)
		for _, l := range list {
			by[l.ID] = l
		}
	}
	add(w.Store.Unsent(ctx))
	for _, c := range w.register() {
		add(w.Store.LettersOf(ctx, c.ID))
	}
	for id, l := range w.took {
		if l.Complaint == "" { // the others are among those of their complaint
			l, err := w.Store.Letter(ctx, id)
			add([]complaint.Letter{l}, err)
		}
	}
	var list []complaint.Letter
	for _, l := range by {
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b complaint.Letter) int {
		if n := a.Queued.Compare(b.Queued); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list
}

// letters are those to one address; kinds only those, where given.
func (w *world) letters(to string, kinds ...complaint.LetterKind) []complaint.Letter {
	w.Helper()
	return slices.DeleteFunc(w.all(), func(l complaint.Letter) bool {
		return l.Recipient != to || len(kinds) > 0 && !slices.Contains(kinds, l.Kind)
	})
}

// text is a letter's bytes, with the soft line ends of quoted-printable undone.
func (w *world) text(l complaint.Letter) string {
	w.Helper()
	raw, err := io.ReadAll(w.Store.Content(context.Background(), l.ID, store.PartRaw))
	w.ok(err)
	return strings.ReplaceAll(string(raw), "=\r\n", "")
}

func (w *world) register() []complaint.Complaint {
	w.Helper()
	list, err := w.Store.Complaints(context.Background())
	w.ok(err)
	return list
}

// c is the nth complaint.
func (w *world) c(n int) complaint.Complaint {
	w.Helper()
	list := w.register()
	if len(list) < n {
		w.Fatalf("%d complaints are registered, not %d", len(list), n)
	}
	return list[n-1]
}

func (w *world) events(c complaint.Complaint) []complaint.Event {
	w.Helper()
	list, err := w.Store.EventsOf(context.Background(), c.ID)
	w.ok(err)
	return list
}

// count tells how many events of a kind the first complaint has.
func (w *world) count(kind complaint.EventKind) (n int) {
	w.Helper()
	for _, e := range w.events(w.c(1)) {
		if e.Kind == kind {
			n++
		}
	}
	return n
}
