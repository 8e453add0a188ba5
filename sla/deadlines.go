package sla

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"gehoord/internal/complaint"
)

// How far ahead of a term people are warned.
const (
	warnAhead      = 4 * time.Hour // before the confirmation and the first response
	warnResolution = 15 * 60       // minutes since midnight, on the last day
)

// Deadlines are the terms of a complaint received then, in UTC. Confirmation and
// first response are elapsed time (1, 2.1.2): 24 hours across a change of the
// clocks are 24 hours. The resolution is due at close of business on the last of
// the working days after the local day of receipt.
func (c *Calendar) Deadlines(received time.Time) complaint.Deadlines {
	received = instant(received)
	last := c.AddWorkingDays(c.Day(received), c.cfg.Resolution)
	return complaint.Deadlines{
		Confirmation:  received.Add(c.cfg.Confirmation),
		FirstResponse: received.Add(c.cfg.FirstResponse),
		Resolution:    c.CloseOfBusiness(last),
	}
}

// LastDay is the local day that a deadline ends: what customers are told. The
// midnight that ends a day belongs to that day.
func (c *Calendar) LastDay(deadline time.Time) Date {
	return c.Day(deadline.Add(-time.Nanosecond))
}

// Goal is the day to print as "ons doel is uiterlijk …". It is false when the
// deadline has passed: what is missed is never printed as a goal.
func (c *Calendar) Goal(deadline, now time.Time) (Date, bool) {
	return c.LastDay(deadline), !now.After(deadline)
}

// Day is a day between receipt and the last day of the resolution term.
type Day struct {
	Date    Date   `json:"date"`
	Counted bool   `json:"counted"`
	Why     string `json:"why"`
}

// Explain tells, for each local day from that of receipt to the last day, whether
// it counted as a working day and why.
func (c *Calendar) Explain(received time.Time) []Day {
	d := c.Day(received)
	days := []Day{{d, false, "day of receipt"}}
	for n := 0; n < c.cfg.Resolution; {
		d = d.AddDays(1)
		name, off := c.Holiday(d)
		day := Day{Date: d, Counted: c.WorkingDay(d)}
		switch {
		case day.Counted:
			n++
			day.Why = fmt.Sprintf("working day %d of %d", n, c.cfg.Resolution)
			if c.extra[d] {
				name = "extra_work"
			}
			if name != "" {
				day.Why += " (" + name + ")"
			}
		case off:
			day.Why = name
		default:
			day.Why = d.Weekday().String()
		}
		days = append(days, day)
	}
	return days
}

// Alarms is the plan for a fresh round, by the moment they ring; their ids and
// the complaint's are left empty. Deadlines are taken from the round, which keeps
// what was once computed.
//
// Instant is what the alarm is about. Due keeps to the reminder hours: a breach is
// told at the next moment people may be reminded, a warning at the last one up to
// its instant. A warning that would not lie between receipt and deadline is left
// out: nobody is warned of what he cannot yet know, or of what has happened.
func (c *Calendar) Alarms(round complaint.Round) []complaint.Alarm {
	var plan []complaint.Alarm
	add := func(kind complaint.AlarmKind, at, due time.Time) {
		plan = append(plan, complaint.Alarm{Round: round.N, Kind: kind, Instant: at, Due: due})
	}
	for _, term := range []struct {
		deadline, warning time.Time
		warn, breach      complaint.AlarmKind
	}{
		{round.Deadlines.Confirmation, round.Deadlines.Confirmation.Add(-warnAhead),
			complaint.ConfirmationWarning, complaint.ConfirmationBreach},
		{round.Deadlines.FirstResponse, round.Deadlines.FirstResponse.Add(-warnAhead),
			complaint.ResponseWarning, complaint.ResponseBreach},
		{round.Deadlines.Resolution, c.LastDay(round.Deadlines.Resolution).At(warnResolution, c.cfg.Zone),
			complaint.ResolutionWarning, complaint.ResolutionBreach},
	} {
		if round.N > 1 && term.breach == complaint.ConfirmationBreach {
			continue // it was confirmed before
		}
		warning, deadline := instant(term.warning), instant(term.deadline)
		due := c.PrevOpening(warning)
		if warning.Before(deadline) && due.After(round.Received) {
			add(term.warn, warning, due)
		}
		add(term.breach, deadline, c.NextOpening(deadline))
	}
	slices.SortStableFunc(plan, func(a, b complaint.Alarm) int {
		return cmp.Or(a.Due.Compare(b.Due), a.Instant.Compare(b.Instant))
	})
	return plan
}
