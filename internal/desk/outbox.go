package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
	"gehoord/notify"
)

// claimLease is how long a letter stays in hand, by the wall clock, while its
// daemon lives: longer than notify.Server.Lease, the longest an attempt takes.
const claimLease = 20 * time.Minute

// Claim implements notify.Queue: it takes the letter that has been due longest
// and registers an attempt.
func (d *Desk) Claim(ctx context.Context, now time.Time) (*notify.Claim, time.Time, error) {
	who := store.Who{Daemon: d.Daemon, Wall: time.Now(), Lease: claimLease}
	next, err := d.Store.NextLetter(ctx, who)
	if err != nil || next.IsZero() || next.After(now) {
		return nil, next, err
	}
	var claimed store.Claimed
	var raw []byte
	err = d.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		if claimed, err = tx.ClaimLetter(ctx, who, d.at(now)); err != nil {
			return err
		}
		// Here, not after the commit: a letter that is claimed and cannot be read
		// would be in hand for as long as this daemon lives.
		if raw, err = io.ReadAll(tx.Content(ctx, claimed.Letter.ID, store.PartRaw)); err != nil || !claimed.Unknown {
			return err
		}
		return d.inHistory(ctx, tx, claimed.Letter, complaint.LetterUncertain, d.at(now))
	})
	if errors.Is(err, store.ErrNotFound) { // another daemon took it: look again soon
		return nil, now.Add(time.Second), nil
	}
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("take a letter out of the outbox: %w", err)
	}
	return &notify.Claim{Letter: claimed.Letter, Attempt: claimed.Try, Raw: raw}, time.Time{}, nil
}

// Finishing implements notify.Queue.
func (d *Desk) Finishing(ctx context.Context, c *notify.Claim) error {
	return d.Store.Finishing(ctx, c.Letter.ID, c.Attempt)
}

// Result implements notify.Queue: what came of an attempt, and what follows from
// it for the complaint, in one transaction.
func (d *Desk) Result(ctx context.Context, c *notify.Claim, r notify.Result) error {
	o := store.Outcome{State: r.State, At: d.at(r.At), Next: r.Next, Answer: r.Answer, Counts: !r.Account}
	told := false
	err := d.Store.InTx(ctx, func(tx *store.Tx) error {
		current, err := tx.EndAttempt(ctx, c.Letter.ID, c.Attempt, o)
		if err != nil || !current {
			return err
		}
		told, err = d.follow(ctx, tx, c.Letter, o)
		return err
	})
	if err != nil {
		return fmt.Errorf("record what became of letter %s: %w", c.Letter.ID, err)
	}
	d.wake(told, o.State == complaint.Sent || o.State == complaint.Failed)
	return nil
}

