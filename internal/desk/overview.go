package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
	"gehoord/notify"
)

// The commands that only read.

// mostRows bounds the lists that go into one letter.
const mostRows = 300

// status sends the file of a complaint: its facts, and what happened, in order.
func status(ctx context.Context, x *execution) error {
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	var history []notify.Happening
	words := ""
	for _, e := range events {
		said, err := x.tx.Text(ctx, x.c.ID, store.EventPart(e.Seq))
		if err != nil {
			return err
		}
		if e.Seq == 1 {
			words, said = said, ""
		}
		history = append(history, notify.Happening{At: e.At, What: label(e.Kind, x.language()), Who: x.actorName(e.Actor), Text: said})
	}
	if err := x.event(complaint.Noted, x.actor, x.facts("read", true), ""); err != nil {
		return err
	}
	x.tellLater(complaint.Dossier, x.actor, func(content *letterContent) { content.Text, content.History = words, history })
	return nil
}

// actorName is how the history calls who did something.
func (x *execution) actorName(actor string) string {
	switch actor {
	case "customer":
		return x.say("de klant", "the customer")
	case "committee":
		return x.say("de Geschillencommissie", "the disputes committee")
	case "gehoord":
		return ""
	}
	return x.d.people.name(actor)
}

// openList sends the open complaints of the departments that the sender works for,
// or of one of them; management's are all.
func openList(ctx context.Context, x *execution) error {
	codes := x.r.who.departmentsOf(x.actor)
	if name := x.args["afdeling"]; name != "" {
		dep, ok := x.d.Config.Department(name)
		switch {
		case !ok:
			return refuse("E-AFDELING-ONBEKEND", name, x.d.departmentCodes())
		case !slices.Contains(codes, dep.Code):
			return refuse("E-LIJST", dep.Code)
		}
		codes = []string{dep.Code}
	}
	if len(codes) == 0 {
		return refuse("E-RECHT", string(x.verb), x.r.who.whoAre(member, "", x.language()))
	}
	list, err := x.tx.OpenOf(ctx, codes)
	if err != nil {
		return err
	}
	pending, err := x.tx.PendingOf(ctx, codes)
	if err != nil {
		return err
	}
	list = append(list, pending...)
	late := x.args["laat"] != ""
	x.tellLater(complaint.OpenList, x.actor, func(content *letterContent) {
		content.Late = late
		for _, c := range list {
			if t := nextTerm(c); !late || t.missedAt(x.now) {
				content.item(telling{kind: t.breach, due: t.deadline, c: c})
			}
		}
		if n := len(content.Items); n > mostRows {
			content.Remarks = append(content.Remarks, x.say(fmt.Sprintf("Dit zijn de eerste %d van %d.", mostRows, n), fmt.Sprintf("These are the first %d of %d.", mostRows, n)))
			content.Items = content.Items[:mostRows]
		}
	})
	return nil
}

// nextTerm is the first of the terms that a customer still waits for: the reaction,
// then the solution.
func nextTerm(c complaint.Complaint) term {
	terms := termsOf(c.Round)
	for _, t := range terms[len(terms)-2:] {
		if t.met.IsZero() {
			return t
		}
	}
	return terms[len(terms)-1]
}

// help lists the commands that the sender may use, those of everyday first.
func help(_ context.Context, x *execution) error {
	have := x.r.who.roles(x.actor, "")
	for _, code := range x.r.who.departmentsOf(x.actor) {
		have |= x.r.who.roles(x.actor, code)
	}
	number := complaint.Number{Prefix: x.d.Config.Organisation.Prefix, Year: x.now.Year(), Serial: 123}.String()
	x.tellLater(complaint.HelpText, x.actor, func(content *letterContent) {
		for _, row := range table {
			if row.who&have == 0 {
				continue
			}
			typed := complaint.InLanguage(row.example, content.language)
			example := "[" + typed + "]"
			if !row.errand {
				example = "[" + number + " " + typed + "]"
			}
			content.Commands = append(content.Commands, notify.CommandHelp{Example: example, Does: row.does(content.language)})
		}
	})
	return nil
}

// report counts the last seven days or the last month, of the departments that the
// sender leads.
func report(ctx context.Context, x *execution) error {
	zone := x.d.Config.Organisation.Zone
	from, period := x.now.In(zone).AddDate(0, 0, -7), "week"
	if x.args["periode"] == "MAAND" {
		from, period = x.now.In(zone).AddDate(0, -1, 0), "month"
	}
	list, err := x.tx.Since(ctx, from)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(c complaint.Complaint) bool { return !x.r.who.leads(x.actor, c.Department) })
	figures := x.figures(list, from)
	x.tellLater(complaint.Report, x.actor, func(content *letterContent) { content.Period, content.Figures = period, figures })
	return nil
}

