package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// What the law on personal data asks (AVG).

// erasureOpen is how long the first of the two who order an erasure waits for the
// second.
const erasureOpen = 30 * 24 * time.Hour

// hold keeps a complaint's content from being erased, or releases it.
func hold(_ context.Context, x *execution) error {
	x.c.Hold = map[string]complaint.Hold{"AAN": complaint.Held, "UIT": complaint.Released}[x.args["stand"]]
	if err := x.event(complaint.HoldChanged, x.actor, x.facts("hold", string(x.c.Hold)), x.r.m.Reply); err != nil {
		return err
	}
	x.acknowledge(func(content *letterContent) { content.Freeze = x.c.Hold == complaint.Held })
	return nil
}

// held says why the content must stay, "" when it need not: somebody holds it, the
// complaint is not over, or the customer can still go to the disputes committee
// and nobody has released it (AVG art. 17(3)(e)).
func (x *execution) held() string {
	until := x.d.disputeUntil(x.c)
	switch {
	case x.c.Status.Open():
		return x.say("de klacht is niet afgehandeld", "the complaint is not settled")
	case x.c.Hold == complaint.Held:
		return x.say("BEWAAR staat aan", "it is on hold")
	case x.c.Hold == complaint.Automatic && x.now.Before(until):
		return x.say("de klant kan tot "+x.day(until)+" naar de Geschillencommissie; BEWAAR UIT heft dat op",
			"the customer can go to the disputes committee until "+x.day(until)+"; BEWAAR UIT lifts that")
	}
	return ""
}

// disputeUntil is the last day on which a customer can go to the committee: it
// counts from the first receipt, and opening again does not move it.
func (d *Desk) disputeUntil(c complaint.Complaint) time.Time {
	return c.Received.In(d.Config.Organisation.Zone).AddDate(0, d.Config.Organisation.Dispute.Months, 0)
}

// erase takes the content away when two people have ordered it: the privacy
// officer and somebody of the management. The skeleton stays registered and its
// history holds (2.4.3).
func erase(ctx context.Context, x *execution) error {
	if why := x.held(); why != "" {
		no := refuse("E-BEWAAR", why)
		if x.c.Hold == complaint.Automatic && !x.c.Status.Open() {
			no.suggestion = subjectOf(x.c.Number, "BEWAAR UIT")
		}
		return no
	}
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	mine := x.r.who.roles(x.actor, x.c.Department) & (officer | board)
	first := ""
	for _, e := range events {
		switch {
		case e.Kind == complaint.Erased:
			return refuse("E-GEWIST")
		case e.Kind == complaint.ErasureAsked && x.now.Sub(e.At) < erasureOpen && !complaint.SameAddress(e.Actor, x.actor):
			// One of them must be the officer, the other of the management.
			if (x.r.who.roles(e.Actor, x.c.Department)&(officer|board))|mine == officer|board {
				first = e.Actor
			}
		}
	}
	x.r.forget() // this mail is part of what goes
	if first == "" {
		if err := x.event(complaint.ErasureAsked, x.actor, x.facts(), ""); err != nil {
			return err
		}
		second := x.d.Config.Privacy.Officer.Address
		if mine&officer != 0 {
			second = x.d.Config.Management.Address
		}
		if second == "" || complaint.SameAddress(second, x.actor) {
			return refuse("E-TWEEDE")
		}
		x.tellLater(complaint.Erasure, second, func(content *letterContent) { content.Employee = x.d.people.name(x.actor) })
		x.acknowledge(func(content *letterContent) { content.Pending, content.Employee = true, x.d.people.name(second) })
		return nil
	}
	if err := x.copies(ctx); err != nil {
		return err
	}
	if err := x.tx.Erase(ctx, &x.c, x.r.stored.ID); err != nil {
		return err
	}
	if err := x.event(complaint.Erased, x.actor, x.facts("asked_by", first), ""); err != nil {
		return err
	}
	x.acknowledge(nil)
	return nil
}

// forget keeps of a mail only that it came: what its sender wrote or quoted is not
// stored when it is done.
func (r *receipt) forget() {
	r.m.Text, r.m.Reply, r.m.Quoted, r.m.Subject = "", "", "", "["+string(r.tag.Command.Verb)+"]"
}