func (d *Desk) at(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// follow makes happen what a letter's fate asks for: clocks stop and a complaint
// is settled when the customer's mail server has accepted the letter; when it
// never will, a person is told. It reports whether letters were queued.
func (d *Desk) follow(ctx context.Context, tx *store.Tx, l complaint.Letter, o store.Outcome) (bool, error) {
	switch o.State {
	case complaint.Sent:
		if l.Kind == complaint.Access { // all that is kept of a person need not be kept twice
			return false, tx.EraseContent(ctx, l.ID)
		}
		return false, d.accepted(ctx, tx, l, o.At)
	case complaint.Uncertain:
		return false, d.inHistory(ctx, tx, l, complaint.LetterUncertain, o.At)
	case complaint.Failed:
		return true, d.undeliverable(ctx, tx, l, o.At, o.Answer)
	}
	return false, nil
}

// accepted stops the clock that a letter to a customer was queued for.
func (d *Desk) accepted(ctx context.Context, tx *store.Tx, l complaint.Letter, at time.Time) error {
	if l.Complaint == "" || !toCustomer(l.Kind) {
		return nil
	}
	c, err := tx.Complaint(ctx, l.Complaint)
	if err != nil {
		return err
	}
	ch := d.change(tx, at, c)
	if err := ch.clocks(ctx); err != nil {
		return err
	}
	current, err := tx.Letter(ctx, l.ID)
	if err != nil {
		return err
	}
	kind := complaint.LetterSent
	// Its bounce may have come before this answer was on record.
	if l.Kind == complaint.Resolution && c.Status == complaint.Resolving && current.Undelivered.IsZero() {
		kind = complaint.ResolutionSent
		ch.c.Round.Resolved = at
	}
	if l.Kind == complaint.Complied && c.Status == complaint.Ruling && current.Undelivered.IsZero() {
		kind = complaint.CompliedSent
	}
	if err := ch.event(kind, "gehoord", facts{"letter": l.ID, "kind": string(l.Kind)}, ""); err != nil {
		return err
	}
	if err := ch.save(ctx); err != nil || l.Kind != complaint.Confirmation {
		return err
	}
	return ch.confirmParts(ctx)
}

// confirmParts records the confirmation of a complaint for those that were split off
// before it was given: the customer had it under the first number.
func (ch *change) confirmParts(ctx context.Context) error {
	events, err := ch.tx.EventsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind != complaint.SplitOff {
			continue
		}
		number, err := complaint.ParseNumber(textIn(e.Data, "number"))
		if err != nil {
			return err
		}
		c, err := ch.tx.ComplaintByNumber(ctx, number)
		if err != nil {
			return err
		}
		if !c.Round.Confirmed.IsZero() || c.Round.N > 1 {
			continue
		}
		part := ch.d.change(ch.tx, ch.now, c)
		part.c.Round.Confirmed = ch.now
		if err := part.event(complaint.ConfirmedOtherwise, "gehoord", facts{"given": complaint.At(ch.now), "of": ch.c.Number.String()}, ""); err != nil {
			return err
		}
		if err := part.save(ctx); err != nil {
			return err
		}
	}
	return nil
}

// clocks sets when the customer was confirmed and answered: by the letters of this
// round that his mail server accepted and that did not come back, and by what the
// history says was given by telephone or post.
func (ch *change) clocks(ctx context.Context) error {
	letters, err := ch.tx.LettersOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	r := &ch.c.Round
	if r.Responded = (time.Time{}); r.N == 1 { // a later round was confirmed in the first
		r.Confirmed = time.Time{}
	}
	earlier := func(at time.Time) bool { return r.N > 1 && at.Before(r.Received) }
	for _, l := range letters {
		if l.SentAt.IsZero() || !l.Undelivered.IsZero() || earlier(l.Queued) {
			continue
		}
		for _, t := range termsOf(*r) {
			switch {
			case !meets(l.Kind, t):
			case t.breach == complaint.ConfirmationBreach:
				first(&r.Confirmed, l.SentAt)
			case t.breach == complaint.ResponseBreach:
				first(&r.Responded, l.SentAt)
			}
		}
	}
	if ch.fresh {
		return nil
	}
	events, err := ch.tx.EventsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	for _, e := range append(events, ch.events...) {
		given, ok := instantIn(e.Data, "given")
		switch {
		case earlier(e.At):
		case e.Kind == complaint.ConfirmedOtherwise && ok && r.N == 1:
			first(&r.Confirmed, given)
		case e.Kind == complaint.Absorbed && ok:
			first(&r.Responded, given)
		case e.Kind == complaint.ResolutionPosted && ok:
			first(&r.Responded, given)
		case e.Kind == complaint.Responded && textIn(e.Data, "channel") != "": // by telephone
			first(&r.Responded, e.At)
		}
	}
	return nil
}

// first keeps the earliest of some instants.
func first(t *time.Time, at time.Time) {
	if t.IsZero() || at.Before(*t) {
		*t = at
	}
}

func toCustomer(kind complaint.LetterKind) bool {
	return slices.Contains(complaint.AutomaticToCustomer, kind) || slices.Contains(complaint.CommandedToCustomer, kind)
}

