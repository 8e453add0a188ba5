package ingest

import (
	"regexp"
	"strings"
)

// A signature mostly has no "-- " before it. It is known by the formula that closes
// a letter, or by what stands in it: a name, and then lines that are no sentences, with
// a telephone number, an address or a site among them.

var (
	closing = regexp.MustCompile(`(?i)^\W{0,3}((met )?(de )?(vriendelijke|hartelijke|beste|warme|sportieve|zonnige|collegiale|hoogachtende|oprechte) (groet(en)?|groetjes)|(veel |hartelijke )?groet(en|jes)?|gr\.?|mvg|m\.v\.g\.?|hg|hoogachtend|met (hoogachting|groet)|vr\.? ?gr\.?|bij voorbaat (hartelijk )?dank|alvast (hartelijk )?bedankt|(kind|best|warm|warmest|with kind|with best|kindest|many) (regards|wishes|thanks)|regards|yours (sincerely|faithfully|truly)|sincerely( yours)?|cheers|thanks( again| in advance)?|thank you|thx|rgds|mit (freundlichen|besten|herzlichen|vielen) (grü(ß|ss)en|gruß|gruss)|(viele|beste|liebe|freundliche|herzliche) grü(ß|ss)e|mfg|hochachtungsvoll|(bien |très )?cordialement|(bien|meilleures) (à vous|salutations)|salutations( distinguées)?|bien à (vous|toi)|sincères salutations|(un|atentos|cordiales) saludos?|saludos( cordiales)?|atentamente|cordiali saluti|distinti saluti|saluti|atenciosamente|cumprimentos|com os melhores cumprimentos|pozdrawiam|z poważaniem|s pozdravem|med vennlig hilsen|(med )?venlig(e)? hilsen(er)?|mvh|(med )?vänlig(a)? hälsning(ar)?|hälsningar|terveisin|ystävällisin terveisin|saygılarımla|с уважением)([\s,.!/|-].{0,40})?$`)
	// contact is what only signatures are full of.
	contact = regexp.MustCompile(`(?i)(\+?\(?\d[\d ()./–-]{7,}\d)|\bwww\.|https?://|[^\s@<>]@[^\s@<>]+\.[a-z]|\b\d{4} ?[A-Z]{2}\b|^\s*(t|m|e|f|i|w|tel|mob|fax|direct|mobiel|mobile|mobil|telefoon|ddi|kvk|btw|iban|phone|cell|postbus|po box)\b\.?\s?[:.|+(\d-]|\s\|\s.{2,60}\s\|\s|\bregistered (in|office)\b|\b(handelsregister|amtsgericht|geschäftsführer)\b`)
	// worth is what a handler looks for, wherever it stands.
	worth      = regexp.MustCompile(`(?i)(kenteken|licen[cs]e plate|registration)|(klant|contract|dossier|polis|klacht|meld(ings)?|order|lease|customer|reference|ref|kenmerk|case|claim|policy)\.?-? ?(nr|no|num(m?er|ber)|nummer|number|id)?\.?\s?[:#]?\s{0,3}[A-Z]{0,4}[-/ ]?\d|(\b[A-Z]{1,3}-\d{2,3}-[A-Z]{1,2}\b|\b\d{1,2}-[A-Z]{2,3}-\d{1,2}\b)`)
	postscript = regexp.MustCompile(`(?i)^\W{0,2}(p\.? ?s\.?\d?|n\.?b\.?|post ?scriptum)(\s*[:.,;–-]|\s)`)
	nameLike   = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’-]*|\([\p{L}. ]+\)|i\.\s?[AaVv]\.|mr\.|drs?\.|ir\.|ing\.|prof\.|van|de|den|der|von|ter|ten|te|la|le|el|di|da|'t|op|in)(\s+(\p{Lu}[\p{L}.'’-]*|\([\p{L}. ]+\)|van|de|den|der|von|ter|ten|te|la|le|el|di|da|'t|op|in|i\.\s?[AaVv]\.|mr\.|drs?\.)){0,5}$`)
)

// mostSigned is how far from the end a signature begins, in lines that are not empty.
const mostSigned = 25

