package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gehoord/classify"
	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// customer takes a mail that somebody wrote who is no member of staff: it joins
// a complaint of his, or registers one.
func (r *receipt) customer(ctx context.Context) (string, error) {
	c, err := r.match(ctx)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return registered, r.register(ctx)
	case err != nil:
		return "", err
	}
	return joined, r.join(ctx, c)
}

// register makes a complaint of a mail: numbered, routed, confirmed and noticed.
func (r *receipt) register(ctx context.Context) error {
	d := r.d
	silent := r.stored.Silent
	sender := r.m.From
	if _, ok := d.people.staff(sender.Address); ok || d.people.ours(sender.Address) {
		// What a colleague sends on is a customer's complaint, not his own.
		sender = complaint.Address{}
	}
	if !strings.Contains(sender.Address, "@") { // a local name, which no letter reaches
		sender.Address = ""
	}
	sender.Address = strings.ToLower(sender.Address) // as the register keeps it: spellings of one address share one ceiling
	verdict := d.rules().Classify(Words(r.m), RoutingSettings(d.Config))
	known, err := r.possiblyKnown(ctx)
	if err != nil {
		return err
	}
	if known {
		verdict.Triage = true
	}
	department := verdict.Department
	if verdict.Triage || department == "" {
		department = d.Config.Routing.Fallback
	}
	year := r.stored.Received.In(d.Config.Organisation.Zone).Year()
	number, err := r.tx.NextNumber(ctx, d.Config.Organisation.Prefix, year)
	if err != nil {
		return err
	}
	ch := r.change(complaint.Complaint{
		ID: store.NewID(), Number: number, Channel: complaint.ByMail, Department: department,
		Customer: sender, Language: Language(r.m, d.Config), Subject: r.m.Subject, MessageID: r.m.MessageID,
		Round: complaint.Round{N: 1, Received: r.stored.Received, Deadlines: d.calendar().Deadlines(r.stored.Received)},
	})
	r.complaintID = ch.c.ID
	ch.fresh, ch.silent = true, silent
	data := facts{"mail": r.stored.ID, "sha256": r.stored.SHA256, "channel": string(complaint.ByMail)}
	if !r.tag.Number.IsZero() {
		data["mentions"] = r.tag.Number.String()
	}
	if known {
		data["possibly_known"] = true
	}
	if r.stored.Partial {
		data["partial"] = true
	}
	if err := ch.event(complaint.Registered, "customer", data, r.m.Text); err != nil {
		return err
	}
	routing := facts{"department": department, "score": verdict.Score, "margin": verdict.Margin, "matched": verdict.Matched, "also": verdict.Also}
	kind := complaint.Routed
	if verdict.Triage {
		kind = complaint.Unsure
	}
	if err := ch.event(kind, "gehoord", routing, ""); err != nil {
		return err
	}
	if err := ch.save(ctx); err != nil {
		return err
	}
	if silent {
		return nil
	}
	switch {
	case known, r.fromCommittee():
	case sender.Address == "":
		err = r.byHand(ctx, ch.c)
	default:
		err = r.confirm(ctx, ch.c)
	}
	if err != nil {
		return err
	}
	return r.notice(ctx, ch.c, verdict, known)
}

// possiblyKnown is true for a mail that a renumbered mailbox shows under a known
// Message-ID with other content.
func (r *receipt) possiblyKnown(ctx context.Context) (bool, error) {
	later, err := r.tx.LaterEpoch(ctx, r.stored.ID)
	if err != nil || !later {
		return false, err
	}
	return r.tx.KnownMessageID(ctx, r.m.MessageID, r.stored.ID)
}

// fromCommittee tells whether the disputes committee wrote.
func (r *receipt) fromCommittee() bool {
	_, domain, _ := strings.Cut(strings.ToLower(r.m.From.Address), "@")
	return slices.ContainsFunc(r.d.Config.Organisation.Dispute.Domains, func(of string) bool {
		of = strings.ToLower(of)
		return domain == of || strings.HasSuffix(domain, "."+of)
	})
}

