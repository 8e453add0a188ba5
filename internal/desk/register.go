package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gehoord/classify"
	"gehoord/internal/complaint"
	"gehoord/internal/config"
	"gehoord/internal/store"
)

// customer takes a mail that somebody wrote who is no member of staff: it joins
// a complaint of his, or registers one. What is closed for good stays closed: a mail
// about it is a complaint of its own that names it.
func (r *receipt) customer(ctx context.Context) (string, error) {
	c, err := r.match(ctx)
	switch {
	case errors.Is(err, store.ErrNotFound) && r.m.Spam: // looked at once a day, by people
		return unjoined, nil
	case errors.Is(err, store.ErrNotFound):
		return registered, r.register(ctx)
	case err != nil:
		return "", err
	case c.Status == complaint.Closed && !thanks(r.m):
		r.follows = c.Number
		return registered, r.register(ctx)
	}
	return joined, r.join(ctx, c)
}

// registration is what is known of a complaint when it enters the register.
type registration struct {
	customer   complaint.Address
	contact    complaint.Contact
	channel    complaint.Channel
	language   string
	subject    string
	messageID  string
	received   time.Time
	department string         // "" leaves it to the rules
	words      classify.Input // what they look at
	unsure     bool           // whatever they say
	actor      string         // "customer", or the colleague who registers it
	story      string
	facts      facts
	remarks    []string              // sentences of the notice
	earlier    []complaint.Complaint // other complaints of this customer
	resembles  *complaint.Complaint  // one of them, which looks like it
}

// registration is that of the mail itself.
func (r *receipt) registration() registration {
	reg := registration{
		customer: r.m.From, channel: complaint.ByMail, language: Language(r.m, r.d.Config), subject: r.m.Subject, messageID: r.m.MessageID,
		received: r.stored.Received, words: Words(r.m), actor: "customer", story: r.m.Text,
		facts: facts{"mail": r.stored.ID, "sha256": r.stored.SHA256},
	}
	if !strings.Contains(reg.customer.Address, "@") { // a local name, which no letter reaches
		reg.customer.Address = ""
	}
	if r.m.Form && slices.ContainsFunc(r.d.Config.Forms, func(f config.Form) bool { return complaint.SameAddress(f.From, reg.customer.Address) }) {
		reg.customer = complaint.Address{} // the form did not say who filled it in
	}
	reg.customer.Address = strings.ToLower(reg.customer.Address) // as the register keeps it: spellings of one address share one ceiling
	if r.stored.Partial {
		reg.facts["partial"] = true
	}
	return reg
}

// enter numbers and routes a complaint. The caller saves the change.
func (r *receipt) enter(ctx context.Context, reg registration) (*change, error) {
	d := r.d
	verdict := classify.Verdict{Department: reg.department}
	if reg.department == "" {
		verdict = d.rules().Classify(reg.words, RoutingSettings(d.Config))
	}
	verdict.Triage = verdict.Triage || reg.unsure
	department := verdict.Department
	if verdict.Triage || department == "" {
		department = d.Config.Routing.Fallback
	}
	year := reg.received.In(d.Config.Organisation.Zone).Year()
	number, err := r.tx.NextNumber(ctx, d.Config.Organisation.Prefix, year)
	if err != nil {
		return nil, err
	}
	ch := r.change(complaint.Complaint{
		ID: store.NewID(), Number: number, Channel: reg.channel, Department: department, Customer: reg.customer, Contact: reg.contact,
		Language: reg.language, Subject: reg.subject, MessageID: reg.messageID, Received: reg.received, Priority: complaint.Normal,
		Round: complaint.Round{N: 1, Received: reg.received, Deadlines: d.calendar().Deadlines(reg.received)},
	})
	r.complaintID = ch.c.ID
	ch.fresh, ch.begun, ch.silent, ch.verdict = true, true, r.stored.Silent, verdict
	reg.facts["channel"] = string(reg.channel)
	if err := ch.event(complaint.Registered, reg.actor, reg.facts, reg.story); err != nil {
		return nil, err
	}
	kind, router := complaint.Routed, "gehoord"
	routing := facts{"department": department}
	if reg.department != "" {
		router = reg.actor
	} else {
		routing["score"], routing["margin"], routing["matched"], routing["also"] = verdict.Score, verdict.Margin, verdict.Matched, verdict.Also
	}
	if verdict.Triage {
		kind = complaint.Unsure
	}
	return ch, ch.event(kind, router, routing, "")
}

