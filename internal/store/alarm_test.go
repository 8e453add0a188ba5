package store

import (
	"sync"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

func alarmOf(c complaint.Complaint, kind complaint.AlarmKind, minutes int) complaint.Alarm {
	due := morning.Add(time.Duration(minutes) * time.Minute)
	return complaint.Alarm{ID: NewID(), Complaint: c.ID, Round: 1, Kind: kind, Instant: due.Add(time.Hour), Due: due}
}

// An appointment is made once, stands until it is ended, and the next one is
// known.
func TestAlarms(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		if next, err := db.NextAlarm(t.Context()); err != nil || !next.IsZero() {
			t.Errorf("without alarms the next is at %v, %v", next, err)
		}
		c := registered(t, db.Store)
		late, early := alarmOf(c, complaint.ResolutionBreach, 20), alarmOf(c, complaint.ResolutionWarning, 10)
		again := early
		again.ID, again.Due = NewID(), morning
		in(t, db.Store, func(tx *Tx) error {
			for _, a := range []complaint.Alarm{late, early, again} {
				if err := tx.AddAlarm(t.Context(), a); err != nil {
					return err
				}
			}
			return nil
		})
		open, err := db.OpenAlarms(t.Context(), c.ID)
		if err != nil || len(open) != 2 || open[0] != early || open[1] != late {
			t.Errorf("planned: %+v, %v, want %+v and %+v", open, err, early, late)
		}
		for _, want := range []struct {
			now  time.Time
			due  int
			next time.Time // before anything of it is ended
		}{{early.Due.Add(-time.Microsecond), 0, early.Due}, {early.Due, 1, early.Due}, {late.Due, 1, late.Due}, {late.Due, 0, time.Time{}}} {
			if next, err := db.NextAlarm(t.Context()); err != nil || !next.Equal(want.next) {
				t.Errorf("at %v the next is at %v, %v, want %v", want.now, next, err, want.next)
			}
			in(t, db.Store, func(tx *Tx) error {
				due, err := tx.DueAlarms(t.Context(), want.now, 10)
				if err != nil || len(due) != want.due {
					t.Errorf("due at %v: %+v, %v, want %d", want.now, due, err, want.due)
				}
				for _, a := range due {
					if _, err := tx.EndAlarm(t.Context(), a.ID, want.now, true); err != nil {
						return err
					}
				}
				return nil
			})
		}
		// One that has rung is not planned again under the same name.
		in(t, db.Store, func(tx *Tx) error { return tx.AddAlarm(t.Context(), again) })
		if open, err := db.OpenAlarms(t.Context(), c.ID); err != nil || open != nil {
			t.Errorf("it rings again: %+v, %v", open, err)
		}
	})
}

// However many ring at once, each alarm is told by one.
func TestAlarmsRingOnce(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		c := registered(t, db.Store)
		const alarms = 60
		in(t, db.Store, func(tx *Tx) error {
			for i := range alarms {
				if err := tx.AddAlarm(t.Context(), alarmOf(c, complaint.AgendaDue, i)); err != nil {
					return err
				}
			}
			return nil
		})
		var mu sync.Mutex
		rung := map[string]int{}
		together(8, func(i int) {
			for {
				seen := 0
				var mine []string
				err := db.each(i).InTx(t.Context(), func(tx *Tx) error {
					mine = nil
					due, err := tx.DueAlarms(t.Context(), morning.AddDate(0, 0, 1), 7)
					if err != nil {
						return err
					}
					seen = len(due)
					for _, a := range due {
						ended, err := tx.EndAlarm(t.Context(), a.ID, morning, true)
						if err != nil {
							return err
						}
						if ended {
							mine = append(mine, a.ID)
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for _, id := range mine {
					rung[id]++
				}
				mu.Unlock()
				if seen == 0 {
					return
				}
			}
		})
		for id, times := range rung {
			if times != 1 {
				t.Errorf("alarm %s rang %d times", id, times)
			}
		}
		if open, err := db.OpenAlarms(t.Context(), c.ID); err != nil || open != nil || len(rung) != alarms {
			t.Errorf("%d rang, %d did not, %v", len(rung), len(open), err)
		}
	})
}

// An alarm that two know of is ended by one of them.
func TestEndAlarmOnce(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		a := alarmOf(registered(t, db.Store), complaint.AgendaDue, 0)
		in(t, db.Store, func(tx *Tx) error { return tx.AddAlarm(t.Context(), a) })
		var ended [8]bool
		together(8, func(i int) {
			err := db.each(i).InTx(t.Context(), func(tx *Tx) (err error) {
				ended[i], err = tx.EndAlarm(t.Context(), a.ID, morning, i%2 == 0)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		n := 0
		for _, mine := range ended {
			if mine {
				n++
			}
		}
		if n != 1 {
			t.Errorf("it was ended by %d", n)
		}
	})
}