// confirm queues the confirmation (2.1.2). Above the ceiling of automatic
// letters to one address it becomes a task for the fallback desk: a sender that
// answers our answers must not make a loop, and a complaint must not go without.
func (r *receipt) confirm(ctx context.Context, c complaint.Complaint) error {
	d := r.d
	n, err := r.tx.LettersSince(ctx, c.Customer.Address, complaint.AutomaticToCustomer, r.now.Add(-24*time.Hour))
	if err != nil {
		return err
	}
	if n >= d.Config.Desk.Ceiling {
		return r.byHand(ctx, c)
	}
	l := d.draft(complaint.Confirmation, "mail "+r.stored.ID, c.Customer.Address, r.now)
	l.Complaint = c.ID
	content := d.content(c, c.Language, r.now)
	err = d.queue(ctx, r.tx, l, content, thread{to: c.Customer, answers: r.m, auto: "auto-replied"})
	if errors.As(err, new(*mailError)) { // an address that no letter can bear is no reason to lose the complaint
		return r.byHand(ctx, c)
	}
	return err
}

// byHand makes the confirmation a task for the fallback desk: to call, to write,
// or to find out whose complaint it is.
func (r *receipt) byHand(ctx context.Context, c complaint.Complaint) error {
	d := r.d
	return d.tell(ctx, r.tx, c, complaint.ConfirmByHand, "mail "+r.stored.ID, d.people.inbox(d.Config.Routing.Fallback), r.now, nil)
}

// mayBeLeak tells whether a complaint may be about personal data, whatever
// departments there are and however sure the rules are of one.
func (r *receipt) mayBeLeak() bool {
	s := RoutingSettings(r.d.Config)
	s.Departments = nil
	v := r.d.rules().Classify(Words(r.m), s)
	return v.Department == "PRIVACY" && v.Score >= s.Threshold || slices.Contains(v.Also, "PRIVACY")
}

// mostReasons is how many of the words that chose a department its notice names.
const mostReasons = 5

// notice tells the department, and whoever else must know at once.
func (r *receipt) notice(ctx context.Context, c complaint.Complaint, v classify.Verdict, known bool) error {
	d := r.d
	earlier, err := r.tx.EarlierOf(ctx, c.Customer.Address, c.ID)
	if err != nil {
		return err
	}
	to := []string{d.people.inbox(c.Department)}
	if r.fromCommittee() && d.Config.Management.Address != "" {
		to = append(to, d.Config.Management.Address)
	}
	if officer := d.Config.Privacy.Officer.Address; officer != "" && r.mayBeLeak() {
		to = append(to, officer) // 72 hours run from now (AVG art. 33)
	}
	for _, recipient := range slices.Compact(to) {
		err := d.tell(ctx, r.tx, c, complaint.Notice, "mail "+r.stored.ID, recipient, r.now, func(content *letterContent) {
			content.show(r.m, r.stored)
			content.Matched, content.Also, content.PossiblyDone = v.Matched[:min(len(v.Matched), mostReasons)], v.Also, known
			content.earlier(earlier)
			if !r.tag.Number.IsZero() {
				content.Remarks = append(content.Remarks, text(content.language,
					"De klant noemt klacht "+r.tag.Number.String()+", maar dit adres hoort daar niet bij.",
					"The customer mentions complaint "+r.tag.Number.String()+", but this address does not belong to it."))
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// join adds a customer's further mail to his complaint and shows it to whoever
// handles it. It is never answered automatically.
func (r *receipt) join(ctx context.Context, c complaint.Complaint) error {
	ch := r.change(c)
	if err := ch.event(complaint.MailReceived, "customer", facts{"mail": r.stored.ID, "sha256": r.stored.SHA256}, r.m.Reply); err != nil {
		return err
	}
	if ch.c.Waiting == "customer" {
		ch.c.Waiting = ""
	}
	if err := ch.save(ctx); err != nil {
		return err
	}
	if r.stored.Silent {
		return nil
	}
	to := c.Handler
	if to == "" {
		to = r.d.people.inbox(c.Department)
	}
	return r.d.tell(ctx, r.tx, ch.c, complaint.CustomerMail, "mail "+r.stored.ID, to, r.now, func(content *letterContent) {
		content.show(r.m, r.stored)
		content.Text = r.m.Reply // the rest is our own letter
	})
}
