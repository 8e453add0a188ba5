package desk

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// heldFor is how long a command that nothing proved waits for its owner's word,
// and heldMost how many may wait for one person: a forger must not fill
// somebody's inbox with questions.
const (
	heldFor  = 24 * time.Hour
	heldMost = 5
)

// staff takes a mail whose From is a member of staff. An empty outcome means
// that it is about no complaint: then it registers one.
func (r *receipt) staff(ctx context.Context) (string, error) {
	if outcome, err := r.wasHim(ctx); outcome != "" || err != nil {
		return outcome, err
	}
	c, err := r.subject(ctx)
	if c == nil && err == nil {
		err = r.numberless()
	}
	if no := new(refusal); errors.As(err, &no) {
		return r.refuseUnlessFlooded(ctx, no)
	}
	switch {
	case err != nil:
		return "", err
	case c == nil:
		return "", nil
	case r.isCustomerOf(*c):
		return joined, r.join(ctx, *c)
	}
	known, err := r.possiblyKnown(ctx)
	if err != nil {
		return "", err
	}
	switch proof := r.d.prove(r.m, r.answers, c.ID); {
	case proof == refuted:
		return r.forged(ctx, *c)
	case proof == proven && !known:
		return r.execute(ctx, *c)
	default: // a mailbox that was renumbered must not make us do things twice
		return r.hold(ctx, *c)
	}
}

// numberless is the *refusal of a mail of staff that is about no complaint and
// yet meant to do something: a command without a number, a tag that is wrong, or
// an answer to a letter that is about several complaints.
func (r *receipt) numberless() error {
	switch err := r.wrongTag(); {
	case err != nil:
		return err
	case r.tag.Command != nil:
		return refuse("E-LATER", string(r.tag.Command.Verb))
	case slices.ContainsFunc(r.answers, func(l complaint.Letter) bool { return complaint.SameAddress(l.Recipient, r.m.From.Address) }):
		return refuse("E-WELKE")
	}
	return nil
}

// refuseUnlessFlooded tells a colleague, at his address in the configuration,
// what was not done. Nothing has proved that he wrote, so he is told only so
// often a day.
func (r *receipt) refuseUnlessFlooded(ctx context.Context, no *refusal) (string, error) {
	if r.d.prove(r.m, r.answers, r.answers.of()) != proven {
		n, err := r.tx.LettersSince(ctx, strings.ToLower(r.m.From.Address), []complaint.LetterKind{complaint.Refusal}, r.now.Add(-heldFor))
		if err != nil || n >= heldMost {
			return commanded, err
		}
	}
	return r.refuse(ctx, nil, no)
}

// subject is the complaint that a mail of staff is about: that of the letter it
// answers, and that of the number in its subject, which must agree. nil: none.
func (r *receipt) subject(ctx context.Context) (*complaint.Complaint, error) {
	var named, answered *complaint.Complaint
	if !r.tag.Number.IsZero() {
		c, err := r.tx.ComplaintByNumber(ctx, r.tag.Number)
		if errors.Is(err, store.ErrNotFound) {
			return nil, refuse("E-NUMMER", r.tag.Number.String())
		}
		if err != nil {
			return nil, err
		}
		named = &c
	}
	if id := r.answers.of(); id != "" {
		c, err := r.tx.Complaint(ctx, id)
		if err != nil {
			return nil, err
		}
		answered = &c
	}
	switch {
	case named != nil && answered != nil && named.ID != answered.ID:
		return nil, refuse("E-DRAAD", answered.Number.String(), named.Number.String())
	case named != nil:
		return named, nil
	default:
		return answered, nil
	}
}

