package desk

import (
	"context"
	"regexp"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// The commands with which an employee works on a complaint.

// Shortest texts that can be a substantive reaction, a reason or a question, and a
// settlement, in characters.
const (
	leastReaction   = 20
	leastResolution = 40
)

// note adds the mail to the file and tells nobody. A bare reply that reads like
// a letter to the customer earns its writer a word that nothing was sent. After a
// settlement it decides that what the customer wrote needs nothing more.
func note(ctx context.Context, x *execution) error {
	if x.r.tag.Command == nil {
		if done, err := x.asWhose(ctx); done || err != nil {
			return err
		}
	}
	no, data := (*refusal)(nil), x.facts()
	if x.r.tag.Command == nil {
		var err error
		if no, err = x.hint(ctx); err != nil {
			return err
		}
		if no != nil {
			data["hint"] = no.code
		}
	} else {
		x.c.Pending = time.Time{}
	}
	if err := x.event(complaint.Noted, x.actor, data, x.r.m.Reply); err != nil || no == nil {
		return err
	}
	no.kept = true
	x.tellLater(complaint.Refusal, x.actor, func(content *letterContent) { content.refused(x.c, x.r.m, no) })
	return nil
}

// hint is what to say to somebody whose mail became a note, nil for nothing: always
// where he seems to have meant more, else once for each complaint.
func (x *execution) hint(ctx context.Context) (*refusal, error) {
	words := strings.TrimSpace(x.r.m.Reply)
	first, _, _ := strings.Cut(words, "\n")
	if verb := complaint.Canonical(strings.Trim(first, " \t*[].:!")); commands[verb].do != nil && !commands[verb].errand {
		return &refusal{code: "E-NOTITIE", suggestion: subjectOf(x.c.Number, string(verb))}, nil
	}
	if likeALetter.MatchString(words) {
		return &refusal{code: "E-BRIEF", suggestion: subjectOf(x.c.Number, string(complaint.Reactie))}, nil
	}
	for _, l := range x.r.answers {
		switch l.Kind {
		case complaint.Escalation, complaint.Undecided:
			if x.c.Status == complaint.WithManager && x.r.who.leads(x.actor, x.c.Department) {
				return &refusal{code: "E-BESLUIT", taps: deciding}, nil
			}
		case complaint.AfterMail:
			if !x.c.Pending.IsZero() {
				return &refusal{code: "E-NOTITIE", taps: afterwards}, nil
			}
		}
	}
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if e.Kind == complaint.Noted && complaint.SameAddress(e.Actor, x.actor) && textIn(e.Data, "hint") != "" {
			return nil, nil
		}
	}
	return &refusal{code: "E-NOTITIE", taps: tapsOf(complaint.Dossier, false, x.c)}, nil
}

var likeALetter = regexp.MustCompile(`(?i)^\s*(beste|geachte|dear|dag|hallo|hi|hello|goedemorgen|goedemiddag)\b`)

// accept makes the sender the handler; for a paper letter it is the registration
// by the department (2.3).
func accept(_ context.Context, x *execution) error {
	if complaint.SameAddress(x.c.Handler, x.actor) && x.c.Status.Working() && x.c.Status != complaint.Assigned {
		return refuse("E-AL-U")
	}
	if was := x.c.Handler; was != "" && !complaint.SameAddress(was, x.actor) {
		name := x.d.people.name(was)
		x.remark(name+" behandelde deze klacht, en heeft hierover bericht gekregen.", name+" handled this complaint, and has been told.")
	}
	if err := x.handle(); err != nil {
		return err
	}
	if err := x.event(complaint.Accepted, x.actor, x.facts(), ""); err != nil {
		return err
	}
	x.handOver(x.actor) // also of whom he stands in for
	x.acknowledge(func(content *letterContent) { content.taps(x.c, working...) })
	return nil
}

// assign makes a colleague of the department the handler.
func assign(ctx context.Context, x *execution) error {
	if !x.r.who.leads(x.actor, x.c.Department) && !complaint.SameAddress(x.c.Handler, x.actor) {
		who := x.say("de behandelaar of ", "the handler or ") + x.r.who.whoAre(lead, x.c.Department, x.language())
		return refuse("E-RECHT", string(x.verb), who)
	}
	to, ok := x.r.who.find(x.args["naam"], x.c.Department)
	if !ok {
		return refuse("E-PERSOON", x.args["naam"], x.c.Department, x.r.who.names(x.c.Department))
	}
	if err := x.event(complaint.Appointed, x.actor, x.facts("handler", to), x.r.m.Reply); err != nil {
		return err
	}
	x.handOver(to)
	if err := x.assignment(ctx, complaint.Assignment, to); err != nil {
		return err
	}
	x.acknowledge(nil)
	return nil
}

