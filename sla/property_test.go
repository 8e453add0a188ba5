package sla

import (
	"testing"
	"time"

	"gehoord/internal/complaint"

	"pgregory.net/rapid"
)

func TestDeadlineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, a, b := anyCalendar(t), anyInstant(t), anyInstant(t)
		if b.Before(a) {
			a, b = b, a
		}
		first, second := c.Deadlines(a), c.Deadlines(b)
		if second.Resolution.Before(first.Resolution) || second.Confirmation.Before(first.Confirmation) ||
			second.FirstResponse.Before(first.FirstResponse) {
			t.Errorf("received %v: %v, later, %v: %v", a, first, b, second)
		}
		last := c.LastDay(first.Resolution)
		if !c.WorkingDay(last) {
			t.Errorf("%v is a day off", last)
		}
		if n := c.WorkingDaysBetween(c.Day(a), last); n != c.cfg.Resolution {
			t.Errorf("%d working days, want %d", n, c.cfg.Resolution)
		}
		counted := 0
		days := c.Explain(a)
		for _, d := range days {
			if d.Counted {
				counted++
			}
		}
		if counted != c.cfg.Resolution || days[len(days)-1].Date != last {
			t.Errorf("explained as %v, the last day is %v", days, last)
		}
	})
}

func TestCountingProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, n := anyCalendar(t), rapid.IntRange(-60, 60).Draw(t, "n")
		from := c.Day(anyInstant(t))
		to := c.AddWorkingDays(from, n)
		if !c.WorkingDay(to) {
			t.Errorf("%v %+d is %v, a day off", from, n, to)
		}
		if got := c.WorkingDaysBetween(from, to); n != 0 && got != n {
			t.Errorf("%v to %v: %d, want %d", from, to, got, n)
		}
		if back := c.AddWorkingDays(to, -n); c.WorkingDay(from) && back != from {
			t.Errorf("%v %+d is %v, and back is %v", from, n, to, back)
		}
	})
}

func TestOpeningProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, at := anyCalendar(t), anyInstant(t)
		next, prev := c.NextOpening(at), c.PrevOpening(at)
		if next.Before(at) || prev.After(at) {
			t.Errorf("at %v: next %v, previous %v", at, next, prev)
		}
		// Both are moments of reminding, so both are their own answer.
		if !c.NextOpening(prev).Equal(prev) || !c.PrevOpening(next).Equal(next) {
			t.Errorf("at %v: next %v, previous %v", at, next, prev)
		}
		// Nothing lies between: one is open exactly when the other is.
		if next.Equal(at) != prev.Equal(at) {
			t.Errorf("at %v: next %v, previous %v", at, next, prev)
		}
		x, y := time.Duration(rapid.Int64Range(0, 1e14).Draw(t, "x")), time.Duration(rapid.Int64Range(0, 1e14).Draw(t, "y"))
		if once, twice := c.AddWorkingHours(at, x+y), c.AddWorkingHours(c.AddWorkingHours(at, x), y); y > 0 && !once.Equal(twice) {
			t.Errorf("%v and %v after %v: %v, in two steps %v", x, y, at, once, twice)
		}
	})
}

func TestAlarmProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, at := anyCalendar(t), anyInstant(t)
		plan := c.Alarms(complaint.Round{N: 1, Received: at, Deadlines: c.Deadlines(at)})
		breaches := 0
		for i, a := range plan {
			if i > 0 && a.Due.Before(plan[i-1].Due) {
				t.Errorf("%v out of order", plan)
			}
			if !c.NextOpening(a.Due).Equal(a.Due) {
				t.Errorf("%v rings at %v, when nobody is to be reminded", a.Kind, a.Due)
			}
			switch a.Kind {
			case complaint.ConfirmationBreach, complaint.ResponseBreach, complaint.ResolutionBreach:
				breaches++
				if a.Due.Before(a.Instant) {
					t.Errorf("%v is told before it is one: %v", a.Kind, a)
				}
			default:
				if a.Due.After(a.Instant) || !a.Due.After(at) {
					t.Errorf("received %v: %v", at, a)
				}
			}
		}
		if breaches != 3 {
			t.Errorf("%d breaches in %v", breaches, plan)
		}
	})
}
