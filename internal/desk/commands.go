package desk

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gehoord/internal/complaint"
)

// execution is one command of a proven member of staff.
type execution struct {
	*change
	r     *receipt
	actor string // his address
	args  map[string]string
	after []func(context.Context) error // letters, queued when the complaint is saved
}

// commands are the verbs this desk carries out; the others are refused by name.
var commands = map[complaint.Verb]func(context.Context, *execution) error{
	complaint.Aannemen: accept,
	complaint.Reactie:  respond,
	complaint.Opgelost: resolve,
	complaint.Naar:     move,
	complaint.Notitie:  note,
	complaint.Stop:     stop,
}

// Shortest texts that can be a substantive reaction and a settlement.
const (
	leastReaction   = 20
	leastResolution = 40
)

// note adds the mail to the file and tells nobody. A bare reply that reads like
// a letter to the customer earns its writer a word that nothing was sent.
func note(ctx context.Context, x *execution) error {
	if err := x.event(complaint.Noted, x.actor, facts{"mail": x.r.stored.ID}, x.r.m.Reply); err != nil {
		return err
	}
	if x.r.tag.Command == nil && likeALetter.MatchString(x.r.m.Reply) {
		x.after = append(x.after, func(ctx context.Context) error {
			return x.d.tell(ctx, x.tx, x.c, complaint.Refusal, "mail "+x.r.stored.ID, x.actor, x.now, func(content *letterContent) {
				content.refused(x.r.m.Subject, &refusal{code: "E-BRIEF", suggestion: subjectOf(x.c.Number, complaint.Reactie)}, x.d.Config.Organisation.Language)
				content.link(x.c, complaint.Reactie)
			})
		})
	}
	return nil
}

var likeALetter = regexp.MustCompile(`(?i)^\s*(beste|geachte|dear|dag|hallo|hi|hello|goedemorgen|goedemiddag)\b`)

// accept makes the sender the handler; for a letter it is the registration by
// the department (2.3).
func accept(ctx context.Context, x *execution) error {
	if err := x.member(); err != nil {
		return err
	}
	if x.c.Handler != "" && x.c.Handler != x.actor && x.d.people.leads(x.c.Handler, x.c.Department) && !x.d.people.leads(x.actor, x.c.Department) {
		return refuse("E-RECHT", "AANNEMEN", x.d.people.name(x.c.Handler))
	}
	if err := x.event(complaint.Accepted, x.actor, facts{"mail": x.r.stored.ID}, ""); err != nil {
		return err
	}
	x.c.Handler = x.actor
	return nil
}

// respond mails the first substantive reaction (1). Its clock stops when the
// customer's mail server has accepted it.
func respond(ctx context.Context, x *execution) error {
	if x.args["kanaal"] != "" { // the text is a note of a call, not a letter
		return refuse("E-LATER", "REACTIE "+x.args["kanaal"])
	}
	text, err := x.words(leastReaction)
	if err != nil {
		return err
	}
	if err := x.handle(); err != nil {
		return err
	}
	if err := x.event(complaint.Responded, x.actor, facts{"mail": x.r.stored.ID}, text); err != nil {
		return err
	}
	x.toCustomer(complaint.Reaction, text)
	return nil
}

// resolve mails the settlement with the disputes paragraph (2.4.2). The
// complaint is settled when the customer's mail server has accepted it.
func resolve(ctx context.Context, x *execution) error {
	if _, paper := x.args["brief"]; paper {
		return refuse("E-LATER", "OPGELOST BRIEF")
	}
	text, err := x.words(leastResolution)
	if err != nil {
		return err
	}
	if err := x.handle(); err != nil {
		return err
	}
	data := facts{"mail": x.r.stored.ID}
	for _, key := range []string{"uitkomst", "oorzaak"} {
		if v := x.args[key]; v != "" {
			data[key] = v
		}
	}
	if err := x.event(complaint.ResolutionQueued, x.actor, data, text); err != nil {
		return err
	}
	x.toCustomer(complaint.Resolution, text)
	return nil
}

