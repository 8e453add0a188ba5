package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A lease has one holder, who keeps it as long as he lives.
func TestLeases(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		beat := func(daemon string, at time.Time) {
			t.Helper()
			if err := db.Beat(t.Context(), Daemon{ID: daemon}, at, at.Add(30*time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		take := func(daemon string, at time.Time, want bool) {
			t.Helper()
			if got, err := db.other.TakeLease(t.Context(), "mailbox klachten", daemon, at); got != want || err != nil {
				t.Errorf("%s takes the lease at %v: %v, %v, want %v", daemon, at.Format("05.000"), got, err, want)
			}
		}
		second := func(n int) time.Time { return morning.Add(time.Duration(n) * time.Second) }
		beat("a", second(0))
		beat("b", second(0))
		take("a", second(0), true)
		take("a", second(1), true) // again
		take("b", second(1), false)
		beat("a", second(20))
		beat("b", second(20))
		take("b", second(49), false)
		take("b", second(50), true) // a has not beaten for 30 s
		beat("b", second(50))
		beat("a", second(51))
		take("a", second(51), false) // and is back too late
		if err := db.Bury(t.Context(), "b"); err != nil {
			t.Fatal(err)
		}
		take("a", second(52), true)
		if got, err := db.TakeLease(t.Context(), "mailbox info", "b", second(52)); !got || err != nil {
			t.Errorf("another lease: %v, %v", got, err)
		}
	})
}

// Of eight that want a free lease, or that of a dead daemon, one gets it.
func TestLeaseAtOnce(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for _, now := range []time.Time{morning, morning.Add(time.Hour)} {
			var got [8]bool
			together(8, func(i int) {
				id := fmt.Sprint(i, now.Unix())
				if err := db.each(i).Beat(t.Context(), Daemon{ID: id}, now, now.Add(time.Minute)); err != nil {
					t.Error(err)
				}
				var err error
				if got[i], err = db.each(i).TakeLease(t.Context(), "mailbox", id, now); err != nil {
					t.Error(err)
				}
			})
			n := 0
			for _, mine := range got {
				if mine {
					n++
				}
			}
			if n != 1 {
				t.Errorf("at %v the lease has %d holders", now, n)
			}
		}
	})
}

// Daemons that died long ago are forgotten.
func TestDaemons(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		day := 24 * time.Hour
		for _, d := range []struct {
			Daemon
			until time.Time
		}{
			{Daemon{"old", "there", 1}, morning.Add(-day - time.Microsecond)}, {Daemon{"dead", "there", 2}, morning.Add(-day)},
			{Daemon{"alive", "here", 3}, morning.Add(day)},
		} {
			if err := db.Beat(t.Context(), d.Daemon, morning.Add(-2*day), d.until); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Beat(t.Context(), Daemon{"alive", "elsewhere", 9}, morning, morning.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		got, err := db.Daemons(t.Context())
		if diff := cmp.Diff([]Daemon{{"alive", "here", 3}, {"dead", "there", 2}}, got); diff != "" || err != nil {
			t.Errorf("known (-want +got): %v\n%s", err, diff)
		}
	})
}

// A setting is what the first wrote.
func TestSetting(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		var got [8]string
		together(8, func(i int) {
			var err error
			if got[i], err = db.each(i).SetOnce(t.Context(), "secret", fmt.Sprint("of ", i)); err != nil {
				t.Error(err)
			}
		})
		for _, g := range got {
			if g != got[0] || g == "" {
				t.Errorf("it is several things at once: %q", got)
			}
		}
	})
}

// A held command is executed once, by its owner, in time.
func TestHeld(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		const anna, piet = "anna@desk.test", "piet@desk.test"
		id := mailed(t, db.Store, 1, "een opdracht")
		until := morning.AddDate(0, 0, 1)
		in(t, db.Store, func(tx *Tx) error {
			if err := tx.Hold(t.Context(), id, anna, until); err != nil {
				return err
			}
			return tx.Hold(t.Context(), id, piet, until.AddDate(1, 0, 0)) // the first stands
		})
		waiting := func(person string, at time.Time, want int) {
			t.Helper()
			if n, err := db.other.HeldOf(t.Context(), person, at); n != want || err != nil {
				t.Errorf("%s has %d held, %v, want %d", person, n, err, want)
			}
		}
		waiting(anna, morning, 1)
		waiting(anna, until, 0)
		waiting(piet, morning, 0)
		for _, c := range []struct {
			person string
			at     time.Time
			want   bool
		}{{piet, morning, false}, {anna, until, false}, {anna, until.Add(-time.Microsecond), true}, {anna, morning, false}} {
			in(t, db.Store, func(tx *Tx) error {
				if got, err := tx.Unhold(t.Context(), id, c.person, c.at); got != c.want || err != nil {
					t.Errorf("%s takes it up at %v: %v, %v, want %v", c.person, c.at, got, err, c.want)
				}
				return nil
			})
		}
		waiting(anna, morning, 0)
	})
}
