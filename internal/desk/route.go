package desk

import (
	"context"
	"errors"
	"strings"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// The commands that say where a complaint belongs.

// freeMoves is how often staff may hand a complaint on; after that the two
// managers decide.
const freeMoves = 2

// move hands the complaint to another department. The deadlines stay; the customer
// hears nothing of it.
func move(ctx context.Context, x *execution) error {
	to, ok := x.d.Config.Department(x.args["afdeling"])
	if !ok {
		return refuse("E-AFDELING-ONBEKEND", x.args["afdeling"], x.d.departmentCodes())
	}
	who, from := x.r.who, x.c.Department
	decides := who.leads(x.actor, from) || who.leads(x.actor, to.Code)
	if !who.in(x.actor, from) && !who.leads(x.actor, from) && (x.c.Moves < freeMoves || !decides) {
		return refuse("E-AFDELING", from)
	}
	if to.Code == from && x.c.Status != complaint.Triage {
		return refuse("E-AL-DAAR", to.Code)
	}
	if _, err := complaint.Next(x.c.Status, complaint.Rerouted); err != nil {
		return err
	}
	if x.c.Moves >= freeMoves && !decides {
		return x.propose("NAAR "+to.Code, complaint.MoveAsked, who.reach(who.manager(from), from), who.reach(who.manager(to.Code), to.Code))
	}
	was := x.c.Status
	if err := x.event(complaint.Rerouted, x.actor, x.facts("from", from, "to", to.Code), x.r.m.Reply); err != nil {
		return err
	}
	if was != complaint.Triage { // handing it out the first time is no return
		x.c.Moves++
	}
	x.c.Department = to.Code
	if x.c.Handler != "" && !who.people.in(x.c.Handler, to.Code) {
		x.handOver("")
	}
	x.c.Handler = ""
	if err := x.showTo(ctx, to.Inbox, func(content *letterContent) { content.moved(from, x.d.people.name(x.actor), x.r.m.Reply) }); err != nil {
		return err
	}
	x.acknowledge(nil)
	return nil
}

// showTo sends the notice of a complaint to a department that has not seen it.
func (x *execution) showTo(ctx context.Context, inbox string, fill func(*letterContent)) error {
	first, err := x.firstMail(ctx)
	if err != nil {
		return err
	}
	words, err := x.story(ctx)
	if err != nil {
		return err
	}
	x.after = append(x.after, func(ctx context.Context) error {
		files, err := x.d.filesOf(ctx, x.tx, first, nil)
		if err != nil {
			return err
		}
		return x.d.tell(ctx, x.tx, x.c, complaint.Notice, "mail "+x.r.stored.ID, inbox, x.now, func(content *letterContent) {
			content.Text = words
			content.carry(files)
			fill(content)
		})
	})
	return nil
}

// firstMail is the mail that began the complaint; the zero one when it began with none of ours.
func (x *execution) firstMail(ctx context.Context) (store.StoredMail, error) {
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	if err != nil || len(events) == 0 {
		return store.StoredMail{}, err
	}
	m, err := x.tx.Mail(ctx, textIn(events[0].Data, "mail"))
	if errors.Is(err, store.ErrNotFound) {
		return store.StoredMail{}, nil
	}
	return m, err
}

// story is the complaint in the customer's words: as it was registered, and what he
// wrote since.
func (x *execution) story(ctx context.Context) (string, error) {
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	if err != nil {
		return "", err
	}
	var parts []string
	for _, e := range events {
		if e.Kind != complaint.Registered && (e.Kind != complaint.MailReceived || e.Actor != "customer") {
			continue
		}
		words, err := x.tx.Text(ctx, x.c.ID, store.EventPart(e.Seq))
		if err != nil {
			return "", err
		}
		if len(parts) > 0 && words != "" {
			words = "[" + e.At.In(x.d.Config.Organisation.Zone).Format("2-1-2006 15.04") + "] " + words
		}
		if words != "" {
			parts = append(parts, strings.TrimSpace(words))
		}
	}
	return strings.Join(parts, "\n\n"), nil
}

// splitOff makes a part of the complaint another department's. The child has the same
// receipt and so the same terms; the customer hears its number at the first
// reaction.
func splitOff(ctx context.Context, x *execution) error {
	to, ok := x.d.Config.Department(x.args["afdeling"])
	switch {
	case !ok:
		return refuse("E-AFDELING-ONBEKEND", x.args["afdeling"], x.d.departmentCodes())
	case to.Code == x.c.Department:
		return refuse("E-AL-DAAR", to.Code)
	case !x.c.Status.Working():
		return x.impossible()
	}
	first, err := x.firstMail(ctx)
	if err != nil {
		return err
	}
	words, err := x.story(ctx)
	if err != nil {
		return err
	}
	parent := x.c
	child, err := x.r.enter(ctx, registration{
		customer: parent.Customer, contact: parent.Contact, channel: parent.Channel, language: parent.Language, subject: parent.Subject,
		messageID: parent.MessageID, received: parent.Round.Received, department: to.Code, actor: x.actor, story: words,
		facts: facts{"mail": first.ID, "of": parent.Number.String()},
	})
	if err != nil {
		return err
	}
	if at := parent.Round.Confirmed; !at.IsZero() { // the customer has a confirmation, under the first number
		if err := child.event(complaint.ConfirmedOtherwise, x.actor, x.facts("given", complaint.At(at), "of", parent.Number.String()), ""); err != nil {
			return err
		}
		child.c.Round.Confirmed = at
	}
	if err := child.save(ctx); err != nil {
		return err
	}
	x.r.complaintID = parent.ID
	if err := x.event(complaint.SplitOff, x.actor, x.facts("number", child.c.Number.String(), "to", to.Code), x.r.m.Reply); err != nil {
		return err
	}
	x.after = append(x.after, func(ctx context.Context) error {
		files, err := x.d.filesOf(ctx, x.tx, first, nil)
		if err != nil {
			return err
		}
		return x.d.tell(ctx, x.tx, child.c, complaint.Notice, "mail "+x.r.stored.ID, to.Inbox, x.now, func(content *letterContent) {
			content.Text = words
			content.carry(files)
			content.moved(parent.Department+" ("+parent.Number.String()+")", x.d.people.name(x.actor), x.r.m.Reply)
		})
	})
	x.acknowledge(func(content *letterContent) { content.Other = child.c.Number })
	return nil
}

// merge makes this complaint a part of another. The other keeps the earliest receipt
// and terms of the two: where those are not its own they begin a round of it, so that
// no deadline ever moves. Those of different customers only a manager may merge.
func merge(ctx context.Context, x *execution) error {
	number, err := complaint.ParseNumber(x.args["nummer"])
	if err != nil {
		return refuse("E-NUMMER", x.args["nummer"])
	}
	found, err := x.tx.ComplaintByNumber(ctx, number)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return refuse("E-NUMMER", number.String())
	case err != nil:
		return err
	case found.ID == x.c.ID:
		return refuse("E-ZELFDE")
	}
	other := x.d.change(x.tx, x.now, found)
	for _, c := range []complaint.Complaint{x.c, found} {
		if !c.Status.Working() {
			return refuse("E-TOESTAND", c.Number.String(), x.standing(c))
		}
	}
	if !sameCustomer(x.c, found) && !x.r.who.leads(x.actor, x.c.Department) && !x.r.who.leads(x.actor, found.Department) {
		return x.propose("SAMEN "+number.String(), complaint.RulingAsked, x.decider())
	}
	survivor, victim := other, x.change
	words, err := x.tx.Text(ctx, victim.c.ID, store.EventPart(1))
	if err != nil {
		return err
	}
	if err := victim.event(complaint.MergedInto, x.actor, x.facts("into", survivor.c.Number.String()), x.r.m.Reply); err != nil {
		return err
	}
	victim.c.Into = survivor.c.ID
	absorbed := x.facts("number", victim.c.Number.String())
	if at := victim.c.Round.Responded; !at.IsZero() && sameCustomer(victim.c, survivor.c) { // he has had his answer
		absorbed["given"] = complaint.At(at)
	}
	if err := survivor.event(complaint.Absorbed, x.actor, absorbed, ""); err != nil {
		return err
	}
	if early := victim.c.Round; early.Received.Before(survivor.c.Round.Received) {
		survivor.c.Round = complaint.Round{N: survivor.c.Round.N + 1, Received: early.Received, Deadlines: early.Deadlines, Confirmed: survivor.c.Round.Confirmed}
		survivor.c.Received, survivor.begun = earliest(survivor.c.Received, victim.c.Received), true
		if err := x.tx.AddRound(ctx, survivor.c); err != nil {
			return err
		}
		if err := survivor.clocks(ctx); err != nil {
			return err
		}
	}
	if err := survivor.save(ctx); err != nil {
		return err
	}
	x.after = append(x.after, func(ctx context.Context) error {
		to := x.d.people.inbox(survivor.c.Department)
		if x.r.who.handles(survivor.c) {
			to = x.r.who.worker(survivor.c)
		}
		if complaint.SameAddress(to, x.actor) {
			return nil
		}
		return x.d.tell(ctx, x.tx, survivor.c, complaint.CustomerMail, "mail "+x.r.stored.ID, to, x.now, func(content *letterContent) {
			content.Text = words
			content.Remarks = append(content.Remarks, x.say("Dit was klacht "+victim.c.Number.String()+". Zij heeft nu dit nummer.", "This was complaint "+victim.c.Number.String()+". It has this number now."))
		})
	})
	if err := x.informOf(ctx, victim.c, complaint.OneNumber, func(content *letterContent) {
		content.Number, content.Other = survivor.c.Number, victim.c.Number
		content.Shared = !sameCustomer(survivor.c, victim.c)
	}); err != nil {
		return err
	}
	x.acknowledge(func(content *letterContent) {
		content.Number, content.Other = survivor.c.Number, victim.c.Number
	})
	return nil
}

