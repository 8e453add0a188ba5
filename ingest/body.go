package ingest

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
)

// text returns the readable body of a part and those within it: plain text where
// there is a choice (RFC 2046 section 5.1.4), else what the HTML says.
func (n *node) text() string {
	switch {
	case n.isText:
		return n.ownText()
	case n.typ == "multipart/alternative":
		return n.alternative()
	}
	var texts []string
	for _, c := range n.children {
		if c.spare {
			continue
		}
		if n.typ == "multipart/related" && len(texts) > 0 && c.cid && c.isText {
			continue // an object that the first part shows
		}
		if t := c.text(); t != "" {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, "\n\n")
}

// spareText returns the text within a winmail.dat.
func (n *node) spareText() string {
	if n.spare {
		return n.ownText()
	}
	for _, c := range n.children {
		if t := c.spareText(); t != "" {
			return t
		}
	}
	return ""
}

// excuse is what mailers put for those who cannot see HTML.
var excuse = regexp.MustCompile(`(?i)\bhtml\b`)

// alternative returns the first plain version that says something, else the last
// other one. A plain version that only asks for a better mailer says nothing.
func (n *node) alternative() string {
	plain := ""
	for _, c := range n.children {
		if c.plain() && plain == "" {
			plain = c.text()
		}
	}
	if plain != "" && !(len(plain) < 200 && excuse.MatchString(plain)) {
		return plain
	}
	for i := len(n.children) - 1; i >= 0; i-- {
		if other := n.children[i].text(); !n.children[i].plain() && len(other) > 3*len(plain) {
			return other
		}
	}
	return plain
}

// plain reports whether the first text in a part is plain.
func (n *node) plain() bool {
	if n.isText {
		return n.typ != "text/html"
	}
	for _, c := range n.children {
		if c.isText || len(c.children) > 0 {
			return c.plain()
		}
	}
	return false
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{1,200}charset\s*=\s*["']?([A-Za-z0-9_:-]{2,40})`)

// ownText decodes a text part.
func (n *node) ownText() string {
	charset := n.params["charset"]
	html := n.typ == "text/html"
	if html && charset == "" {
		if m := metaCharset.FindSubmatch(n.raw[:min(len(n.raw), 2048)]); m != nil {
			charset = string(m[1])
		}
	}
	s := decodeText(n.raw, charset)
	if html || looksHTML(n.raw) {
		return HTMLToText(s)
	}
	switch n.typ {
	case "text/enriched", "text/richtext":
		return tidy(enrichedText(s, n.typ == "text/richtext"))
	case "text/rtf", "application/rtf":
		s, html = rtfText(n.raw)
		if html {
			return HTMLToText(s)
		}
		return tidy(s)
	}
	if strings.EqualFold(n.params["format"], "flowed") {
		s = unflow(s, strings.EqualFold(n.params["delsp"], "yes"))
	}
	return tidy(s)
}

// looksHTML reports whether text that calls itself plain is a page.
func looksHTML(raw []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(raw[:min(len(raw), 200)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// tidy makes text of one shape: valid UTF-8, no NUL or other control characters
// but tab, \n between lines, no blanks at their ends, no blank lines around.
func tidy(s string) string {
	s = clean(s)
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\f' || r == '\v' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7f || r == '\uFEFF':
			return -1
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	return strings.TrimRight(strings.TrimLeft(strings.Join(lines, "\n"), "\n"), "\n")
}

// unflow joins the lines of format=flowed (RFC 3676): a line that ends in a blank
// goes on in the next of the same quote depth; a leading blank was stuffed. With
// delsp that blank is not part of the text.
func unflow(s string, delsp bool) string {
	var out strings.Builder
	depth, open := 0, false
	for l := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		rest := strings.TrimLeft(l, ">")
		d := len(l) - len(rest)
		rest = strings.TrimPrefix(rest, " ")
		sign := rest == "-- "                                             // section 4.3: never joined
		if out.Len() > 0 && (!open || d != depth || sign || rest == "") { // an empty line is meant to be seen
			out.WriteByte('\n')
			open = false
		}
		if !open && d > 0 {
			out.WriteString(strings.Repeat(">", d) + " ")
		}
		depth, open = d, strings.HasSuffix(rest, " ") && !sign
		if open && delsp {
			rest = rest[:len(rest)-1]
		}
		if !open && out.Len() == 0 && rest == "" {
			continue
		}
		out.WriteString(rest)
	}
	return out.String()
}
