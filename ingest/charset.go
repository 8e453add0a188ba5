package ingest

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	unicode16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
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
	name := charsetName(declared)
	valid := utf8.Valid(raw)
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")):
		if s, ok := convert(raw, "utf-16"); ok {
			return s
		}
	case valid && !ascii(raw): // no seven-bit charset
	case name == "utf-7":
		return decodeUTF7(raw)
	case bytes.Contains(raw, []byte("\x1b$")) && !strings.HasPrefix(name, "iso-2022"):
		name = "iso-2022-jp" // nothing else writes that sequence
		fallthrough
	case strings.HasPrefix(name, "iso-2022") || name == "hz-gb-2312":
		if s, ok := convert(raw, name); ok {
			return s
		}
	}
	if strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32") {
		if !valid || bytes.IndexByte(raw, 0) >= 0 {
			if s, ok := convert(raw, name); ok {
				return s
			}
		}
	}
	if valid {
		if asian(name) && looksAsian(raw) {
			if s, ok := convert(raw, name); ok {
				return s
			}
		}
		return string(raw)
	}
	if name != "" && !strings.HasPrefix(name, "utf") {
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

func ascii(raw []byte) bool {
	for _, c := range raw {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unknownCharset reports whether text in a declared charset can only be guessed.
func unknownCharset(declared string) bool {
	name := charsetName(declared)
	if name == "" || name == "utf-8" || name == "utf-7" {
		return false
	}
	_, ok := convert([]byte("a"), name)
	return !ok
}

// convert decodes raw by a name of charsetName; false when that is unknown.
func convert(raw []byte, name string) (string, bool) {
	var dec *encoding.Decoder
	switch name {
	case "utf-16", "utf-16le", "utf-16be":
		dec = unicode16.UTF16(utf16Order(raw, name), unicode16.UseBOM).NewDecoder()
	case "utf-32", "utf-32be":
		dec = utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder()
	case "utf-32le":
		dec = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder()
	case "hz-gb-2312":
		dec = simplifiedchinese.HZGB2312.NewDecoder()
	case "iso-2022-kr":
		raw, dec = shiftedKorean(raw), korean.EUCKR.NewDecoder()
	case "iso-2022-cn":
		return "", false // the registry's answer is one replacement character
	case "windows-1252":
		dec = charmap.Windows1252.NewDecoder()
	case "ibm437":
		dec = charmap.CodePage437.NewDecoder()
	case "ibm850":
		dec = charmap.CodePage850.NewDecoder()
	case "ibm852":
		dec = charmap.CodePage852.NewDecoder()
	case "ibm858":
		dec = charmap.CodePage858.NewDecoder()
	}
	if dec != nil {
		out, err := dec.Bytes(raw)
		return strings.ToValidUTF8(string(out), "\uFFFD"), err == nil
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

// utf16Order guesses the byte order where neither the name nor a mark tells it:
// most text has a zero in the high byte of many characters, if only its blanks and
// line ends.
func utf16Order(raw []byte, name string) unicode16.Endianness {
	even, odd := 0, 0
	for i, c := range raw[:min(len(raw), 4096)] {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	if name == "utf-16le" || name == "utf-16" && odd > even {
		return unicode16.LittleEndian
	}
	return unicode16.BigEndian
}

// shiftedKorean makes EUC-KR of ISO-2022-KR (RFC 1557): what stands between SO and
// SI has its high bits cleared.
func shiftedKorean(raw []byte) []byte {
	raw = bytes.TrimLeft(bytes.ReplaceAll(raw, []byte("\x1b$)C"), nil), "\r\n")
	out := make([]byte, 0, len(raw))
	var high byte
	for _, c := range raw {
		switch {
		case c == 0x0e:
			high = 0x80
		case c == 0x0f:
			high = 0
		case c > ' ' && c < 0x7f:
			out = append(out, c|high)
		default:
			out = append(out, c)
		}
	}
	return out
}

// asian reports whether a charset writes two bytes a character, which may look like
// UTF-8 in a short text.
func asian(name string) bool {
	return name == "gb18030" || name == "big5" || name == "shift_jis" || strings.HasPrefix(name, "euc-")
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
