package notify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"time"
	"unicode"

	"gehoord/internal/complaint"
)

// words are the functions of the templates in one language.
func words(language string) template.FuncMap {
	nl := language == "nl"
	pick := func(dutch, english string) string {
		if nl {
			return dutch
		}
		return english
	}
	day := func(t time.Time) string {
		if nl {
			return fmt.Sprintf("%s %d %s", dagen[t.Weekday()], t.Day(), maanden[t.Month()])
		}
		return t.Format("Monday 2 January")
	}
	clock := func(t time.Time) string { return pick(t.Format("15.04 uur"), t.Format("15:04")) }
	return template.FuncMap{
		"day":    day,                                                            // woensdag 25 november
		"date":   func(t time.Time) string { return day(t) + t.Format(" 2006") }, // woensdag 25 november 2026
		"moment": func(t time.Time) string { return day(t) + t.Format(" 2006, ") + clock(t) },
		"short": func(t time.Time) string { // wo 25-11 14.05
			if nl {
				return dagen[t.Weekday()][:2] + t.Format(" 2-1 15.04")
			}
			return t.Format("Mon 2 Jan 15:04")
		},
		"shortday": func(t time.Time) string { // wo 25-11
			if nl {
				return dagen[t.Weekday()][:2] + t.Format(" 2-1")
			}
			return t.Format("Mon 2 Jan")
		},
		"clock":   clock,
		"size":    size,
		"label":   func(s complaint.Status) string { return strings.ToLower(s.Label(language)) },
		"join":    func(list []string) string { return strings.Join(list, ", ") },
		"marker":  func() string { return Marker },
		"channel": func(c complaint.Channel) string { return channels[c][pick("nl", "en")] },
		"term":    func(a complaint.AlarmKind) string { return terms[a][pick("nl", "en")] },
		"greeting": func(name string) string {
			if !isName(unshield(name)) {
				return pick("Beste klant", "Dear customer")
			}
			return pick("Beste ", "Dear ") + strings.TrimSpace(name)
		},
		// ahead: a day that has passed is never printed as a goal.
		"ahead": func(t, now time.Time) bool {
			return !t.IsZero() && t.Format(time.DateOnly) >= now.Format(time.DateOnly)
		},
		"br":    func() string { return string(newline) },                                                          // the line ends here
		"ready": func(href string) string { return shield(strings.ReplaceAll(readySubject(href), " ", "\u00a0")) }, // what a link puts in the subject, on one line
		"is":    func(value, word string) bool { return unshield(value) == word },                                  // eq for words with a hyphen
		"late":  func(t, now time.Time) bool { return !t.IsZero() && t.Before(now) },
		"stamp": func(t time.Time) string { return pick(t.Format("2-1-2006 15.04"), t.Format("2 Jan 2006 15:04")) },
		// long: programs that cut a letter off must not cut off what can be done.
		"long":      func(text string) bool { return len(text) > 1500 },
		"breaches":  func(items []Item) []Item { return only(items, "breach") },
		"warnings":  func(items []Item) []Item { return only(items, "warning") },
		"attention": func(items []Item) []Item { return only(items, "attention") },
		"agenda":    func(items []Item) []Item { return only(items, "") },
		"everyday":  func(list []CommandHelp) []CommandHelp { return helps(list, daily, true) },
		"sometimes": func(list []CommandHelp) []CommandHelp { return helps(list, daily, false) },
		"knows": func(list []CommandHelp, verb complaint.Verb) bool {
			return len(helps(list, []complaint.Verb{verb}, true)) > 0
		},
		// filled: the mail that a tap opens has a text already.
		"filled": func(links []Link) bool {
			return !slices.ContainsFunc(links, func(l Link) bool { return !strings.Contains(unshield(l.Href), "&body=") })
		},
		"greets": func(text string) bool { return greets.MatchString(text) },
	}
}

