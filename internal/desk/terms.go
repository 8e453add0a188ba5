package desk

import (
	"time"

	"gehoord/internal/complaint"
)

// term is one of the three clocks of a round: when it ends, and when it was met.
type term struct {
	warning, breach complaint.AlarmKind
	deadline        time.Time
	met             time.Time // zero: not yet
}

// termsOf are the terms of a round. A later round has no confirmation of its own:
// the complaint was confirmed before.
func termsOf(r complaint.Round) []term {
	later := []term{
		{complaint.ResponseWarning, complaint.ResponseBreach, r.Deadlines.FirstResponse, r.Responded},
		{complaint.ResolutionWarning, complaint.ResolutionBreach, r.Deadlines.Resolution, r.Resolved},
	}
	if r.N > 1 {
		return later
	}
	return append([]term{{complaint.ConfirmationWarning, complaint.ConfirmationBreach, r.Deadlines.Confirmation, r.Confirmed}}, later...)
}

// termOf is the clock that an alarm is about; false for the next date.
func termOf(c complaint.Complaint, kind complaint.AlarmKind) (term, bool) {
	for _, t := range termsOf(c.Round) {
		if kind == t.warning || kind == t.breach {
			return t, true
		}
	}
	return term{}, false
}

// missedAt tells that the term has ended before it was met, as seen now.
func (t term) missedAt(now time.Time) bool { return t.missed() && !now.Before(t.deadline) }

// missed tells that the term ended before it was met.
func (t term) missed() bool { return t.met.IsZero() || t.met.After(t.deadline) }

// rings tells whether an alarm that is due still has something to say: the next
// date while it is the next date, a warning while its clock runs, a breach also when
// the term was met between its end and the hour at which people may be reminded, and
// the others while what they wait for has not happened.
func rings(c complaint.Complaint, a complaint.Alarm) bool {
	switch a.Kind {
	case complaint.AgendaDue:
		return c.Status.Open() && a.Round == c.Round.N && a.Instant.Equal(c.Agenda)
	case complaint.DiscussionDue:
		return c.Status == complaint.WithManager
	case complaint.RegistrationDue:
		return c.Status == complaint.Assigned || c.Status == complaint.Triage
	case complaint.ReopeningDue:
		return !c.Status.Open() && !c.Final && a.Instant.Equal(c.Pending)
	case complaint.ClosingDue:
		return c.Status == complaint.Settled && c.Hold != complaint.Held && c.Pending.IsZero()
	}
	t, ok := termOf(c, a.Kind)
	switch {
	case !ok || a.Round != c.Round.N:
		return false
	case t.met.IsZero():
		return c.Status.Open()
	default:
		return a.Kind == t.breach && t.missed()
	}
}