// register makes a complaint of a mail: numbered, routed, confirmed and noticed.
func (r *receipt) register(ctx context.Context) error {
	reg := r.registration()
	if r.d.people.ours(reg.customer.Address) || r.fromCommittee() { // a department sends something on: whose it is, nobody knows
		reg.customer = complaint.Address{}
	}
	known, err := r.possiblyKnown(ctx)
	if err != nil {
		return err
	}
	reg.unsure = known
	language := r.d.Config.Organisation.Language
	if n := r.tag.Number; !n.IsZero() && n != r.follows {
		reg.facts["mentions"] = n.String()
		reg.remarks = append(reg.remarks, text(language,
			"De klant noemt klacht "+n.String()+", maar dit adres hoort daar niet bij.",
			"The customer mentions complaint "+n.String()+", but this address does not belong to it."))
	}
	if n := r.follows; !n.IsZero() {
		reg.facts["follows"] = n.String()
		reg.remarks = append(reg.remarks, text(language,
			"De klant antwoordt op klacht "+n.String()+". Die is gesloten.", "The customer answers complaint "+n.String()+". That one is closed."))
	}
	if known {
		reg.facts["possibly_known"] = true
	}
	if reg.earlier, err = r.tx.EarlierOf(ctx, reg.customer.Address); err != nil {
		return err
	}
	if c, ok, err := r.resembles(ctx, reg.earlier, reg.received); err != nil {
		return err
	} else if ok {
		reg.facts["resembles"] = c.Number.String()
		reg.resembles = &c
	}
	ch, err := r.enter(ctx, reg)
	if err != nil {
		return err
	}
	if err := ch.save(ctx); err != nil || r.stored.Silent {
		return err
	}
	switch {
	case known:
	case ch.c.Customer.Address == "", r.rescued && r.m.Kind != complaint.Human && r.m.Kind != complaint.Bulk:
		err = r.byHand(ctx, ch.c)
	default:
		err = r.confirm(ctx, ch.c)
	}
	if err != nil {
		return err
	}
	return r.notice(ctx, ch.c, reg, ch.verdict)
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
	answered := r.m
	if !complaint.SameAddress(r.m.From.Address, c.Customer.Address) { // a colleague passed it on
		answered = complaint.Mail{}
	}
	content := d.content(c, c.Language, r.now)
	err = d.queue(ctx, r.tx, l, content, thread{to: c.Customer, answers: answered, auto: "auto-replied"})
	if errors.As(err, new(*mailError)) { // an address that no letter can bear is no reason to lose the complaint
		return r.byHand(ctx, c)
	}
	return err
}

// byHand makes the confirmation a task for the fallback desk: to call, to write,
// or to find out whose complaint it is.
func (r *receipt) byHand(ctx context.Context, c complaint.Complaint) error {
	return r.d.confirmByHand(ctx, r.tx, c, "mail "+r.stored.ID, r.d.people.inbox(r.d.Config.Routing.Fallback), "", r.now)
}

// confirmByHand makes the confirmation somebody's task, with a letter to print.
func (d *Desk) confirmByHand(ctx context.Context, tx *store.Tx, c complaint.Complaint, cause, to, story string, now time.Time) error {
	page := d.content(c, c.Language, now)
	page.Text = story
	file, err := d.letters().Page(complaint.Confirmation, c.Language, now, page.Content, d.addressLines(c))
	if err != nil {
		return &mailError{err}
	}
	return d.tell(ctx, tx, c, complaint.ConfirmByHand, cause, to, now, func(content *letterContent) {
		content.Text = story
		content.carry(carried{files: []complaint.File{file}})
	})
}

