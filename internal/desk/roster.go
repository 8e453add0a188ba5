package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/config"
	"gehoord/internal/store"
)

// roster is who is who today: the people of the configuration, and who does the
// work of those who are away. It is read once for each happening.
type roster struct {
	people
	away []store.Absence
}

func (d *Desk) roster(ctx context.Context, tx *store.Tx, now time.Time) (roster, error) {
	away, err := tx.Absent(ctx, now)
	return roster{d.people, away}, err
}

// absent tells whether somebody is away.
func (r roster) absent(address string) bool {
	return slices.ContainsFunc(r.away, func(a store.Absence) bool { return complaint.SameAddress(a.Person, address) })
}

// reach is who gets what is meant for somebody: he himself, or his deputy while he
// is away; the deputy he named, else the one of the configuration, else the next
// above him. Where all of them are away it is he after all.
func (r roster) reach(address, department string) string {
	seen := []string{address}
	for at := address; ; {
		if !r.absent(at) {
			return at
		}
		at = r.deputyOf(at, department)
		if at == "" || slices.ContainsFunc(seen, func(s string) bool { return complaint.SameAddress(s, at) }) {
			return address
		}
		seen = append(seen, at)
	}
}

func (r roster) deputyOf(address, department string) string {
	for _, a := range r.away {
		if complaint.SameAddress(a.Person, address) && a.Deputy != "" {
			return a.Deputy
		}
	}
	dep, _ := r.c.Department(department)
	switch {
	case !is(dep.Manager, address) && dep.Manager.Address != "" && !is(dep.Deputy, address):
		return dep.Manager.Address
	case is(dep.Manager, address) && dep.Deputy.Address != "":
		return dep.Deputy.Address
	default:
		return r.c.Management.Address
	}
}

// standsInFor are those whose work somebody does.
func (r roster) standsInFor(address string) []string {
	var list []string
	for _, a := range r.away {
		if complaint.SameAddress(a.Deputy, address) {
			list = append(list, a.Person)
		}
	}
	return list
}

// in tells whether somebody works for a department today: its staff and those who
// lead it, and whoever does the work of one of them.
func (r roster) in(address, department string) bool {
	return slices.ContainsFunc(append(r.standsInFor(address), address), func(a string) bool { return r.people.in(a, department) })
}

// leads tells whether somebody leads a department today.
func (r roster) leads(address, department string) bool {
	return slices.ContainsFunc(append(r.standsInFor(address), address), func(a string) bool { return r.people.leads(a, department) })
}

// worker is who is told about the daily work on a complaint.
func (r roster) worker(c complaint.Complaint) string {
	return r.reach(r.people.worker(c), c.Department)
}

// watcher is who watches the terms of a complaint (2.4.1): never who handles it.
func (r roster) watcher(c complaint.Complaint) string {
	w := r.reach(r.people.watcher(c), c.Department)
	if complaint.SameAddress(w, c.Handler) && r.c.Management.Address != "" {
		return r.c.Management.Address
	}
	return w
}

// role is what somebody is to a complaint, or to the desk.
type role uint

const (
	member    role = 1 << iota // works for the department, or leads it
	lead                       // its manager or deputy, or the management
	board                      // the management
	reception                  // may register calls and letters
	officer                    // the privacy officer
	fallback                   // works for the triage desk
	colleague                  // anybody in the configuration
	registrar                  // registered this complaint
	taker                      // works for the department, or may take it from there: the command looks itself
)

// roles are what somebody is to a department today.
func (r roster) roles(address, department string) role {
	all := colleague | taker
	add := func(yes bool, what role) {
		if yes {
			all |= what
		}
	}
	selves := append(r.standsInFor(address), address)
	add(r.in(address, department) || r.leads(address, department), member)
	add(r.leads(address, department), lead)
	add(slices.ContainsFunc(selves, func(a string) bool { return among(r.c.Management.Staff, a) }), board)
	add(among(r.c.Reception.Staff, address), reception)
	add(slices.ContainsFunc(selves, func(a string) bool { return is(r.c.Privacy.Officer, a) }), officer)
	add(r.in(address, r.c.Routing.Fallback), fallback)
	return all
}

// departmentsOf are the codes of those somebody works for or leads.
func (r roster) departmentsOf(address string) []string {
	var codes []string
	for _, d := range r.c.Departments {
		if r.in(address, d.Code) || r.leads(address, d.Code) {
			codes = append(codes, d.Code)
		}
	}
	return codes
}

// find is the one member of a department that a name means: @a.devries, a whole
// address, or a first name that only one of them has.
func (r roster) find(name, department string) (string, bool) {
	dep, _ := r.c.Department(department)
	everybody := append(slices.Clone(dep.Staff), dep.Manager, dep.Deputy)
	return only(everybody, name)
}

// colleagueCalled is the one person of the configuration that a name means.
func (r roster) colleagueCalled(name string) (string, bool) { return only(r.everybody(), name) }

func only(people []config.Person, name string) (string, bool) {
	name = strings.ToLower(strings.TrimPrefix(name, "@"))
	for _, fits := range []func(config.Person) bool{
		func(p config.Person) bool { return complaint.SameAddress(p.Address, name) },
		func(p config.Person) bool { return complaint.SameAddress(localPart(p.Address), name) },
		func(p config.Person) bool {
			return strings.ReplaceAll(strings.ToLower(localPart(p.Address)), ".", "") == strings.ReplaceAll(name, ".", "")
		},
		func(p config.Person) bool {
			first, _, _ := strings.Cut(strings.ToLower(p.Name), " ")
			return first != "" && first == name
		},
	} {
		var found []string
		for _, p := range people {
			if p.Address != "" && fits(p) && !slices.Contains(found, strings.ToLower(p.Address)) {
				found = append(found, strings.ToLower(p.Address))
			}
		}
		if len(found) == 1 {
			return found[0], true
		}
	}
	return "", false
}

func localPart(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return local
}

// names are those of a department as a command takes them: "@a.devries (Anna de
// Vries)".
func (r roster) names(department string) string {
	dep, _ := r.c.Department(department)
	var list []string
	for _, p := range append(slices.Clone(dep.Staff), dep.Manager, dep.Deputy) {
		if p.Address != "" {
			list = append(list, "@"+localPart(p.Address)+" ("+r.name(p.Address)+")")
		}
	}
	return strings.Join(slices.Compact(list), ", ")
}

// String names the roles, as the documentation of the commands does.
func (r role) String() string {
	var list []string
	for _, part := range []struct {
		role
		name string
	}{{member, "department"}, {lead, "manager"}, {reception, "reception"}, {fallback, "triage desk"}, {officer, "privacy officer"}, {board, "management"}, {registrar, "who registered it"}, {colleague, "any colleague"}, {taker, "department; the manager it goes to"}} {
		if r&part.role != 0 {
			list = append(list, part.name)
		}
	}
	return strings.Join(list, ", ")
}
