package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// What somebody passes on (complaint.Mail.Forwarded). A forward and a reply put the
// same block of header lines above the other mail. It is a forward when it bears a
// forward's mark, when its subject says so, or when the mail is attached. Of a forward
// of a forward the innermost counts, for it is its writer who complained; the mails
// between go on being forwards by the same signs, but for the attachment: who attaches
// a mail to his own complaint shows it, he does not pass it on.

const (
	maxForwards = 10 // forwards of forwards in one text
	maxAttached = 4  // mails attached to mails attached
	maxTried    = 3  // files called mails that are looked into for one
)

// passedOn returns the mail that a person's mail passes on, nil for none. text is his
// mail's own text, and m.Date gives the zone of those who name none; marked tells
// that it has a forward's mark. outer is how many mails it is attached within.
func passedOn(m *complaint.Mail, root *node, text string, marked bool, outer int) *complaint.Forwarded {
	forwards := forwardSubject.MatchString(m.Subject)
	var f *complaint.Forwarded
	if forwards || marked {
		f = inText(text, forwards, zoneOf(m.Date))
	}
	if f != nil && !forwardSubject.MatchString(f.Subject) {
		return f
	}
	if f == nil && outer > 0 && !forwards && text != "" || outer >= maxAttached {
		return f
	}
	mails := root.mails()
	for i, raw := range mails[:min(len(mails), maxTried)] {
		a := attached(raw, outer+1)
		if a == nil {
			continue
		}
		if outer == 0 && len(mails) > 1 {
			m.Problems = append(m.Problems, fmt.Sprintf("%d mails are attached, number %d is taken for the one that is passed on", len(mails), i+1))
		}
		return a
	}
	return f
}

// zoneOf returns the zone that a mail was sent in, nil when it does not say.
func zoneOf(date time.Time) *time.Location {
	if date.IsZero() {
		return nil
	}
	_, offset := date.Zone()
	return time.FixedZone("", offset)
}

// mails returns the mails that are attached, as far as they were kept.
func (n *node) mails() [][]byte {
	if (isMail(n) || mailFile(n)) && len(n.raw) > 0 {
		return [][]byte{n.raw}
	}
	var list [][]byte
	for _, c := range n.children {
		list = append(list, c.mails()...)
	}
	return list
}

// mailFile reports whether a part is a mail that a webmail attached as a mere file.
func mailFile(n *node) bool {
	return n.typ == "application/octet-stream" && len(n.name) > 4 && strings.EqualFold(n.name[len(n.name)-4:], ".eml")
}

// attached reads a mail that was attached, nil when it is none. What it passes on itself
// goes before it.
func attached(raw []byte, outer int) *complaint.Forwarded {
	m, _ := readMail(sourceOf(bytes.TrimLeft(raw, "\r\n")), Options{}, outer)
	if m.Forwarded != nil {
		return m.Forwarded
	}
	f := &complaint.Forwarded{From: writer(m.From), Date: m.Date, Subject: m.Subject, Text: m.Reply}
	if f.From.Address == "" && f.Subject == "" && f.Date.IsZero() && m.MessageID == "" {
		return nil // a file of another kind
	}
	return f
}

// writer returns a, or the zero Address when that is none that mail can be sent to.
func writer(a complaint.Address) complaint.Address {
	if !strings.Contains(a.Address, "@") {
		return complaint.Address{}
	}
	return a
}

// inText returns the mail that a text passes on, the innermost. forwards tells that the
// subject is a forward's.
func inText(text string, forwards bool, zone *time.Location) *complaint.Forwarded {
	var found *complaint.Forwarded
	lines := strings.Split(shorten(text, maxReply), "\n")
	for range maxForwards {
		h, below := passage(lines, forwards)
		if h == nil {
			break
		}
		found = &complaint.Forwarded{From: h.sender(), Date: writtenDate(h.date, h.dayFirst, zone), Subject: h.subject}
		lines, forwards = below, forwardSubject.MatchString(h.subject)
	}
	if found != nil {
		found.Text = cutReply(tidy(strings.Join(lines, "\n")), forwards).own
	}
	return found
}

// passage finds where a text passes on a mail, and returns that mail's header and the
// lines below it; nil when it does not, or when what comes first is what it answers.
func passage(lines []string, forwards bool) (*writtenHeader, []string) {
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if quoted(l) {
			end := quotation(lines, i)
			inner := opened(lines[i:end])
			if len(inner) == 0 {
				i = end - 1
				continue
			}
			_, _, ends := rest(inner, 0)
			if forwardMark.MatchString(inner[0]) || forwards && (ends || introduction(inner) > 0) {
				return passage(append(inner, lines[end:]...), forwards)
			}
			i = end - 1
			continue
		}
		if marked(lines[i:i+1]) == 0 {
			return nil, nil // our own letter
		}
		if _, forward, ends := rest(lines, i); ends {
			if !forward && !forwards {
				return nil, nil
			}
			if label(l) == "" {
				i++ // the mark, or a line of dashes
			}
			lines = opened(lines[i:])
			if n := introduction(lines); n > 0 {
				return attributed(lines[:n]), opened(lines[n:])
			}
			h, end := readHeader(lines)
			lines = opened(lines[end:])
			if *h == (writtenHeader{}) && len(lines) == 0 {
				return nil, nil
			}
			return h, lines
		}
		if n, sure := introduces(lines, i); n > 0 {
			next := skipBlank(lines, i+n)
			isQuoted := next < len(lines) && quoted(lines[next])
			switch {
			case forwards && (sure || isQuoted):
				return attributed(lines[i : i+n]), opened(lines[next:])
			case isQuoted:
				i = next - 1 // answers may stand between, and a forward below
			case sure:
				return nil, nil
			}
		}
	}
	return nil, nil
}

// introduction returns how many lines introduce a quotation, 0 for none.
func introduction(lines []string) int {
	if len(lines) == 0 {
		return 0
	}
	if n, sure := introduces(lines, 0); sure {
		return n
	}
	return 0
}

// opened returns lines from the first that says something on. When they begin with a
// quotation, its marks are taken off.
func opened(lines []string) []string {
	blank := func() {
		for len(lines) > 0 && strings.Trim(lines[0], " \t\u00a0>") == "" {
			lines = lines[1:]
		}
	}
	if blank(); len(lines) == 0 || !quoted(lines[0]) {
		return lines
	}
	end := quotation(lines, 0)
	out := make([]string, 0, len(lines))
	for _, l := range lines[:end] {
		out = append(out, unquoted(l))
	}
	lines = append(out, lines[end:]...)
	blank()
	return lines
}