// unsigned returns lines without the signature below them. The formula that closes
// a letter stays, and the name below it; so do a postscript and what a handler looks
// for, such as a number plate.
func unsigned(lines []string) []string {
	first := 0 // where a signature can begin
	for i, n := len(lines)-1, 0; i >= 0; i-- {
		if strings.TrimSpace(lines[i]) != "" {
			if n++; n == mostSigned {
				first = i
				break
			}
		}
	}
	for i := len(lines) - 1; i >= first; i-- {
		if l := strings.TrimSpace(lines[i]); len(l) < 100 && closing.MatchString(l) {
			from := skipBlank(lines, i+1)
			if from < len(lines) && len(strings.Fields(lines[from])) <= 6 && !contact.MatchString(lines[from]) && !postscript.MatchString(lines[from]) {
				from++ // the name
			}
			return withoutTail(lines, from)
		}
	}
	for i := first; i < len(lines); i++ {
		l := strings.TrimSpace(lines[i])
		fresh := i > 0 && strings.Trim(lines[i-1], " \t-_=*") == ""
		if fresh && len(l) < 60 && nameLike.MatchString(l) && ended(lines[:i]) && says(strings.Join(lines[:i], "")) && allSigned(lines[i+1:]) {
			return withoutTail(lines, i+1)
		}
	}
	return lines
}

// ended reports whether a text is over: with a sentence, or a word or two. An address
// below a line that goes on is what the text is about.
func ended(lines []string) bool {
	l := last(lines)
	return sentenceStop.MatchString(l) || l != "" && len(strings.Fields(l)) <= 3 && !strings.HasSuffix(l, ":")
}

// last returns the last line that says something, without the dashes around it.
func last(lines []string) string {
	for i := len(lines) - 1; i >= max(0, len(lines)-4); i-- {
		if l := strings.Trim(lines[i], " \t-_=*"); l != "" {
			return l
		}
	}
	return ""
}

// allSigned reports whether lines are a signature from end to end.
func allSigned(lines []string) bool {
	contacts := 0
	for _, l := range lines {
		if disclaimer.MatchString(shorten(l, 300)) {
			break
		}
		if prose(l) {
			return false
		}
		if contact.MatchString(l) {
			contacts++
		}
	}
	return contacts > 0
}

// withoutTail drops from the lines behind a name those of a signature.
func withoutTail(lines []string, from int) []string {
	if from >= len(lines) {
		return lines
	}
	contacts := 0
	for _, l := range lines[from:] {
		if contact.MatchString(l) || disclaimer.MatchString(shorten(l, 300)) {
			contacts++
		}
	}
	if contacts == 0 {
		return lines
	}
	out := append([]string{}, lines[:from]...)
	kept := false // the paragraph is one that stays
	for _, l := range lines[from:] {
		switch {
		case strings.TrimSpace(l) == "":
			kept = false
			out = append(out, l)
			continue
		case disclaimer.MatchString(shorten(l, 300)):
			return out
		case postscript.MatchString(l), prose(l), strings.HasSuffix(strings.TrimSpace(l), ":") && len(strings.Fields(l)) > 1:
			kept = true
		}
		if kept || worth.MatchString(l) {
			out = append(out, l)
		}
	}
	return out
}

// addressing is a line in which somebody speaks to somebody.
var addressing = regexp.MustCompile(`(?i)(^|[\s"(])(u|je|jullie|ik|mij|me|mijn|you|i|my|vous|moi|sie|ich|mich|mir|m'\S+)[\s,.]`)

var sentenceStop = regexp.MustCompile(`[\p{L}\d)][.!?…]+["')]?\s*$`)

// prose reports whether a line is of a text, not of a signature.
func prose(l string) bool {
	words := len(strings.Fields(l))
	if contact.MatchString(l) && words < 14 && (words < 5 || !addressing.MatchString(l)) {
		return false
	}
	return words >= 10 || words >= 5 && sentenceStop.MatchString(l) || strings.HasSuffix(strings.TrimSpace(l), "?")
}

// mostBelow is how many lines a closing formula has below it: a name, a function, a
// firm.
const mostBelow = 8

// Unclosed is what somebody wrote without the formula that closes a letter and the
// name below it: for a letter that is signed for him. A text that is nothing else, or
// goes on below the formula, stays whole.
func Unclosed(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n \t"), "\n")
	for i, below := len(lines)-1, 0; i > 0 && below <= mostBelow; i-- {
		l := strings.TrimSpace(lines[i])
		switch {
		case l == "":
			continue
		case len(l) < 100 && closing.MatchString(l):
			if above := strings.TrimRight(strings.Join(lines[:i], "\n"), "\n \t"); above != "" {
				return above
			}
			return text
		case postscript.MatchString(l), len(strings.Fields(l)) > 8:
			return text
		}
		below++
	}
	return text
}
