package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"time"

	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// Outcomes of a mail, as the ledger keeps them.
const (
	registered  = "complaint"
	joined      = "joined"
	commanded   = "command"
	automatic   = "automatic"
	bounced     = "bounce"
	own         = "own"
	unjoined    = "unjoined"
	duplicate   = "duplicate"
	quarantined = "quarantined"
)

// Receive does all that a stored mail makes happen, in one transaction. A mail
// that makes our code fail or panic is quarantined with the reason, and the
// error is nil: the next one can be taken. An error means that the database or
// the context is in trouble and the mail is as it was.
func (d *Desk) Receive(ctx context.Context, mailID string) error {
	outcome, err := d.receive(ctx, mailID)
	switch {
	case err == nil:
		d.Log.Info("mail received", "mail", mailID, "outcome", outcome)
		d.wake(true, true)
		return nil
	case ctx.Err() != nil, !errors.As(err, new(*mailError)):
		return fmt.Errorf("receive mail %s: %w", mailID, err)
	}
	// The reason may hold what the sender wrote; it is in the register.
	d.Log.Error("mail quarantined: see gehoord quarantine", "mail", mailID)
	if err := d.quarantine(ctx, mailID, err.Error()); err != nil {
		return fmt.Errorf("quarantine mail %s: %w", mailID, err)
	}
	d.wake(true, false)
	return nil
}

// Unfinished are the mails of a mailbox that were stored and not received: the
// daemon ended between the two.
func (d *Desk) Unfinished(ctx context.Context, mailbox string) ([]string, error) {
	return d.Store.Unfinished(ctx, mailbox)
}

// mailError is trouble that one mail makes: trying again does not help.
type mailError struct{ err error }

func (e *mailError) Error() string { return e.err.Error() }
func (e *mailError) Unwrap() error { return e.err }

// guard runs f and turns a panic into a mailError.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &mailError{fmt.Errorf("panic: %v\n%s", p, debug.Stack())}
		}
	}()
	return f()
}

func (d *Desk) receive(ctx context.Context, mailID string) (outcome string, err error) {
	var m complaint.Mail
	if err := guard(func() (err error) {
		m, err = d.read(ctx, d.Store, mailID)
		return err
	}); err != nil {
		return "", err
	}
	err = guard(func() error {
		return d.Store.InTx(ctx, func(tx *store.Tx) error {
			stored, err := tx.MailForReceipt(ctx, mailID)
			if err != nil {
				return err
			}
			if stored.State != "stored" { // another daemon was first
				outcome = stored.Outcome
				return nil
			}
			r := &receipt{d: d, tx: tx, now: d.now(), m: m, stored: stored}
			if r.who, err = d.roster(ctx, tx, r.now); err != nil {
				return err
			}
			if outcome, err = r.run(ctx); err != nil {
				return err
			}
			return tx.FinishMail(ctx, mailID, outcome, r.complaintID, r.m)
		})
	})
	return outcome, err
}

// contents is where a stored mail's bytes are: the store, or a transaction of it.
type contents interface {
	Content(ctx context.Context, owner, part string) io.Reader
}

// read parses a stored mail.
func (d *Desk) read(ctx context.Context, from contents, mailID string) (complaint.Mail, error) {
	return d.readAs(ctx, from, mailID, ReadingOptions(d.Config))
}

func (d *Desk) readAs(ctx context.Context, from contents, mailID string, o ingest.Options) (complaint.Mail, error) {
	return ingest.Parse(from.Content(ctx, mailID, store.PartRaw), o)
}

// receipt is one mail on its way through the desk.
type receipt struct {
	d           *Desk
	tx          *store.Tx
	now         time.Time
	m           complaint.Mail
	stored      store.StoredMail
	who         roster
	answers     answers
	tag         complaint.Tag
	tagErr      error
	named       complaint.Complaint // the one that the mail names, where it was merged into another
	was         []string            // random ids of complaints that the one it is about has absorbed
	follows     complaint.Number    // the closed complaint that it answers
	rescued     bool                // somebody says that it is a complaint, whatever it looks like
	complaintID string              // what the mail was joined to
}