// move hands the complaint to another department. The deadlines stay; the
// customer hears nothing of it.
func move(ctx context.Context, x *execution) error {
	to, ok := x.d.Config.Department(x.args["afdeling"])
	if !ok {
		return refuse("E-AFDELING-ONBEKEND", x.args["afdeling"], x.d.departmentCodes())
	}
	if err := x.member(); err != nil {
		return err
	}
	if to.Code == x.c.Department && x.c.Status != complaint.Triage {
		return refuse("E-AL-DAAR", to.Code)
	}
	if x.c.Moves >= 2 && !x.d.people.leads(x.actor, x.c.Department) {
		return refuse("E-PINGPONG", x.d.people.name(x.d.people.manager(x.c.Department)))
	}
	from, was := x.c.Department, x.c.Status
	if err := x.event(complaint.Rerouted, x.actor, facts{"mail": x.r.stored.ID, "from": from, "to": to.Code}, x.r.m.Reply); err != nil {
		return err
	}
	if was != complaint.Triage { // handing it out the first time is no return
		x.c.Moves++
	}
	x.c.Department, x.c.Handler = to.Code, ""
	x.after = append(x.after, func(ctx context.Context) error {
		first, stored, err := x.firstMail(ctx)
		if err != nil {
			return err
		}
		return x.d.tell(ctx, x.tx, x.c, complaint.Notice, "mail "+x.r.stored.ID, to.Inbox, x.now, func(content *letterContent) {
			content.show(first, stored)
			content.moved(from, x.d.people.name(x.actor), x.r.m.Reply)
		})
	})
	x.receipt("moved", func(content *letterContent) { content.Detail = to.Code })
	return nil
}

// stop withdraws letters to the customer that have not left yet.
func stop(ctx context.Context, x *execution) error {
	if err := x.member(); err != nil {
		return err
	}
	stopped, err := x.tx.StopLetters(ctx, x.c.ID, complaint.CommandedToCustomer, x.now)
	if err != nil {
		return err
	}
	if len(stopped) == 0 {
		return refuse("E-TE-LAAT")
	}
	for _, l := range stopped {
		kind := complaint.Noted
		if l.Kind == complaint.Resolution {
			kind = complaint.ResolutionStopped
		}
		if err := x.event(kind, x.actor, facts{"mail": x.r.stored.ID, "stopped": l.ID}, ""); err != nil {
			return err
		}
	}
	x.receipt("stopped", nil)
	return nil
}

// member refuses whoever neither works for the department nor leads it.
func (x *execution) member() error {
	if x.d.people.in(x.actor, x.c.Department) || x.d.people.leads(x.actor, x.c.Department) {
		return nil
	}
	return refuse("E-AFDELING", x.c.Department)
}

// handle makes a member of the department its handler, who thereby may write to
// the customer; not where the manager handles it himself (2.1.3).
func (x *execution) handle() error {
	if err := x.member(); err != nil {
		return err
	}
	leads := x.d.people.leads(x.actor, x.c.Department)
	if x.c.Handler != "" && !complaint.SameAddress(x.c.Handler, x.actor) && x.d.people.leads(x.c.Handler, x.c.Department) && !leads {
		return refuse("E-LEIDING", x.d.people.name(x.c.Handler))
	}
	if x.c.Status != complaint.Settled {
		x.c.Handler = x.actor
	}
	return nil
}

var (
	internal   = regexp.MustCompile(`(?im)^\W*intern(e|al)?\b`)
	quotedLine = regexp.MustCompile(`(?m)^\s*>`)
)

// words are what the customer will read: the text above the marker, whole. It is
// refused when it is too short to mean something, or when it holds what cannot be
// meant for a customer.
func (x *execution) words(least int) (string, error) {
	if x.c.Customer.Address == "" {
		return "", refuse("E-ADRES")
	}
	if slices.ContainsFunc(x.r.m.Attachments, func(a complaint.Attachment) bool { return !a.Inline }) {
		return "", refuse("E-BIJLAGE")
	}
	text := strings.TrimSpace(x.r.m.Reply)
	switch {
	case !ownWords(x.r.m), utf8.RuneCountInString(text) < least:
		return "", refuse("E-LEEG")
	case internal.MatchString(text), quotedLine.MatchString(text):
		return "", refuse("E-INTERN")
	}
	for _, number := range complaint.Numbers(text, x.c.Number.Prefix) {
		if number != x.c.Number {
			return "", refuse("E-INTERN")
		}
	}
	return text, nil
}

// ownWords tells whether all of Reply was written by the sender now. The reader
// never gives nothing: of a mail that is only a quotation, Reply is the quotation.
func ownWords(m complaint.Mail) bool {
	flat := strings.ToLower(strings.Join(strings.FieldsFunc(m.Reply, func(r rune) bool { return unicode.IsSpace(r) || r == '>' }), " "))
	return !m.Borrowed && !strings.Contains(flat, markerWords)
}

// markerWords are the marker as every mail program leaves it.
var markerWords = strings.Trim(complaint.Marker, "- ")
