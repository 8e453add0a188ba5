package ingest

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding/charmap"
)

// decodeText makes UTF-8 of raw. What mails declare is often wrong, so the bytes
// are asked first: valid UTF-8 is UTF-8, whatever it says. Otherwise the declared
// charset, and windows-1252 when that is missing, unknown, or UTF-8 that the bytes
// are not. The charsets that write everything in ASCII, and Asian ones whose bytes
// merely look like UTF-8, are believed.
func decodeText(raw []byte, declared string) string {
	if len(raw) == 0 {
		return ""
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	name := strings.ToLower(strings.Trim(declared, " \t\"'"))
	switch {
	case strings.HasSuffix(name, "utf-7") || name == "utf7":
		return decodeUTF7(raw)
	case sevenBit(name):
		if s, ok := convert(raw, name); ok {
			return s
		}
	case bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")):
		if s, ok := convert(raw, "utf-16"); ok {
			return s
		}
	}
	if utf8.Valid(raw) {
		if asian(name) && looksAsian(raw) {
			if s, ok := convert(raw, name); ok {
				return s
			}
		}
		return string(raw)
	}
	if name != "" && name != "us-ascii" && name != "ascii" && !strings.HasPrefix(name, "utf") {
		if s, ok := convert(raw, name); ok {
			return s
		}
	}
	if good, bad := sequences(raw); good > bad {
		// UTF-8 with damage, such as a cut in the middle of a character.
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return string(out)
}

// convert decodes raw by name; false when the name is unknown.
func convert(raw []byte, name string) (string, bool) {
	switch name { // in use, and in no registry
	case "gb2312", "x-gbk", "gb_2312-80":
		name = "gb18030"
	case "ks_c_5601-1987", "ks_c_5601", "cp949":
		name = "euc-kr"
	case "iso-8859-1", "iso8859-1", "cp1252", "x-ansi", "ansi", "latin1", "latin-1": // 0x80 is a euro, as every reader has it
		name = "windows-1252"
	case "cp850", "ibm-850":
		name = "ibm850"
	}
	r, err := charset.Reader(name, bytes.NewReader(raw))
	if err != nil {
		return "", false
	}
	out, err := io.ReadAll(r)
	if err != nil {
		return "", false
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), true
}

// sevenBit reports whether a charset writes other alphabets in ASCII bytes, or
// every character in several, so that its text is valid UTF-8 by accident.
func sevenBit(name string) bool {
	return strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "csiso2022") ||
		strings.HasPrefix(name, "hz") || strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32")
}

// asian reports whether a charset writes two bytes a character, which may look like
// UTF-8 in a short text.
func asian(name string) bool {
	for _, p := range []string{"gb", "x-gb", "big5", "euc-", "shift", "sjis", "ks_c", "cp949"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// looksAsian reports whether valid UTF-8 is more likely a two-byte charset: no
// sequence of three bytes, as all Asian text in UTF-8 has, and less ASCII letters
// than other characters, as no European text has.
func looksAsian(raw []byte) bool {
	letters, other := 0, 0
	for _, r := range string(raw) {
		switch {
		case r >= 0x800:
			return false
		case r >= 0x80:
			other++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return other > letters
}

// sequences counts the valid multi-byte sequences of UTF-8 and the invalid bytes.
func sequences(raw []byte) (good, bad int) {
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		raw = raw[n:]
	}
	return good, bad
}
