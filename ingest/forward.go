package ingest

import (
	"bytes"
	"strings"
)

// isMail reports whether a part is a whole mail, not only its header.
func isMail(n *node) bool { return n.typ == "message/rfc822" || n.typ == "message/global" }

// mailName names a mail that came as an attachment after its subject, as mailers do
// when they save one.
func mailName(raw []byte) string {
	h, _, _ := reader(raw).header()
	if s := fileName(strings.Map(noSeparator, one(h, "Subject"))); s != "" {
		return shorten(s, 100) + ".eml"
	}
	return ""
}

// noSeparator keeps a subject from looking like folders.
func noSeparator(r rune) rune {
	if r == '/' || r == '\\' {
		return '-'
	}
	return r
}

// reader returns a walker for a mail that was kept; what is wrong with that is no
// problem of the mail that holds it.
func reader(raw []byte) *walker {
	raw = bytes.TrimLeft(raw, "\r\n")
	return &walker{src: sourceOf(raw), boxes: maxBoxes}
}

// forwarded returns the text of the mails that a mail consists of, which has none
// itself: somebody sent on what he got without a word. It looks as mailers write it
// into a text, so that it is known for what it is.
func (n *node) forwarded(depth int) string {
	if isMail(n) && depth < 3 && len(n.raw) > 0 {
		w := reader(n.raw)
		root, h, _ := w.part("")
		text := tidy(root.text())
		if text == "" {
			text = root.forwarded(depth + 1)
		}
		var b strings.Builder
		b.WriteString("---------- Forwarded message ----------\n")
		for _, name := range []string{"From", "Date", "Subject", "To"} {
			if v := shorten(one(h, name), 500); v != "" {
				b.WriteString(name + ": " + v + "\n")
			}
		}
		return b.String() + "\n" + text
	}
	var texts []string
	for _, c := range n.children {
		if t := c.forwarded(depth); t != "" {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, "\n\n")
}
