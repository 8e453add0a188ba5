package classify

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxText is how much of each part of a mail is looked at, in bytes. What a
// complaint is about stands in its first pages; the rest is a pasted log.
const maxText = 256 << 10

// fold writes a text as the rules are compared: lower case, without accents,
// ligatures or apostrophes. Line ends and punctuation stay.
func fold(s string) string {
	if len(s) > maxText {
		s = s[:maxText]
	}
	// Before the normal form, which would take U+00B4 apart into a space.
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\'', '’', '‘', '‛', '`', '´', 'ʼ', '′':
			return -1 // foto's, foto’s and fotos are one word
		}
		if r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r) {
			return -1 // soft hyphens and zero-width spaces
		}
		return unicode.ToLower(r)
	}, s)
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case unicode.Is(unicode.Mn, r):
		default:
			if plain, ok := undecomposed[r]; ok {
				b.WriteString(plain)
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
	return b.String()
}

// undecomposed are letters that Unicode does not take apart.
var undecomposed = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h",
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// words are the letters and digits of a folded text, cut at everything else: a
// hyphen separates like a space, so that all-risk is a phrase of two words.
func words(folded string) []string { return slices.Collect(wordsOf(folded)) }

func wordsOf(folded string) iter.Seq[string] {
	return strings.FieldsFuncSeq(folded, func(r rune) bool {
		if r < utf8.RuneSelf {
			return !('a' <= r && r <= 'z' || '0' <= r && r <= '9')
		}
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