// inHistory appends what happened to a letter to its complaint's history.
func (d *Desk) inHistory(ctx context.Context, tx *store.Tx, l complaint.Letter, kind complaint.EventKind, at time.Time) error {
	if l.Complaint == "" {
		return nil
	}
	c, err := tx.Complaint(ctx, l.Complaint)
	if err != nil {
		return err
	}
	ch := d.change(tx, at, c)
	if err := ch.event(kind, "gehoord", facts{"letter": l.ID, "kind": string(l.Kind)}, ""); err != nil {
		return err
	}
	return ch.save(ctx)
}

// undeliverable takes back what a letter was believed to have done, and tells
// who has to find another way: the handler and the department for a customer's
// letter, management for one to staff. A letter that tells this is not told of
// in its turn.
func (d *Desk) undeliverable(ctx context.Context, tx *store.Tx, l complaint.Letter, at time.Time, answer string) error {
	if l.Kind == complaint.Undelivered {
		return d.inHistory(ctx, tx, l, complaint.LetterUndelivered, at)
	}
	var c complaint.Complaint
	if l.Complaint != "" {
		var err error
		if c, err = tx.Complaint(ctx, l.Complaint); err != nil {
			return err
		}
		if c, err = d.takeBack(ctx, d.change(tx, at, c), l); err != nil {
			return err
		}
	}
	var to []string
	if toCustomer(l.Kind) {
		who, err := d.roster(ctx, tx, at)
		if err != nil {
			return err
		}
		to = unique(d.people.inbox(c.Department), who.worker(c), who.watcher(c))
	} else {
		to = []string{d.people.above(l.Recipient, c.Department)}
	}
	for _, recipient := range to {
		err := d.tell(ctx, tx, c, complaint.Undelivered, "letter "+l.ID, recipient, at, func(content *letterContent) {
			content.undelivered(l, answer)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// takeBack lets the clocks run again that a letter had stopped. A term that ended
// meanwhile was missed after all: its alarm has gone by, so it is recorded here.
func (d *Desk) takeBack(ctx context.Context, ch *change, l complaint.Letter) (complaint.Complaint, error) {
	before := termsOf(ch.c.Round)
	kind := complaint.LetterUndelivered
	if toCustomer(l.Kind) {
		if err := ch.clocks(ctx); err != nil {
			return ch.c, err
		}
	}
	newest := l
	letters, err := ch.tx.LettersOf(ctx, ch.c.ID)
	if err != nil {
		return ch.c, err
	}
	for _, other := range letters { // an earlier settlement takes nothing back
		if other.Kind == l.Kind && other.Queued.After(newest.Queued) {
			newest = other
		}
	}
	if l.Kind == complaint.Reaction && newest.ID == l.ID {
		if err := ch.notFinal(ctx); err != nil {
			return ch.c, err
		}
	}
	if _, err := complaint.Next(ch.c.Status, complaint.ResolutionUndelivered); err == nil && l.Kind == complaint.Resolution && newest.ID == l.ID {
		kind = complaint.ResolutionUndelivered
		ch.c.Round.Resolved = time.Time{}
	}
	if err := ch.event(kind, "gehoord", facts{"letter": l.ID, "kind": string(l.Kind)}, ""); err != nil {
		return ch.c, err
	}
	planned, err := ch.tx.OpenAlarms(ctx, ch.c.ID)
	if err != nil {
		return ch.c, err
	}
	for i, t := range termsOf(ch.c.Round) {
		rings := slices.ContainsFunc(planned, func(a complaint.Alarm) bool { return a.Kind == t.breach })
		if rings || before[i].missed() || !t.missed() || ch.now.Before(t.deadline) {
			continue
		}
		if err := ch.event(complaint.Breached, "gehoord", facts{"alarm": string(t.breach), "instant": complaint.At(t.deadline), "round": ch.c.Round.N}, ""); err != nil {
			return ch.c, err
		}
	}
	return ch.c, ch.save(ctx)
}
