package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// alive makes a daemon that lives for an hour of the morning.
func alive(t *testing.T, s *Store, id string) Who {
	t.Helper()
	if err := s.Beat(t.Context(), Daemon{ID: id, Place: "here", PID: 1}, morning, morning.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	return Who{Daemon: id, Wall: morning, Lease: time.Hour}
}

// claim takes a letter, which must be there.
func claim(t *testing.T, s *Store, who Who, now time.Time) Claimed {
	t.Helper()
	var c Claimed
	in(t, s, func(tx *Tx) (err error) {
		c, err = tx.ClaimLetter(t.Context(), who, now)
		return err
	})
	return c
}

// claimsNone proves that there is nothing for who to take.
func claimsNone(t *testing.T, s *Store, who Who, now time.Time) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *Tx) error {
		c, err := tx.ClaimLetter(t.Context(), who, now)
		if err == nil {
			t.Errorf("%s took letter %s", who.Daemon, c.Letter.ID)
		}
		return err
	})
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("a claim of nothing: %v", err)
	}
}

// end keeps the result of an attempt, which must be the current one.
func end(t *testing.T, s *Store, c Claimed, o Outcome) {
	t.Helper()
	in(t, s, func(tx *Tx) error {
		current, err := tx.EndAttempt(t.Context(), c.Letter.ID, c.Try, o)
		if err == nil && !current {
			t.Errorf("the result of try %d was ignored", c.Try)
		}
		return err
	})
}

// Eight daemons and two hundred letters: each letter is in hand once, is sent
// once, and the longest due goes first.
func TestClaimsAreExclusive(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		all := queued(t, db.Store, 200)
		var mu sync.Mutex
		taken := map[string]int{}
		together(8, func(i int) {
			s := db.each(i)
			who := Who{fmt.Sprint("d", i), morning, time.Hour}
			if err := s.Beat(t.Context(), Daemon{ID: who.Daemon}, morning, morning.Add(time.Hour)); err != nil {
				t.Error(err)
				return
			}
			for {
				var c Claimed
				err := s.InTx(t.Context(), func(tx *Tx) (err error) {
					c, err = tx.ClaimLetter(t.Context(), who, morning.Add(time.Hour))
					return err
				})
				if errors.Is(err, ErrNotFound) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				taken[c.Letter.ID]++
				mu.Unlock()
				if i%2 == 0 { // the others keep theirs in hand
					continue
				}
				err = s.InTx(t.Context(), func(tx *Tx) error {
					current, err := tx.EndAttempt(t.Context(), c.Letter.ID, c.Try, Outcome{State: complaint.Sent, At: morning, Counts: true})
					if err == nil && !current {
						t.Errorf("somebody took over from the living %s", who.Daemon)
					}
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
		for _, l := range all {
			if taken[l.ID] != 1 {
				t.Errorf("letter %s was taken %d times", l.ID, taken[l.ID])
			}
		}
	})
}

// The longest due goes first, and what is not due is not taken.
func TestClaimsInOrder(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		all := queued(t, db.Store, 3)
		who := alive(t, db.Store, "d1")
		for _, want := range all[:2] {
			if next, err := db.NextLetter(t.Context(), who); err != nil || !next.Equal(want.Due) {
				t.Errorf("the next is due at %v, %v, want %v", next, err, want.Due)
			}
			if got := claim(t, db.Store, who, all[1].Due); got.Letter.ID != want.ID || got.Try != 1 || got.Letter.Attempts != 1 {
				t.Errorf("took %+v, want letter %s", got, want.ID)
			}
		}
		claimsNone(t, db.Store, who, all[1].Due)
		claim(t, db.Store, who, all[2].Due)
		if next, err := db.NextLetter(t.Context(), who); err != nil || !next.IsZero() {
			t.Errorf("all are in hand, and the next is due at %v, %v", next, err)
		}
	})
}

// What a daemon had in hand when it died is taken over, and its attempt says
// whether the letter may have left. What it reports later does not count.
func TestTakeOver(t *testing.T) {
	for _, c := range []struct {
		name      string
		finishing bool
		state     string // of the lost attempt
	}{
		{"before the final dot", false, "waiting"},
		{"while the final dot was written", true, "uncertain"},
	} {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, db *pair) {
				l := queued(t, db.Store, 1)[0]
				dead, heir := alive(t, db.Store, "dead"), alive(t, db.other, "heir")
				first := claim(t, db.Store, dead, morning)
				if c.finishing {
					if err := db.Finishing(t.Context(), l.ID, first.Try); err != nil {
						t.Fatal(err)
					}
				}
				claimsNone(t, db.other, heir, morning)
				late := heir
				late.Wall = morning.Add(time.Hour - time.Microsecond)
				claimsNone(t, db.other, late, morning)
				late.Wall = morning.Add(time.Hour) // the row of the dead has expired
				second := claim(t, db.other, late, morning)
				if second.Letter.ID != l.ID || second.Try != 2 || second.Unknown != c.finishing {
					t.Errorf("taken over: %+v", second)
				}

				if err := db.Finishing(t.Context(), l.ID, first.Try); !errors.Is(err, ErrConflict) {
					t.Errorf("the dead may write its final dot: %v", err)
				}
				in(t, db.Store, func(tx *Tx) error {
					current, err := tx.EndAttempt(t.Context(), l.ID, first.Try, Outcome{State: complaint.Failed, At: morning, Counts: true, Answer: "stale"})
					if current {
						t.Error("a stale result counted")
					}
					return err
				})
				if got, err := db.Letter(t.Context(), l.ID); err != nil || got.State != complaint.Waiting || got.Attempts != 2 {
					t.Errorf("after a stale result: %+v, %v", got, err)
				}
				end(t, db.other, second, Outcome{State: complaint.Sent, At: morning.Add(time.Minute), Answer: "250 2.0.0", Counts: true})
				in(t, db.other, func(tx *Tx) error { // reported twice
					current, err := tx.EndAttempt(t.Context(), l.ID, second.Try, Outcome{State: complaint.Failed, At: morning, Counts: true})
					if current {
						t.Error("a result counted twice")
					}
					return err
				})
				got, err := db.Letter(t.Context(), l.ID)
				if err != nil || got.State != complaint.Sent || !got.SentAt.Equal(morning.Add(time.Minute)) {
					t.Errorf("sent: %+v, %v", got, err)
				}
				tries, err := db.AttemptsAt(t.Context(), l.ID)
				if err != nil || len(tries) != 2 || tries[0].State != c.state || tries[1].State != "sent" || tries[0].Answer == "stale" {
					t.Errorf("attempts: %+v, %v", tries, err)
				}
			})
		})
	}
}

