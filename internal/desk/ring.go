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
	alarm complaint.Alarm
	c     complaint.Complaint
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
	ch := &change{d: b.d, tx: b.tx, now: b.now, c: c}
	var rung []complaint.Alarm
	for _, a := range alarms {
		// Ending it first closes the race of two daemons that ring at once.
		mine, err := b.tx.EndAlarm(ctx, a.ID, b.now, ch.runs(a.Kind))
		if err != nil {
			return err
		}
		if !mine || !ch.runs(a.Kind) {
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
		for _, person := range b.d.concerned(ch.c, a.Kind) {
			b.tell(person, telling{a, ch.c})
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
	b.tellings[person] = append(b.tellings[person], t)
}

// letter queues what a person is told: a letter about one complaint, or one that
// lists them all.
func (b *bell) letter(ctx context.Context, person string, all []telling) error {
	cause := "alarm " + all[0].alarm.ID
	if len(all) == 1 {
		t := all[0]
		kind := map[complaint.EventKind]complaint.LetterKind{
			complaint.FollowedUp: complaint.FollowUp, complaint.Breached: complaint.Breach, complaint.Warned: complaint.Warning,
		}[recorded(t.alarm.Kind)]
		return b.d.tell(ctx, b.tx, t.c, kind, cause, person, b.now, func(content *letterContent) { content.alarm(t) })
	}
	return b.d.tell(ctx, b.tx, complaint.Complaint{}, complaint.Digest, cause, person, b.now, func(content *letterContent) {
		for _, t := range all {
			content.item(t)
		}
	})
}
