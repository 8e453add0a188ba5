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
// **bold** and [label](address) stand in any of them. A point that begins with a
// bold word and a colon is a fact: facts in a row are a table. A line that begins
// with a link is something to tap, and what follows the link says what it does.
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
	kind byte // 'p', '-', '>', '#', '=' (kept as it is), ':' (a fact), '[' (to tap)
	text string
}

// listed tells that blocks of this kind stand together, in a list or a table.
func (b block) listed() bool { return b.kind == '-' || b.kind == ':' || b.kind == '[' }

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
		case tapMark.MatchString(line):
			kind = '['
		}
		if kind == '-' && factMark.MatchString(line) {
			kind = ':'
		}
		if last := len(blocks) - 1; kind == 'p' && open && blocks[last].kind != '=' && blocks[last].kind != '#' {
			if !strings.HasSuffix(blocks[last].text, string(newline)) {
				blocks[last].text += " "
			}
			blocks[last].text += line
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
	tapMark  = regexp.MustCompile(`^\[([^\[\]\n]+)\]\(([^()\s]+)\)\s*(.*)$`)
	factMark = regexp.MustCompile(`^\*\*([^*\n]+):\*\*\s*(.*)$`)
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
		if i > 0 && !(bl.kind == blocks[i-1].kind && bl.listed()) && blocks[i-1].kind != '#' {
			b.WriteByte('\n')
		}
		first, rest := "", ""
		switch bl.kind {
		case '-', ':', '[':
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
// none. What stands behind its bracket proves the tap and is not for typing.
func readySubject(href string) string {
	_, query, ok := strings.Cut(unshield(href), "?")
	if !ok || !strings.HasPrefix(href, "mailto:") {
		return ""
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return ""
	}
	subject := values.Get("subject")
	if end := strings.IndexByte(subject, ']'); end >= 0 {
		subject = subject[:end+1]
	}
	return oneLine(subject)
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

// The colours of the HTML part are readable on white and on black alike, for the
// programs that darken a page but drop its <style>; layout.html has better ones
// for those that keep it. No meaning is in a colour.
const (
	edge = "#767676" // 4.5 to 1 on white, 4.6 to 1 on black
	blue = "#0071eb" // 4.6 to 1, 4.6 to 1
)

// rich is the HTML of the blocks, without a page around it.
func rich(blocks []block) string {
	var b strings.Builder
	for i, bl := range blocks {
		if bl.listed() && (i == 0 || blocks[i-1].kind != bl.kind) {
			b.WriteString(around[bl.kind][0])
		}
		text := strings.Trim(bl.text, string(newline))
		switch bl.kind {
		case '#':
			b.WriteString(`<h2 style="font-size:18px;line-height:1.3;margin:24px 0 8px">` + inline(text) + "</h2>\n")
		case '>':
			b.WriteString(`<blockquote style="margin:0 0 16px;padding:2px 0 2px 14px;border-left:4px solid ` + edge + `">` + inline(text) + "</blockquote>\n")
		case '=':
			b.WriteString(`<p style="margin:0 0 16px;padding:8px 0;border-top:2px dashed ` + edge + `;border-bottom:2px dashed ` + edge + `;font-size:13px;line-height:1.4">` + inline(text) + "</p>\n")
		case '-':
			b.WriteString(`<li style="margin:0 0 8px">` + inline(text) + "</li>\n")
		case ':':
			m := factMark.FindStringSubmatch(text)
			b.WriteString(`<tr><th scope="row" style="width:34%;padding:6px 12px 6px 0;text-align:left;vertical-align:top;font-weight:bold">` + inline(m[1]) +
				`</th><td style="padding:6px 0;vertical-align:top">` + inline(m[2]) + "</td></tr>\n")
		case '[':
			b.WriteString(tap(tapMark.FindStringSubmatch(text)))
		default:
			b.WriteString(`<p style="margin:0 0 16px">` + inline(text) + "</p>\n")
		}
		if bl.listed() && (i == len(blocks)-1 || blocks[i+1].kind != bl.kind) {
			b.WriteString(around[bl.kind][1])
		}
	}
	return b.String()
}

// around is what stands before and behind blocks that stand together. Tables are
// what every program lays out, also the one that knows no other boxes.
var around = map[byte][2]string{
	'-': {`<ul style="margin:0 0 16px;padding-left:20px">` + "\n", "</ul>\n"},
	':': {`<table style="width:100%;margin:0 0 16px;border-collapse:collapse">` + "\n", "</table>\n"},
	'[': {`<table role="presentation" style="width:100%;margin:0 0 16px;border-collapse:separate;border-spacing:0 8px">` + "\n", "</table>\n"},
}

// tap is a link that a thumb hits: at least 44 pixels high, as wide as the page.
func tap(m []string) string {
	if !safeHref.MatchString(unshield(m[2])) {
		return `<tr><td>` + inline(strings.TrimSpace(m[1]+" "+m[3])) + "</td></tr>\n"
	}
	does := ""
	if m[3] != "" {
		does = `<br><span class="does" style="color:` + edge + `;font-weight:normal">` + inline(m[3]) + `</span>`
	}
	return `<tr><td style="border:2px solid ` + edge + `;border-radius:8px"><a href="` + html.EscapeString(unshield(m[2])) +
		`" style="display:block;min-height:28px;padding:8px 14px;color:` + blue + `;font-weight:bold;line-height:1.4;text-decoration:none">` +
		inline(m[1]) + does + "</a></td></tr>\n"
}

func inline(text string) string {
	text = html.EscapeString(text)
	text = boldMark.ReplaceAllString(text, "<strong>$1</strong>")
	text = linkMark.ReplaceAllStringFunc(text, func(s string) string {
		m := linkMark.FindStringSubmatch(s)
		label, style := m[1], `color:`+blue
		if label == "" {
			label = m[2]
		}
		if !safeHref.MatchString(unshield(m[2])) {
			return label
		}
		if readySubject(html.UnescapeString(m[2])) != "" { // a command within a line
			style += `;display:inline-block;margin:4px 4px 4px 0;padding:10px 12px;border:2px solid ` + edge + `;border-radius:8px;font-weight:bold;text-decoration:none`
		}
		return `<a href="` + m[2] + `" style="` + style + `">` + label + `</a>`
	})
	text = strings.ReplaceAll(text, string(newline), "<br>\n")
	// Of the values' characters only > means anything to HTML.
	return unshield(strings.ReplaceAll(text, string(shieldMap['>']), "&gt;"))
}