// mayBeLeak tells whether a complaint may be about personal data, whatever
// departments there are and however sure the rules are of one.
func (r *receipt) mayBeLeak(words classify.Input) bool {
	s := RoutingSettings(r.d.Config)
	s.Departments = nil
	v := r.d.rules().Classify(words, s)
	return v.Department == "PRIVACY" && v.Score >= s.Threshold || slices.Contains(v.Also, "PRIVACY")
}

// mostReasons is how many of the words that chose a department its notice names.
const mostReasons = 5

// notice tells the department, with what came along, and whoever else must know at
// once.
func (r *receipt) notice(ctx context.Context, c complaint.Complaint, reg registration, v classify.Verdict) error {
	d := r.d
	files, err := r.files(ctx)
	if err != nil {
		return err
	}
	inbox := d.people.inbox(c.Department)
	to := []string{inbox}
	officer := d.Config.Privacy.Officer.Address
	if officer != "" && r.mayBeLeak(reg.words) {
		to = append(to, officer) // 72 hours run from now (AVG art. 33)
	}
	for _, recipient := range unique(to...) {
		err := d.tell(ctx, r.tx, c, complaint.Notice, "mail "+r.stored.ID, recipient, r.now, func(content *letterContent) {
			content.Text = reg.story
			if recipient == inbox {
				content.carry(files)
			} else {
				content.carry(carried{left: r.m.Attachments})
			}
			content.partial(r.stored)
			content.PossiblyDone = reg.facts["possibly_known"] == true
			for _, m := range v.Matched[:min(len(v.Matched), mostReasons)] {
				content.Matched = append(content.Matched, strings.ReplaceAll(m, "*", ""))
			}
			for _, code := range v.Also {
				content.Also = append(content.Also, d.people.department(code, content.language))
			}
			if c.Channel == complaint.ByLetter && c.Status == complaint.Assigned {
				content.Remarks = append(content.Remarks, text(content.language,
					"Deze brief is nog te registreren. Stuur AANNEMEN: daarmee registreert uw afdeling de klacht.",
					"This letter is still to be registered. Send ACCEPT: with that your department registers the complaint."))
			}
			switch leak := len(to) > 1; {
			case recipient == officer && leak:
				content.forOfficer(c)
			case leak:
				content.Remarks = append(content.Remarks, text(content.language, "Dit is misschien een datalek. De privacy officer heeft bericht.", "This may be a data leak. The privacy officer has been told."))
			}
			if recipient == inbox {
				content.tapsTo(c, v.Also)
				if c.Customer.Address == "" {
					content.Remarks = append(content.Remarks, text(content.language, "Wij weten het mailadres van de klant niet. De klant heeft nog geen bevestiging per mail. Vul het aan met KLANT.",
						"We do not know the customer's mail address. The customer has no confirmation by mail yet. Add it with CUSTOMER."))
					content.taps(c, complaint.Klant)
				}
			}
			for _, e := range reg.earlier {
				content.Earlier = append(content.Earlier, earlierOf(e))
			}
			content.Remarks = append(content.Remarks, reg.remarks...)
			if same := reg.resembles; same != nil {
				content.Remarks = append(content.Remarks, text(content.language,
					"Dit lijkt op klacht "+same.Number.String()+" van dezelfde klant. Is het dezelfde? Stuur SAMEN.",
					"This looks like complaint "+same.Number.String()+" of the same customer. Is it the same? Send MERGE."))
				content.tap(c.ID, string(complaint.Samen), subjectOf(c.Number, string(complaint.Samen)+" "+same.Number.String()), commands[complaint.Samen].does(content.language))
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
