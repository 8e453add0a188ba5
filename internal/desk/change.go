package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gehoord/classify"
	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// change is what happens to one complaint in one transaction: events move it
// through its states, and save writes the complaint, its history, its next date
// and its alarms together.
type change struct {
	d      *Desk
	tx     *store.Tx
	now    time.Time
	c      complaint.Complaint
	fresh  bool // not in the register yet
	begun  bool // a round begins
	silent bool // no alarms of the terms: the mail lay there before the desk opened
	events []complaint.Event
	texts  []string
	alarms []complaint.Alarm // beside those of the terms and the next date

	verdict classify.Verdict // of a fresh one
}

// facts are an event's data: numbers, codes, ids and addresses of staff; never a
// customer's words or address, because events cannot be erased.
type facts map[string]any

func (d *Desk) change(tx *store.Tx, now time.Time, c complaint.Complaint) *change {
	return &change{d: d, tx: tx, now: now, c: c}
}

func (r *receipt) change(c complaint.Complaint) *change {
	r.complaintID = c.ID
	return r.d.change(r.tx, r.now, c)
}

// event appends to the history and moves the complaint to its next state. The
// error is a *complaint.TransitionError when the state does not allow it.
func (ch *change) event(kind complaint.EventKind, actor string, data facts, text string) error {
	next, err := complaint.Next(ch.c.Status, kind)
	if err != nil {
		return err
	}
	encoded := []byte("{}")
	if data != nil {
		if encoded, err = json.Marshal(data); err != nil { // keys come out sorted: the same facts are the same bytes
			return fmt.Errorf("write down event %s: %w", kind, err)
		}
	}
	ch.c.Status = next
	ch.events = append(ch.events, complaint.Event{At: ch.now, Kind: kind, Actor: actor, Data: string(encoded)})
	ch.texts = append(ch.texts, text)
	return nil
}

// plan adds an alarm that the change asks for.
func (ch *change) plan(kind complaint.AlarmKind, instant, due time.Time) {
	ch.alarms = append(ch.alarms, complaint.Alarm{Kind: kind, Instant: instant, Due: due})
}

// together is how long what was due before a complaint was registered waits for more of
// its kind: a backlog is told in one letter.
const together = 5 * time.Minute

// save writes everything, and gives an open complaint its one next date. A date
// that has come stays until its alarm has rung: whatever else happens meanwhile,
// somebody is told of it.
func (ch *change) save(ctx context.Context) error {
	c := &ch.c
	switch open := c.Status.Open(); {
	case !open && c.Ended.IsZero():
		c.Agenda, c.Ended = time.Time{}, ch.now
	case !open:
		c.Agenda = time.Time{}
	case c.Agenda.IsZero(), ch.happened(complaint.FollowedUp):
		c.Agenda, c.Ended = ch.d.calendar().NextAgenda(ch.now), time.Time{}
	default:
		c.Ended = time.Time{}
	}
	if !c.Status.Working() {
		c.Waiting = ""
	}
	if ch.fresh {
		if err := ch.tx.AddComplaint(ctx, *c); err != nil {
			return err
		}
	}
	if err := ch.tx.SaveComplaint(ctx, c, ch.events, ch.texts); err != nil {
		return err
	}
	return ch.appoint(ctx)
}

// appoint writes the alarms: those of a round that begins, of the next date, of the
// end of a settlement, and those the change asks for. Alarms of terms that were met
// are left to ring, and say nothing then (see rings): a letter that comes back
// starts its clock again. The others are called off when they have nothing to say.
func (ch *change) appoint(ctx context.Context) error {
	wanted := ch.alarms
	if ch.begun && !ch.silent {
		soonest := ch.d.calendar().NextOpening(ch.now.Add(together).Truncate(together))
		for _, a := range ch.d.calendar().Alarms(ch.c.Round) {
			if !a.Due.After(ch.now) { // registered late, or opened again: together with others
				a.Due = soonest
			}
			wanted = append(wanted, a)
		}
	}
	if !ch.c.Agenda.IsZero() {
		wanted = append(wanted, complaint.Alarm{Kind: complaint.AgendaDue, Instant: ch.c.Agenda, Due: ch.c.Agenda})
	}
	if due, ok := ch.closing(); ok {
		wanted = append(wanted, complaint.Alarm{Kind: complaint.ClosingDue, Instant: due, Due: latest(due, ch.now)})
	}
	if !ch.fresh {
		planned, err := ch.tx.OpenAlarms(ctx, ch.c.ID)
		if err != nil {
			return err
		}
		for _, a := range planned {
			if _, ofTerm := termOf(ch.c, a.Kind); ofTerm || rings(ch.c, a) {
				continue
			}
			if _, err := ch.tx.EndAlarm(ctx, a.ID, ch.now, false); err != nil {
				return err
			}
		}
	}
	for _, a := range wanted {
		a.ID, a.Complaint, a.Round = store.NewID(), ch.c.ID, ch.c.Round.N
		if err := ch.tx.AddAlarm(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// closing is when a settled complaint is closed for good: so many days after, but
// not while somebody holds it, nor while the customer waits for an answer.
func (ch *change) closing() (time.Time, bool) {
	if ch.c.Status != complaint.Settled || ch.c.Hold == complaint.Held || !ch.c.Pending.IsZero() {
		return time.Time{}, false
	}
	zone := ch.d.Config.Organisation.Zone
	return ch.c.Ended.In(zone).AddDate(0, 0, ch.d.Config.SLA.ReopenDays).UTC(), true
}

// happened tells whether this change appends an event of the kind.
func (ch *change) happened(kind complaint.EventKind) bool {
	return slices.ContainsFunc(ch.events, func(e complaint.Event) bool { return e.Kind == kind })
}
