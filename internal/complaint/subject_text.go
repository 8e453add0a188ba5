package complaint

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalise makes one spelling of what keyboards and mail programs turn the same
// characters into: NFKC, plain dashes, brackets, quotes and single spaces, and
// nothing that cannot be seen. Letters keep their case.
func normalise(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	// Before NFKC: what is dropped may stand between a letter and its accent.
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1 // zero width, bidi controls, soft hyphens
		}
		return r
	}, s)
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Dash, r):
			return '-'
		case r == '【' || r == '〔' || r == '⟦':
			return '['
		case r == '】' || r == '〕' || r == '⟧':
			return ']'
		case strings.ContainsRune("“”„‟«»", r):
			return '"'
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		}
		return r
	}, norm.NFKC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// bracket is what follows a "[".
type bracket struct {
	body   string
	closed bool // a "]" ends it
	atEnd  bool // the subject ends it
	long   bool // so long a subject that a mail program may have cut it
}

// uncut is how many characters every mail program leaves whole.
const uncut = 60

// brackets finds every "[" and what it holds: up to the next bracket of either
// kind outside a quoted value.
func brackets(text string) []bracket {
	var all []bracket
	long := utf8.RuneCountInString(text) >= uncut
	for i := 0; i < len(text); {
		if text[i] != '[' {
			i++
			continue
		}
		j := i + 1
		for j < len(text) && text[j] != '[' && text[j] != ']' {
			j = skip(text, j)
		}
		b := bracket{body: strings.TrimSpace(text[i+1 : j]), atEnd: j == len(text), long: long}
		b.closed = !b.atEnd && text[j] == ']'
		all = append(all, b)
		i = j
		if b.closed {
			i++
		}
	}
	return all
}

// skip is the index after the byte at i, or, where a quoted value begins, after
// its closing quote. A quote means something behind a key and "=" only: people
// write 15".
func skip(text string, i int) int {
	if text[i] == '=' && i+1 < len(text) && text[i+1] == '"' && key(text[:i]) {
		if n := strings.IndexByte(text[i+2:], '"'); n >= 0 {
			return i + 2 + n + 1
		}
	}
	return i + 1
}

// key tells whether a text ends with the key of an argument: letters, at the beginning
// of a word.
func key(text string) bool {
	before := strings.TrimRightFunc(text, unicode.IsLetter)
	return before != text && (before == "" || strings.ContainsAny(before[len(before)-1:], " ["))
}

// parser knows the organisation's prefix.
type parser struct{ prefix string }

// number reads a complaint number at the start of s as people write one:
// K2026-123, k-2026-0123, K 2026 000123. It tells how many bytes it took, 0 for
// no number, and whether dashes or slashes, not spaces, hold it together.
func (p parser) number(s string) (n Number, length int, tight bool) {
	n, length, tight = p.digits(s)
	if r, _ := utf8.DecodeRuneInString(s[length:]); unicode.IsLetter(r) || unicode.IsDigit(r) {
		return Number{}, 0, false
	}
	return n, length, tight
}

// digits is number, whatever follows it.
func (p parser) digits(s string) (n Number, length int, tight bool) {
	if p.prefix == "" || len(s) < len(p.prefix) || !strings.EqualFold(s[:len(p.prefix)], p.prefix) {
		return Number{}, 0, false
	}
	i := len(p.prefix)
	i += separator(s[i:])
	year := digits(s[i:])
	gap := separator(s[i+year:])
	serial := digits(s[i+year+gap:])
	end := i + year + gap + serial
	if year != 4 || gap == 0 || serial == 0 || serial > 9 {
		return Number{}, 0, false
	}
	n.Prefix = strings.ToUpper(p.prefix)
	n.Year, _ = strconv.Atoi(s[i : i+year])
	n.Serial, _ = strconv.Atoi(s[i+year+gap : end])
	if n.Serial == 0 {
		return Number{}, 0, false
	}
	return n, end, strings.TrimSpace(s[i+year:i+year+gap]) != "" || serial >= 6
}

// Numbers finds the complaint numbers in any text, in every spelling that a
// subject may have.
func Numbers(text, prefix string) []Number { return parser{prefix}.prose(normalise(text)) }

// prose finds the numbers anywhere in text. It is stricter than a tag: a car may
// be called K 2026 5, and the year must be one of ours.
func (p parser) prose(text string) []Number {
	var all []Number
	for i := 0; i < len(text); i++ {
		n, length, tight := p.number(text[i:])
		if length == 0 || !tight || n.Year < 2000 || n.Year > 2099 || joined(text[:i]) {
			continue
		}
		rest := text[i+length:]
		if len(rest) > 1 && (rest[0] == '-' || rest[0] == '/') && digits(rest[1:]) > 0 {
			continue // part of a longer number
		}
		if cut(text, i, length) {
			continue
		}
		all = append(all, n)
		i += length - 1
	}
	return all
}

// cut tells that a number in an unclosed bracket ends with the subject before its
// sixth digit: the mail program may have cut it, and it may be another's.
func cut(text string, i, length int) bool {
	end := i + length
	bracket := i > 0 && text[i-1] == '['
	return bracket && end == len(text) && trailingDigits(text) < 6
}

// joined tells that what follows before belongs to a longer word: AK-2026-1 or
// 12-K-2026-1 is no number of ours.
func joined(before string) bool {
	before = strings.TrimRight(before, "-/")
	tail, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLetter(tail) || unicode.IsDigit(tail)
}

// separator is the length of what may stand between the parts of a number.
func separator(s string) int {
	rest := strings.TrimPrefix(s, " ")
	if rest != "" && (rest[0] == '-' || rest[0] == '/') {
		rest = strings.TrimPrefix(rest[1:], " ")
	}
	return len(s) - len(rest)
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

func trailingDigits(s string) int { return len(s) - len(strings.TrimRight(s, "0123456789")) }