// A daemon that is buried is dead at once.
func TestTakeOverFromTheBuried(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		queued(t, db.Store, 1)
		claim(t, db.Store, alive(t, db.Store, "dead"), morning)
		heir := alive(t, db.other, "heir")
		claimsNone(t, db.other, heir, morning)
		if err := db.other.Bury(t.Context(), "dead"); err != nil {
			t.Fatal(err)
		}
		claim(t, db.other, heir, morning)
	})
}

// What an outcome does to a letter that was tried once. Trouble of our account
// uses up no attempt, but every try has its row.
func TestEndAttempt(t *testing.T) {
	later := morning.Add(time.Hour)
	cases := []struct {
		o        Outcome
		attempts int
		due      time.Time
		free     bool // may be taken when due
	}{
		{Outcome{State: complaint.Waiting, At: morning, Next: later, Counts: true, Answer: "451"}, 1, later, true},
		{Outcome{State: complaint.Waiting, At: morning, Next: later, Answer: "535"}, 0, later, true},
		{Outcome{State: complaint.Uncertain, At: morning, Next: later, Counts: true}, 1, later, true},
		{Outcome{State: complaint.Failed, At: morning, Counts: true, Answer: "550"}, 1, morning, false},
		{Outcome{State: complaint.Sent, At: morning, Counts: true, Answer: "250"}, 1, morning, false},
	}
	both(t, func(t *testing.T, db *pair) {
		who := alive(t, db.Store, "d1")
		for i, c := range cases {
			undone(t, db.Store, func(tx *Tx) {
				l := draft(i)
				l.Due = morning
				if _, err := tx.AddLetter(t.Context(), l, nil); err != nil {
					t.Fatal(err)
				}
				got, err := tx.ClaimLetter(t.Context(), who, morning)
				if err != nil {
					t.Fatal(err)
				}
				if current, err := tx.EndAttempt(t.Context(), l.ID, got.Try, c.o); err != nil || !current {
					t.Fatalf("%+v: current %v, %v", c.o, current, err)
				}
				after, err := tx.Letter(t.Context(), l.ID)
				if err != nil || after.State != c.o.State || after.Attempts != c.attempts || !after.Due.Equal(c.due) || after.Answer != c.o.Answer {
					t.Errorf("%+v: %+v, %v", c.o, after, err)
				}
				again, err := tx.ClaimLetter(t.Context(), who, later)
				if c.free && (err != nil || again.Try != 2) || !c.free && !errors.Is(err, ErrNotFound) {
					t.Errorf("%+v: taken again: %+v, %v", c.o, again, err)
				}
				if tries, err := tx.AttemptsAt(t.Context(), l.ID); err != nil || tries[0].State != string(c.o.State) {
					t.Errorf("%+v: attempts: %+v, %v", c.o, tries, err)
				}
			})
		}
	})
}

// An operator who asks for another try while one runs, and trouble of our
// account in that one, do not leave a letter with fewer attempts than none.
func TestRetryWhileInHand(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		l := queued(t, db.Store, 1)[0]
		c := claim(t, db.Store, alive(t, db.Store, "d1"), morning)
		if err := db.other.RetryLetter(t.Context(), l.ID, morning); err != nil {
			t.Fatal(err)
		}
		end(t, db.Store, c, Outcome{State: complaint.Waiting, At: morning, Next: morning})
		if got, err := db.Letter(t.Context(), l.ID); err != nil || got.Attempts != 0 {
			t.Errorf("%d attempts, %v", got.Attempts, err)
		}
	})
}
