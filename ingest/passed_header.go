package ingest

import (
	"regexp"
	"strings"

	"gehoord/internal/complaint"
)

// maxHeaderValue bounds what is read of a line of a block.
const maxHeaderValue = 1000

// writtenHeader is what a mailer writes above a mail that it passes on.
type writtenHeader struct {
	from, date, subject string
	name                string // of the sender, where from has none
	dayFirst            bool   // 3/4 is in April
}

// readHeader reads the block of header lines that lines begin with, and returns where
// it ends.
func readHeader(lines []string) (*writtenHeader, int) {
	h := &writtenHeader{}
	values := map[string]string{}
	field, spaced, end := "", false, 0
	for i := 0; i < len(lines) && i < 60; i++ {
		l := lines[i]
		if strings.Trim(l, " \t\u00a0*") == "" {
			next := i + 1
			if field == "" || next >= len(lines) || !fresh(values, label(lines[next])) || len(values) >= 3 && !spaced {
				break
			}
			spaced = true // a paragraph for each
			continue
		}
		name := label(l)
		if furtherLabel.MatchString(shorten(l, 100)) {
			name = "other"
		}
		if name == "other" || fresh(values, name) {
			_, value, _ := strings.Cut(strings.Replace(l, "：", ":", 1), ":")
			values[name] = headerValue(value)
			if name == "date" {
				begins := strings.ToLower(strings.TrimLeft(l, " \t*>"))
				h.dayFirst = !strings.HasPrefix(begins, "sent") && !strings.HasPrefix(begins, "date")
			}
			field, end = name, i+1
			continue
		}
		if field == "" || !goesOn(values[field], field, lines[i:], values) {
			break
		}
		if otherLabel.MatchString(shorten(l, 100)) {
			field, end = "other", i+1
			continue
		}
		values[field] = headerValue(values[field] + " " + l)
		end = i + 1
	}
	h.from, h.date, h.subject = values["from"], values["date"], oneLine(values["subject"])
	return h, end
}

// furtherLabel is one of Outlook's or Thunderbird's that often comes last.
var furtherLabel = regexp.MustCompile(`(?i)^[\s>*]{0,6}(gevoeligheid|sensitivity|vertraulichkeit|categorie(ën|s)|categories|antwoord-naar)\s?\*?\s?:`)

// otherLabel is a label that nothing is read from, such as Thunderbird's Antwoord-naar.
var otherLabel = regexp.MustCompile(`^[\s>*]{0,6}\pL[\pL-]{2,20}( \pL{2,20})?\s?\*?:(\s|$)`)

// fresh reports whether a line is of a block, and not of a text below that has such
// lines itself: what the block said is not said again.
func fresh(values map[string]string, name string) bool {
	_, has := values[name]
	return name != "" && !has
}

func headerValue(s string) string {
	return strings.Trim(shorten(s, maxHeaderValue), " \t\u00a0*")
}

// goesOn reports whether the first of lines, which has no label, is of the value above
// it: that is empty, or the line is of a list, or another label follows. Below the last
// label a text may begin without a blank line.
func goesOn(value, field string, lines []string, values map[string]string) bool {
	l := lines[0]
	switch {
	case value == "":
		return true
	case (field == "to" || field == "other") && (strings.HasSuffix(value, ";") || strings.HasSuffix(value, ",")):
		return true
	case field == "from" && strings.HasPrefix(strings.TrimSpace(l), "<"):
		return true
	}
	for _, next := range lines[1:min(len(lines), 5)] {
		if strings.TrimSpace(next) == "" {
			return false
		}
		if fresh(values, label(next)) {
			return true
		}
	}
	return false
}

// sender returns who wrote the mail, the zero Address when no address is given.
func (h *writtenHeader) sender() complaint.Address {
	from := h.from
	if i := strings.IndexByte(from, '>'); i >= 0 && strings.Contains(from[:i], "@") {
		from = from[:i+1] // what follows is on whose behalf
	}
	for _, a := range addresses(from) {
		if a = writer(a); a.Address != "" {
			return h.named(a)
		}
	}
	if at := addrSpec.FindStringIndex(h.from); at != nil { // Anna (anna@x.example)
		if a := writer(complaint.Address{Address: tidyAddress(h.from[at[0]:at[1]])}); a.Address != "" {
			a.Name = tidyName(strings.TrimRight(h.from[:at[0]], " ([<"))
			return h.named(a)
		}
	}
	return complaint.Address{}
}

func (h *writtenHeader) named(a complaint.Address) complaint.Address {
	if a.Name = strings.TrimSpace(strings.ReplaceAll(a.Name, "*", "")); a.Name == "" || strings.EqualFold(a.Name, a.Address) {
		a.Name = h.name
	}
	return a
}

var (
	// wroteName and timeName find the name in a line that introduces a quotation: behind
	// the verb, or behind the time of day.
	wroteName = regexp.MustCompile(`(?i)\b(?:schreef|heeft|schrieb)\s+([^<>@:]{1,100}?)\s*<`)
	timeName  = regexp.MustCompile(`(?i)\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*(?:uur|uhr))?(?:\s*[+-]\d{4})?[,\s]+(?:schreef|heeft)?\s*([^<>@:]{1,100}?)\s*<`)
	beforeIt  = regexp.MustCompile(`^([^<>@:]{1,100}?)\s*<`)
	american  = regexp.MustCompile(`(?i)^\W*on\b`)
)

// attributed reads the lines that introduce a quotation as a header.
func attributed(lines []string) *writtenHeader {
	s := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
	h := &writtenHeader{from: addrSpec.FindString(s), date: s, dayFirst: !american.MatchString(s)}
	for _, name := range []*regexp.Regexp{wroteName, timeName, beforeIt} {
		if m := name.FindStringSubmatch(s); m != nil && says(m[1]) {
			h.name = tidyName(strings.Trim(m[1], " ,*"))
			break
		}
	}
	return h
}
