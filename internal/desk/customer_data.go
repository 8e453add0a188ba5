package desk

import (
	"context"
	"errors"
	"strings"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// customerData corrects how a customer is called and reached. What never reached
// him because of it is sent anew.
func customerData(ctx context.Context, x *execution) error {
	changed := []string{}
	set := func(key string, apply func(value string)) {
		if v := strings.TrimSpace(x.args[key]); v != "" {
			apply(v)
			changed = append(changed, key)
		}
	}
	address := x.args["mail"]
	if address != "" && (!complaint.ValidAddress(address) || x.d.people.ours(address) || complaint.SameAddress(address, x.d.Config.Organisation.Address)) {
		return refuse("E-MAIL", address)
	}
	set("naam", func(v string) { x.c.Customer.Name = v })
	set("mail", func(v string) { x.c.Customer.Address = strings.ToLower(v) })
	set("tel", func(v string) { x.c.Contact.Phone = v })
	set("taal", func(v string) { x.c.Language = v })
	set("kanaal", func(v string) { x.c.Contact.Prefers = channelOf[v] })
	// Which fields, not what is in them: events cannot be erased.
	if err := x.event(complaint.CustomerChanged, x.actor, x.facts("changed", changed), x.r.m.Reply); err != nil {
		return err
	}
	if address == "" {
		return nil
	}
	return x.sendAnew(ctx)
}

// channelOf are the channels as the subject language names them.
var channelOf = map[string]complaint.Channel{"TEL": complaint.ByPhone, "BALIE": complaint.AtDesk, "MAIL": complaint.ByMail,
	"BRIEF": complaint.ByLetter, "CHAT": complaint.ByChat}

// sendAnew queues again, to the address as it is now, the confirmation and the
// settlement that did not arrive.
func (x *execution) sendAnew(ctx context.Context) error {
	letters, err := x.tx.LettersOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	var last complaint.Letter // of those with a decision
	onTheWay := false
	for _, l := range letters {
		if l.Kind == complaint.Confirmation && (l.State == complaint.Waiting || l.State == complaint.Uncertain) {
			onTheWay = true
		}
		if l.Kind == complaint.Resolution || l.Kind == complaint.Reaction {
			last = l
		}
	}
	if x.c.Round.Confirmed.IsZero() && x.c.Round.N == 1 && !onTheWay && x.c.Status.Working() {
		x.remark("De bevestiging gaat nu naar dit adres.", "The confirmation goes to this address now.")
		x.acknowledge(nil)
		if err := x.confirmLater(ctx); err != nil {
			return err
		}
	}
	lost := !last.Undelivered.IsZero() || last.State == complaint.Failed
	if last.Kind != complaint.Resolution || !lost || !x.c.Status.Working() {
		return nil
	}
	written, err := x.lastOf(ctx, complaint.ResolutionQueued)
	if err != nil {
		return err
	}
	words, err := x.tx.Text(ctx, x.c.ID, store.EventPart(written.Seq))
	if err != nil || words == "" {
		return err
	}
	data := x.facts("again", last.ID, "uitkomst", x.c.Outcome, "oorzaak", x.c.Cause)
	data["mail"] = textIn(written.Data, "mail") // which has its attachments, however often it is sent
	writer := written.Actor
	if first := textIn(written.Data, "written_by"); first != "" {
		writer = first
	}
	data["written_by"] = writer
	if err := x.event(complaint.ResolutionQueued, x.actor, data, words); err != nil {
		return err
	}
	if x.source, err = x.tx.Mail(ctx, textIn(written.Data, "mail")); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	x.again = true
	return x.toCustomer(ctx, complaint.Resolution, words, func(content *letterContent) { content.Employee = x.d.people.name(writer) })
}

// confirmLater queues the confirmation as a letter that a command sends.
func (x *execution) confirmLater(ctx context.Context) error {
	words := ""
	if x.c.Channel != complaint.ByMail {
		var err error
		if words, err = x.tx.Text(ctx, x.c.ID, store.EventPart(1)); err != nil { // no other customer's
			return err
		}
	}
	return x.inform(ctx, complaint.Confirmation, func(content *letterContent) { content.Text = words })
}
