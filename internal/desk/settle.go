package desk

import (
	"context"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// The commands that end a complaint, and those after it.

// resolve mails the settlement with the disputes paragraph (2.4.2). The complaint
// is settled when the customer's mail server has accepted it; on paper, when
// BEVESTIGD says that it was posted.
func resolve(ctx context.Context, x *execution) error {
	_, paper := x.args["brief"]
	words, err := x.words(leastResolution, !paper)
	if err != nil {
		return err
	}
	if x.c.Status == complaint.WithManager && !x.r.who.leads(x.actor, x.c.Department) {
		return refuse("E-BESPREKING")
	}
	if err := x.handle(); err != nil {
		return err
	}
	data := x.facts("uitkomst", x.args["uitkomst"], "oorzaak", x.args["oorzaak"])
	if paper {
		data["paper"] = true
	}
	if err := x.event(complaint.ResolutionQueued, x.actor, data, words); err != nil {
		return err
	}
	setWhere(&x.c.Outcome, x.args["uitkomst"])
	setWhere(&x.c.Cause, x.args["oorzaak"])
	if !paper {
		return x.toCustomer(ctx, complaint.Resolution, words, nil)
	}
	dated := x.now
	if word := x.args["datum"]; word != "" {
		m, err := x.d.calendar().Back(word, x.now)
		if err != nil {
			return refuse("E-DATUM", word)
		}
		dated = x.d.past(m, x.now)
	}
	if len(x.r.m.Attachments) > 0 {
		x.remark("Uw bijlagen staan niet in de brief. Doe ze er zelf bij.", "Your attachments are not in the letter. Put them in the envelope yourself.")
		x.acknowledge(nil)
	}
	x.printLater(complaint.Resolution, x.actor, dated, func(content *letterContent) {
		content.Text, content.Employee = words, x.d.people.name(x.actor)
	})
	return nil
}

func setWhere(field *string, value string) {
	if value != "" {
		*field = value
	}
}

// confirmed records what was given outside the mail: the settlement that waited
// for it, else the confirmation of 2.1.2.
func confirmed(ctx context.Context, x *execution) error {
	at, err := x.said(x.args["datum"])
	if err != nil {
		return err
	}
	data := x.facts("channel", x.args["kanaal"], "given", complaint.At(at))
	if x.c.Status == complaint.Resolving {
		letters, err := x.tx.LettersOf(ctx, x.c.ID)
		if err != nil {
			return err
		}
		for _, l := range letters {
			if l.Kind == complaint.Resolution && (l.State == complaint.Waiting || l.State == complaint.Uncertain) {
				return refuse("E-ONDERWEG")
			}
		}
		written, err := x.lastOf(ctx, complaint.ResolutionQueued)
		if err != nil {
			return err
		}
		if cal := x.d.calendar(); cal.Day(at).Before(cal.Day(written.At)) {
			return refuse("E-DATUM-EERDER", x.args["datum"], x.day(written.At))
		}
		if err := x.event(complaint.ResolutionPosted, x.actor, data, x.r.m.Reply); err != nil {
			return err
		}
		x.c.Round.Resolved = at
		if err := x.clocks(ctx); err != nil {
			return err
		}
		x.acknowledge(nil)
		return nil
	}
	if err := x.event(complaint.ConfirmedOtherwise, x.actor, data, x.r.m.Reply); err != nil {
		return err
	}
	return x.clocks(ctx)
}

// lastOf is the latest event of a kind, the zero one for none.
func (x *execution) lastOf(ctx context.Context, kind complaint.EventKind) (last complaint.Event, err error) {
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	for _, e := range events {
		if e.Kind == kind {
			last = e
		}
	}
	return last, err
}

// nameCause records the root cause.
func nameCause(_ context.Context, x *execution) error {
	x.c.Cause = x.args["oorzaak"]
	return x.event(complaint.CauseNamed, x.actor, x.facts("oorzaak", x.c.Cause), x.r.m.Reply)
}

// reopen begins another round (3.2 row 21): the first result stays on record.
func reopen(ctx context.Context, x *execution) error {
	if strings.TrimSpace(x.r.m.Reply) == "" || !ownWords(x.r.m) {
		return refuse("E-REDEN")
	}
	if err := x.openAgain(ctx, x.actor, x.facts(), x.r.m.Reply); err != nil {
		return err
	}
	x.tellReopened(x.r.m.Reply)
	if err := x.inform(ctx, complaint.Reopening, func(content *letterContent) { content.ResponseBy = x.c.Round.Deadlines.FirstResponse }); err != nil {
		return err
	}
	x.acknowledge(nil)
	return nil
}

// tellReopened tells the handler, where it is not the sender, and who watches.
func (x *execution) tellReopened(why string) {
	for _, to := range unique(x.r.who.worker(x.c), x.r.who.watcher(x.c)) {
		if !complaint.SameAddress(to, x.actor) {
			x.tellLater(complaint.OpenAgain, to, func(content *letterContent) { content.Employee, content.Text = x.d.people.name(x.actor), why })
		}
	}
}

// openAgain begins a round at the customer's mail that asks for it, or now.
func (ch *change) openAgain(ctx context.Context, actor string, data facts, why string) error {
	from := ch.c.Pending
	if from.IsZero() {
		from = ch.now
	}
	if err := ch.event(complaint.OpenedAgain, actor, data, why); err != nil {
		return err
	}
	ch.c.Round = complaint.Round{N: ch.c.Round.N + 1, Received: from, Deadlines: ch.d.calendar().Deadlines(from), Confirmed: ch.c.Round.Confirmed}
	ch.c.Pending, ch.c.Final, ch.c.Moves = time.Time{}, false, 0
	ch.begun = true
	return ch.tx.AddRound(ctx, ch.c)
}

// closeEarly ends the time in which a settled complaint opens again by itself.
func closeEarly(_ context.Context, x *execution) error {
	if strings.TrimSpace(x.r.m.Reply) == "" {
		return refuse("E-REDEN")
	}
	x.c.Pending = time.Time{}
	return x.event(complaint.ClosedForGood, x.actor, x.facts(), x.r.m.Reply)
}

// notFinal takes a final position back that did not reach the customer: what he wrote
// waits for an answer again.
func (ch *change) notFinal(ctx context.Context) error {
	if ch.c.Status != complaint.Settled || !ch.c.Final {
		return nil
	}
	events, err := ch.tx.EventsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	ch.c.Final = false
	for _, e := range events {
		if at, ok := instantIn(e.Data, "pending"); ok && e.Kind == complaint.Responded {
			ch.c.Pending = at
		}
	}
	if !ch.c.Pending.IsZero() {
		ch.plan(complaint.ReopeningDue, ch.c.Pending, ch.d.calendar().DayLater(ch.now))
	}
	return nil
}
