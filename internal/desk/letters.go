package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
	"gehoord/notify"
)

// draft begins a letter that has a cause: together with its kind and recipient
// the cause makes it once (invariant 3).
func (d *Desk) draft(kind complaint.LetterKind, cause, recipient string, now time.Time) complaint.Letter {
	return complaint.Letter{ID: store.NewID(), Kind: kind, Cause: cause, Sender: d.Config.SMTP.Envelope,
		Recipient: recipient, Queued: now, Due: now}
}

// thread is what a letter answers and how it presents itself.
type thread struct {
	to      complaint.Address // zero: the letter's recipient, as the configuration calls him
	from    string            // the name of the employee whose words it carries; "" for the organisation
	answers complaint.Mail    // MessageID and References of the mail that it answers
	auto    string            // Auto-Submitted (RFC 3834); "" only for an employee's words
}

// queue renders a letter, once, and puts its bytes in the outbox.
func (d *Desk) queue(ctx context.Context, tx *store.Tx, l complaint.Letter, content letterContent, t thread) error {
	o := d.Config.Organisation
	l.MessageID = d.mint(l)
	if t.to.Address == "" {
		t.to = complaint.Address{Name: d.people.name(l.Recipient), Address: l.Recipient}
		if t.to.Name == t.to.Address {
			t.to.Name = ""
		}
	}
	h := notify.Headers{
		From: complaint.Address{Name: o.Name, Address: o.Address}, To: t.to, ReplyTo: o.Address,
		MessageID: l.MessageID, Date: l.Queued.In(o.Zone), Auto: t.auto, Language: content.language,
	}
	if t.from != "" {
		h.From.Name = t.from + ", " + o.Name
	}
	if t.answers.MessageID != "" {
		h.InReplyTo = t.answers.MessageID
		h.References = append(slices.Clone(t.answers.References), t.answers.MessageID)
		if n := len(h.References); n > 20 { // the first and the latest are what clients thread by
			h.References = append(h.References[:1], h.References[n-19:]...)
		}
	}
	var raw []byte
	var err error
	if l.Subject, raw, err = d.letters().Render(l.Kind, h, content.Content, content.files...); err != nil {
		return &mailError{fmt.Errorf("write the letter %s: %w", l.Kind, err)}
	}
	_, err = tx.AddLetter(ctx, l, raw)
	return err
}

// tell queues an automatic letter to a colleague. fill adds what it is about.
func (d *Desk) tell(ctx context.Context, tx *store.Tx, c complaint.Complaint, kind complaint.LetterKind, cause, recipient string, now time.Time, fill func(*letterContent)) error {
	if recipient == "" {
		return nil // nobody is configured for it
	}
	l := d.draft(kind, cause, recipient, now)
	l.Complaint = c.ID
	content := d.content(c, d.Config.Organisation.Language, now)
	content.Name = d.people.name(recipient)
	if content.Name == recipient {
		content.Name = ""
	}
	content.recipient, content.now = recipient, now
	content.Manager = d.people.leads(recipient, c.Department) && !complaint.SameAddress(recipient, c.Handler)
	content.taps(c, tapsOf(kind, content.Manager, c)...)
	if fill != nil {
		fill(&content)
	}
	return d.queue(ctx, tx, l, content, thread{auto: "auto-generated"})
}

// letterContent is what a letter prints and carries, and in which language.
type letterContent struct {
	notify.Content
	d         *Desk
	language  string
	recipient string // of a letter to staff: whom its links prove
	now       time.Time
	files     []complaint.File
}

// content is what is known of a complaint; of the zero one, nothing.
func (d *Desk) content(c complaint.Complaint, language string, now time.Time) letterContent {
	o := d.Config.Organisation
	content := letterContent{d: d, language: language}
	content.Organisation = notify.Organisation{Name: o.Name, Phone: o.Phone, Address: o.Address}
	content.Zone = o.Zone
	if c.ID == "" {
		return content
	}
	content.Number, content.Subject, content.Customer, content.Channel = c.Number, c.Subject, c.Customer, c.Channel
	content.Received, content.Case = c.Received, c.Case
	content.ConfirmBy, content.ResponseBy, content.SolveBy = c.Round.Deadlines.Confirmation, c.Round.Deadlines.FirstResponse, c.Round.Deadlines.Resolution
	content.Status, content.Triage = c.Status, c.Status == complaint.Triage
	content.Department = d.people.department(c.Department, language)
	if c.Handler != "" {
		content.Handler = d.people.name(c.Handler)
	}
	content.Agenda = c.Agenda
	content.Name = c.Customer.Name
	content.Dispute = notify.Dispute{Name: o.Dispute.Name, URL: o.Dispute.URL, Months: o.Dispute.Months,
		Until: d.disputeUntil(c)}
	return content
}

