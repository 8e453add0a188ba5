package notify

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Letters are written once, in a light markup, and read twice: as plain text and
// as HTML. A blank line ends a paragraph, lines of one are joined; "- " begins a
// point, "> " a quotation, "# " a heading, "-- --" a line that is kept as it is;
// **bold** and [label](address) stand in any of them.
//
// Values never become markup: shield puts private characters (Unicode's private
// use area) in the place of markup's, and unshield puts them back.

const marked = "\n*[]()#->"

var shieldMap, unshieldMap = func() (in, out map[rune]rune) {
	in, out = map[rune]rune{}, map[rune]rune{}
	for i, r := range marked {
		in[r], out[rune(0xE000+i)] = rune(0xE000+i), r
	}
	return in, out
}()

const newline = rune(0xE000) // a shielded \n

func shield(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch to, ok := shieldMap[r]; {
		case ok:
			return to
		case r >= 0xE000 && r <= 0xE0FF:
			return utf8.RuneError
		case r < ' ' && r != '\t', r == 0x7f:
			return ' '
		}
		return r
	}, s)
}

func unshield(s string) string {
	return strings.Map(func(r rune) rune {
		if to, ok := unshieldMap[r]; ok {
			return to
		}
		return r
	}, s)
}

// block is one piece of a letter.
type block struct {
	kind byte // 'p', '-', '>', '#', '=' (kept as it is)
	text string
}

func parse(source string) []block {
	var blocks []block
	open := false
	for line := range strings.SplitSeq(source, "\n") {
		line = strings.Trim(line, " \t")
		kind := byte('p')
		switch {
		case line == "":
			open = false
			continue
		case strings.HasPrefix(line, "-- --"):
			kind = '='
		case strings.HasPrefix(line, "- "), strings.HasPrefix(line, "> "), strings.HasPrefix(line, "# "):
			kind, line = line[0], strings.TrimSpace(line[2:])
		case line == ">" || line == "-":
			continue // its value is empty
		}
		if last := len(blocks) - 1; kind == 'p' && open && blocks[last].kind != '=' && blocks[last].kind != '#' {
			blocks[last].text += " " + line
			continue
		}
		blocks = append(blocks, block{kind, line})
		open = true
	}
	return blocks
}

var (
	boldMark = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	linkMark = regexp.MustCompile(`\[([^\[\]\n]*)\]\(([^()\s]*)\)`)
	safeHref = regexp.MustCompile(`^(https?://|mailto:|tel:)`)
)

const width = 78

// plain is the text part: lines of at most 78 columns (RFC 5322 section 2.1.1), but for a word that is
// longer, and the marker.
func plain(blocks []block) string {
	var b strings.Builder
	for i, bl := range blocks {
		text := linkMark.ReplaceAllStringFunc(strings.Trim(bl.text, string(newline)), func(s string) string {
			m := linkMark.FindStringSubmatch(s)
			switch subject := readySubject(m[2]); {
			case subject != "":
				return subject // who reads plain text types it: an address of three lines is no help
			case m[1] == m[2] || m[1] == "":
				return m[2]
			}
			return m[1] + ": " + m[2]
		})
		text = unshield(boldMark.ReplaceAllString(text, "$1"))
		if i > 0 && !(bl.kind == '-' && blocks[i-1].kind == '-') && blocks[i-1].kind != '#' {
			b.WriteByte('\n')
		}
		first, rest := "", ""
		switch bl.kind {
		case '-':
			first, rest = "- ", "  "
		case '>':
			first, rest = "> ", "> "
		}
		if bl.kind == '=' {
			b.WriteString(text + "\n")
			continue
		}
		for line := range strings.SplitSeq(text, "\n") {
			for _, l := range wrap(line, width-len(first)) {
				b.WriteString(strings.TrimRight(first+l, " ") + "\n")
				first = rest
			}
		}
	}
	return b.String()
}

// readySubject is the subject that a mailto: link brings along (RFC 6068), "" for
// none.
func readySubject(href string) string {
	_, query, ok := strings.Cut(unshield(href), "?")
	if !ok || !strings.HasPrefix(href, "mailto:") {
		return ""
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return ""
	}
	return values.Get("subject")
}

// wrap breaks a line at spaces; one that fits is kept as it is.
func wrap(line string, width int) []string {
	if utf8.RuneCountInString(line) <= width {
		return []string{line}
	}
	var lines []string
	now := ""
	for word := range strings.SplitSeq(line, " ") {
		switch {
		case now == "":
			now = word
		case utf8.RuneCountInString(now)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, now)
			now = word
		default:
			now += " " + word
		}
	}
	return append(lines, now)
}

// rich is the HTML of the blocks, without a page around it.
func rich(blocks []block) string {
	var b strings.Builder
	for i, bl := range blocks {
		inner := inline(strings.Trim(bl.text, string(newline)))
		switch bl.kind {
		case '#':
			b.WriteString(`<h2 style="font-size:1.1em;margin:1.4em 0 .4em">` + inner + "</h2>\n")
		case '>':
			b.WriteString(`<blockquote style="margin:1em 0;padding:0 0 0 .8em;border-left:3px solid #888">` + inner + "</blockquote>\n")
		case '-':
			if i == 0 || blocks[i-1].kind != '-' {
				b.WriteString(`<ul style="margin:.6em 0;padding-left:1.3em">` + "\n")
			}
			b.WriteString(`<li style="margin:.3em 0">` + inner + "</li>\n")
			if i == len(blocks)-1 || blocks[i+1].kind != '-' {
				b.WriteString("</ul>\n")
			}
		default:
			b.WriteString(`<p style="margin:0 0 1em">` + inner + "</p>\n")
		}
	}
	return b.String()
}

func inline(text string) string {
	text = html.EscapeString(text)
	text = boldMark.ReplaceAllString(text, "<strong>$1</strong>")
	text = linkMark.ReplaceAllStringFunc(text, func(s string) string {
		m := linkMark.FindStringSubmatch(s)
		label := m[1]
		if label == "" {
			label = m[2]
		}
		if !safeHref.MatchString(unshield(m[2])) {
			return label
		}
		return `<a href="` + m[2] + `">` + label + `</a>`
	})
	text = strings.ReplaceAll(text, string(newline), "<br>\n")
	// Of the values' characters only > means anything to HTML.
	return unshield(strings.ReplaceAll(text, string(shieldMap['>']), "&gt;"))
}
