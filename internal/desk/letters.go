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
	content.recipient, content.now, content.ended = recipient, now, !c.Ended.IsZero()
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
	ended     bool // the complaint has
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
	content.Confirmed, content.Responded, content.Resolved = c.Round.Confirmed, c.Round.Responded, c.Round.Resolved
	content.Phone, content.Post = c.Contact.Phone, c.Contact.Post
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
	content.Detail = text(content.language, "Doorgegeven van "+from+" door "+by+".", "Passed on from "+from+" by "+by+".")
	if why = strings.TrimSpace(why); why != "" {
		content.Detail += text(content.language, " Reden: ", " Reason: ") + why
	}
}

// refused says what was not done, why, and what the subject should have been: to
// copy, and to tap.
func (content *letterContent) refused(c complaint.Complaint, m complaint.Mail, no *refusal) {
	content.Was, content.Text = m.Subject, m.Reply // what was written is not lost
	content.Reason, content.Letter, content.Pending = no.text(content.language), no.left, no.kept
	if no.suggestion != "" {
		suggestion := inLanguage(no.suggestion, content.language)
		content.Suggested = suggestion
		content.tapWith(c.ID, strings.Trim(suggestion, "[]"), suggestion, "", m.Reply)
	}
	if no.departments {
		content.tapsTo(c, content.d.codes())
	}
	content.taps(c, no.taps...)
}

// inLanguage is a tag with its verb in a language.
func inLanguage(tag, language string) string {
	words := strings.Fields(strings.Trim(tag, "[]"))
	for i, w := range words {
		if verb := complaint.Canonical(w); verb != "" && w == string(verb) {
			words[i] = verb.In(language)
			break
		}
	}
	return "[" + strings.Join(words, " ") + "]"
}

// asked shows a command that nothing proved to the person it claims to be from.
func (content *letterContent) asked(m complaint.Mail) {
	content.Was, content.Text = m.Subject, m.Reply
}

// undelivered says which letter did not arrive, and what the mail server said.
func (content *letterContent) undelivered(l complaint.Letter, answer string) {
	content.Letter, content.Answer, content.ToCustomer = l.Kind, answer, toCustomer(l.Kind)
	if !content.ToCustomer {
		content.Detail, content.Links = l.Recipient, nil
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
