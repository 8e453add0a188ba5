package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

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
	silent bool // no alarms of the terms: the mail lay there before the desk opened
	events []complaint.Event
	texts  []string
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

// save writes everything, and gives an open complaint its one next date. A date
// that has come stays until its alarm has rung: whatever else happens meanwhile,
// somebody is told of it.
func (ch *change) save(ctx context.Context) error {
	switch {
	case !ch.c.Status.Open():
		ch.c.Agenda = time.Time{}
	case ch.c.Agenda.IsZero(), ch.happened(complaint.FollowedUp):
		ch.c.Agenda = ch.d.calendar().NextAgenda(ch.now)
	}
	if ch.fresh {
		if err := ch.tx.AddComplaint(ctx, ch.c); err != nil {
			return err
		}
	}
	if err := ch.tx.SaveComplaint(ctx, &ch.c, ch.events, ch.texts); err != nil {
		return err
	}
	return ch.plan(ctx)
}

// plan gives a fresh complaint the alarms of its terms, and an open one that of
// its next date. Alarms of terms that were met are left to ring, and say nothing
// then (see rings): a letter that comes back starts its clock again.
func (ch *change) plan(ctx context.Context) error {
	var wanted []complaint.Alarm
	if ch.fresh && !ch.silent {
		wanted = ch.d.calendar().Alarms(ch.c.Round)
	}
	if !ch.c.Agenda.IsZero() {
		planned, err := ch.tx.OpenAlarms(ctx, ch.c.ID)
		if err != nil {
			return err
		}
		for _, a := range planned {
			if a.Kind != complaint.AgendaDue || a.Instant.Equal(ch.c.Agenda) {
				continue
			}
			if _, err := ch.tx.EndAlarm(ctx, a.ID, ch.now, false); err != nil {
				return err
			}
		}
		wanted = append(wanted, complaint.Alarm{Kind: complaint.AgendaDue, Instant: ch.c.Agenda, Due: ch.c.Agenda})
	}
	for _, a := range wanted {
		a.ID, a.Complaint, a.Round = store.NewID(), ch.c.ID, ch.c.Round.N
		if err := ch.tx.AddAlarm(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// happened tells whether this change appends an event of the kind.
func (ch *change) happened(kind complaint.EventKind) bool {
	return slices.ContainsFunc(ch.events, func(e complaint.Event) bool { return e.Kind == kind })
}
