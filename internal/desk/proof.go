package desk

import (
	"slices"
	"time"

	"gehoord/internal/complaint"
)

// answers are the letters of ours that a mail answers, by the tokens it brings
// back, oldest first.
type answers []complaint.Letter

// of is the complaint that is answered, "" for none or several.
func (a answers) of() string {
	id := ""
	for _, l := range a {
		switch {
		case l.Complaint == "" || l.Complaint == id:
		case id == "":
			id = l.Complaint
		default:
			return ""
		}
	}
	return id
}

// selves are the addresses whose letters somebody reads: his own, the inboxes of
// the departments he works for, and that of the management he belongs to.
func (d *Desk) selves(from string) []string {
	list := []string{from}
	for _, dep := range d.Config.Departments {
		if d.people.in(from, dep.Code) {
			list = append(list, dep.Inbox)
		}
	}
	if a := d.Config.Management.Address; a != "" && among(d.Config.Management.Staff, from) {
		list = append(list, a)
	}
	return list
}

// speaks tells whether a letter about the complaint proves that the mail's one
// From is who it says: it was minted for that address, or for an inbox that
// person reads.
func (d *Desk) speaks(a answers, from, complaintID string, now time.Time) bool {
	return slices.ContainsFunc(a, func(l complaint.Letter) bool {
		if l.Complaint != complaintID || complaintID == "" && now.After(l.Queued.Add(tokensLapse)) {
			return false
		}
		return slices.ContainsFunc(d.selves(from), func(self string) bool { return complaint.SameAddress(l.Recipient, self) })
	})
}

// proof is what is known of who sent a mail that says it comes from staff.
type proof int

const (
	unproven proof = iota
	proven
	refuted // the receiving server says that From is forged
)

// proof judges the sender of a mail about a complaint (the zero one for none), as
// [auth] accept asks. The token is that of a letter he answers, or of a link he
// tapped.
func (r *receipt) proof(c complaint.Complaint) proof {
	if r.m.FromCount != 1 || r.m.Form {
		return unproven
	}
	result := dmarc(r.m, r.d.Config.Auth.AuthservID)
	if result == "fail" || result == "misaligned" {
		return refuted
	}
	from := r.m.From.Address
	tapped, token := complaint.SubjectToken(r.m.Subject), false
	for _, id := range append(r.was, c.ID) {
		answers := r.answers
		if lapsed(c, r.now) { // but not what was written since
			answers = slices.DeleteFunc(slices.Clone(answers), func(l complaint.Letter) bool { return r.now.After(l.Queued.Add(tokensLapse)) })
		}
		token = token || r.d.speaks(answers, from, id, r.now) || r.d.tapped(tapped, id, lapsed(c, r.now), r.d.selves(from), r.now)
	}
	for _, way := range r.d.Config.Auth.Accept {
		switch {
		case way == "token" && token,
			way == "dmarc" && result == "pass",
			way == "token+dmarc" && token && result == "pass":
			return proven
		}
	}
	return unproven
}
