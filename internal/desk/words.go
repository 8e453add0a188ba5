package desk

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gehoord/ingest"
	"gehoord/internal/complaint"
)

var (
	internal   = regexp.MustCompile(`(?im)^\W*intern(e|al)?\b`)
	quotedLine = regexp.MustCompile(`(?m)^\s*>`)
	ourLine    = regexp.MustCompile(`(?i)\b(boven deze lijn|above this line)\b`)
	ourToken   = regexp.MustCompile(`(?i)(^|[^a-z])g1[-.][a-z2-7]{16}`)
)

// betrays tells whether a text holds what no customer may read: a line that somebody
// marked as internal, however it is written, the marker of our notices, or a token of
// one of our letters.
func betrays(text string) bool {
	seen := norm.NFKC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) { // invisible
			return -1
		}
		return r
	}, text))
	return internal.MatchString(seen) || ourToken.MatchString(seen) || strings.Contains(seen, markerWords)
}

// words are what the customer will read: the text above the marker, whole but for
// the signature. It is refused when it is too short to mean something, or when it holds
// what cannot be meant for a customer; and where it can only go by mail, without an
// address.
func (x *execution) words(least int, byMail bool) (string, error) {
	if byMail && x.c.Customer.Address == "" {
		no, instead := refuse("E-ADRES"), "KLANT mail="
		switch x.verb {
		case complaint.Opgelost:
			instead = "OPGELOST BRIEF"
		case complaint.Reactie:
			instead = "REACTIE TEL"
		}
		no.suggestion = subjectOf(x.c.Number, instead)
		return "", no
	}
	text := strings.TrimSpace(ingest.Unclosed(x.r.m.Reply))                      // the letter is signed for him
	if i := strings.LastIndexByte(text, '\n'); ourLine.MatchString(text[i+1:]) { // of our notice, above the marker
		text = strings.TrimSpace(text[:max(i, 0)])
	}
	switch {
	case !ownWords(x.r.m):
		return "", refuse("E-LEEG")
	case betrays(text), quotedLine.MatchString(text):
		return "", refuse("E-INTERN")
	case utf8.RuneCountInString(text) < least:
		return "", refuse("E-LEEG")
	}
	for _, number := range complaint.Numbers(text, x.c.Number.Prefix) {
		if number != x.c.Number {
			return "", refuse("E-INTERN")
		}
	}
	return text, nil
}

// ownWords tells whether all of Reply was written by the sender now. The reader
// never gives nothing: of a mail that is only a quotation, Reply is the quotation.
func ownWords(m complaint.Mail) bool {
	flat := strings.ToLower(strings.Join(strings.FieldsFunc(m.Reply, func(r rune) bool { return unicode.IsSpace(r) || r == '>' }), " "))
	return !m.Borrowed && !strings.Contains(flat, markerWords)
}

// markerWords are the marker as every mail program leaves it.
var markerWords = strings.Trim(complaint.Marker, "- ")