// copies says where the desk cannot erase: mailboxes, colleagues' inboxes, backups.
func (x *execution) copies(ctx context.Context) error {
	places, err := x.tx.PlacesOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	for _, p := range places {
		at := p.Received.In(x.d.Config.Organisation.Zone).Format("2-1-2006 15:04")
		x.remark(fmt.Sprintf("In mailbox %s ligt nog een mail van %s (UID %d). Verwijder die daar.", p.Mailbox, at, p.UID),
			fmt.Sprintf("A mail of %s is still in mailbox %s (UID %d). Delete it there.", at, p.Mailbox, p.UID))
	}
	letters, err := x.tx.LettersOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	count := map[string]int{}
	var order []string
	for _, l := range letters {
		if toCustomer(l.Kind) || l.State == complaint.Stopped {
			continue
		}
		if count[l.Recipient] == 0 {
			order = append(order, l.Recipient)
		}
		count[l.Recipient]++
	}
	for _, a := range order {
		x.remark(fmt.Sprintf("Aan %s gingen %d berichten over deze klacht. Verwijder die daar ook.", a, count[a]),
			fmt.Sprintf("%d messages about this complaint went to %s. Delete them there too.", count[a], a))
	}
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		for _, other := range []string{textIn(e.Data, "number"), textIn(e.Data, "of"), textIn(e.Data, "into")} {
			if other != "" {
				x.remark("Klacht "+other+" kan dezelfde tekst hebben. Wis die apart.", "Complaint "+other+" may have the same text. Erase it separately.")
			}
		}
	}
	x.remark("Back-ups van de database en van de mailserver houden de inhoud tot zij vervallen.", "Backups of the database and of the mail server keep the content until they expire.")
	return nil
}

// access gives the privacy officer all that is kept of a person (AVG art. 15): by
// mail address, or of the customer of one complaint. Notes are part of it.
func access(ctx context.Context, x *execution) error {
	x.r.forget() // it names the person
	if err := x.tx.EraseContent(ctx, x.r.stored.ID); err != nil {
		return err
	}
	address := x.args["mail"]
	var list []complaint.Complaint
	if address == "" {
		if x.r.tag.Number.IsZero() {
			return refuse("E-WIE")
		}
		c, err := x.r.known(ctx, x.r.tag.Number)
		if err != nil {
			return err
		}
		if c == nil {
			return refuse("E-NUMMER", x.r.tag.Number.String())
		}
		list, address = []complaint.Complaint{*c}, c.Customer.Address
	}
	if address != "" {
		var err error
		if list, err = x.tx.OfCustomer(ctx, address); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return refuse("E-NIEMAND")
	}
	var files []complaint.File
	for _, c := range list {
		data, err := x.dossier(ctx, c)
		if err != nil {
			return err
		}
		files = append(files, complaint.File{Attachment: complaint.Attachment{Name: c.Number.String() + ".txt", Type: "text/plain; charset=utf-8", Size: int64(len(data))}, Data: data})
		ch := x.d.change(x.tx, x.now, c)
		if err := ch.event(complaint.AccessGiven, x.actor, x.facts(), ""); err != nil {
			return err
		}
		if err := ch.save(ctx); err != nil {
			return err
		}
	}
	x.tellLater(complaint.Access, x.actor, func(content *letterContent) {
		content.carry(carried{files: files})
		for _, c := range list {
			content.Earlier = append(content.Earlier, earlierOf(c))
		}
	})
	return nil
}

// dossier is all that is kept of a complaint, as text.
func (x *execution) dossier(ctx context.Context, c complaint.Complaint) ([]byte, error) {
	var b strings.Builder
	zone := x.d.Config.Organisation.Zone
	fmt.Fprintf(&b, "%s\n%s: %s <%s> %s %s\n%s\n\n", c.Number, x.say("Klant", "Customer"), c.Customer.Name, c.Customer.Address, c.Contact.Phone, strings.ReplaceAll(c.Contact.Post, "\n", ", "), c.Subject)
	events, err := x.tx.EventsOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		words, err := x.tx.Text(ctx, c.ID, store.EventPart(e.Seq))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s  %s  %s  %s\n%s\n", e.At.In(zone).Format("2006-01-02 15:04"), label(e.Kind, x.language()), e.Actor, e.Data, indent(words))
	}
	mails, err := x.tx.MailsOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range mails {
		words, err := x.tx.Text(ctx, m.ID, store.PartText)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s  %s <%s> → %s: %s\n%s\n", m.Received.In(zone).Format("2006-01-02 15:04"), m.From.Name, m.From.Address, m.To, m.Subject, indent(words))
	}
	letters, err := x.tx.LettersOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range letters {
		fmt.Fprintf(&b, "%s  %s → %s: %s (%s)\n", l.Queued.In(zone).Format("2006-01-02 15:04"), l.Kind, l.Recipient, l.Subject, l.State)
	}
	return []byte(b.String()), nil
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n"
}

// textIn reads a text among an event's facts, "" for none.
func textIn(data, key string) string {
	var f map[string]any
	if err := json.Unmarshal([]byte(data), &f); err != nil {
		return ""
	}
	s, _ := f[key].(string)
	return s
}
