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
	next, err = d.Next(ctx)
	if err != nil || next.IsZero() || next.After(now) {
		return 0, next, err
	}
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		b := &bell{d: d, tx: tx, now: d.at(now), tellings: map[string][]telling{}}
		if b.who, err = d.roster(ctx, tx, b.now); err != nil {
			return err
		}
		n, err := b.ring(ctx)
		rung = n
		return err
	})
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("ring alarms: %w", err)
	}
	d.wake(rung > 0, false)
	next, err = d.Next(ctx)
	return rung, next, err
}

// Next is when something is to be told: by an alarm, or by the daily list.
func (d *Desk) Next(ctx context.Context) (time.Time, error) {
	alarm, err := d.Store.NextAlarm(ctx)
	if err != nil {
		return alarm, err
	}
	list, err := d.nextList(ctx, d.Store)
	if err == nil && !list.IsZero() && (alarm.IsZero() || list.Before(alarm)) {
		alarm = list
	}
	return alarm, err
}

// bell rings a batch of alarms.
type bell struct {
	d        *Desk
	tx       *store.Tx
	now      time.Time
	who      roster
	people   []string // in the order in which they are first concerned
	tellings map[string][]telling
}

// telling is what one alarm has to say to one person.
type telling struct {
	alarm string // id
	kind  complaint.AlarmKind
	due   time.Time // the date, or the end of the term
	c     complaint.Complaint

	planned string // for this date, in its handler's words
}

// tellingOf is what an alarm that rings has to say, and to whom: nothing where the
// term was met after all. A warning that comes when its term is over, after a
// standstill, tells of the breach: a day that has passed is not ahead.
func (b *bell) tellingOf(c complaint.Complaint, a complaint.Alarm) (t telling, to []string) {
	t = telling{alarm: a.ID, kind: a.Kind, due: a.Instant, c: c}
	to = b.concerned(c, a.Kind)
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
	listed := 0
	at, err := b.d.nextList(ctx, b.tx)
	if err != nil {
		return 0, err
	}
	if !at.IsZero() && !at.After(b.now) && b.d.calendar().NextOpening(b.now).Equal(b.now) { // people may be reminded now
		if listed, err = b.listUnjoined(ctx); err != nil {
			return 0, err
		}
	}
	return len(due) + listed, nil
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
		data := facts{"alarm": string(a.Kind), "instant": complaint.At(a.Instant), "round": a.Round}
		switch a.Kind {
		case complaint.ReopeningDue: // silent to the customer: nobody has decided yet
			err = ch.openAgain(ctx, "gehoord", data, "")
		default:
			err = ch.event(recorded(a.Kind), "gehoord", data, "")
		}
		if err != nil {
			return err
		}
		if a.Kind != complaint.ClosingDue {
			rung = append(rung, a)
		}
	}
	if err := ch.save(ctx); err != nil {
		return err
	}
	for _, a := range rung {
		t, to := b.tellingOf(ch.c, a)
		if a.Kind == complaint.AgendaDue {
			again, err := b.again(ctx, &t)
			if err != nil {
				return err
			}
			if again { // nothing was done on the last date: who watches hears of it
				to = unique(append(to, b.who.watcher(ch.c))...)
			}
			b.longOver(ch.c)
		}
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
	case complaint.ReopeningDue:
		return complaint.OpenedAgain
	case complaint.ClosingDue:
		return complaint.ClosedForGood
	default:
		return complaint.Warned
	}
}

// concerned are the people an alarm is for: who works on the complaint before a
// term ends and on its agenda date, the manager before and when one ends, the next
// above who has not decided, and the department that has not registered a letter.
func (b *bell) concerned(c complaint.Complaint, kind complaint.AlarmKind) []string {
	worker, watcher := b.who.worker(c), b.who.watcher(c)
	switch kind {
	case complaint.DiscussionDue:
		return b.aboveDecider(c)
	case complaint.RegistrationDue:
		return unique(b.d.people.inbox(c.Department), watcher)
	}
	switch recorded(kind) {
	case complaint.FollowedUp:
		return []string{worker}
	case complaint.Breached:
		return []string{watcher}
	default:
		return unique(worker, watcher)
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
		kind := letterFor(t.kind)
		return b.d.tell(ctx, b.tx, t.c, kind, cause, person, b.now, func(content *letterContent) {
			content.Alarm, content.Due = t.kind, t.due
			content.Manager = !complaint.SameAddress(person, b.who.worker(t.c)) || t.c.Handler == ""
			content.Links = nil
			content.taps(t.c, tapsOf(kind, content.Manager && b.who.leads(person, t.c.Department), t.c)...)
			content.Text = t.planned
			content.ByItself = t.kind == complaint.ReopeningDue
		})
	}
	return b.d.tell(ctx, b.tx, complaint.Complaint{}, complaint.Digest, cause, person, b.now, func(content *letterContent) {
		for _, t := range all {
			content.item(t)
		}
	})
}

// letterFor is the letter of one alarm.
func letterFor(kind complaint.AlarmKind) complaint.LetterKind {
	switch kind {
	case complaint.DiscussionDue:
		return complaint.Undecided
	case complaint.RegistrationDue:
		return complaint.Unaccepted
	case complaint.ReopeningDue:
		return complaint.OpenAgain
	}
	switch recorded(kind) {
	case complaint.FollowedUp:
		return complaint.FollowUp
	case complaint.Breached:
		return complaint.Breach
	default:
		return complaint.Warning
	}
}
