package desk

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// staff takes a mail whose From is a member of staff. An empty outcome means
// that it is a customer's: a colleague who leases a car himself.
func (r *receipt) staff(ctx context.Context) (string, error) {
	if outcome, err := r.wasHim(ctx); outcome != "" || err != nil {
		return outcome, err
	}
	r.forgive()
	c, err := r.subject(ctx)
	if c == nil && err == nil {
		err = r.numberless()
	}
	if no := new(refusal); errors.As(err, &no) {
		return r.refuseUnlessFlooded(ctx, c, no)
	}
	switch {
	case err != nil:
		return "", err
	case c == nil && r.tag.Command == nil:
		return r.passedOn(ctx)
	case c != nil && r.isCustomerOf(*c) && c.Status == complaint.Closed:
		return "", nil
	case c != nil && r.isCustomerOf(*c):
		return joined, r.join(ctx, *c)
	}
	known, err := r.possiblyKnown(ctx)
	if err != nil {
		return "", err
	}
	about := complaint.Complaint{}
	if c != nil {
		about = *c
	}
	switch proof := r.proof(about); {
	case proof == refuted:
		return r.forged(ctx, c)
	case proof == proven && !known:
		return r.execute(ctx, c)
	default: // a mailbox that was renumbered must not make us do things twice
		return r.hold(ctx, c)
	}
}

// harmless are the commands that are carried out with a slip of one letter: they
// reach nobody but their sender.
var harmless = []complaint.Verb{complaint.ToonStatus, complaint.Help, complaint.Notitie}

// forgive takes a slip in a harmless command for what was meant, and a bare cry for
// help for HELP.
func (r *receipt) forgive() {
	if cry.MatchString(bareSubject(r.m.Subject)) && r.tag.Command == nil {
		r.tag.Command, r.tagErr = &complaint.Command{Verb: complaint.Help, Args: map[string]string{}}, nil
	}
	var wrong *complaint.SubjectError
	if !errors.As(r.tagErr, &wrong) || wrong.Code != complaint.CodeUnknown {
		return
	}
	meant, err := complaint.ParseSubject(wrong.Suggestion, r.d.Config.Organisation.Prefix)
	if err == nil && meant.Command != nil && slices.Contains(harmless, meant.Command.Verb) {
		r.tag, r.tagErr = meant, nil
	}
}

// numberless is the *refusal of a mail of staff that is about no complaint and
// yet meant to do something: a tag that is wrong, or an answer to a letter that is
// about several complaints.
func (r *receipt) numberless() error {
	switch err := r.wrongTag(); {
	case err != nil:
		return err
	case r.tag.Command == nil && misLine.MatchString(r.m.Subject):
		line := misLine.FindStringSubmatch(r.m.Subject)[1]
		return refuse("E-REGEL", line)
	case r.tag.Command == nil && len(r.answers) > 0: // his own, or a question that was for another
		return refuse("E-WELKE")
	}
	return nil
}

// refuseUnlessFlooded tells a colleague, at his address in the configuration,
// what was not done. Where nothing has proved that he wrote, he is told only so
// often a day.
func (r *receipt) refuseUnlessFlooded(ctx context.Context, c *complaint.Complaint, no *refusal) (string, error) {
	about := complaint.Complaint{}
	if c != nil {
		about = *c
	} else if id := r.answers.of(); id != "" {
		about.ID = id
	}
	if r.proof(about) != proven {
		n, err := r.tx.LettersSince(ctx, strings.ToLower(r.m.From.Address), []complaint.LetterKind{complaint.Refusal}, r.now.Add(-heldFor))
		if err != nil || n >= heldMost {
			return commanded, err
		}
	}
	return r.refuse(ctx, c, no)
}

// subject is the complaint that a mail of staff is about: that of the letter it
// answers, and that of the number in its subject, which must agree. nil: none.
func (r *receipt) subject(ctx context.Context) (*complaint.Complaint, error) {
	var named, answered *complaint.Complaint
	var err error
	if !r.tag.Number.IsZero() {
		if named, err = r.known(ctx, r.tag.Number); err != nil {
			return nil, err
		}
		if named == nil {
			return nil, r.noSuchNumber(ctx)
		}
	}
	if id := r.answers.of(); id != "" {
		c, err := r.tx.Complaint(ctx, id)
		if err != nil {
			return nil, err
		}
		if c, err = r.survivor(ctx, c); err != nil {
			return nil, err
		}
		answered = &c
	}
	switch {
	case named != nil && answered != nil && named.ID != answered.ID:
		return nil, refuse("E-DRAAD", answered.Number.String(), named.Number.String())
	case named != nil:
		return named, nil
	default:
		return answered, nil
	}
}

// noSuchNumber names the complaints that the sender handles, one of which he may
// have meant.
func (r *receipt) noSuchNumber(ctx context.Context) error {
	mine, err := r.tx.HandledBy(ctx, r.m.From.Address)
	if err != nil {
		return err
	}
	var numbers []string
	for _, c := range mine[max(0, len(mine)-3):] {
		numbers = append(numbers, c.Number.String())
	}
	if len(numbers) == 0 {
		return refuse("E-NUMMER", r.tag.Number.String())
	}
	return refuse("E-NUMMER-UW", r.tag.Number.String(), strings.Join(numbers, ", "))
}

