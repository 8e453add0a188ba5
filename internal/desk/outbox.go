package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
	"gehoord/notify"
)

// Claim implements notify.Queue: it takes the letter that has been due longest
// and registers an attempt.
func (d *Desk) Claim(ctx context.Context, now time.Time) (*notify.Claim, time.Time, error) {
	who := store.Who{Daemon: d.Daemon, Wall: time.Now()}
	next, err := d.Store.NextLetter(ctx, who)
	if err != nil || next.IsZero() || next.After(now) {
		return nil, next, err
	}
	var claimed store.Claimed
	err = d.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		if claimed, err = tx.ClaimLetter(ctx, who, d.at(now)); err != nil || !claimed.Unknown {
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
	raw, err := io.ReadAll(d.Store.Content(ctx, claimed.Letter.ID, store.PartRaw))
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("read letter %s: %w", claimed.Letter.ID, err)
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
	ch := &change{d: d, tx: tx, now: at, c: c}
	kind := complaint.LetterSent
	switch l.Kind {
	case complaint.Confirmation:
		first(&ch.c.Round.Confirmed, at)
	case complaint.Reaction:
		first(&ch.c.Round.Responded, at)
	case complaint.Resolution:
		first(&ch.c.Round.Responded, at)
		if c.Status == complaint.Resolving {
			kind = complaint.ResolutionSent
			ch.c.Round.Resolved = at
		}
	}
	if err := ch.event(kind, "gehoord", facts{"letter": l.ID, "kind": string(l.Kind)}, ""); err != nil {
		return err
	}
	return ch.save(ctx)
}

func first(t *time.Time, at time.Time) {
	if t.IsZero() {
		*t = at
	}
}

func toCustomer(kind complaint.LetterKind) bool {
	for _, kinds := range [][]complaint.LetterKind{complaint.AutomaticToCustomer, complaint.CommandedToCustomer} {
		for _, k := range kinds {
			if k == kind {
				return true
			}
		}
	}
	return false
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
	ch := &change{d: d, tx: tx, now: at, c: c}
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
	if l.Complaint == "" || l.Kind == complaint.Undelivered {
		return nil
	}
	c, err := tx.Complaint(ctx, l.Complaint)
	if err != nil {
		return err
	}
	ch := &change{d: d, tx: tx, now: at, c: c}
	data := facts{"letter": l.ID, "kind": string(l.Kind)}
	kind := complaint.LetterUndelivered
	switch l.Kind {
	case complaint.Confirmation:
		ch.c.Round.Confirmed = time.Time{}
	case complaint.Resolution:
		if _, err := complaint.Next(c.Status, complaint.ResolutionUndelivered); err == nil {
			kind = complaint.ResolutionUndelivered
			ch.c.Round.Resolved = time.Time{}
		}
	}
	if err := ch.event(kind, "gehoord", data, ""); err != nil {
		return err
	}
	if err := ch.save(ctx); err != nil {
		return err
	}
	to := []string{d.Config.Management.Address}
	if toCustomer(l.Kind) {
		to = []string{d.people.inbox(c.Department), c.Handler}
	}
	for _, recipient := range to {
		if recipient == "" || complaint.SameAddress(recipient, l.Recipient) {
			continue
		}
		err := d.tell(ctx, tx, ch.c, complaint.Undelivered, "letter "+l.ID, recipient, at, func(content *letterContent) {
			content.undelivered(l, answer)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
