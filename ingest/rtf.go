package ingest

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// maxRTFGroups bounds the open groups remembered; deeper ones change nothing.
const maxRTFGroups = 300

// rtfText returns what a reader of RTF sees. Outlook wraps HTML mail in RTF
// (MS-OXRTFEX); then html is true and the text is that page.
func rtfText(rtf []byte) (text string, html bool) {
	p := rtfReader{b: rtf, charset: "windows-1252", group: rtfGroup{skip: 1}, fonts: map[int]string{}}
	p.run()
	p.flush()
	return p.out.String(), p.html
}

// rtfGroup is what braces restore.
type rtfGroup struct {
	silent bool // a destination whose content is no text
	fonts  bool // within the table of fonts
	hidden bool // \htmlrtf: for readers of RTF, not of HTML; or \v
	skip   int  // characters that stand for one \u
	cs     string
}

// rtfReader goes through RTF once (the RTF specification, 1.9.1).
type rtfReader struct {
	b       []byte
	i       int
	out     strings.Builder
	raw     []byte // of \'hh and plain bytes in a row, not yet decoded
	units   []uint16
	charset string // of the document
	fonts   map[int]string
	font    int // the one defined last
	group   rtfGroup
	stack   []rtfGroup
	beyond  int // groups open beyond the stack
	skip    int // characters to be skipped behind \u
	html    bool
}

func (p *rtfReader) run() {
	for p.i < len(p.b) {
		c := p.b[p.i]
		p.i++
		switch c {
		case '{':
			p.flush()
			if p.skip = 0; len(p.stack) < maxRTFGroups {
				p.stack = append(p.stack, p.group)
			} else {
				p.beyond++
			}
		case '}':
			p.flush()
			p.skip = 0
			if p.beyond > 0 {
				p.beyond--
			} else if n := len(p.stack); n > 0 {
				p.group = p.stack[n-1]
				p.stack = p.stack[:n-1]
			}
		case '\\':
			p.control()
		case '\r', '\n', 0:
		default:
			p.char(c)
		}
	}
}

// char takes a byte of text.
func (p *rtfReader) char(c byte) {
	if p.skip > 0 {
		p.skip--
		return
	}
	if !p.group.silent && !p.group.hidden {
		p.decodeUnits()
		p.raw = append(p.raw, c)
	}
}

// flush decodes the bytes that wait.
func (p *rtfReader) flush() {
	p.decodeUnits()
	if len(p.raw) > 0 {
		cs := p.group.cs
		if cs == "" {
			cs = p.charset
		}
		p.out.WriteString(decodeRTF(p.raw, cs))
		p.raw = p.raw[:0]
	}
}

// decodeRTF decodes by the named code page and nothing else: fragments are too short
// to guess by.
func decodeRTF(raw []byte, cs string) string {
	if ascii(raw) {
		return string(raw)
	}
	if s, ok := convert(raw, charsetName(cs)); ok {
		return s
	}
	s, _ := convert(raw, "windows-1252")
	return s
}

func (p *rtfReader) decodeUnits() {
	if len(p.units) > 0 {
		p.out.WriteString(string(utf16.Decode(p.units)))
		p.units = p.units[:0]
	}
}

func (p *rtfReader) write(s string) {
	if !p.group.silent && !p.group.hidden {
		p.flush()
		p.out.WriteString(s)
	}
}

// control reads a control word or symbol.
func (p *rtfReader) control() {
	if p.i >= len(p.b) {
		return
	}
	c := p.b[p.i]
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
		word, arg, has := p.word()
		p.obey(word, arg, has)
		return
	}
	p.i++
	switch c {
	case '\'':
		if p.i+1 < len(p.b) && hexDigit(p.b[p.i]) >= 0 && hexDigit(p.b[p.i+1]) >= 0 {
			hex := byte(hexDigit(p.b[p.i])<<4 | hexDigit(p.b[p.i+1]))
			p.i += 2
			p.char(hex)
		}
	case '~':
		p.write("\u00a0")
	case '_':
		p.write("-")
	case '*':
		p.star()
	case '\r', '\n':
		p.write("\n")
	case '\\', '{', '}':
		p.char(c)
	}
}