func sameCustomer(a, b complaint.Complaint) bool {
	return complaint.SameAddress(a.Customer.Address, b.Customer.Address)
}

// noComplaint says that it is none; it stays in the register with the reason. What
// is rubbish any employee may say, what is a question the manager.
func noComplaint(ctx context.Context, x *execution) error {
	reason := x.args["reden"]
	if _, err := complaint.Next(x.c.Status, complaint.NotComplaint); err != nil {
		return err
	}
	question := reason == "VRAAG" || reason == "OVERIG"
	if question && !x.r.who.leads(x.actor, x.c.Department) {
		return x.propose("GEENKLACHT "+reason, complaint.RulingAsked, x.decider())
	}
	if err := x.event(complaint.NotComplaint, x.actor, x.facts("reden", reason), x.r.m.Reply); err != nil {
		return err
	}
	if !question {
		return nil
	}
	x.acknowledge(nil)
	words, err := x.story(ctx)
	if err != nil {
		return err
	}
	x.tellLater(complaint.CustomerMail, x.d.people.inbox(x.c.Department), func(content *letterContent) {
		content.Text, content.Links = words, nil
		content.Remarks = append(content.Remarks, x.say("Dit is geen klacht, maar een vraag. Beantwoord deze mail zoals andere mail van klanten. Het bureau bewaakt de vraag niet.", "This is no complaint but a question. Answer it as other customers' mail: the desk does not watch it."))
	})
	letters, err := x.tx.LettersOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.Kind == complaint.Confirmation && l.State != complaint.Stopped && l.State != complaint.Failed { // he was told that it is a complaint
			return x.inform(ctx, complaint.Reclassified, nil)
		}
	}
	return nil
}
