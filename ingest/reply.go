package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// markers stand in our own letters to staff; what is above them is the answer.
var markers = []string{
	"-- -- tekst boven deze lijn gaat naar de klant",
	"-- -- text above this line goes to the customer",
}

// helpdesk is the line of other desks' letters below which their own text stands.
var helpdesk = regexp.MustCompile(`(?i)^[\s>#*=_-]{0,12}(please |gelieve |graag )?((type|enter|write|typ|schrijf) (your|uw|je) )?(reply|answer|respond|antwoord|reageer|antworten( sie)?|répondez|réponse)\b.{0,20}\b(above|boven|oberhalb|au-dessus)\b.{0,20}(line|regel|lijn|linie|zeile|ligne)[\s#*=_.-]{0,12}$`)

// stems are parts of words of which a pattern needs one: looking for them first costs a
// tenth of the pattern.
type stems []string

var (
	above   = stems{"above", "Above", "ABOVE", "boven", "Boven", "BOVEN", "oberhalb", "au-dessus"}
	devices = stems{"erz", "erst", "ent", "end", "nvoy", "nviado", "nviato", "kickat", "utlook", "estuurd", "ERZ", "ENT"}
)

func (s stems) has(l string) bool {
	return slices.ContainsFunc(s, func(stem string) bool { return strings.Contains(l, stem) })
}

// fewWords is how many words of one's own a forwarded mail has at least, for it to
// be about those words and not about what it forwards.
const fewWords = 15

// maxReply bounds what is looked through; nobody writes more.
const maxReply = 200 << 10

var forwardSubject = regexp.MustCompile(`(?i)^\s*(\[[^\]]*\]\s*)*(fw|fwd|doorst|doorgestuurd|wg|tr|vs|rv|i)\s*:`)

// CutReply returns what the sender wrote now: without quotations and the lines that
// introduce them, without signature, phone's greeting or disclaimer. Answers between
// quoted lines stay. Everything below our own marker line goes. A forwarded mail
// with hardly a word of its own keeps what it forwards. It never returns nothing
// for a text that says something.
func CutReply(text string) string {
	return cutReply(text, false).own
}

// cut is a text taken apart.
type cut struct {
	own      string // what the sender wrote now
	quoted   string // what others wrote, below it or between
	borrowed bool   // own is not, or not only, what the sender wrote now
	forward  bool   // it passes on a mail, by its mark
}

// cutReply knows from the subject whether the mail forwards another.
func cutReply(text string, forwards bool) cut {
	text = shorten(text, maxReply)
	all := unquoteForward(strings.Split(text, "\n"))
	i := marked(all)
	if i >= 0 {
		if own, met := strip(all[:i]); own != "" {
			return cut{own: own, quoted: strings.TrimSpace(strings.Join(all[i+1:], "\n")), forward: met.forward}
		}
		all = slices.DeleteFunc(all, func(l string) bool { return marked([]string{l}) == 0 })
	}
	own, met := strip(all)
	quoted := strings.TrimSpace(strings.Join(met.quoted, "\n"))
	if met.forward || forwards && met.header > 0 {
		if below := strings.TrimSpace(strings.Join(all[min(met.header, len(all)):], "\n")); below != "" && len(strings.Fields(own)) < fewWords {
			return cut{own: strings.TrimSpace(own + "\n\n" + below), borrowed: true, forward: met.forward}
		}
	}
	if !says(own) {
		return cut{own: strings.TrimSpace(text), borrowed: true, forward: met.forward}
	}
	return cut{own: own, quoted: quoted, borrowed: i >= 0, forward: met.forward} // below our marker nobody answers
}

// unquoteForward takes the quotation marks off a mail that was forwarded as a
// quotation, as Apple's mailers do.
func unquoteForward(lines []string) []string {
	for i, l := range lines {
		if !quoted(l) || !forwardMark.MatchString(l) {
			continue
		}
		end := quotation(lines, i)
		out := append([]string{}, lines[:i]...)
		for _, q := range lines[i:end] {
			out = append(out, unquoted(q))
		}
		return append(out, lines[end:]...)
	}
	return lines
}

// unquoted takes one mark of quotation off a line.
func unquoted(l string) string {
	l = strings.TrimLeft(l, " \t")
	if initials(l) {
		l = strings.TrimLeft(l, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	}
	l = strings.TrimPrefix(l, ">")
	return strings.TrimPrefix(l, " ")
}

// says reports whether a text has a letter or a digit.
func says(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r >= 0x2190 }) >= 0
}

// marked returns the first line that bears a marker, -1 for none.
func marked(lines []string) int {
	for i, l := range lines {
		if len(l) < 100 && above.has(l) && helpdesk.MatchString(l) {
			return i
		}
		if !strings.Contains(l, "--") || len(l) > 1000 {
			continue
		}
		l = strings.ToLower(strings.Join(strings.Fields(l), " ")) // Fields takes no-break spaces too
		for _, m := range markers {
			if strings.Contains(l, m) {
				return i
			}
		}
	}
	return -1
}

// cutting tells what strip met.
type cutting struct {
	forward bool     // a forwarded mail, by its mark
	header  int      // the line behind the header block or mark of what was cut, 0 for none
	quoted  []string // the lines of others
}

