package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// decodeWords decodes the encoded words of RFC 2047 in a field. Adjacent words of
// one charset are joined before they are decoded, since some mailers cut in the
// middle of a character; words in quotes and words with blanks in them are read
// too, against the RFC and with everybody. Bytes outside words are UTF-8 or, when
// they are not, windows-1252.
func decodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return decodeText([]byte(s), "")
	}
	var out strings.Builder
	var joined []byte // of the words read last, not yet decoded
	var charset string
	flush := func() {
		out.WriteString(decodeText(joined, charset))
		joined, charset = nil, ""
	}
	plain := 0 // where the text after the last word begins
	for i := 0; i < len(s); {
		j := strings.Index(s[i:], "=?")
		if j < 0 {
			break
		}
		i += j
		cs, raw, n := encodedWord(s[i:])
		if n == 0 {
			if !strings.Contains(s[i:], "?=") {
				break // no word can end any more
			}
			i += 2
			continue
		}
		if between := s[plain:i]; joined == nil || strings.TrimSpace(between) != "" {
			flush()
			out.WriteString(decodeText([]byte(between), ""))
		} else if !strings.EqualFold(cs, charset) {
			flush()
		}
		joined, charset = append(joined, raw...), cs
		if joined == nil {
			joined = []byte{}
		}
		i += n
		plain = i
	}
	flush()
	out.WriteString(decodeText([]byte(s[plain:]), ""))
	return out.String()
}

// encodedWord reads =?charset?encoding?text?= at the beginning of s; n is its
// length, 0 when there is none.
func encodedWord(s string) (charset string, raw []byte, n int) {
	head := s[2:]
	if len(head) > 80 {
		head = head[:80]
	}
	q := strings.IndexByte(head, '?')
	if q < 1 || q+2 >= len(head) || head[q+2] != '?' {
		return "", nil, 0
	}
	charset, _, _ = strings.Cut(head[:q], "*") // RFC 2231 section 5: a language
	start := 2 + q + 3
	end := strings.Index(s[start:], "?=")
	if end < 0 {
		return "", nil, 0
	}
	text := s[start : start+end]
	switch head[q+1] {
	case 'b', 'B':
		raw = looseBase64(text)
	case 'q', 'Q':
		raw = unhex(strings.ReplaceAll(text, "_", " "), '=')
	default:
		return "", nil, 0
	}
	return charset, raw, start + end + 2
}

// unhex replaces escape and two hexadecimal digits by the byte they mean, and
// leaves what is not such a group as it stands.
func unhex(s string, escape byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == escape && i+2 < len(s) && hexDigit(s[i+1]) >= 0 && hexDigit(s[i+2]) >= 0 {
			out = append(out, byte(hexDigit(s[i+1])<<4|hexDigit(s[i+2])))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}

// hexDigit returns the value of a hexadecimal digit, -1 when c is none.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// clean makes a string that every database takes: valid UTF-8 without NUL.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = decodeText([]byte(s), "")
	}
	return strings.ReplaceAll(s, "\x00", "")
}

// oneLine makes control characters blanks and trims.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == 0 || r == '\uFEFF':
			return -1
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, clean(s)))
}

// shorten cuts s to at most n bytes, between characters.
func shorten(s string, n int) string {
	s = clean(s)
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