// assignment shows a complaint to its new handler, or to who does his work, with what
// the sender wrote to him.
func (x *execution) assignment(ctx context.Context, kind complaint.LetterKind, to string) error {
	words, err := x.story(ctx)
	if err != nil {
		return err
	}
	reader, instruction := x.r.who.reach(to, x.c.Department), ""
	if ownWords(x.r.m) {
		instruction = strings.TrimSpace(x.r.m.Reply)
	}
	if complaint.SameAddress(reader, x.actor) {
		return nil
	}
	files, err := x.r.files(ctx)
	if err != nil {
		return err
	}
	x.tellLater(kind, reader, func(content *letterContent) {
		content.carry(files)
		content.Employee = x.d.people.name(x.actor)
		if kind == complaint.Returned {
			content.Text, content.Story = instruction, words
		} else {
			content.Text, content.Detail = words, instruction
		}
	})
	return nil
}

// respond mails the first substantive reaction (1). Its clock stops when the
// customer's mail server has accepted it; one by telephone stops it at once, and
// is repeated in writing. On a settled complaint it is the final position.
func respond(ctx context.Context, x *execution) error {
	byPhone := x.args["kanaal"] != ""
	words, err := x.words(leastReaction, !byPhone)
	if err != nil {
		return err
	}
	if err := x.handle(); err != nil {
		return err
	}
	data := x.facts("channel", x.args["kanaal"])
	if x.c.Status == complaint.Settled && !x.c.Pending.IsZero() {
		data["pending"] = complaint.At(x.c.Pending)
	}
	if err := x.event(complaint.Responded, x.actor, data, words); err != nil {
		return err
	}
	final := x.c.Status == complaint.Settled
	if final {
		x.c.Final, x.c.Pending = true, time.Time{}
	}
	if byPhone {
		if err := x.clocks(ctx); err != nil {
			return err
		}
	}
	return x.toCustomer(ctx, complaint.Reaction, words, func(content *letterContent) { content.ByPhone, content.Final = byPhone, final })
}

// ask mails a question and waits for the customer. It counts as a reaction,
// because only who has read the complaint can ask; the history says that it was a
// question.
func ask(ctx context.Context, x *execution) error {
	words, err := x.words(leastReaction, true)
	if err != nil {
		return err
	}
	at, err := x.nextDate(x.args["datum"], "+2wd")
	if err != nil {
		return err
	}
	if err := x.handle(); err != nil {
		return err
	}
	if err := x.event(complaint.Asked, x.actor, x.facts("until", complaint.At(at)), words); err != nil {
		return err
	}
	x.c.Waiting, x.c.Agenda = "customer", at
	return x.toCustomer(ctx, complaint.Question, words, nil)
}

// delay tells the customer that his complaint takes longer, why, and when he hears
// more (2.4.1). The deadline stays where it is.
func delay(ctx context.Context, x *execution) error {
	words, err := x.words(leastReaction, true)
	if err != nil {
		return err
	}
	at, err := x.nextDate(x.args["datum"], "")
	if err != nil {
		return err
	}
	if end := x.c.Round.Deadlines.Resolution; !at.After(end) {
		no := refuse("E-NIET-LATER", x.day(at), x.day(end))
		no.suggestion = subjectOf(x.c.Number, "AGENDA "+x.args["datum"])
		return no
	}
	if err := x.handle(); err != nil {
		return err
	}
	if err := x.event(complaint.Delayed, x.actor, x.facts("until", complaint.At(at)), words); err != nil {
		return err
	}
	x.c.Agenda = at
	return x.toCustomer(ctx, complaint.Delay, words, func(content *letterContent) { content.Due = at })
}

// schedule sets the next date (2.4.1). Beyond the term the customer must hear of
// it first, with DUURT, and then up to the day that he was told.
func schedule(ctx context.Context, x *execution) error {
	at, err := x.laterDate(ctx)
	if err != nil {
		return err
	}
	if !x.c.Status.Working() {
		// The committee's dates and a letter on its way have no customer to tell.
	} else if err := x.handle(); err != nil {
		return err
	}
	if err := x.event(complaint.Scheduled, x.actor, x.facts("until", complaint.At(at)), x.r.m.Reply); err != nil {
		return err
	}
	x.c.Agenda = at
	return nil
}

// wait records that somebody else has to do something first. The clocks run on.
func wait(ctx context.Context, x *execution) error {
	at, err := x.laterDate(ctx)
	if err != nil {
		return err
	}
	if err := x.handle(); err != nil {
		return err
	}
	waiting := "third"
	if x.args["op"] == "KLANT" {
		waiting = "customer"
	}
	if err := x.event(complaint.Waited, x.actor, x.facts("until", complaint.At(at), "for", waiting), x.r.m.Reply); err != nil {
		return err
	}
	x.c.Waiting, x.c.Agenda = waiting, at
	return nil
}