// star decides about a destination that readers may leave out.
func (p *rtfReader) star() {
	if strings.HasPrefix(string(p.b[p.i:min(len(p.b), p.i+8)]), `\htmltag`) {
		return
	}
	p.flush()
	p.group.silent = true
}

// word reads a control word's letters, its number and the blank that ends it.
func (p *rtfReader) word() (word string, arg int, has bool) {
	start := p.i
	for p.i < len(p.b) && p.i-start < 32 && (p.b[p.i] >= 'a' && p.b[p.i] <= 'z' || p.b[p.i] >= 'A' && p.b[p.i] <= 'Z') {
		p.i++
	}
	word = string(p.b[start:p.i])
	start = p.i
	if p.i < len(p.b) && p.b[p.i] == '-' {
		p.i++
	}
	for p.i < len(p.b) && p.i-start < 11 && p.b[p.i] >= '0' && p.b[p.i] <= '9' {
		p.i++
	}
	if p.i > start {
		if n, err := strconv.Atoi(string(p.b[start:p.i])); err == nil {
			arg, has = n, true
		}
	}
	if p.i < len(p.b) && p.b[p.i] == ' ' {
		p.i++
	}
	return word, arg, has
}

// rtfSilent are the destinations whose content is no text of the document.
var rtfSilent = map[string]bool{
	"colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "fldinst": true, "header": true, "footer": true,
	"headerl": true, "headerr": true, "headerf": true, "footerl": true, "footerr": true, "footerf": true, "footnote": true, "mhtmltag": true,
	"listtable": true, "listoverridetable": true, "themedata": true, "datastore": true, "xe": true, "tc": true, "bkmkstart": true, "bkmkend": true,
}

// rtfChars are the words that stand for a character.
var rtfChars = map[string]string{
	"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "nestrow": "\n",
	"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"emspace": " ", "enspace": " ", "qmspace": " ",
}

func (p *rtfReader) obey(word string, arg int, has bool) {
	if s, is := rtfChars[word]; is {
		p.write(s)
		return
	}
	switch word {
	case "u":
		p.unicode(arg)
	case "uc":
		p.group.skip = min(max(arg, 0), 10)
	case "bin": // raw bytes follow
		p.i += min(max(arg, 0), len(p.b)-p.i)
	case "fromhtml":
		p.html = true
	case "htmltag":
		p.flush()
		p.group.silent, p.group.hidden = !p.html, false
	case "htmlrtf", "v":
		p.flush()
		if word == "htmlrtf" && !p.html {
			return
		}
		p.group.hidden = !has || arg != 0
	case "plain":
		p.flush()
		p.group.cs = ""
	case "ansicpg":
		if arg > 0 {
			p.charset = codepage(uint32(arg))
		}
	case "mac":
		p.charset = "macintosh"
	case "pc", "pca":
		p.charset = "cp850"
	case "fonttbl":
		p.flush()
		p.group.silent, p.group.fonts = true, true
	case "f":
		p.flush()
		if p.group.fonts {
			p.font = arg
		} else {
			p.group.cs = p.fonts[arg]
		}
	case "fcharset":
		if cs := rtfCharsets[arg]; p.group.fonts && cs != "" && len(p.fonts) < 1000 {
			p.fonts[p.font] = cs
		}
	default:
		if rtfSilent[word] {
			p.flush()
			p.group.silent = true
		}
	}
}

// unicode takes \u, a unit of UTF-16 that may be written as a negative number.
func (p *rtfReader) unicode(arg int) {
	if !p.group.silent && !p.group.hidden {
		if len(p.raw) > 0 {
			p.flush()
		}
		p.units = append(p.units, uint16(arg))
	}
	p.skip = p.group.skip
}

// rtfCharsets are the charsets of fonts, by the numbers of \fcharset.
var rtfCharsets = map[int]string{
	77: "macintosh", 128: "shift_jis", 129: "euc-kr", 134: "gb18030", 136: "big5", 161: "windows-1253", 162: "windows-1254", 163: "windows-1258",
	177: "windows-1255", 178: "windows-1256", 186: "windows-1257", 204: "windows-1251", 222: "windows-874", 238: "windows-1250", 255: "cp850",
}