// only are the rows of a kind; "" are those of no other kind, so that each row
// stands somewhere.
func only(items []Item, kind string) (rows []Item) {
	for _, i := range items {
		own := ""
		switch {
		case strings.HasSuffix(string(i.Alarm), "breach"):
			own = "breach"
		case strings.HasSuffix(string(i.Alarm), "warning"):
			own = "warning"
		case slices.Contains(attention, i.Alarm):
			own = "attention"
		}
		if own == kind {
			rows = append(rows, i)
		}
	}
	return rows
}

// attention are the alarms that are about no term and no agenda.
var attention = []complaint.AlarmKind{complaint.DiscussionDue, complaint.RegistrationDue, complaint.ReopeningDue, complaint.ClosingDue}

// daily are the commands that a handler cannot do without.
var daily = []complaint.Verb{complaint.Aannemen, complaint.Reactie, complaint.Agenda, complaint.Opgelost, complaint.Bespreken, complaint.Naar}

// helps are the commands that are, or are not, among verbs, in their order.
func helps(list []CommandHelp, verbs []complaint.Verb, among bool) (rows []CommandHelp) {
	for _, c := range list {
		verb := complaint.Verb("")
		for _, word := range strings.Fields(strings.Trim(unshield(c.Example), "[]")) {
			if verb == "" {
				verb = complaint.Canonical(word)
			}
		}
		if slices.Contains(verbs, verb) == among {
			rows = append(rows, c)
		}
	}
	return rows
}

// greets finds the salutation with which many begin: a letter has one.
var greets = regexp.MustCompile(`(?i)^\s*(beste|geachte|dag|hallo|hoi|goede(morgen|middag|navond|ndag)|dear|hello|hi|good (morning|afternoon|evening))\b[^\x{E000}\n]{0,60}[,!]?\s*([\x{E000}\n]|$)`)

var dagen = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}
var maanden = [...]string{"", "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

var channels = map[complaint.Channel]map[string]string{
	complaint.ByMail:   {"nl": "e-mail", "en": "e-mail"},
	complaint.ByPhone:  {"nl": "telefoon", "en": "telephone"},
	complaint.AtDesk:   {"nl": "balie", "en": "desk"},
	complaint.ByLetter: {"nl": "brief", "en": "letter"},
	complaint.ByChat:   {"nl": "chat", "en": "chat"},
}

var terms = map[complaint.AlarmKind]map[string]string{
	complaint.ConfirmationWarning: {"nl": "bevestiging", "en": "confirmation"},
	complaint.ConfirmationBreach:  {"nl": "bevestiging", "en": "confirmation"},
	complaint.ResponseWarning:     {"nl": "eerste reactie", "en": "first reply"},
	complaint.ResponseBreach:      {"nl": "eerste reactie", "en": "first reply"},
	complaint.ResolutionWarning:   {"nl": "oplossing", "en": "solution"},
	complaint.ResolutionBreach:    {"nl": "oplossing", "en": "solution"},
	complaint.AgendaDue:           {"nl": "agenda", "en": "agenda"},
	complaint.DiscussionDue:       {"nl": "besluit van de leidinggevende", "en": "the manager's decision"},
	complaint.RegistrationDue:     {"nl": "brief nog niet aangenomen", "en": "letter not accepted yet"},
	complaint.ReopeningDue:        {"nl": "weer open na een mail van de klant", "en": "open again after a mail of the customer"},
	complaint.ClosingDue:          {"nl": "sluiten van de klacht", "en": "closing of the complaint"},
}

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", (n+1<<19)>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", n>>10)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}

var notInNames = regexp.MustCompile(`[0-9@/\\:<>"(),;|_#!?*\[\]{}]|\bwww\b|\.\w{2,}\b`)

// isName tells whether a display name may be greeted. Senders write there what
// they like: addresses, slogans, "Vries, A. de", a link.
func isName(s string) bool {
	s = strings.TrimSpace(s)
	return len([]rune(s)) >= 2 && len([]rune(s)) <= 50 && !notInNames.MatchString(s) &&
		strings.IndexFunc(s, unicode.IsUpper) >= 0 &&
		strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
