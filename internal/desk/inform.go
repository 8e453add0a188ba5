package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/notify"
)

// What a command sends to the customer.

// undoUntil is when a letter to the customer leaves: when it can no longer be
// stopped, but not beyond the end of a term that it is to meet.
func (x *execution) undoUntil(kind complaint.LetterKind) time.Time {
	due := x.now.Add(x.d.Config.Desk.Undo.Duration)
	for _, t := range termsOf(x.c.Round) {
		if meets(kind, t) && t.met.IsZero() && !t.deadline.Before(x.now) && due.After(t.deadline) {
			due = t.deadline
		}
	}
	return due
}

// meets tells whether a letter stops a clock.
func meets(kind complaint.LetterKind, t term) bool {
	switch t.breach {
	case complaint.ConfirmationBreach:
		return kind == complaint.Confirmation
	case complaint.ResponseBreach:
		return kind == complaint.Reaction || kind == complaint.Question || kind == complaint.Resolution
	default:
		return kind == complaint.Resolution
	}
}

// toCustomer queues an employee's words, with what he attached, and says in his
// receipt what went. Without a mail address there is nothing to queue.
func (x *execution) toCustomer(ctx context.Context, kind complaint.LetterKind, words string, fill func(*letterContent)) error {
	if x.c.Customer.Address == "" { // by telephone: he knows
		x.acknowledge(nil)
		return nil
	}
	files, err := x.toSend(ctx)
	if err != nil {
		return err
	}
	due := x.undoUntil(kind)
	x.after = append(x.after, func(ctx context.Context) error {
		answered, err := x.latestOfCustomer(ctx)
		if err != nil {
			return err
		}
		l := x.d.draft(kind, "mail "+x.r.stored.ID, x.c.Customer.Address, x.now)
		l.Complaint, l.Due = x.c.ID, due
		content := x.d.content(x.c, x.c.Language, x.now)
		content.Text, content.Employee = words, x.d.people.name(x.actor)
		content.carry(carried{files: files})
		if fill != nil {
			fill(&content)
		}
		if err := x.d.queue(ctx, x.tx, l, content, thread{to: x.c.Customer, from: content.Employee, answers: answered}); err != nil {
			return err
		}
		return x.alsoTo(ctx, l, content)
	})
	x.acknowledge(func(content *letterContent) {
		if fill != nil {
			fill(content)
		}
		content.Text, content.ToCustomer = words, true
		for _, f := range files {
			content.Attachments = append(content.Attachments, notify.File{Name: f.Name, Size: f.Size, Carried: true})
		}
		content.undo(x.c, due)
	})
	return nil
}

// alsoTo sends a letter to the other customers whose complaints were merged into this
// one. Each is bound to his own complaint, and names the number that stays.
func (x *execution) alsoTo(ctx context.Context, l complaint.Letter, content letterContent) error {
	merged, err := x.tx.MergedInto(ctx, x.c.ID)
	if err != nil {
		return err
	}
	for _, c := range merged {
		if x.again || c.Customer.Address == "" || sameCustomer(c, x.c) {
			continue
		}
		copied, theirs := x.d.draft(l.Kind, l.Cause, c.Customer.Address, x.now), content
		copied.Complaint, copied.Due = c.ID, l.Due
		theirs.Name, theirs.Customer = c.Customer.Name, c.Customer
		if err := x.d.queue(ctx, x.tx, copied, theirs, thread{to: c.Customer, from: content.Employee, answers: complaint.Mail{MessageID: c.MessageID}}); err != nil {
			return err
		}
	}
	return nil
}

// undo offers to stop a letter that has not left.
func (content *letterContent) undo(c complaint.Complaint, due time.Time) {
	if due.After(content.now) {
		content.UndoUntil = due
		content.taps(c, complaint.Stop)
	}
}

// unreachable says in the receipt that the customer has no mail address.
func (x *execution) unreachable() {
	x.remark("Van deze klant is geen mailadres bekend. Laat het de klant zelf weten.", "No mail address of this customer is known. Let the customer know yourself.")
}

// inform queues an automatic letter that a command causes.
func (x *execution) inform(ctx context.Context, kind complaint.LetterKind, fill func(*letterContent)) error {
	return x.informOf(ctx, x.c, kind, fill)
}

