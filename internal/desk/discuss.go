package desk

import (
	"context"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// The discussion with the manager (2.1.3).

// decideWithin is the manager's time, in working hours.
const decideWithin = 4 * time.Hour

// discuss takes a complaint to the manager; the manager's own goes to management.
func discuss(ctx context.Context, x *execution) error {
	if strings.TrimSpace(x.r.m.Reply) == "" || !ownWords(x.r.m) {
		return refuse("E-REDEN")
	}
	if err := x.handle(); err != nil {
		return err
	}
	if err := x.event(complaint.Escalated, x.actor, x.facts("reden", x.args["reden"]), x.r.m.Reply); err != nil {
		return err
	}
	until := x.d.calendar().AddWorkingHours(x.now, decideWithin)
	x.plan(complaint.DiscussionDue, until, until)
	ground := map[string]string{
		"COMPLEX": x.say("te complex", "too complex"), "BEVOEGD": x.say("valt buiten de bevoegdheid", "beyond the employee's authority"),
	}[x.args["reden"]]
	files, err := x.r.files(ctx)
	if err != nil {
		return err
	}
	words, err := x.story(ctx)
	if err != nil {
		return err
	}
	x.tellLater(complaint.Escalation, x.decider(), func(content *letterContent) {
		content.carry(files)
		content.Employee, content.Reason, content.Text, content.Due, content.Story = x.d.people.name(x.actor), ground, x.r.m.Reply, until, words
	})
	return nil
}

// decider is the manager who is to decide, never the sender himself.
func (x *execution) decider() string {
	to := x.r.who.reach(x.d.people.manager(x.c.Department), x.c.Department)
	if complaint.SameAddress(to, x.actor) && x.d.Config.Management.Address != "" {
		return x.d.Config.Management.Address
	}
	return to
}

// takeOver makes the manager the handler, asked or unasked. The customer is told.
func takeOver(ctx context.Context, x *execution) error {
	if complaint.SameAddress(x.c.Handler, x.actor) && x.c.Status != complaint.WithManager {
		return refuse("E-AL-U")
	}
	if err := x.event(complaint.TakenOver, x.actor, x.facts(), x.r.m.Reply); err != nil {
		return err
	}
	x.handOver(x.actor)
	err := x.inform(ctx, complaint.Takeover, func(content *letterContent) {
		content.Employee, content.Due = x.d.people.name(x.actor), x.c.Round.Deadlines.Resolution
		if x.c.Round.Responded.IsZero() && x.now.Before(x.c.Round.Deadlines.FirstResponse) {
			content.Due = x.c.Round.Deadlines.FirstResponse
		}
	})
	if err != nil {
		return err
	}
	x.acknowledge(func(content *letterContent) { content.taps(x.c, working...) })
	return nil
}

// giveBack returns a complaint to its employee, or to another, with the manager's
// instruction.
func giveBack(ctx context.Context, x *execution) error {
	instruction := strings.TrimSpace(x.r.m.Reply)
	if instruction == "" || !ownWords(x.r.m) {
		return refuse("E-REDEN")
	}
	to := x.c.Handler
	if name := x.args["naam"]; name != "" {
		found, ok := x.r.who.find(name, x.c.Department)
		if !ok {
			return refuse("E-PERSOON", name, x.c.Department, x.r.who.names(x.c.Department))
		}
		to = found
	}
	if err := x.event(complaint.GivenBack, x.actor, x.facts("handler", to), instruction); err != nil {
		return err
	}
	x.handOver(to)
	return x.assignment(ctx, complaint.Returned, to)
}

// prioritise says how urgent it is; danger is told to the manager at once.
func prioritise(ctx context.Context, x *execution) error {
	p := map[string]complaint.Priority{"LAAG": complaint.Low, "NORMAAL": complaint.Normal, "HOOG": complaint.High, "VEILIGHEID": complaint.Safety}[x.args["prio"]]
	if err := x.event(complaint.Prioritised, x.actor, x.facts("priority", string(p)), x.r.m.Reply); err != nil {
		return err
	}
	x.c.Priority = p
	if p != complaint.Safety {
		return nil
	}
	words, err := x.story(ctx)
	if err != nil {
		return err
	}
	x.tellLater(complaint.Urgent, x.decider(), func(content *letterContent) {
		content.Employee, content.Reason, content.Text = x.d.people.name(x.actor), strings.TrimSpace(x.r.m.Reply), words
	})
	return nil
}

// propose puts a command that only a manager may give before those who may, and
// tells its sender so.
func (x *execution) propose(command string, kind complaint.EventKind, deciders ...string) error {
	if err := x.event(kind, x.actor, x.facts("command", command), x.r.m.Reply); err != nil {
		return err
	}
	var names []string
	for _, to := range unique(deciders...) {
		names = append(names, x.d.people.name(to))
		x.tellLater(complaint.Decision, to, func(content *letterContent) {
			typed := complaint.InLanguage(command, content.language)
			content.Employee, content.Verb, content.Text = x.d.people.name(x.actor), typed, x.r.m.Reply
			content.tap(x.c.ID, typed, subjectOf(x.c.Number, typed), "")
			content.taps(x.c, complaint.Notitie)
		})
	}
	x.acknowledge(func(content *letterContent) {
		content.Pending, content.Employee = true, strings.Join(names, x.say(" en ", " and "))
	})
	return nil
}

// unique are the addresses that are not empty, each once.
func unique(addresses ...string) []string {
	var list []string
	seen := map[string]bool{}
	for _, a := range addresses {
		if key := strings.ToLower(a); a != "" && !seen[key] {
			seen[key] = true
			list = append(list, a)
		}
	}
	return list
}