// inbox takes a mail from a department's own address: about a complaint it is a
// colleague's note, and no command, because nobody knows which colleague.
func (r *receipt) inbox(ctx context.Context) (string, error) {
	c, err := r.match(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return r.passedOn(ctx)
	}
	if err != nil {
		return "", err
	}
	ch := r.change(c)
	if err := ch.event(complaint.Noted, strings.ToLower(r.m.From.Address), facts{"mail": r.stored.ID}, r.m.Reply); err != nil {
		return "", err
	}
	if err := ch.save(ctx); err != nil {
		return "", err
	}
	if r.tag.Command == nil && r.tagErr == nil || r.stored.Silent {
		return joined, nil
	}
	return joined, r.d.tell(ctx, r.tx, ch.c, complaint.Refusal, "mail "+r.stored.ID, strings.ToLower(r.m.From.Address), r.now, func(content *letterContent) {
		content.refused(ch.c, r.m, refuse("E-POSTBUS"))
	})
}

// wrongTag is the *refusal of a subject whose tag was meant and is wrong, nil for
// another.
func (r *receipt) wrongTag() error {
	var wrong *complaint.SubjectError
	if !errors.As(r.tagErr, &wrong) {
		return r.tagErr
	}
	code, suggestion := wrong.Code, wrong.Suggestion
	switch code {
	case complaint.CodeNumber:
		code = "E-GEEN-NUMMER" // E-NUMMER is one that is not there
	case complaint.CodeDate, complaint.CodeArgument:
		if example := exampleOf(r.m.Subject); suggestion == "" && example != "" {
			code, suggestion = "E-VOORBEELD", "["+example+"]"
			if !r.tag.Number.IsZero() {
				suggestion = subjectOf(r.tag.Number, example)
			}
		}
	}
	return &refusal{code: code, suggestion: suggestion, args: []string{wrong.Read}}
}

// misLine is a line of the daily list that is none.
var misLine = regexp.MustCompile(`(?i)\[\s*(?:klacht|complaint)\b([^\]]*)\]`)

// cry is a colleague's subject who does not know the brackets.
var cry = regexp.MustCompile(`^(help|hulp)\W*$`)

// exampleOf is how the command that a subject names first is written, "" for none.
func exampleOf(subject string) string {
	for _, word := range strings.FieldsFunc(subject, func(r rune) bool { return r == ' ' || r == '[' || r == ']' || r == '(' }) {
		if cmd, ok := commands[complaint.Canonical(word)]; ok {
			return cmd.example
		}
	}
	return ""
}

// isCustomerOf tells whether a member of staff who leases a car himself writes
// about his own complaint, without a command.
func (r *receipt) isCustomerOf(c complaint.Complaint) bool {
	return r.tag.Command == nil && r.tagErr == nil && complaint.SameAddress(c.Customer.Address, r.m.From.Address)
}

// refuse tells a proven sender, and nobody else, what was not done and why. c is
// nil when his command was about no certain complaint.
func (r *receipt) refuse(ctx context.Context, c *complaint.Complaint, no *refusal) (string, error) {
	if no.suggestion == "" && r.tag.Command != nil {
		switch no.code {
		case "E-REDEN", "E-LEEG", "E-INTERN", "E-BIJLAGE", "E-FORMULIER", "E-VERHAAL", "E-SCAN": // the subject was right
			no.suggestion = r.tag.String()
		case "E-DATUM", "E-DATUM-VOORBIJ", "E-DATUM-VER", "E-DATUM-TOEKOMST", "E-DATUM-EERDER":
			no.suggestion = complaint.Tag{Number: r.tag.Number}.String()
			no.suggestion = strings.TrimSuffix(no.suggestion, "]") + " " + commands[r.tag.Command.Verb].example + "]"
			if r.tag.Number.IsZero() {
				no.suggestion = "[" + commands[r.tag.Command.Verb].example + "]"
			}
		case "E-AFDELING-ONBEKEND":
			no.departments = r.tag.Command.Verb == complaint.Naar
		}
	}
	about, err := r.onRecord(ctx, c, complaint.CommandRefused, facts{"mail": r.stored.ID, "code": no.code})
	if err != nil {
		return "", err
	}
	return commanded, r.d.tell(ctx, r.tx, about, complaint.Refusal, "mail "+r.stored.ID, strings.ToLower(r.m.From.Address), r.now, func(content *letterContent) {
		content.refused(about, r.m, no)
	})
}

// onRecord notes in a complaint's history what became of a command, and returns the
// complaint as it is then; the zero one for nil.
func (r *receipt) onRecord(ctx context.Context, c *complaint.Complaint, kind complaint.EventKind, data facts) (complaint.Complaint, error) {
	if c == nil {
		return complaint.Complaint{}, nil
	}
	ch := r.change(*c)
	if err := ch.event(kind, strings.ToLower(r.m.From.Address), data, ""); err != nil {
		return ch.c, err
	}
	return ch.c, ch.save(ctx)
}

// forged tells a person, once about a complaint and once a day about none, that
// somebody wrote in his name; nothing else happens.
func (r *receipt) forged(ctx context.Context, c *complaint.Complaint) (string, error) {
	person := strings.ToLower(r.m.From.Address)
	about, err := r.onRecord(ctx, c, complaint.CommandRefused, facts{"mail": r.stored.ID, "code": "E-AFZENDER"})
	if err != nil {
		return "", err
	}
	cause := "forged " + about.ID
	if c == nil {
		cause = "forged " + r.now.Format("2006-01-02")
	}
	return commanded, r.d.tell(ctx, r.tx, about, complaint.Refusal, cause, person, r.now, func(content *letterContent) {
		content.refused(about, r.m, refuse("E-AFZENDER"))
	})
}
