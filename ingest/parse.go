package ingest

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/emersion/go-message/textproto"

	"gehoord/internal/complaint"
)

// Options is what the reader has to know of the organisation; the zero value knows
// nothing.
type Options struct {
	Own    []string // our own addresses: mail From them is Own
	Passed bool     // the sender says that he passes a mail on, whatever his subject begins with
	Forms  []string // addresses of web forms that mail for a customer: From is taken from Reply-To, Auto-Submitted does not count
}

// Parse reads a mail. It never fails on what a mail says: what could not be read
// stands in Mail.Problems, and the rest is there. The error is r's own; what came
// before it was read.
//
// Every string of the result is valid UTF-8 without NUL, as PostgreSQL demands.
func Parse(r io.Reader, o Options) (complaint.Mail, error) {
	return readMail(newSource(r), o, 0)
}

// readMail reads a mail that is attached within outer others.
func readMail(src *source, o Options, outer int) (complaint.Mail, error) {
	w := &walker{src: src}
	root, h, at := w.part("")
	for at.level != none { // cannot be: no boundary is open here
		at = w.body(io.Discard)
	}
	m := complaint.Mail{
		MessageID:   ownID(h),
		Subject:     one(h, "Subject"),
		ReplyTo:     firstOf(h.Values("Reply-To")),
		To:          all(h.Values("To")),
		Cc:          all(h.Values("Cc")),
		References:  messageIDs(append(h.Values("References"), h.Values("In-Reply-To")...)...),
		Attachments: w.attachments,
		Problems:    w.problems,
	}
	if len(m.Subject) > maxSubject {
		m.Subject = shorten(m.Subject, maxSubject)
		m.Problems = append(m.Problems, fmt.Sprintf("subject longer than %d KB, the rest left out", maxSubject>>10))
	}
	m.From, m.FromCount = sender(h.Values("From"))
	if d, ok := date(h.Get("Date")); ok {
		m.Date = d
	} else if h.Has("Date") {
		m.Problems = append(m.Problems, fmt.Sprintf("date not readable: %q", shorten(h.Get("Date"), 60)))
	}
	if m.From.Address == "" && h.Has("From") {
		m.Problems = append(m.Problems, fmt.Sprintf("sender not readable: %q", shorten(h.Get("From"), 80)))
	}
	if cs := unknownWord(h.Get("Subject") + h.Get("From")); cs != "" {
		m.Problems = append(m.Problems, fmt.Sprintf("charset %q of a header field is unknown, its letters are guessed", cs))
	}
	for _, v := range h.Values("Authentication-Results") {
		m.AuthResults = append(m.AuthResults, oneLine(v))
	}
	m.Same = same(m, clean(h.Get("Date")), w.digests)
	m.Spam = spam(h, m.Subject)
	subject := m.Subject
	if o.Passed && outer == 0 {
		m.Subject = "Fwd: " + subject
	}
	form := has(o.Forms, m.From.Address)
	if m.Form = form; form && m.ReplyTo != nil && !has(o.Own, m.ReplyTo.Address) {
		m.From = *m.ReplyTo
	}
	text := root.text()
	if text == "" {
		text = root.spareText()
	}
	marked := readText(&m, text)
	judge(&m, h, root, has(o.Own, m.From.Address), form)
	if m.Kind == complaint.Human {
		m.Forwarded = passedOn(&m, root, m.Text, marked, outer)
	}
	switch {
	case m.Kind != complaint.Human:
	case m.Text == "":
		readText(&m, root.forwarded(0))
	case m.Quoted == "" && len(strings.Fields(m.Reply)) < fewWords: // "zie bijlage"
		m.Quoted = shorten(tidy(root.forwarded(0)), maxText)
	}
	if o.Passed && outer == 0 {
		m.Subject = subject
	}
	if h.Len() == 0 && m.Text == "" && len(m.Attachments) == 0 {
		m.Problems = append(m.Problems, "the mail is empty")
	}
	return m, w.readError()
}

// readText fills in the texts and their language. It reports whether a mail is passed
// on in the text, by its mark.
func readText(m *complaint.Mail, text string) bool {
	m.Text = tidy(text)
	if len(m.Text) > maxText {
		m.Text = shorten(m.Text, maxText)
		m.Problems = append(m.Problems, fmt.Sprintf("text longer than %d KB, the rest left out", maxText>>10))
	}
	c := cutReply(m.Text, forwardSubject.MatchString(m.Subject))
	m.Reply, m.Quoted, m.Borrowed = c.own, c.quoted, c.borrowed
	m.Language, m.LanguageSure = Language(m.Reply)
	if !m.LanguageSure {
		if lang, sure := Language(m.Subject + "\n" + m.Reply); sure {
			m.Language, m.LanguageSure = lang, sure
		}
	}
	return c.forward
}

// judge fills in the kind, and the notices of a bounce.
func judge(m *complaint.Mail, h textproto.Header, root *node, own, form bool) {
	e := evidence{mail: m, header: h, root: root}
	m.Kind = e.kind(own, form)
	if m.Kind == complaint.Bounce {
		m.Bounces = e.notices()
	}
}

// readError returns the reader's own error.
func (w *walker) readError() error {
	if w.src.err != nil {
		return fmt.Errorf("read mail: %w", w.src.err)
	}
	return nil
}

func has(list []string, address string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return complaint.SameAddress(s, address) })
}

func all(fields []string) []complaint.Address {
	return addresses(strings.Join(fields, ","))
}

func firstOf(fields []string) *complaint.Address {
	if list := all(fields); len(list) > 0 {
		return &list[0]
	}
	return nil
}
