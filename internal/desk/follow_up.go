package desk

import (
	"context"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// What is told on the next date of a complaint.

// again tells whether the last date went by without anybody doing anything, and adds
// to the telling what its handler had planned for this one.
func (b *bell) again(ctx context.Context, t *telling) (bool, error) {
	events, err := b.tx.EventsOf(ctx, t.c.ID)
	if err != nil {
		return false, err
	}
	dates := 0
	for i := len(events) - 1; i >= 0; i-- {
		switch e := events[i]; e.Kind {
		case complaint.FollowedUp:
			dates++
		case complaint.LetterSent, complaint.LetterUncertain, complaint.LetterUndelivered, complaint.Warned, complaint.Breached, complaint.CommandRefused, complaint.CommandHeld:
		case complaint.Scheduled, complaint.Waited:
			if t.planned, err = b.tx.Text(ctx, t.c.ID, store.EventPart(e.Seq)); err != nil {
				return false, err
			}
			return dates > 1, nil
		default:
			return dates > 1, nil
		}
	}
	return dates > 1, nil
}

// overFor is how many working days after a term management hears of it, too.
const overFor = 2

// longOver tells management, with every date of a complaint, of its terms that were
// missed some working days ago.
func (b *bell) longOver(c complaint.Complaint) {
	cal := b.d.calendar()
	for _, t := range termsOf(c.Round) {
		if t.met.IsZero() && cal.WorkingDaysBetween(cal.Day(t.deadline), cal.Day(b.now)) >= overFor && b.d.Config.Management.Address != "" {
			b.tell(b.d.Config.Management.Address, telling{alarm: string(t.breach) + " " + c.ID + " " + complaint.At(b.now), kind: t.breach, due: t.deadline, c: c})
		}
	}
}

// aboveDecider is the deputy of a manager who has not decided, else management.
func (b *bell) aboveDecider(c complaint.Complaint) []string {
	dep, _ := b.d.Config.Department(c.Department)
	asked := b.who.reach(dep.Manager.Address, c.Department)
	for _, a := range []string{dep.Deputy.Address, b.d.Config.Management.Address} {
		if a != "" && !complaint.SameAddress(a, asked) && !complaint.SameAddress(a, c.Handler) {
			return []string{a}
		}
	}
	return []string{asked}
}
