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

func termsOf(r complaint.Round) []term {
	return []term{
		{complaint.ConfirmationWarning, complaint.ConfirmationBreach, r.Deadlines.Confirmation, r.Confirmed},
		{complaint.ResponseWarning, complaint.ResponseBreach, r.Deadlines.FirstResponse, r.Responded},
		{complaint.ResolutionWarning, complaint.ResolutionBreach, r.Deadlines.Resolution, r.Resolved},
	}
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

// missed tells that the term ended before it was met.
func (t term) missed() bool { return t.met.IsZero() || t.met.After(t.deadline) }

// rings tells whether an alarm that is due still has something to say: the next
// date while it is the next date, a warning while its clock runs, and a breach
// also when the term was met between its end and the hour at which people may be
// reminded.
func rings(c complaint.Complaint, a complaint.Alarm) bool {
	t, ok := termOf(c, a.Kind)
	switch {
	case !ok:
		return c.Status.Open() && a.Instant.Equal(c.Agenda)
	case a.Round != c.Round.N:
		return false
	case t.met.IsZero():
		return c.Status.Open()
	default:
		return a.Kind == t.breach && t.missed()
	}
}
