package desk

import (
	"context"
	"fmt"
	"net/url"
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
	if l.Subject, raw, err = d.letters().Render(l.Kind, h, content.Content); err != nil {
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
	content.messageID = d.mint(l)
	content.commands(c, kind)
	if fill != nil {
		fill(&content)
	}
	return d.queue(ctx, tx, l, content, thread{auto: "auto-generated"})
}

// letterContent is what a letter prints, and in which language.
type letterContent struct {
	notify.Content
	d         *Desk
	language  string
	messageID string // of the letter, for the links in it
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
	content.Received = c.Round.Received
	content.ConfirmBy, content.ResponseBy, content.SolveBy = c.Round.Deadlines.Confirmation, c.Round.Deadlines.FirstResponse, c.Round.Deadlines.Resolution
	content.Status, content.Triage = c.Status, c.Status == complaint.Triage
	content.Department = d.people.department(c.Department, language)
	if c.Handler != "" {
		content.Handler = d.people.name(c.Handler)
	}
	content.Agenda = c.Agenda
	content.Name = c.Customer.Name
	content.Dispute = notify.Dispute{Name: o.Dispute.Name, URL: o.Dispute.URL, Months: o.Dispute.Months,
		Until: c.Round.Received.In(o.Zone).AddDate(0, o.Dispute.Months, 0)}
	return content
}

// commands adds the taps for what a colleague can do about a complaint.
func (content *letterContent) commands(c complaint.Complaint, kind complaint.LetterKind) {
	if c.ID == "" {
		return
	}
	switch kind {
	case complaint.Notice, complaint.CustomerMail, complaint.Warning, complaint.Breach, complaint.FollowUp, complaint.Undelivered:
	default:
		return
	}
	for _, verb := range []complaint.Verb{complaint.Aannemen, complaint.Reactie, complaint.Opgelost, complaint.Naar, complaint.Notitie} {
		content.link(c, verb)
	}
}

// link adds a mail that is ready to send but for its text (RFC 6068). Clients
// that know In-Reply-To there bring the token back; for the others the sender is
// asked whether it was him.
func (content *letterContent) link(c complaint.Complaint, verb complaint.Verb) {
	content.Links = append(content.Links, notify.Link{Label: string(verb), Href: "mailto:" + content.d.Config.Organisation.Address +
		"?subject=" + escape(content.readySubject(c.Number, verb)) + "&In-Reply-To=" + escape(content.messageID)})
}

// readySubject is what a colleague sends as it stands, but for NAAR, which lacks
// the department.
func (content *letterContent) readySubject(n complaint.Number, verb complaint.Verb) string {
	if verb == complaint.Naar {
		return subjectOf(n, verb+complaint.Verb(text(content.language, " AFDELING", " DEPARTMENT")))
	}
	return subjectOf(n, verb)
}

func subjectOf(n complaint.Number, verb complaint.Verb) string {
	return "[" + n.String() + " " + string(verb) + "]"
}

// escape is for mailto:, where a space is %20 and never a plus.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// show adds the customer's words and the names of what he attached.
func (content *letterContent) show(m complaint.Mail, stored store.StoredMail) {
	content.Text = m.Text
	for _, a := range m.Attachments {
		content.Attachments = append(content.Attachments, notify.File{Name: a.Name, Size: a.Size})
	}
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

// refused says what was not done, why, and what the subject should have been.
func (content *letterContent) refused(subject string, no *refusal, language string) {
	content.Was = subject
	content.Reason = no.text(language)
	content.Suggested = no.suggestion
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

// firstMail is the mail that began the complaint, for a department that has not
// seen it.
func (x *execution) firstMail(ctx context.Context) (complaint.Mail, store.StoredMail, error) {
	mails, err := x.tx.MailsOf(ctx, x.c.ID)
	if err != nil || len(mails) == 0 {
		return complaint.Mail{}, store.StoredMail{}, err
	}
	m, err := x.d.read(ctx, x.tx, mails[0].ID)
	return m, mails[0], err
}

// toCustomer queues an employee's words. They wait until they can no longer be
// stopped, but not beyond the end of a term that they are to meet.
func (x *execution) toCustomer(kind complaint.LetterKind, words string) {
	due := x.now.Add(x.d.Config.Desk.Undo.Duration)
	for _, t := range termsOf(x.c.Round)[1:] {
		meets := t.breach == complaint.ResponseBreach || kind == complaint.Resolution
		if meets && t.met.IsZero() && !t.deadline.Before(x.now) && due.After(t.deadline) {
			due = t.deadline
		}
	}
	final := kind == complaint.Reaction && x.c.Status == complaint.Settled
	x.after = append(x.after, func(ctx context.Context) error {
		answered, err := x.latestOfCustomer(ctx)
		if err != nil {
			return err
		}
		l := x.d.draft(kind, "mail "+x.r.stored.ID, x.c.Customer.Address, x.now)
		l.Complaint, l.Due = x.c.ID, due
		content := x.d.content(x.c, x.c.Language, x.now)
		content.Text, content.Employee, content.Final = words, x.d.people.name(x.actor), final
		return x.d.queue(ctx, x.tx, l, content, thread{to: x.c.Customer, from: content.Employee, answers: answered})
	})
	x.receipt("sent", func(content *letterContent) {
		content.Text, content.ToCustomer = words, true
		if due.After(x.now) {
			content.UndoUntil = due
			content.link(x.c, complaint.Stop)
		}
	})
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

// receipt tells the sender of a command what it did; only for commands that
// reach the customer or change who is responsible.
func (x *execution) receipt(what string, fill func(*letterContent)) {
	x.after = append(x.after, func(ctx context.Context) error {
		return x.d.tell(ctx, x.tx, x.c, complaint.Receipt, what+" "+x.r.stored.ID, x.actor, x.now, func(content *letterContent) {
			content.Was = x.r.m.Subject
			if x.r.tag.Command != nil {
				content.Verb = string(x.r.tag.Command.Verb)
			}
			if fill != nil {
				fill(content)
			}
		})
	})
}

// earlier adds the customer's other complaints.
func (content *letterContent) earlier(list []complaint.Complaint) {
	for _, c := range list {
		content.Earlier = append(content.Earlier, notify.Earlier{Number: c.Number, Status: c.Status, Received: c.Round.Received})
	}
}
