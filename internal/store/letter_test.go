package store

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// draft is a letter that can be queued as it stands.
func draft(i int) complaint.Letter {
	return complaint.Letter{ID: NewID(), Kind: complaint.Confirmation, Cause: fmt.Sprint("mail ", i), Sender: "klachten@desk.test",
		Recipient: "sanne@customers.test", Subject: "Wij behandelen uw klacht", MessageID: "<" + NewID() + "@desk.test>",
		Queued: morning, Due: morning.Add(time.Duration(i) * time.Second)}
}

// queued puts n letters about no complaint into the outbox, due a second apart.
func queued(t *testing.T, s *Store, n int) []complaint.Letter {
	t.Helper()
	all := make([]complaint.Letter, n)
	in(t, s, func(tx *Tx) error {
		for i := range all {
			all[i] = draft(i)
			if fresh, err := tx.AddLetter(t.Context(), all[i], []byte("the bytes")); err != nil || !fresh {
				return fmt.Errorf("letter %d: fresh %v, %w", i, fresh, err)
			}
		}
		return nil
	})
	return all
}

// A cause makes a letter once, whoever else has the same idea at the same time.
func TestAddLetterOncePerCause(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for cause := range 5 {
			var made atomic.Int32
			together(8, func(i int) {
				fresh := false
				err := db.each(i).InTx(t.Context(), func(tx *Tx) (err error) {
					fresh, err = tx.AddLetter(t.Context(), draft(cause), []byte(fmt.Sprint("written by ", i)))
					return err
				})
				if err != nil {
					t.Error(err)
				}
				if fresh {
					made.Add(1)
				}
			})
			if made.Load() != 1 {
				t.Errorf("cause %d made %d letters", cause, made.Load())
			}
		}
		unsent, err := db.Unsent(t.Context())
		if err != nil || len(unsent) != 5 {
			t.Fatalf("%d letters wait, want 5; %v", len(unsent), err)
		}
		if n := counted(t, db.Store, `SELECT count(*) FROM content`); n != 5 {
			t.Errorf("there are the bytes of %d letters, want 5", n)
		}
		// Another kind, cause or recipient is another letter.
		in(t, db.Store, func(tx *Tx) error {
			for _, change := range []func(*complaint.Letter){
				func(l *complaint.Letter) { l.Kind = complaint.Notice },
				func(l *complaint.Letter) { l.Cause = "call" },
				func(l *complaint.Letter) { l.Recipient = "piet@customers.test" },
			} {
				l := draft(0)
				change(&l)
				if fresh, err := tx.AddLetter(t.Context(), l, nil); err != nil || !fresh {
					t.Errorf("%+v: fresh %v, %v", l, fresh, err)
				}
			}
			return nil
		})
	})
}

// STOP withdraws what nobody has in hand and nobody has tried, and nothing else.
func TestStopLetters(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		c := registered(t, db.Store)
		names := []string{"waits", "in hand", "tried", "sent", "another kind"}
		ids := map[string]string{}
		who := alive(t, db.Store, "d1")
		for i, name := range names {
			l := draft(i)
			l.Complaint, l.Kind = c.ID, complaint.Resolution
			if name == "another kind" {
				l.Kind = complaint.Notice
			}
			ids[l.ID] = name
			in(t, db.Store, func(tx *Tx) error {
				if _, err := tx.AddLetter(t.Context(), l, nil); err != nil || name == "waits" || name == "another kind" {
					return err
				}
				// The letters that wait are passed over by their due date.
				if err := tx.try(t.Context(), `UPDATE letter SET due = $2 WHERE id = $1`, l.ID, at(morning.Add(-time.Hour))); err != nil {
					return err
				}
				claimed, err := tx.ClaimLetter(t.Context(), who, morning.Add(-time.Minute))
				if err != nil {
					return err
				}
				switch name {
				case "tried":
					_, err = tx.EndAttempt(t.Context(), l.ID, claimed.Try, Outcome{State: complaint.Waiting, At: morning, Next: morning, Counts: true})
				case "sent":
					_, err = tx.EndAttempt(t.Context(), l.ID, claimed.Try, Outcome{State: complaint.Sent, At: morning, Counts: true})
				}
				return err
			})
		}
		var got []string
		in(t, db.other, func(tx *Tx) error {
			got = nil
			stopped, err := tx.StopLetters(t.Context(), c.ID, "", []complaint.LetterKind{complaint.Resolution, complaint.Reaction})
			for _, l := range stopped {
				got = append(got, ids[l.ID])
			}
			return err
		})
		if fmt.Sprint(got) != "[waits]" {
			t.Errorf("stopped: %q", got)
		}
		all, err := db.LettersOf(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]complaint.LetterState{"waits": complaint.Stopped, "in hand": complaint.Waiting, "tried": complaint.Waiting,
			"sent": complaint.Sent, "another kind": complaint.Waiting}
		for _, l := range all {
			if l.State != want[ids[l.ID]] {
				t.Errorf("%q is %s, want %s", ids[l.ID], l.State, want[ids[l.ID]])
			}
		}
	})
}

// A bounce is recorded once, and a letter can be tried again until it was sent.
func TestLetterAfterwards(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		l := queued(t, db.Store, 1)[0]
		for _, want := range []bool{true, false} {
			in(t, db.Store, func(tx *Tx) error {
				if first, err := tx.MarkUndelivered(t.Context(), l.ID, morning, "5.1.1 \x00"); first != want || err != nil {
					t.Errorf("undelivered: %v, %v, want %v", first, err, want)
				}
				return nil
			})
		}
		who := alive(t, db.Store, "d1")
		for _, c := range []struct {
			state complaint.LetterState
			again complaint.LetterState // after RetryLetter; "": refused
		}{{complaint.Waiting, complaint.Waiting}, {complaint.Uncertain, complaint.Uncertain}, {complaint.Failed, complaint.Waiting}, {complaint.Sent, ""}} {
			end(t, db.Store, claim(t, db.Store, who, morning.Add(time.Hour)), Outcome{State: c.state, At: morning, Next: morning.Add(time.Hour), Counts: true})
			err := db.other.RetryLetter(t.Context(), l.ID, morning)
			if c.again == "" {
				if !errors.Is(err, ErrNotFound) {
					t.Errorf("a letter that is %s was put in the outbox again: %v", c.state, err)
				}
				continue
			}
			got, readErr := db.Letter(t.Context(), l.ID)
			if err != nil || readErr != nil || got.State != c.again || got.Attempts != 0 || !got.Due.Equal(morning) {
				t.Errorf("%s, tried again: %+v, %v", c.state, got, errors.Join(err, readErr))
			}
		}
	})
}
