package desk

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/notify"
)

// The links in letters to staff: mails that are ready to send but for their text
// (RFC 6068). The subject has the command, and the token that proves who tapped.

// What people do next, by what they were told.
var (
	firstWords = []complaint.Verb{complaint.Aannemen, complaint.Reactie, complaint.Agenda, complaint.Opgelost, complaint.Bespreken, complaint.Naar}
	working    = []complaint.Verb{complaint.Reactie, complaint.Agenda, complaint.Opgelost, complaint.Bespreken, complaint.Naar}
	managing   = []complaint.Verb{complaint.Overnemen, complaint.Toewijzen, complaint.ToonStatus}
	deciding   = []complaint.Verb{complaint.Overnemen, complaint.Terug, complaint.Toewijzen, complaint.ToonStatus}
	accepting  = []complaint.Verb{complaint.Aannemen, complaint.Naar}
	afterwards = []complaint.Verb{complaint.Heropen, complaint.Notitie, complaint.Reactie}
)

// tapsOf are the words that belong to a letter about a complaint.
func tapsOf(kind complaint.LetterKind, manager bool, c complaint.Complaint) []complaint.Verb {
	switch kind {
	case complaint.Notice:
		if c.Status == complaint.Triage { // and a link for each department
			return []complaint.Verb{complaint.Aannemen}
		}
		return firstWords
	case complaint.Unaccepted:
		return accepting
	case complaint.CustomerMail, complaint.FollowUp, complaint.Warning, complaint.Breach, complaint.Assignment, complaint.Returned, complaint.OpenAgain, complaint.Urgent:
		switch {
		case manager:
			return managing
		case !c.Status.Working():
			return []complaint.Verb{complaint.Agenda, complaint.Notitie}
		}
		return working
	case complaint.AfterMail:
		return afterwards
	case complaint.Escalation, complaint.Undecided:
		return deciding
	case complaint.Undelivered:
		return []complaint.Verb{complaint.Klant, complaint.Reactie, complaint.Notitie}
	case complaint.ConfirmByHand:
		return []complaint.Verb{complaint.Bevestigd, complaint.Klant, complaint.Reactie}
	case complaint.Print:
		return []complaint.Verb{complaint.Bevestigd, complaint.Klant}
	case complaint.Whose:
		return []complaint.Verb{complaint.Klant}
	case complaint.DisputeFiled:
		return []complaint.Verb{complaint.Agenda, complaint.Uitspraak, complaint.Notitie}
	case complaint.RulingFiled:
		return []complaint.Verb{complaint.Agenda, complaint.Uitgevoerd, complaint.Notitie}
	case complaint.Committee:
		return []complaint.Verb{complaint.Geschil, complaint.Uitspraak, complaint.Notitie}
	case complaint.Dossier:
		switch {
		case c.Status.Working():
			return working
		case c.Status == complaint.Resolving:
			return []complaint.Verb{complaint.Bevestigd, complaint.Stop}
		case !c.Status.Open():
			return afterwards[:2]
		}
	case complaint.Erasure:
		return []complaint.Verb{complaint.AvgWis}
	}
	return nil
}

// ready are commands as a link has them where the bare word would lack something,
// and what to add to it in the subject.
var ready = map[complaint.Verb]struct{ nl, en, addNL, addEN string }{
	complaint.Agenda:     {"AGENDA +2wd", "SCHEDULE +2wd", "+2wd is over twee werkdagen; kies zelf een dag in het onderwerp", "+2wd is in two working days; choose a day in the subject"},
	complaint.Bespreken:  {"BESPREKEN COMPLEX", "ESCALATE COMPLEX", "", ""},
	complaint.Naar:       {"NAAR AFDELING", "TO DEPARTMENT", "", ""}, // taps names the departments
	complaint.Toewijzen:  {"TOEWIJZEN @naam", "ASSIGN @name", "zet de naam in het onderwerp", "put the name in the subject"},
	complaint.Klant:      {"KLANT mail=", "CUSTOMER mail=", "zet het adres achter mail=", "put the address behind mail="},
	complaint.Bevestigd:  {"BEVESTIGD BRIEF", "CONFIRMED LETTER", "", ""},
	complaint.GeenKlacht: {"GEENKLACHT VRAAG", "NOTCOMPLAINT QUESTION", "", ""},
	complaint.Geschil:    {"GESCHIL zaak= verweer=", "DISPUTE case= defence=", "vul nummer en datum in", "fill in number and date"},
	complaint.Uitspraak:  {"UITSPRAAK DEELS uiterlijk=", "RULING PARTLY by=", "vul de datum in", "fill in the date"},
}