// run asks, in this order: the same mail before? what is it? whose is it?
func (r *receipt) run(ctx context.Context) (string, error) {
	first, err := r.tx.FirstOf(ctx, r.m.Same, r.stored.ID)
	if err != nil {
		return "", err
	}
	if first != "" {
		of, err := r.tx.Mail(ctx, first)
		r.complaintID = of.Complaint // so that it is erased with it
		return duplicate, err
	}
	if r.m.Kind == complaint.Bounce {
		return r.bounce(ctx)
	}
	letters, err := r.tx.LettersNamed(ctx, minted(r.m.References))
	if err != nil {
		return "", err
	}
	for _, l := range letters {
		if r.d.genuine(l) {
			r.answers = append(r.answers, l)
		}
	}
	r.tag, r.tagErr = complaint.ParseSubject(r.m.Subject, r.d.Config.Organisation.Prefix)
	if r.fromCommittee() {
		return r.committee(ctx)
	}
	if r.m.Kind != complaint.Human {
		return r.automatic(ctx)
	}
	take := r.customer
	if _, ok := r.d.people.staff(r.m.From.Address); ok && !r.stored.Silent && !r.m.Form { // what lay there before the desk opened commands nothing
		take = r.staff
	} else if r.d.people.ours(r.m.From.Address) && !r.m.Form {
		take = r.inbox
	}
	outcome, err := take(ctx)
	if err != nil || outcome != "" {
		return outcome, err
	}
	return r.customer(ctx)
}

// automatic files mail that no person wrote, where it belongs to a complaint. It
// is never answered and never registered; what joins nothing is kept for the
// fallback desk to look at.
func (r *receipt) automatic(ctx context.Context) (string, error) {
	if err := r.saidAway(ctx); err != nil {
		return "", err
	}
	c, err := r.match(ctx)
	if errors.Is(err, store.ErrNotFound) {
		if r.m.Kind == complaint.Own {
			return own, nil
		}
		return unjoined, nil
	}
	if err != nil {
		return "", err
	}
	ch := r.change(c)
	if err := ch.event(complaint.Noted, "gehoord", facts{"mail": r.stored.ID, "kind": string(r.m.Kind)}, r.m.Reply); err != nil {
		return "", err
	}
	return automatic, ch.save(ctx)
}

// match finds the complaint that a mail belongs to, or ErrNotFound: by a letter
// of ours that it answers or by a number in its subject, and in both cases only
// when the sender belongs to that complaint. One that was merged is the one it was
// merged into.
func (r *receipt) match(ctx context.Context) (complaint.Complaint, error) {
	from := r.m.From.Address
	if id := r.answers.of(); id != "" {
		c, err := r.tx.Complaint(ctx, id)
		if err != nil {
			return c, err
		}
		if !r.m.Form && r.d.speaks(r.joining(), from, id, r.now) || complaint.SameAddress(c.Customer.Address, from) {
			return r.survivor(ctx, c)
		}
	}
	if !r.tag.Number.IsZero() {
		c, err := r.tx.ComplaintByNumber(ctx, r.tag.Number)
		if err != nil {
			return c, err
		}
		if complaint.SameAddress(c.Customer.Address, from) {
			return r.survivor(ctx, c)
		}
		merged, err := r.tx.MergedInto(ctx, c.ID)
		if err != nil {
			return c, err
		}
		for _, m := range merged { // he was told that this is his number now
			if complaint.SameAddress(m.Customer.Address, from) {
				return c, nil
			}
		}
	}
	return complaint.Complaint{}, store.ErrNotFound
}

// joining are the letters by which a mail joins a complaint: who is no colleague, or no
// longer, joins by those to customers alone.
func (r *receipt) joining() answers {
	if _, staff := r.d.people.staff(r.m.From.Address); staff || r.d.people.ours(r.m.From.Address) {
		return r.answers
	}
	return slices.DeleteFunc(slices.Clone(r.answers), func(l complaint.Letter) bool { return !toCustomer(l.Kind) })
}

// survivor follows a complaint to the one that it was merged into, and remembers
// those on the way: their letters still prove who answers them.
func (r *receipt) survivor(ctx context.Context, c complaint.Complaint) (complaint.Complaint, error) {
	for range 10 { // each merge goes to an earlier receipt, so that there are no circles
		if c.Into == "" {
			break
		}
		if r.named.ID == "" {
			r.named = c
		}
		r.was = append(r.was, c.ID)
		var err error
		if c, err = r.tx.Complaint(ctx, c.Into); err != nil {
			return c, err
		}
	}
	return c, nil
}

// known is the complaint with a number, as it is called now; nil for none.
func (r *receipt) known(ctx context.Context, n complaint.Number) (*complaint.Complaint, error) {
	c, err := r.tx.ComplaintByNumber(ctx, n)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c, err = r.survivor(ctx, c)
	return &c, err
}

// quarantine sets a mail aside and tells the fallback desk, once.
func (d *Desk) quarantine(ctx context.Context, mailID, reason string) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.Quarantine(ctx, mailID, reason); err != nil {
			return err
		}
		l := d.draft(complaint.QuarantineAlert, "mail "+mailID, d.people.inbox(d.Config.Routing.Fallback), d.now())
		content := d.content(complaint.Complaint{}, d.Config.Organisation.Language, l.Queued)
		content.Detail = mailID
		return d.queue(ctx, tx, l, content, thread{})
	})
}
