package desk

import (
	"context"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// The disputes committee: what it is told and what it says. Its terms are the next
// dates of the complaint.

const (
	defenceDays    = 20 // working days, where the committee's letter names no date
	complyAhead    = 5  // working days before a ruling must have been carried out
	collectionDesk = "FACTUUR"
)

// dispute records that the complaint is before the committee, or no longer.
func dispute(_ context.Context, x *execution) error {
	if x.args["ingetrokken"] != "" {
		kind := complaint.DisputeWithdrawn
		if x.c.Round.Resolved.IsZero() { // it was opened again, and has no answer yet
			kind = complaint.DisputeReturned
		}
		if err := x.event(kind, x.actor, x.facts(), x.r.m.Reply); err != nil {
			return err
		}
		x.tellParties(func(content *letterContent) {})
		x.acknowledge(nil)
		return nil
	}
	due := x.d.calendar().AddWorkingDays(x.d.calendar().Day(x.now), defenceDays).At(9*60, x.d.Config.Organisation.Zone)
	if x.c.Status == complaint.Dispute {
		due = x.c.Agenda // as it was, where only the number is added
	}
	if word := x.args["verweer"]; word != "" {
		var err error
		if due, err = x.nextDate(word, ""); err != nil {
			return err
		}
	}
	setWhere(&x.c.Case, x.args["zaak"])
	if err := x.event(complaint.Disputed, x.actor, x.facts("defence", complaint.At(due)), x.r.m.Reply); err != nil {
		return err
	}
	x.c.Agenda, x.c.Pending = due, time.Time{}
	x.tellParties(func(content *letterContent) { content.Due = due })
	x.acknowledge(func(content *letterContent) { content.Due = due })
	return nil
}

// tellParties tells the manager, management, and who collects money: the customer may
// deposit what he disputes with the committee, so collection stops meanwhile.
func (x *execution) tellParties(fill func(*letterContent)) {
	for _, to := range unique(x.r.who.reach(x.d.people.manager(x.c.Department), x.c.Department), x.d.Config.Management.Address) {
		x.tellLater(complaint.DisputeFiled, to, fill)
	}
	dep, ok := x.d.Config.Department(collectionDesk)
	if !ok {
		x.remark("Er is geen afdeling "+collectionDesk+". Laat zelf incasso en aanmaningen stilzetten of hervatten.", "There is no department "+collectionDesk+". Have collection and reminders stopped or resumed yourself.")
		return
	}
	x.tellLater(complaint.DisputeFiled, dep.Inbox, func(content *letterContent) {
		fill(content)
		content.Freeze, content.Links = true, nil // the complaint is not theirs
	})
}

// ruling records what the committee decided.
func ruling(_ context.Context, x *execution) error {
	due := x.d.calendar().NextAgenda(x.now)
	until := time.Time{}
	if word := x.args["uiterlijk"]; word != "" {
		m, err := x.d.calendar().Ahead(word, x.now)
		if err != nil {
			return refuse("E-DATUM", word)
		}
		until = x.d.calendar().At(m, 9*60)
		ahead := x.d.calendar().AddWorkingDays(m.Date, -complyAhead).At(9*60, x.d.Config.Organisation.Zone)
		due = latest(due, ahead)
	}
	data := x.facts("uitkomst", x.args["uitkomst"])
	if !until.IsZero() {
		data["until"] = complaint.At(until)
	}
	if err := x.event(complaint.Ruled, x.actor, data, x.r.m.Reply); err != nil {
		return err
	}
	x.c.Outcome, x.c.Agenda = x.args["uitkomst"], due
	for _, to := range unique(x.r.who.reach(x.d.people.manager(x.c.Department), x.c.Department), x.d.Config.Management.Address, x.d.people.inbox(x.c.Department)) {
		x.tellLater(complaint.RulingFiled, to, func(content *letterContent) {
			content.Case, content.Due, content.Reason = x.c.Case, until, strings.ToLower(x.args["uitkomst"])
		})
	}
	x.acknowledge(func(content *letterContent) { content.Due = until })
	return nil
}

// actUpon tells the customer how a ruling was carried out; the complaint is closed when
// his mail server has accepted that.
func actUpon(ctx context.Context, x *execution) error {
	words, err := x.words(leastReaction, false)
	if err != nil {
		return err
	}
	ruled, err := x.lastOf(ctx, complaint.Ruled)
	if err != nil {
		return err
	}
	if err := x.event(complaint.ActedUpon, x.actor, x.facts(), words); err != nil {
		return err
	}
	fill := func(content *letterContent) {
		content.Text, content.Employee, content.Due = words, x.d.people.name(x.actor), ruled.At
	}
	if x.c.Customer.Address != "" {
		return x.toCustomer(ctx, complaint.Complied, words, fill)
	}
	x.printLater(complaint.Complied, x.actor, x.now, fill)
	return x.event(complaint.CompliedSent, x.actor, x.facts("paper", true), "")
}

// committee takes a mail of the disputes committee, whoever or whatever sent it: it
// is never answered, and goes to management with the complaint it concerns.
func (r *receipt) committee(ctx context.Context) (string, error) {
	c, err := r.disputed(ctx)
	if err != nil {
		return "", err
	}
	about, outcome := complaint.Complaint{}, unjoined
	to := []string{r.d.Config.Management.Address}
	if c != nil {
		ch := r.change(*c)
		if err := ch.event(complaint.MailReceived, "committee", facts{"mail": r.stored.ID, "sha256": r.stored.SHA256}, r.m.Text); err != nil {
			return "", err
		}
		if err := ch.save(ctx); err != nil {
			return "", err
		}
		about, outcome = ch.c, joined
		to = append(to, r.who.reach(r.d.people.manager(c.Department), c.Department))
	}
	if r.stored.Silent {
		return outcome, nil
	}
	if r.d.Config.Management.Address == "" {
		to = append(to, r.d.people.inbox(r.d.Config.Routing.Fallback))
	}
	files, err := r.files(ctx)
	if err != nil {
		return "", err
	}
	for _, recipient := range unique(to...) {
		err := r.d.tell(ctx, r.tx, about, complaint.Committee, "mail "+r.stored.ID, recipient, r.now, func(content *letterContent) {
			content.show(r.m, r.stored)
			content.Text = r.m.Subject + "\n\n" + r.m.Text // the subject often names the case
			content.carry(files)
		})
		if err != nil {
			return "", err
		}
	}
	return outcome, nil
}

// disputed is the one complaint that the committee writes about: by our number, in
// subject or text, or by the committee's; nil for none or several.
func (r *receipt) disputed(ctx context.Context) (*complaint.Complaint, error) {
	found := map[string]complaint.Complaint{}
	text := r.m.Subject + "\n" + r.m.Text
	for _, n := range firstOf(complaint.Numbers(text, r.d.Config.Organisation.Prefix), 20) {
		if c, err := r.known(ctx, n); err != nil {
			return nil, err
		} else if c != nil {
			found[c.ID] = *c
		}
	}
	for _, word := range firstOf(cases(text), 100) {
		if len(found) > 0 {
			break
		}
		list, err := r.tx.OfCase(ctx, word)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if c, err = r.survivor(ctx, c); err != nil {
				return nil, err
			}
			found[c.ID] = c
		}
	}
	if len(found) != 1 {
		return nil, nil
	}
	for _, c := range found {
		return &c, nil
	}
	return nil, nil
}

// cases are the words of a text that may be a case's number, each once.
func cases(text string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return !strings.ContainsRune("0123456789/-", r) && !('A' <= r && r <= 'Z') && !('a' <= r && r <= 'z')
	}) {
		if w = strings.Trim(w, "/-"); len(w) >= 3 && strings.ContainsAny(w, "0123456789") {
			list = append(list, w)
		}
	}
	return unique(list...)
}

func firstOf[T any](list []T, n int) []T { return list[:min(n, len(list))] }
