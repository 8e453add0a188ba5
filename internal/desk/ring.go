package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// ringMost is how many alarms one transaction rings. After a standstill they are
// all due at once, and a person gets one letter a batch: so it is large.
const ringMost = 5000

// Ring implements sla.Ringer: it rings every alarm that is due at now, the oldest
// first, in one transaction. Each is recorded in its complaint's history, with
// the instant it is about; each person gets one letter, however many alarms
// concern him. next is when the next alarm is due, zero when none is planned.
func (d *Desk) Ring(ctx context.Context, now time.Time) (rung int, next time.Time, err error) {
	next, err = d.Store.NextAlarm(ctx)
	if err != nil || next.IsZero() || next.After(now) {
		return 0, next, err
	}
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		b := &bell{d: d, tx: tx, now: d.at(now), tellings: map[string][]telling{}}
		n, err := b.ring(ctx)
		rung = n
		return err
	})
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("ring alarms: %w", err)
	}
	d.wake(rung > 0, false)
	next, err = d.Store.NextAlarm(ctx)
	return rung, next, err
}

// bell rings a batch of alarms.
type bell struct {
	d        *Desk
	tx       *store.Tx
	now      time.Time
	people   []string // in the order in which they are first concerned
	tellings map[string][]telling
}

// telling is what one alarm has to say to one person.
type telling struct {
	alarm string // id
	kind  complaint.AlarmKind
	due   time.Time // the date, or the end of the term
	c     complaint.Complaint
}

// tellingOf is what an alarm that rings has to say, and to whom: nothing where the
// term was met after all. A warning that comes when its term is over, after a
// standstill, tells of the breach: a day that has passed is not ahead.
func (b *bell) tellingOf(c complaint.Complaint, a complaint.Alarm) (t telling, to []string) {
	t = telling{alarm: a.ID, kind: a.Kind, due: a.Instant, c: c}
	to = b.d.concerned(c, a.Kind)
	if of, ok := termOf(c, a.Kind); ok {
		if !of.met.IsZero() {
			return t, nil
		}
		t.due = of.deadline
		if !b.now.Before(of.deadline) {
			t.kind = of.breach
		}
	}
	return t, to
}

func (b *bell) ring(ctx context.Context) (int, error) {
	due, err := b.tx.DueAlarms(ctx, b.now, ringMost)
	if err != nil {
		return 0, err
	}
	var order []string
	byComplaint := map[string][]complaint.Alarm{}
	for _, a := range due {
		if byComplaint[a.Complaint] == nil {
			order = append(order, a.Complaint)
		}
		byComplaint[a.Complaint] = append(byComplaint[a.Complaint], a)
	}
	for _, id := range order {
		if err := b.about(ctx, id, byComplaint[id]); err != nil {
			return 0, err
		}
	}
	for _, person := range b.people {
		if err := b.letter(ctx, person, b.tellings[person]); err != nil {
			return 0, err
		}
	}
	return len(due), nil
}

// about rings the alarms of one complaint.
func (b *bell) about(ctx context.Context, id string, alarms []complaint.Alarm) error {
	c, err := b.tx.Complaint(ctx, id)
	if err != nil {
		return err
	}
	ch := b.d.change(b.tx, b.now, c)
	var rung []complaint.Alarm
	for _, a := range alarms {
		// Ending it first closes the race of two daemons that ring at once.
		says := rings(c, a)
		mine, err := b.tx.EndAlarm(ctx, a.ID, b.now, says)
		if err != nil {
			return err
		}
		if !mine || !says {
			continue
		}
		rung = append(rung, a)
		err = ch.event(recorded(a.Kind), "gehoord", facts{"alarm": string(a.Kind), "instant": complaint.At(a.Instant), "round": a.Round}, "")
		if err != nil {
			return err
		}
	}
	if err := ch.save(ctx); err != nil {
		return err
	}
	for _, a := range rung {
		t, to := b.tellingOf(ch.c, a)
		for _, person := range to {
			b.tell(person, t)
		}
	}
	return nil
}

func recorded(kind complaint.AlarmKind) complaint.EventKind {
	switch kind {
	case complaint.AgendaDue:
		return complaint.FollowedUp
	case complaint.ConfirmationBreach, complaint.ResponseBreach, complaint.ResolutionBreach:
		return complaint.Breached
	default:
		return complaint.Warned
	}
}

// concerned are the people an alarm is for: who works on the complaint before a
// term ends and on its agenda date, and the manager before and when one ends.
func (d *Desk) concerned(c complaint.Complaint, kind complaint.AlarmKind) []string {
	worker, watcher := d.people.worker(c), d.people.watcher(c)
	switch recorded(kind) {
	case complaint.FollowedUp:
		return []string{worker}
	case complaint.Breached:
		return []string{watcher}
	default:
		return slices.Compact([]string{worker, watcher})
	}
}

func (b *bell) tell(person string, t telling) {
	if b.tellings[person] == nil {
		b.people = append(b.people, person)
	}
	if slices.ContainsFunc(b.tellings[person], func(o telling) bool { return o.c.ID == t.c.ID && o.kind == t.kind }) {
		return
	}
	b.tellings[person] = append(b.tellings[person], t)
}

// letter queues what a person is told: a letter about one complaint, or one that
// lists them all.
func (b *bell) letter(ctx context.Context, person string, all []telling) error {
	cause := "alarm " + all[0].alarm
	if len(all) == 1 {
		t := all[0]
		kind := map[complaint.EventKind]complaint.LetterKind{
			complaint.FollowedUp: complaint.FollowUp, complaint.Breached: complaint.Breach, complaint.Warned: complaint.Warning,
		}[recorded(t.kind)]
		return b.d.tell(ctx, b.tx, t.c, kind, cause, person, b.now, func(content *letterContent) {
			content.Alarm, content.Due = t.kind, t.due
			content.Manager = !complaint.SameAddress(person, t.c.Handler)
		})
	}
	return b.d.tell(ctx, b.tx, complaint.Complaint{}, complaint.Digest, cause, person, b.now, func(content *letterContent) {
		for _, t := range all {
			content.item(t)
		}
	})
}