// inbox takes a mail from a department's own address: about a complaint it is a
// colleague's note, and no command, because nobody knows which colleague.
func (r *receipt) inbox(ctx context.Context) (string, error) {
	c, err := r.match(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	ch := r.change(c)
	if err := ch.event(complaint.Noted, strings.ToLower(r.m.From.Address), facts{"mail": r.stored.ID}, r.m.Reply); err != nil {
		return "", err
	}
	if err := ch.save(ctx); err != nil {
		return "", err
	}
	if r.tag.Command == nil && r.tagErr == nil || r.stored.Silent {
		return joined, nil
	}
	return joined, r.d.tell(ctx, r.tx, ch.c, complaint.Refusal, "mail "+r.stored.ID, strings.ToLower(r.m.From.Address), r.now, func(content *letterContent) {
		content.refused(r.m.Subject, refuse("E-POSTBUS"), r.d.Config.Organisation.Language)
	})
}

// wrongTag is the *refusal of a subject whose tag was meant and is wrong, nil for
// another.
func (r *receipt) wrongTag() error {
	var wrong *complaint.SubjectError
	if !errors.As(r.tagErr, &wrong) {
		return r.tagErr
	}
	code := wrong.Code
	if code == complaint.CodeNumber {
		code = "E-GEEN-NUMMER" // E-NUMMER is one that is not there
	}
	return &refusal{code: code, suggestion: wrong.Suggestion, args: []string{wrong.Read}}
}

// isCustomerOf tells whether a member of staff who leases a car himself writes
// about his own complaint, without a command.
func (r *receipt) isCustomerOf(c complaint.Complaint) bool {
	return r.tag.Command == nil && r.tagErr == nil && complaint.SameAddress(c.Customer.Address, r.m.From.Address)
}

// execute carries out the command of a proven member of staff; without one his
// mail is a note.
func (r *receipt) execute(ctx context.Context, c complaint.Complaint) (string, error) {
	actor := strings.ToLower(r.m.From.Address)
	if no := new(refusal); errors.As(r.wrongTag(), &no) {
		return r.refuse(ctx, &c, no)
	}
	do := note
	var args map[string]string
	if r.tag.Command != nil {
		cmd, ok := commands[r.tag.Command.Verb]
		if !ok {
			return r.refuse(ctx, &c, refuse("E-LATER", string(r.tag.Command.Verb)))
		}
		do, args = cmd, r.tag.Command.Args
	}
	x := &execution{change: r.change(c), r: r, actor: actor, args: args}
	err := do(ctx, x)
	var no *refusal
	var impossible *complaint.TransitionError
	switch {
	case errors.As(err, &no):
		return r.refuse(ctx, &c, no)
	case errors.As(err, &impossible):
		return r.refuse(ctx, &c, refuse("E-TOESTAND", c.Number.String(), strings.ToLower(c.Status.Label(r.d.Config.Organisation.Language))))
	case err != nil:
		return "", err
	}
	if err := x.save(ctx); err != nil {
		return "", err
	}
	for _, send := range x.after {
		if err := send(ctx); err != nil {
			return "", err
		}
	}
	return commanded, nil
}

// refuse tells a proven sender, and nobody else, what was not done and why. c is
// nil when his command was about no certain complaint.
func (r *receipt) refuse(ctx context.Context, c *complaint.Complaint, no *refusal) (string, error) {
	about := complaint.Complaint{}
	if c != nil {
		ch := r.change(*c)
		if err := ch.event(complaint.CommandRefused, strings.ToLower(r.m.From.Address), facts{"mail": r.stored.ID, "code": no.code}, ""); err != nil {
			return "", err
		}
		if err := ch.save(ctx); err != nil {
			return "", err
		}
		about = ch.c
	}
	return commanded, r.d.tell(ctx, r.tx, about, complaint.Refusal, "mail "+r.stored.ID, strings.ToLower(r.m.From.Address), r.now, func(content *letterContent) {
		content.refused(r.m.Subject, no, r.d.Config.Organisation.Language)
	})
}

// hold keeps a command that nothing proves for a day and asks its owner, at his
// address in the configuration, whether it was his. Nothing else happens.
func (r *receipt) hold(ctx context.Context, c complaint.Complaint) (string, error) {
	person := strings.ToLower(r.m.From.Address)
	waiting, err := r.tx.HeldOf(ctx, person, r.now)
	if err != nil {
		return "", err
	}
	ch := r.change(c)
	if err := ch.event(complaint.CommandHeld, person, facts{"mail": r.stored.ID}, ""); err != nil {
		return "", err
	}
	if err := ch.save(ctx); err != nil {
		return "", err
	}
	if waiting >= heldMost {
		return commanded, nil
	}
	if err := r.tx.Hold(ctx, r.stored.ID, person, r.now.Add(heldFor)); err != nil {
		return "", err
	}
	return commanded, r.d.tell(ctx, r.tx, ch.c, complaint.WasThisYou, r.stored.ID, person, r.now, func(content *letterContent) {
		content.asked(r.m)
	})
}

// wasHim takes up a held command when its owner answers our question. An answer
// that brings a command of its own is that command; one that says no ends the
// matter.
func (r *receipt) wasHim(ctx context.Context) (string, error) {
	if r.tag.Command != nil || r.tagErr != nil {
		return "", nil
	}
	for _, l := range r.answers {
		if l.Kind != complaint.WasThisYou || !complaint.SameAddress(l.Recipient, r.m.From.Address) ||
			r.d.prove(r.m, r.answers, l.Complaint) != proven {
			continue
		}
		c, err := r.tx.Complaint(ctx, l.Complaint)
		if err != nil {
			return "", err
		}
		ok, err := r.tx.Unhold(ctx, l.Cause, strings.ToLower(r.m.From.Address), r.now)
		if err != nil {
			return "", err
		}
		if !ok {
			return r.refuse(ctx, &c, refuse("E-VERLOPEN"))
		}
		if saysNo.MatchString(r.m.Reply) && ownWords(r.m) {
			return r.refuse(ctx, &c, refuse("E-NIET-U"))
		}
		held, err := r.d.read(ctx, r.tx, l.Cause)
		if err != nil {
			return "", err
		}
		taken := *r
		taken.m = held
		taken.tag, taken.tagErr = complaint.ParseSubject(held.Subject, r.d.Config.Organisation.Prefix)
		outcome, err := taken.execute(ctx, c)
		r.complaintID = taken.complaintID
		return outcome, err
	}
	return "", nil
}

var saysNo = regexp.MustCompile(`(?i)^\W*(nee|neen|niet|no|nope|not)\b`)

// forged tells a person that somebody wrote in his name; nothing else happens.
func (r *receipt) forged(ctx context.Context, c complaint.Complaint) (string, error) {
	person := strings.ToLower(r.m.From.Address)
	ch := r.change(c)
	if err := ch.event(complaint.CommandRefused, person, facts{"mail": r.stored.ID, "code": "E-AFZENDER"}, ""); err != nil {
		return "", err
	}
	if err := ch.save(ctx); err != nil {
		return "", err
	}
	return commanded, r.d.tell(ctx, r.tx, ch.c, complaint.Refusal, "forged "+c.ID, person, r.now, func(content *letterContent) {
		content.refused(r.m.Subject, refuse("E-AFZENDER"), r.d.Config.Organisation.Language)
	})
}