// taps adds a link for each word.
func (content *letterContent) taps(c complaint.Complaint, verbs ...complaint.Verb) {
	if c.ID == "" {
		return
	}
	for _, verb := range verbs {
		typed, does := verb.In(content.language), commands[verb].does(content.language)
		if r, ok := ready[verb]; ok {
			typed = text(content.language, r.nl, r.en)
			if add := text(content.language, r.addNL, r.addEN); add != "" {
				does += "; " + add
			}
		}
		byMail := c.Customer.Address != ""
		switch {
		case verb == complaint.Reactie && !byMail:
			typed = text(content.language, "REACTIE TEL", "RESPOND PHONE")
		case verb == complaint.Opgelost && !byMail:
			typed = text(content.language, "OPGELOST BRIEF", "RESOLVED LETTER")
		case verb == complaint.Reactie && c.Status == complaint.Settled:
			does = text(content.language, "mailt uw tekst als ons laatste antwoord; de klacht blijft afgehandeld", "mails your text as our final answer; the complaint stays settled")
		case verb == complaint.Naar:
			does += ": " + content.d.departmentCodes()
		}
		content.tap(c.ID, verb.In(content.language), subjectOf(c.Number, typed), does)
	}
}

// tapsTo adds links to the departments that a complaint may be for; while nobody is
// sure, to all of them, the likely ones first.
func (content *letterContent) tapsTo(c complaint.Complaint, likely []string) {
	codes := likely
	if c.Status == complaint.Triage {
		for _, d := range content.d.Config.Departments {
			if d.Code != c.Department && !slices.Contains(codes, d.Code) {
				codes = append(slices.Clone(codes), d.Code)
			}
		}
	}
	for _, code := range codes {
		content.tapTo(c, code)
	}
}

// forOfficer tells the privacy officer why he gets a notice, and gives him the words
// that are his.
func (content *letterContent) forOfficer(c complaint.Complaint) {
	content.Remarks = append(content.Remarks, text(content.language,
		"Dit is misschien een datalek. Daarom krijgt u dit bericht. Moet het naar de Autoriteit Persoonsgegevens? Dan hebt u 72 uur vanaf nu (AVG artikel 33).",
		"This may be a data leak; that is why you get this. If it must be reported to the authority, you have 72 hours from now (GDPR article 33)."))
	content.Links = nil
	content.taps(c, complaint.Notitie, complaint.ToonStatus)
}

// tapTo adds a link that passes the complaint on to a certain department.
func (content *letterContent) tapTo(c complaint.Complaint, code string) {
	typed := complaint.Naar.In(content.language) + " " + code
	content.tap(c.ID, typed, subjectOf(c.Number, typed), content.d.people.department(code, content.language))
}

// tap adds a link with a subject, proven by a token for the letter's recipient.
func (content *letterContent) tap(complaintID, label, subject, does string) {
	content.tapWith(complaintID, label, subject, does, "")
}

// longestBody is how much text a link brings along: some mail programs cut an
// address at 2,000 characters.
const longestBody = 1500

// tapWith is tap with the text that the mail begins with, if it is not too long.
func (content *letterContent) tapWith(complaintID, label, subject, does, body string) {
	if body = escape(strings.ReplaceAll(body, "\n", "\r\n")); body != "" && len(body) <= longestBody {
		body = "&body=" + body
	} else {
		body = ""
	}
	day := content.now
	if complaintID != "" && !content.ended {
		day = time.Time{}
	}
	token := content.d.tap(complaintID, content.recipient, day)
	content.Links = append(content.Links, notify.Link{Label: label, Does: does, Href: "mailto:" + content.d.Config.Organisation.Address +
		"?subject=" + escape(subject+" "+complaint.TokenPrefix+token) + body})
}

// subjectOf is a subject that commands something about a complaint.
func subjectOf(n complaint.Number, command string) string {
	return "[" + n.String() + " " + command + "]"
}

// escape is for mailto:, where a space is %20 and never a plus.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