// figures are counts; under ten cases a share would say too much, so it is never
// given alone.
func (x *execution) figures(list []complaint.Complaint, from time.Time) []notify.Figure {
	var received, settled, open, late int
	onTime, due := map[string]int{}, map[string]int{}
	for _, c := range list {
		if !c.Received.Before(from) {
			received++
		}
		if !c.Round.Resolved.IsZero() && !c.Round.Resolved.Before(from) {
			settled++
		}
		if c.Status.Open() {
			open++
			if t := nextTerm(c); t.missedAt(x.now) {
				late++
			}
		}
		if c.Status == complaint.NotAComplaint || c.Status == complaint.Merged {
			continue
		}
		for _, t := range termsOf(c.Round) {
			if t.deadline.Before(from) || t.deadline.After(x.now) && t.met.IsZero() {
				continue
			}
			key := string(t.breach)
			due[key]++
			if !t.missed() {
				onTime[key]++
			}
		}
	}
	count := func(nl, en string, n int) notify.Figure {
		return notify.Figure{Label: x.say(nl, en), Value: fmt.Sprint(n)}
	}
	out := []notify.Figure{count("Ontvangen", "Received", received), count("Afgehandeld", "Settled", settled), count("Nu open", "Open now", open), count("Daarvan te laat", "Of these late", late)}
	for _, t := range []struct {
		kind   complaint.AlarmKind
		nl, en string
	}{
		{complaint.ConfirmationBreach, "Bevestiging op tijd", "Confirmation on time"},
		{complaint.ResponseBreach, "Eerste reactie op tijd", "First reply on time"},
		{complaint.ResolutionBreach, "Oplossing op tijd", "Solution on time"},
	} {
		n, of := onTime[string(t.kind)], due[string(t.kind)]
		value := x.say(fmt.Sprintf("%d van %d", n, of), fmt.Sprintf("%d of %d", n, of))
		if of >= 10 {
			value += fmt.Sprintf(" (%d %%)", n*100/of)
		}
		out = append(out, notify.Figure{Label: x.say(t.nl, t.en), Value: value})
	}
	return out
}

// label is what an event is called.
func label(kind complaint.EventKind, language string) string {
	if l, ok := labels[kind]; ok {
		return text(language, l.nl, l.en)
	}
	return strings.ReplaceAll(string(kind), "_", " ")
}

var labels = map[complaint.EventKind]struct{ nl, en string }{
	complaint.Registered: {"geregistreerd", "registered"}, complaint.Routed: {"naar de afdeling", "to the department"},
	complaint.Unsure: {"te verdelen", "to be assigned"}, complaint.Rerouted: {"doorgegeven", "passed on"},
	complaint.Accepted: {"aangenomen", "accepted"}, complaint.Appointed: {"toegewezen", "assigned"},
	complaint.Responded: {"reactie", "reaction"}, complaint.Asked: {"vraag aan de klant", "question to the customer"},
	complaint.Delayed: {"het duurt langer", "it takes longer"}, complaint.Scheduled: {"agenda", "agenda"}, complaint.Waited: {"wachten", "waiting"},
	complaint.Escalated: {"ter bespreking", "for discussion"}, complaint.TakenOver: {"overgenomen", "taken over"}, complaint.GivenBack: {"terug naar de medewerker", "back to the employee"},
	complaint.ResolutionQueued: {"oplossing geschreven", "solution written"}, complaint.ResolutionStopped: {"oplossing tegengehouden", "solution stopped"},
	complaint.ResolutionSent: {"oplossing verstuurd: afgehandeld", "solution sent: settled"}, complaint.ResolutionPosted: {"oplossing gegeven: afgehandeld", "solution given: settled"},
	complaint.ResolutionUndelivered: {"oplossing niet aangekomen", "solution not delivered"}, complaint.OpenedAgain: {"heropend", "reopened"},
	complaint.ClosedForGood: {"gesloten", "closed"}, complaint.NotComplaint: {"geen klacht", "not a complaint"}, complaint.MergedInto: {"samengevoegd", "merged"},
	complaint.Disputed: {"bij de Geschillencommissie", "before the disputes committee"}, complaint.DisputeWithdrawn: {"geschil ingetrokken", "dispute withdrawn"},
	complaint.DisputeReturned: {"geschil ingetrokken: weer open", "dispute withdrawn: open again"},
	complaint.Ruled:           {"uitspraak", "ruling"}, complaint.ActedUpon: {"uitspraak uitgevoerd", "ruling carried out"},
	complaint.CompliedSent: {"bericht over de uitvoering verstuurd: gesloten", "told that it was carried out: closed"},
	complaint.Noted:        {"notitie", "note"}, complaint.MailReceived: {"mail ontvangen", "mail received"}, complaint.Absorbed: {"andere klacht erbij gevoegd", "another complaint added"},
	complaint.SplitOff: {"gesplitst", "split"}, complaint.MoveAsked: {"doorgeven voorgelegd", "passing on proposed"}, complaint.RulingAsked: {"voorgelegd aan de leidinggevende", "put to the manager"},
	complaint.Prioritised: {"prioriteit", "priority"}, complaint.CauseNamed: {"oorzaak", "cause"}, complaint.ConfirmedOtherwise: {"bevestigd buiten de mail", "confirmed outside the mail"},
	complaint.CustomerChanged: {"klantgegevens gewijzigd", "customer data changed"}, complaint.HoldChanged: {"bewaren", "hold"}, complaint.ErasureAsked: {"wissen gevraagd", "erasure asked"},
	complaint.Erased: {"inhoud gewist", "content erased"}, complaint.AccessGiven: {"inzage gegeven", "access given"}, complaint.LetterSent: {"brief verstuurd", "letter sent"},
	complaint.LetterUncertain: {"brief misschien aangekomen", "letter perhaps delivered"}, complaint.LetterUndelivered: {"brief niet aangekomen", "letter not delivered"},
	complaint.LetterStopped: {"brief tegengehouden", "letter stopped"}, complaint.Warned: {"gewaarschuwd", "warned"}, complaint.Breached: {"termijn verlopen", "term missed"},
	complaint.FollowedUp: {"agendadatum", "agenda date"}, complaint.CommandHeld: {"opdracht vastgehouden", "command held"}, complaint.CommandRefused: {"opdracht geweigerd", "command refused"},
}