// informOf is inform about another complaint than the command's. What the ceiling
// of automatic letters to one address does not allow is said to the sender; a
// confirmation becomes a task.
func (x *execution) informOf(ctx context.Context, c complaint.Complaint, kind complaint.LetterKind, fill func(*letterContent)) error {
	own := c.ID == x.c.ID
	x.after = append(x.after, func(ctx context.Context) error {
		if own {
			c = x.c // as it was saved
		}
		content := x.d.content(c, c.Language, x.now)
		if fill != nil {
			fill(&content)
		}
		n, err := x.tx.LettersSince(ctx, c.Customer.Address, complaint.AutomaticToCustomer, x.now.Add(-24*time.Hour))
		if err != nil {
			return err
		}
		above := n >= x.d.Config.Desk.Ceiling
		switch {
		case kind == complaint.Confirmation && (c.Customer.Address == "" || above):
			return x.d.confirmByHand(ctx, x.tx, c, "mail "+x.r.stored.ID, x.d.people.inbox(c.Department), content.Text, x.now)
		case c.Customer.Address == "":
			x.unreachable()
			return nil
		case above:
			x.remark("De klant kreeg vandaag al genoeg automatische mails. Deze is niet verstuurd.", "The customer had enough automatic mails today. This one was not sent.")
			return nil
		}
		l := x.d.draft(kind, "mail "+x.r.stored.ID, c.Customer.Address, x.now)
		l.Complaint = c.ID
		if kind != complaint.Confirmation { // which nobody wrote, and whose term runs
			l.Due = x.undoUntil(kind)
		}
		answered, err := x.latestOfCustomer(ctx)
		if err != nil {
			return err
		}
		if !own {
			answered = complaint.Mail{MessageID: c.MessageID}
		}
		x.goes(kind, l.Due)
		return x.d.queue(ctx, x.tx, l, content, thread{to: c.Customer, answers: answered, auto: "auto-generated"})
	})
	return nil
}

// goes adds to the receipt that the customer gets an automatic letter, and until
// when it can be stopped.
func (x *execution) goes(kind complaint.LetterKind, due time.Time) {
	if x.answer == nil {
		return
	}
	before := x.answer
	x.acknowledge(func(content *letterContent) {
		before(content)
		content.Letter, content.ToCustomer = kind, true
		content.undo(x.c, due)
	})
}

// printLater gives somebody a letter to the customer on paper.
func (x *execution) printLater(kind complaint.LetterKind, to string, dated time.Time, fill func(*letterContent)) {
	x.after = append(x.after, func(ctx context.Context) error {
		page := x.d.content(x.c, x.c.Language, dated)
		fill(&page)
		file, err := x.d.letters().Page(kind, x.c.Language, dated, page.Content, x.d.addressLines(x.c))
		if err != nil {
			return &mailError{err}
		}
		return x.d.tell(ctx, x.tx, x.c, complaint.Print, "mail "+x.r.stored.ID, to, x.now, func(content *letterContent) {
			content.Letter = kind
			content.carry(carried{files: []complaint.File{file}})
		})
	})
}

// addressLines are where a paper letter goes, as far as is known.
func (d *Desk) addressLines(c complaint.Complaint) []string {
	lines := []string{c.Customer.Name}
	for line := range strings.SplitSeq(c.Contact.Post, "\n") {
		lines = append(lines, strings.TrimSpace(line))
	}
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

// latestOfCustomer is the mail that a letter to the customer answers: his last.
func (x *execution) latestOfCustomer(ctx context.Context) (complaint.Mail, error) {
	mails, err := x.tx.MailsOf(ctx, x.c.ID)
	if err != nil {
		return complaint.Mail{}, err
	}
	latest := complaint.Mail{MessageID: x.c.MessageID}
	for _, m := range mails {
		if complaint.SameAddress(m.From.Address, x.c.Customer.Address) && m.MessageID != "" && m.Outcome != duplicate {
			if latest.MessageID != "" && latest.MessageID != m.MessageID {
				latest.References = []string{x.c.MessageID}
			}
			latest.MessageID = m.MessageID
		}
	}
	latest.References = slices.DeleteFunc(latest.References, func(id string) bool { return id == "" || id == latest.MessageID })
	return latest, nil
}
