package desk

import (
	"context"
	"regexp"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// A command that nothing proves waits for its owner's word.

// heldFor is how long a command that nothing proved waits for its owner's word,
// and heldMost how many may wait for one person: a forger must not fill
// somebody's inbox with questions.
const (
	heldFor  = 24 * time.Hour
	heldMost = 5
)

// hold keeps a command that nothing proves for a day and asks its owner, at his
// address in the configuration, whether it was his. Nothing else happens.
func (r *receipt) hold(ctx context.Context, c *complaint.Complaint) (string, error) {
	person := strings.ToLower(r.m.From.Address)
	waiting, err := r.tx.HeldOf(ctx, person, r.now)
	if err != nil {
		return "", err
	}
	about, err := r.onRecord(ctx, c, complaint.CommandHeld, facts{"mail": r.stored.ID})
	if err != nil {
		return commanded, err
	}
	if waiting >= heldMost { // say so, once a day, and ask no more
		return commanded, r.d.tell(ctx, r.tx, complaint.Complaint{}, complaint.Refusal, "flood "+person+" "+r.now.Format("2006-01-02"), person, r.now, func(content *letterContent) {
			content.refused(complaint.Complaint{}, r.m, refuse("E-TE-VEEL"))
		})
	}
	if err := r.tx.Hold(ctx, r.stored.ID, person, r.now.Add(heldFor)); err != nil {
		return "", err
	}
	return commanded, r.d.tell(ctx, r.tx, about, complaint.WasThisYou, r.stored.ID, person, r.now, func(content *letterContent) {
		content.asked(r.m)
		content.Due = r.now.Add(heldFor)
	})
}

// wasHim takes up a held command when its owner answers our question. An answer
// that brings a command of its own is that command; one that says no ends the
// matter.
func (r *receipt) wasHim(ctx context.Context) (string, error) {
	if r.tag.Command != nil || r.tagErr != nil {
		return "", nil
	}
	for _, l := range r.answers {
		if l.Kind != complaint.WasThisYou || !complaint.SameAddress(l.Recipient, r.m.From.Address) {
			continue
		}
		var c *complaint.Complaint
		about := complaint.Complaint{}
		if l.Complaint != "" {
			found, err := r.tx.Complaint(ctx, l.Complaint)
			if err == nil {
				found, err = r.survivor(ctx, found)
			}
			if err != nil {
				return "", err
			}
			c, about = &found, found
		}
		if r.proof(about) != proven {
			continue
		}
		ok, err := r.tx.Unhold(ctx, l.Cause, strings.ToLower(r.m.From.Address), r.now)
		if err != nil {
			return "", err
		}
		if !ok {
			return r.refuse(ctx, c, refuse("E-VERLOPEN"))
		}
		if saysNo.MatchString(r.m.Reply) && ownWords(r.m) {
			return r.refuse(ctx, c, refuse("E-NIET-U"))
		}
		taken := *r
		if taken.m, err = r.d.read(ctx, r.tx, l.Cause); err != nil {
			return "", err
		}
		if taken.stored, err = r.tx.Mail(ctx, l.Cause); err != nil {
			return "", err
		}
		taken.tag, taken.tagErr = complaint.ParseSubject(taken.m.Subject, r.d.Config.Organisation.Prefix)
		taken.forgive()
		outcome, err := taken.execute(ctx, c)
		r.complaintID = taken.complaintID
		if err == nil && c == nil && r.complaintID != "" { // it made a complaint, whose content it is
			err = r.tx.Rescue(ctx, l.Cause, commanded, r.complaintID)
		}
		return outcome, err
	}
	return "", nil
}

var saysNo = regexp.MustCompile(`(?i)^\W*(nee|neen|niet|no|nope|not)\b`)
