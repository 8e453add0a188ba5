package store

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/realservers"
)

func TestMain(m *testing.M) { os.Exit(realservers.Main(m)) }

// pair is one database, opened twice as two daemons would.
type pair struct {
	*Store        // the first
	other  *Store // the second
	opened Options
}

// each is a store for the n-th of several workers: they take turns.
func (p *pair) each(n int) *Store { return []*Store{p.Store, p.other}[n%2] }

// both runs a test on SQLite and on PostgreSQL.
func both(t *testing.T, f func(t *testing.T, db *pair)) {
	emptyOnBoth(t, func(t *testing.T, o Options) {
		first := opened(t, Options{URL: o.URL, Dir: o.Dir, Serve: true})
		f(t, &pair{first, opened(t, o), o})
	})
}

// emptyOnBoth runs a test on two databases that have no schema yet.
func emptyOnBoth(t *testing.T, f func(t *testing.T, o Options)) {
	t.Run("sqlite", func(t *testing.T) { f(t, Options{URL: "sqlite:gehoord.db", Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { f(t, Options{URL: realservers.Postgres(t)}) })
}

func opened(t *testing.T, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open %s: %v", o.URL, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// morning is when everything in these tests begins.
var morning = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

// in runs f in a transaction that must succeed.
func in(t *testing.T, s *Store, f func(tx *Tx) error) {
	t.Helper()
	if err := s.InTx(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// errUndo ends a transaction whose changes are only looked at.
var errUndo = errors.New("undo")

// undone runs f in a transaction that leaves nothing behind.
func undone(t *testing.T, s *Store, f func(tx *Tx)) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *Tx) error {
		f(tx)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
}

// try executes raw SQL, past the rules of this package.
func (tx *Tx) try(ctx context.Context, query string, args ...any) error {
	_, err := tx.q.ExecContext(ctx, query, args...)
	return err
}

// must executes raw SQL that has to work.
func must(t *testing.T, tx *Tx, query string, args ...any) {
	t.Helper()
	if err := tx.try(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// counted is the one number that a query gives.
func counted(t *testing.T, s *Store, query string, args ...any) int {
	t.Helper()
	var n int
	if err := s.write.Get(&n, query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// together runs f n times at once and waits; f must not call t.Fatal.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() { <-start; f(i) })
	}
	close(start)
	wg.Wait()
}

// sample is a complaint that can be registered as it stands.
func sample(n complaint.Number) complaint.Complaint {
	return complaint.Complaint{
		ID: NewID(), Number: n, Status: complaint.Assigned, Channel: complaint.ByMail, Department: "SCHADE",
		Customer: complaint.Address{Name: "Sanne Bakker", Address: "Sanne@Customers.test"}, Language: "nl",
		Subject: "Inleverschade", MessageID: "<een@customers.test>", Received: morning, Agenda: morning.AddDate(0, 0, 3), Priority: complaint.Normal,
		Round: complaint.Round{N: 1, Received: morning, Deadlines: complaint.Deadlines{
			Confirmation: morning.Add(24 * time.Hour), FirstResponse: morning.Add(24 * time.Hour), Resolution: morning.AddDate(0, 0, 5)}},
	}
}

// registered puts a sample complaint with these event texts into the register.
func registered(t *testing.T, s *Store, texts ...string) complaint.Complaint {
	t.Helper()
	var c complaint.Complaint
	in(t, s, func(tx *Tx) error {
		n, err := tx.NextNumber(t.Context(), "K", 2026)
		if err != nil {
			return err
		}
		c = sample(n)
		if err := tx.AddComplaint(t.Context(), c); err != nil {
			return err
		}
		return tx.SaveComplaint(t.Context(), &c, happened(len(texts)), texts)
	})
	return c
}

// happened are n events as the desk hands them over.
func happened(n int) []complaint.Event {
	events := make([]complaint.Event, n)
	for i := range events {
		events[i] = complaint.Event{At: morning.Add(time.Duration(i) * time.Minute), Kind: complaint.Noted,
			Actor: "anna@desk.test", Data: `{"mail":"m1"}`}
	}
	return events
}

// mailed stores a mail with these bytes as the UID of the mailbox "klachten".
func mailed(t *testing.T, s *Store, uid uint32, raw string) string {
	t.Helper()
	id, err := s.Keep(t.Context(), arrival("klachten", 1, uid, raw), morning)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
