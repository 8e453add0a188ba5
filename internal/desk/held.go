package desk

import (
	"context"
	"regexp"
	"strings"
	"time"

	"gehoord/ingest"
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
		said := r.said()
		if said == unclear { // it waits on
			return r.refuse(ctx, c, refuse("E-ONDUIDELIJK"))
		}
		ok, err := r.tx.Unhold(ctx, l.Cause, strings.ToLower(r.m.From.Address), r.now)
		switch {
		case err != nil:
			return "", err
		case !ok:
			return r.refuse(ctx, c, refuse("E-VERLOPEN"))
		case said == no:
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
		if v := taken.tag.Command; err == nil && v != nil && (v.Verb == complaint.AvgWis || v.Verb == complaint.AvgInzage) {
			r.m.Text, r.m.Reply, r.m.Quoted = "", "", "" // they quote what is to be forgotten
			for _, forget := range []func() error{
				func() error { return r.tx.Forget(ctx, l.Cause) }, func() error { return r.tx.EraseContent(ctx, l.ID) },
				func() error { return r.tx.EraseContent(ctx, r.stored.ID) },
			} {
				if err := forget(); err != nil {
					return "", err
				}
			}
		}
		if err == nil && c == nil && r.complaintID != "" { // it made a complaint, whose content it is
			err = r.tx.Rescue(ctx, l.Cause, commanded, r.complaintID)
		}
		return outcome, err
	}
	return "", nil
}

// saying is what somebody answers to the question whether a command was his.
type saying int

const (
	yes saying = iota
	no
	unclear
)

var (
	saysNo  = regexp.MustCompile(`(?i)\b(nee|neen|niet|nooit|geen|no|not|nope|never|stop|phish\w*|spam|wie|who|huh|fout|wrong|n e e)\b|n't\b|\?`)
	saysYes = regexp.MustCompile(`(?i)\b(ja|jawel|yes|yep|klopt|akkoord|ok|oke|oké|okay|inderdaad|was ik|it was me|correct|uitvoeren|doe maar|graag|prima)\b`)
)

// said reads an answer: nothing of his own is yes, because the letter asks for no
// more; any word of denial or doubt is no; what is neither is asked again.
func (r *receipt) said() saying {
	words := strings.TrimSpace(ingest.Unclosed(r.m.Reply))
	switch {
	case words == "" || !ownWords(r.m) || devices.MatchString(words):
		return yes
	case saysNo.MatchString(words):
		return no
	case saysYes.MatchString(words):
		return yes
	}
	return unclear
}

// devices is what telephones write below a mail without words.
var devices = regexp.MustCompile(`(?i)^(verstuurd|verzonden|sent|gesendet|envoyé) (vanaf|met|from|via|von|de) [\p{L}\p{N} .'-]{2,40}$`)
