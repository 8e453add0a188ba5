package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// longestAbsence is how far ahead one may be away: further is a slip of the pen.
const longestAbsence = 400 * 24 * time.Hour

// goAway sends a colleague's work and reminders to his deputy until he is back, on
// the morning of the day he names. A day that has come ends it.
func goAway(ctx context.Context, x *execution) error {
	m, err := x.d.calendar().Ahead(x.args["tot"], x.now)
	if err != nil {
		return refuse("E-DATUM", x.args["tot"])
	}
	until := x.d.calendar().At(m, 0)
	switch {
	case x.passed(x.args["tot"], until):
		return refuse("E-DATUM-VOORBIJ", x.args["tot"])
	case until.Sub(x.now) > longestAbsence:
		return refuse("E-DATUM-VER", x.args["tot"])
	}
	deputy := ""
	if name := x.args["vervanger"]; name != "" {
		found, ok := x.r.who.colleagueCalled(name)
		switch {
		case !ok:
			return refuse("E-COLLEGA", name)
		case complaint.SameAddress(found, x.actor):
			return refuse("E-ZELF")
		case !x.colleagues(found):
			return refuse("E-VERVANGER", x.d.people.name(found))
		}
		deputy = found
	}
	if err := x.tx.SetAbsent(ctx, store.Absence{Person: x.actor, Deputy: deputy, Until: until}, x.now); err != nil {
		return err
	}
	if !until.After(x.now) {
		x.remark("U bent er weer. Uw werk komt weer bij u.", "You are back. Your work comes to you again.")
		x.acknowledge(func(content *letterContent) { content.Verb = "" })
		return nil
	}
	if x.r.who, err = x.d.roster(ctx, x.tx, x.now); err != nil {
		return err
	}
	department := ""
	if codes := x.r.who.departmentsOf(x.actor); len(codes) > 0 {
		department = codes[0]
	}
	to := x.r.who.reach(x.actor, department)
	x.acknowledge(func(content *letterContent) { content.Due, content.Employee = until, x.d.people.name(to) })
	mine, err := x.tx.HandledBy(ctx, x.actor)
	if err != nil || complaint.SameAddress(to, x.actor) {
		return err
	}
	x.tellLater(complaint.Absent, to, func(content *letterContent) {
		content.absent(x.d.people.name(x.actor), mine)
		content.Due = until
	})
	return nil
}

// colleagues tells whether somebody works where the sender does: a deputy may do what
// the absent may, and nobody can give that to another department.
func (x *execution) colleagues(address string) bool {
	mine := false
	for _, d := range x.d.Config.Departments {
		if x.d.people.in(x.actor, d.Code) {
			mine = true
			if x.d.people.in(address, d.Code) || x.d.people.leads(address, d.Code) {
				return true
			}
		}
	}
	return !mine
}

// saidAway takes a colleague's out-of-office: his manager hears of it, once a day,
// with the complaints that wait for him. Who told the desk that he is away is
// replaced already.
func (r *receipt) saidAway(ctx context.Context) error {
	person := strings.ToLower(r.m.From.Address)
	if _, ok := r.d.people.staff(person); !ok || r.m.Kind != complaint.AutoReply || r.stored.Silent || r.who.absent(person) {
		return nil
	}
	about := complaint.Complaint{ID: r.answers.of()}
	if r.proof(about) != proven { // anybody can say that a colleague is away
		return nil
	}
	mine, err := r.tx.HandledBy(ctx, person)
	if err != nil {
		return err
	}
	departments := r.who.departmentsOf(person)
	department := r.d.Config.Routing.Fallback
	if len(departments) > 0 {
		department = departments[0]
	}
	to := r.who.reach(r.d.people.manager(department), department)
	if complaint.SameAddress(to, person) {
		to = r.d.people.above(person, department)
	}
	day := r.now.In(r.d.Config.Organisation.Zone).Format("2006-01-02")
	return r.d.tell(ctx, r.tx, complaint.Complaint{}, complaint.Absent, "away "+person+" "+day, to, r.now, func(content *letterContent) {
		content.absent(r.d.people.name(person), mine)
		content.ByItself = true
	})
}

// absent lists what waits for who is away.
func (content *letterContent) absent(name string, list []complaint.Complaint) {
	content.Employee = name
	for _, c := range firstOf(slices.Clone(list), mostRows) {
		t := nextTerm(c)
		content.item(telling{kind: t.breach, due: t.deadline, c: c})
	}
}
