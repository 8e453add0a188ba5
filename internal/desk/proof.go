package desk

import (
	"slices"

	"gehoord/internal/complaint"
	"gehoord/internal/config"
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

// speaks tells whether a letter about the complaint proves that the mail's one
// From is who it says: it was minted for that address, or for the inbox of a
// department that person works for, or of the management he belongs to.
func (d *Desk) speaks(a answers, from, complaintID string) bool {
	return slices.ContainsFunc(a, func(l complaint.Letter) bool {
		if l.Complaint != complaintID {
			return false
		}
		if complaint.SameAddress(l.Recipient, from) {
			return true
		}
		if complaint.SameAddress(d.Config.Management.Address, l.Recipient) && among(d.Config.Management.Staff, from) {
			return true
		}
		return slices.ContainsFunc(d.Config.Departments, func(dep config.Department) bool {
			return complaint.SameAddress(dep.Inbox, l.Recipient) && d.people.in(from, dep.Code)
		})
	})
}

// proof is what is known of who sent a mail that says it comes from staff.
type proof int

const (
	unproven proof = iota
	proven
	refuted // the receiving server says that From is forged
)

// prove judges the sender of a mail about a complaint ("" for none), as [auth]
// accept asks.
func (d *Desk) prove(m complaint.Mail, a answers, complaintID string) proof {
	if m.FromCount != 1 {
		return unproven
	}
	result := dmarc(m, d.Config.Auth.AuthservID)
	if result == "fail" || result == "misaligned" {
		return refuted
	}
	token := d.speaks(a, m.From.Address, complaintID)
	for _, way := range d.Config.Auth.Accept {
		switch {
		case way == "token" && token,
			way == "dmarc" && result == "pass",
			way == "token+dmarc" && token && result == "pass":
			return proven
		}
	}
	return unproven
}
