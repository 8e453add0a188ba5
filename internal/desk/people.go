package desk

import (
	"slices"
	"strings"

	"gehoord/internal/complaint"
	"gehoord/internal/config"
)

// people answers who is who, from the configuration. Addresses are compared
// without regard to case; an address is never more than it is written to be.
type people struct{ c *config.Config }

func is(p config.Person, address string) bool { return complaint.SameAddress(p.Address, address) }

func among(list []config.Person, address string) bool {
	return slices.ContainsFunc(list, func(p config.Person) bool { return is(p, address) })
}

// everybody are all who may command something.
func (p people) everybody() []config.Person {
	all := append(slices.Clone(p.c.Management.Staff), p.c.Reception.Staff...)
	for _, d := range p.c.Departments {
		all = append(append(all, d.Staff...), d.Manager, d.Deputy)
	}
	return append(all, p.c.Privacy.Officer)
}

// staff finds a person who may command something.
func (p people) staff(address string) (complaint.Address, bool) {
	everybody := p.everybody()
	if i := slices.IndexFunc(everybody, func(person config.Person) bool { return is(person, address) }); i >= 0 {
		return complaint.Address(everybody[i]), true
	}
	return complaint.Address{}, false
}

// ours tells whether the address is one of the organisation's own desks: mail
// from it is no customer's.
func (p people) ours(address string) bool {
	return complaint.SameAddress(p.c.Management.Address, address) ||
		slices.ContainsFunc(p.c.Departments, func(d config.Department) bool { return complaint.SameAddress(d.Inbox, address) })
}

// in tells whether somebody works for a department: staff, manager or deputy.
func (p people) in(address, department string) bool {
	d, ok := p.c.Department(department)
	return ok && (among(d.Staff, address) || is(d.Manager, address) || is(d.Deputy, address))
}

// leads tells whether somebody is manager or deputy of a department, or of the
// management above all of them.
func (p people) leads(address, department string) bool {
	d, ok := p.c.Department(department)
	return ok && (is(d.Manager, address) || is(d.Deputy, address)) || among(p.c.Management.Staff, address)
}

// name is how a person is called in letters: his own name where it is known,
// else his address.
func (p people) name(address string) string {
	if person, ok := p.staff(address); ok && person.Name != "" {
		return person.Name
	}
	return address
}

// department is a department's name in a language, its code where it has none.
func (p people) department(code, language string) string {
	d, ok := p.c.Department(code)
	if !ok {
		return code
	}
	for _, l := range []string{language, "nl", "en"} {
		if name := strings.TrimSpace(d.Name[l]); name != "" {
			return name
		}
	}
	return d.Code
}

// inbox is where a department reads its mail; the fallback desk's for one that
// is no longer configured.
func (p people) inbox(code string) string {
	if d, ok := p.c.Department(code); ok {
		return d.Inbox
	}
	d, _ := p.c.Department(p.c.Routing.Fallback)
	return d.Inbox
}

// handles tells whether somebody who still works here handles a complaint.
func (p people) handles(c complaint.Complaint) bool {
	_, here := p.staff(c.Handler)
	return here
}

// worker is who is told about the daily work on a complaint: its handler, or the
// manager of the department while nobody handles it.
func (p people) worker(c complaint.Complaint) string {
	if p.handles(c) {
		return c.Handler
	}
	return p.manager(c.Department)
}

// above is who is told when a letter to a colleague did not arrive: management,
// else the department's manager, else the fallback desk; never himself. "" where
// there is nobody else.
func (p people) above(recipient, department string) string {
	for _, a := range []string{p.c.Management.Address, p.manager(department), p.inbox(p.c.Routing.Fallback)} {
		if a != "" && !complaint.SameAddress(a, recipient) {
			return a
		}
	}
	return ""
}

func (p people) manager(code string) string {
	d, ok := p.c.Department(code)
	if !ok {
		d, _ = p.c.Department(p.c.Routing.Fallback)
	}
	return d.Manager.Address
}

// watcher is who watches the terms of a complaint (2.4.1): the department's
// manager, and management where the manager handles it himself, because nobody
// watches himself.
func (p people) watcher(c complaint.Complaint) string {
	m := p.manager(c.Department)
	if complaint.SameAddress(m, c.Handler) && p.c.Management.Address != "" {
		return p.c.Management.Address
	}
	return m
}