// show adds a mail's words.
func (content *letterContent) show(m complaint.Mail, stored store.StoredMail) {
	content.Text = m.Text
	content.partial(stored)
}

// partial says that the desk has not got all of a mail.
func (content *letterContent) partial(stored store.StoredMail) {
	if stored.Partial {
		content.Remarks = append(content.Remarks, text(content.language,
			"Deze mail was te groot. U ziet alleen het begin. De hele mail ligt nog in de mailbox.",
			"This mail was too large. You see its beginning only. All of it is still in the mailbox."))
	}
}

func text(language, nl, en string) string {
	if language == "nl" {
		return nl
	}
	return en
}

// moved says who handed the complaint over, and why.
func (content *letterContent) moved(from, by, why string) {
	content.Detail = text(content.language, "Doorgegeven door "+by+" van "+from+".", "Passed on by "+by+" of "+from+".")
	if why = strings.TrimSpace(why); why != "" {
		content.Detail += " " + why
	}
}

// refused says what was not done, why, and what the subject should have been: to
// copy, and to tap.
func (content *letterContent) refused(c complaint.Complaint, subject string, no *refusal) {
	content.Was = subject
	content.Reason = no.text(content.language)
	if no.suggestion != "" {
		content.Suggested = no.suggestion
		content.tap(c.ID, strings.Trim(no.suggestion, "[]"), no.suggestion, "")
	}
}

// asked shows a command that nothing proved to the person it claims to be from.
func (content *letterContent) asked(m complaint.Mail) {
	content.Was, content.Text = m.Subject, m.Reply
}

// undelivered says which letter did not arrive, and what the mail server said.
func (content *letterContent) undelivered(l complaint.Letter, answer string) {
	content.Letter, content.Answer, content.ToCustomer = l.Kind, answer, toCustomer(l.Kind)
	if !content.ToCustomer {
		content.Detail = l.Recipient
	}
}

// item adds one line to a letter about several complaints.
func (content *letterContent) item(t telling) {
	handler := ""
	if t.c.Handler != "" {
		handler = content.d.people.name(t.c.Handler)
	}
	content.Items = append(content.Items, notify.Item{Number: t.c.Number, Alarm: t.kind, Due: t.due, Status: t.c.Status,
		Department: content.d.people.department(t.c.Department, content.language), Handler: handler})
}

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
	if x.c.Customer.Address == "" {
		x.unreachable()
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
		return x.d.queue(ctx, x.tx, l, content, thread{to: x.c.Customer, from: content.Employee, answers: answered})
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

// undo offers to stop a letter that has not left.
func (content *letterContent) undo(c complaint.Complaint, due time.Time) {
	if due.After(content.now) {
		content.UndoUntil = due
		content.taps(c, complaint.Stop)
	}
}

// unreachable says in the receipt that the customer has no mail address.
func (x *execution) unreachable() {
	x.remark("Van deze klant is geen mailadres bekend. Laat het hem zelf weten.", "No mail address of this customer is known. Let the customer know yourself.")
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

func earlierOf(c complaint.Complaint) notify.Earlier {
	return notify.Earlier{Number: c.Number, Status: c.Status, Received: c.Received}
}

// unjoined adds one line to the daily list.
func (content *letterContent) unjoined(line int, m store.StoredMail) {
	name := string(complaint.KlachtNr)
	subject := fmt.Sprintf("[%s %d]", name, line)
	content.tap("", fmt.Sprintf("%s %d", name, line), subject, "")
	last := len(content.Links) - 1
	content.Items = append(content.Items, notify.Item{N: line, From: m.From.Address, Subject: m.Subject, Due: m.Received,
		Note: string(m.Kind), Links: content.Links[last:]})
	content.Links = content.Links[:last:last]
}
