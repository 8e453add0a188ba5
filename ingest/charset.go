package ingest

import (
	"bytes"
	"io"
	"regexp"
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

// charsetNames are the names in use that no registry has, and those that mean
// another charset in practice: a superset, as every reader takes it. Those that
// declare nothing are "".
var charsetNames = map[string]string{
	"us-ascii": "", "ascii": "", "ansi_x3.4-1968": "", "iso-ir-6": "", "646": "", "unknown": "", "unknown-8bit": "", "x-unknown": "",
	"default": "", "default_charset": "", "none": "", "binary": "", "8bit": "", "7bit": "", "iso-10646": "", "x-user-defined": "",
	"": "", "utf-8": "utf-8", "utf8": "utf-8", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8-mac": "utf-8", "utf8-mac": "utf-8", "utf": "utf-8", "unicode": "utf-16",
	"utf7": "utf-7", "unicode-1-1-utf-7": "utf-7", "ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16", "utf16": "utf-16", "utf32": "utf-32",
	"gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "ms936": "gb18030", "cp936": "gb18030", "windows-936": "gb18030", "euc-cn": "gb18030",
	"hz": "hz-gb-2312", "big5-hkscs": "big5", "cp950": "big5", "cn-big5": "big5",
	"ks_c_5601-1987": "euc-kr", "ks_c_5601": "euc-kr", "ksc5601": "euc-kr", "cp949": "euc-kr", "windows-949": "euc-kr", "uhc": "euc-kr",
	"cp932": "shift_jis", "windows-31j": "shift_jis", "sjis": "shift_jis", "shift-jis": "shift_jis", "cp51932": "euc-jp",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-3": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "csiso2022jp": "iso-2022-jp",
	"cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp", "csiso2022kr": "iso-2022-kr",
	"iso-8859-1": "windows-1252", "iso-ir-100": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252", "l1": "windows-1252",
	"ansi": "windows-1252", "win-1252": "windows-1252", "cp819": "windows-1252",
	"latin2": "iso-8859-2", "latin-2": "iso-8859-2", "latin5": "iso-8859-9", "latin9": "iso-8859-15", "latin-9": "iso-8859-15", "latin0": "iso-8859-15",
	"iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6",
	"mac": "macintosh", "mac-roman": "macintosh", "macroman": "macintosh", "mac-cyrillic": "x-mac-cyrillic", "koi8r": "koi8-r", "koi8": "koi8-r", "koi8u": "koi8-u",
	"cp878": "koi8-r", "tis620": "windows-874", "tis-620": "windows-874",
}

// codePage is a charset named by its number: cp-850, win1252, ms-1251, ibm-437.
var codePage = regexp.MustCompile(`^(?:cp|win|windows|ms|ibm|dos)[-_ ]?0*(\d{3,4})$`)

var (
	isoName   = regexp.MustCompile(`^(?:iso[-_ ]?8859[-_ ]?)(\d{1,2})(?::\d{4})?$`)
	utf16Name = regexp.MustCompile(`^utf[-_]?(16|32)[-_]?(le|be)?$`)
)

// charsetName returns the name by which convert knows a charset, in lower case; ""
// when nothing useful was declared.
func charsetName(declared string) string {
	name := strings.ToLower(strings.TrimLeft(declared, " \t\"'_"))
	if i := strings.IndexAny(name, " \t\"',;()*"); i >= 0 {
		name = name[:i]
	}
	for range 2 {
		if known, is := charsetNames[name]; is {
			return known
		}
		if m := isoName.FindStringSubmatch(name); m != nil {
			if name = "iso-8859-" + m[1]; name == "iso-8859-1" {
				name = "windows-1252"
			}
			return name
		}
		if m := codePage.FindStringSubmatch(name); m != nil {
			if n := m[1]; len(n) == 4 && strings.HasPrefix(n, "125") || n == "874" {
				return "windows-" + n
			} else if known, is := charsetNames["cp"+n]; is {
				return known
			} else {
				return "ibm" + n
			}
		}
		if m := utf16Name.FindStringSubmatch(name); m != nil {
			return "utf-" + m[1] + m[2]
		}
		if !strings.HasPrefix(name, "x-") || strings.HasPrefix(name, "x-mac-c") {
			break
		}
		name = name[2:]
	}
	return name
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
