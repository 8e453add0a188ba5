package ingest

import (
	"regexp"
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
	cut, last := "", 0 // the last word, when it is base64 and ends within a group, and its bytes in joined
	flush := func() {
		out.WriteString(decodeText(joined, charset))
		joined, charset, cut, last = nil, "", "", 0
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
			i += 2
			continue
		}
		if between := s[plain:i]; joined == nil || strings.TrimSpace(between) != "" {
			flush()
			out.WriteString(decodeText([]byte(between), ""))
		} else if !strings.EqualFold(cs, charset) {
			flush()
		}
		text := base64Text(s[i : i+n])
		if whole := cut + text; cut != "" && text != "" && len(whole)%4 == 0 && joined != nil {
			joined = append(joined[:len(joined)-last], looseBase64(whole)...)
			text = "" // it ends with a group
		} else {
			joined = append(joined, raw...)
		}
		charset, cut, last = cs, "", len(raw)
		if len(text)%4 != 0 && !strings.HasSuffix(text, "=") {
			cut = text
		}
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

// base64Text returns the text of an encoded word in base64, "" for any other.
func base64Text(word string) string {
	parts := strings.SplitN(word, "?", 5)
	if len(parts) < 4 || !strings.EqualFold(parts[2], "b") {
		return ""
	}
	return parts[3]
}

// encodedWord reads =?charset?encoding?text?= at the beginning of s; length is
// 0 when there is none. One that never ends goes on to the end of s: the
// field was cut.
func encodedWord(s string) (charset string, raw []byte, length int) {
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
	end, n := strings.Index(s[start:], "?="), 0
	if end < 0 {
		n = len(s)
		end = len(strings.TrimRight(s[start:], "?"))
	} else {
		n = start + end + 2
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
	return charset, raw, n
}

var wordCharset = regexp.MustCompile(`=\?([A-Za-z0-9_:.()-]{1,40})(?:\*[A-Za-z-]*)?\?[bBqQ]\?`)

// unknownWord returns the first charset of encoded words that can only be guessed.
func unknownWord(s string) string {
	for _, m := range wordCharset.FindAllStringSubmatch(s[:min(len(s), 10_000)], 100) {
		if unknownCharset(m[1]) {
			return m[1]
		}
	}
	return ""
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
