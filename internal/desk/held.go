package desk

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode"

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
	saysNo = regexp.MustCompile(`(?i)\b(nee|neen|niet|nooit|geen|no|not|nope|never|stop|phish\w*|spam|wie|who|huh|fout|wrong|n e e)\b|n't\b|\?`)
	// agreed are all the words that a yes is made of: any other is a thought of its own.
	agreed = set("ja", "jawel", "jazeker", "j", "yes", "yep", "y", "klopt", "akkoord", "ok", "oke", "oké", "okay", "inderdaad", "zeker", "correct",
		"dat", "dit", "het", "was", "ik", "it", "that", "this", "me", "i", "hoor", "prima", "graag", "uitvoeren", "doe", "maar", "van", "mij", "mine", "👍")
	polite = set("met", "vriendelijke", "hartelijke", "groet", "groeten", "groetjes", "mvg", "gr", "dank", "bedankt", "thanks", "kind", "best", "regards", "je", "wel", "u")
)

func set(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[w] = true
	}
	return m
}

// said reads an answer: nothing of his own, but for his name and good manners, is yes,
// because the letter asks for no more; a word of denial or doubt is no; a yes is yes
// when nothing else is said; the rest is asked again.
func (r *receipt) said() saying {
	words := r.m.Reply
	if !ownWords(r.m) { // next to nothing of his own, and perhaps our question below it
		words = ""
		for line := range strings.SplitSeq(r.m.Text, "\n") {
			if others.MatchString(line) {
				break
			}
			words += line + "\n"
		}
	}
	if words = strings.TrimSpace(ingest.Unclosed(words)); words == "" || devices.MatchString(words) {
		return yes
	}
	if saysNo.MatchString(words) {
		return no
	}
	name := set(strings.Fields(strings.ToLower(r.d.people.name(strings.ToLower(r.m.From.Address))))...)
	spoken := strings.FieldsFunc(strings.ToLower(words), func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(".,!:;-–", c) })
	agrees, manners := false, len(spoken) > 0
	for _, w := range spoken {
		switch {
		case agreed[w]:
			agrees, manners = true, false
		case !polite[w] && !name[w]:
			return unclear
		}
	}
	if agrees || manners {
		return yes
	}
	return unclear // dots and dashes
}

// others begins what somebody else wrote.
var others = regexp.MustCompile(`(?i)^\s*(>|-{3,}|_{5,}|-- -- |(van|from|von|de)\s*:|(op|on|am|le)\b.*\d)|\b(schreef|wrote|schrieb)\b`)

// devices is what telephones write below a mail without words.
var devices = regexp.MustCompile(`(?i)^(verstuurd|verzonden|sent|gesendet|envoyé) (vanaf|met|from|via|von|de) [\p{L}\p{N} .'-]{2,40}$`)