// strip returns the lines that are the sender's own.
func strip(lines []string) (string, cutting) {
	var own []string
	var met cutting
	signed := false // below a signature, up to the next quotation
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if quoted(l) {
			end := quotation(lines, i)
			if byHand(own, lines[end:]) {
				own = append(own, lines[i:end]...)
			} else {
				for _, q := range lines[i:end] {
					met.quoted = append(met.quoted, unquoted(q))
				}
			}
			i = end - 1
			signed = false
			continue
		}
		if end, forward, ends := rest(lines, i); ends {
			met.forward, met.header = forward, end
			met.quoted = append(met.quoted, lines[min(end, len(lines)):]...)
			break
		}
		if n, sure := introduces(lines, i); n > 0 {
			next := i + n
			for next < len(lines) && strings.TrimSpace(lines[next]) == "" {
				next++
			}
			if next == len(lines) || quoted(lines[next]) {
				i = next - 1
				signed = false
				continue
			}
			if sure {
				if len(own) == 0 && met.header == 0 {
					met.header = next
				}
				met.quoted = append(met.quoted, lines[next:]...)
				break
			}
		}
		switch {
		case signed && postscript.MatchString(l):
			signed = false
			own = append(own, l)
		case signed:
		case signature.MatchString(l) && !strings.HasSuffix(last(own), ":") && signs(lines[i+1:]):
			signed = true
		case len(l) < 200 && devices.has(l) && phone.MatchString(l):
		default:
			own = append(own, l)
		}
	}
	return trimmed(own), met
}

// announces is a line of one's own before a list that one marks with ">" oneself;
// pointing ones announce answers between somebody else's lines.
var (
	announces = regexp.MustCompile(`[\pL\d)"][:：]\s*$`)
	points    = regexp.MustCompile(`(?i)(hieronder|onder|tussen|below|inline|between|unten|dessous|antwoord|answer|reply|schreef|wrote|schrieb|écrit)`)
)

// byHand reports whether the sender put the marks of quotation himself: he
// announced what follows, and went on below it.
func byHand(own, below []string) bool {
	l := last(own)
	return len(l) < 300 && announces.MatchString(l) && !points.MatchString(l) && says(strings.Join(below[:min(len(below), 20)], ""))
}

// quotation returns where the quotation that begins at i ends: at the first line
// that is not quoted. A link that was wrapped out of its quotation belongs to it.
func quotation(lines []string, i int) int {
	for ; i < len(lines); i++ {
		if quoted(lines[i]) {
			continue
		}
		l := lines[i]
		wrapped := i+1 < len(lines) && quoted(lines[i+1]) && l != "" && !strings.ContainsAny(l, " \t") &&
			strings.Contains(lines[i-1], "://") && strings.ContainsAny(l, ")>=&/")
		if !wrapped {
			return i
		}
	}
	return i
}

// rest reports whether from line i on all is another mail: below a separator or a
// block of header lines. header is the first line of that mail's own text.
func rest(lines []string, i int) (header int, forward, ends bool) {
	l := lines[i]
	forward = forwardMark.MatchString(l)
	if forward || original.MatchString(l) {
		j := skipBlank(lines, i+1)
		if j < len(lines) {
			if end, is := headerBlock(lines, j); is {
				return end, forward, true
			}
			if label(lines[j]) != "" {
				for j < len(lines) && strings.TrimSpace(lines[j]) != "" {
					j++
				}
			}
		}
		return j, forward, true
	}
	if ruler.MatchString(l) || dashes.MatchString(l) {
		if j := skipBlank(lines, i+1); j < len(lines) {
			if end, is := headerBlock(lines, j); is {
				return end, false, true
			}
		}
		return 0, false, false
	}
	end, is := headerBlock(lines, i)
	return end, false, is
}

func skipBlank(lines []string, i int) int {
	for i < len(lines) && strings.TrimSpace(lines[i]) == "" {
		i++
	}
	return i
}

// personal is a line in which somebody speaks of himself: no lawyer wrote it.
var personal = regexp.MustCompile(`(?i)(^|[\s"(])(ik|mijn|mij|i|i'm|i've|my|ich|mein|meine|je|mon|ma|mes)\s`)

// signs reports whether what follows a line of two dashes can be a signature: not
// longer than one, and no letter that goes on. Dashes divide letters, too.
func signs(lines []string) bool {
	n, sentences, contacts := 0, 0, 0
	for i, l := range lines {
		if i > 100 || quoted(l) || postscript.MatchString(l) || disclaimer.MatchString(shorten(l, 300)) {
			break
		}
		if n > 0 && signature.MatchString(l) {
			return false // the next one divides, or signs
		}
		if strings.TrimSpace(l) == "" {
			continue
		}
		if _, ends := introduces(lines, i); ends {
			break
		}
		if _, ends := headerBlock(lines, i); ends || original.MatchString(l) {
			break
		}
		if n++; n > 25 {
			return false
		}
		switch {
		case contact.MatchString(l):
			contacts++
		case sentenceStop.MatchString(l) || len(strings.Fields(l)) >= 12:
			sentences++
		}
	}
	return sentences < 2 || contacts > sentences
}

// trimmed joins lines without the banner of a mail gateway above and the disclaimer
// below them.
func trimmed(lines []string) string {
	if i := skipBlank(lines, 0); i < len(lines) && len(lines[i]) < 1000 && banner.MatchString(lines[i]) {
		for i < len(lines) && strings.TrimSpace(lines[i]) != "" {
			i++
		}
		if says(strings.Join(lines[i:], "\n")) {
			lines = lines[i:]
		}
	}
	for i, l := range lines {
		fresh := i > 0 && (strings.TrimSpace(lines[i-1]) == "" || dashes.MatchString(lines[i-1]))
		if fresh && len(lines)-i <= 30 && disclaimer.MatchString(shorten(l, 300)) && !slices.ContainsFunc(lines[i:], personal.MatchString) {
			if says(strings.Join(lines[:i], "\n")) {
				lines = lines[:i]
			}
			break
		}
	}
	if short := unsigned(lines); says(strings.Join(short, "")) {
		lines = short
	}
	s := strings.Join(lines, "\n")
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimRight(strings.TrimSpace(s), " \t\n-_=—")
}
