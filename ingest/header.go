package ingest

import (
	"bytes"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/emersion/go-message/textproto"
)

// maxHeader bounds the header of one part; maxFields its fields.
const (
	maxHeader = 1 << 20
	maxFields = 5000
)

// header reads a header section up to the blank line (RFC 5322 section 2.2). When
// a delimiter or the end comes first, there is no body: at is that delimiter and
// body is false.
func (w *walker) header() (h textproto.Header, at stop, body bool) {
	var fields [][]byte // as name:value, unfolded
	var size int
	var dropping bool
	add := func(b []byte, fresh bool) {
		switch {
		case size+len(b) > maxHeader || fresh && len(fields) >= maxFields:
			if !dropping {
				w.problem("header over %d KB or %d fields, the rest of it not read", maxHeader>>10, maxFields)
			}
			dropping = true
		case fresh:
			dropping = false
			fields = append(fields, bytes.Clone(b))
		case !dropping && len(fields) > 0:
			fields[len(fields)-1] = append(fields[len(fields)-1], b...)
		}
		size += len(b)
	}
	var open doubt
	told := len(w.problems)
	at, body = w.headerLines(&open, add, func() int { return len(fields) })
	if open.prose() {
		w.problems = w.problems[:told]
		w.problem("part %d: no header, read as text", w.parts+1)
		w.src.unread(open.lines...)
		return h, stop{}, true
	}
	for i := len(fields) - 1; i >= 0; i-- { // Add puts a field on top
		name, value, _ := strings.Cut(string(fields[i]), ":")
		h.Add(strings.TrimRight(name, " \t"), strings.TrimSpace(value))
	}
	return h, at, body
}

// headerLines gives add each line of a header section: a fresh field, or what
// continues the last.
func (w *walker) headerLines(open *doubt, add func(b []byte, fresh bool), count func() int) (stop, bool) {
	w.blankStart()
	for first := true; ; first = false {
		l, ok := w.src.next()
		if !ok {
			return stop{level: none}, false
		}
		if !l.start {
			open.saw(l, false)
			add(l.text, false)
			continue
		}
		if st, is := w.delimiter(l.text); is {
			open.saw(l, false)
			return st, false
		}
		text := bytes.TrimRight(l.text, "\r")
		blank := len(bytes.TrimSpace(text)) == 0
		if blank {
			l.text = bytes.Clone(l.text) // peeking moves it
		}
		switch {
		case blank && len(text) > 0 && w.headerGoesOn():
			// A fold of blanks alone (RFC 5322 section 4.2).
		case blank:
			open.saw(l, false)
			return stop{}, true
		case isField(text):
			open.saw(l, true)
			add(text, true)
		case first && w.parts == 0 && isField(bytes.TrimLeft(text, " \t")):
			open.saw(l, true)
			add(bytes.TrimLeft(text, " \t"), true)
		case text[0] == ' ' || text[0] == '\t':
			open.saw(l, false)
			add(text, false)
		case count() == 0 && w.parts == 0 && (bytes.HasPrefix(text, []byte("From ")) || bytes.HasPrefix(text, []byte(">From "))):
			// The separator of an mbox (RFC 4155), left in by whoever cut it up.
			open.over = true
		default:
			text = bytes.Clone(text) // peeking moves it
			l.text = text
			if w.bodyBegins(count()) {
				if count() > 0 {
					w.problem("no blank line between header and body")
				}
				w.src.unread(l)
				return stop{}, true
			}
			open.saw(l, false)
			w.problem("header line without a colon: %q", shorten(string(text), 40))
		}
	}
}

// headerGoesOn tells whether a field of a mail comes next.
func (w *walker) headerGoesOn() bool {
	next, more := w.src.peekLine()
	return more && isField(next) && mailField(next)
}

// blankStart skips blank lines before the first field of a mail. By RFC 5322 section
// 2.1 its header would be empty; what fetched it put them there.
func (w *walker) blankStart() {
	if w.parts > 0 {
		return
	}
	b, _ := w.src.r.Peek(512)
	start := bytes.TrimLeft(b, "\r\n")
	if len(start) == len(b) {
		return
	}
	if l, _, _ := bytes.Cut(start, lf); isField(l) && mailField(l) {
		_, _ = w.src.r.Discard(len(b) - len(start))
	}
}

// bodyBegins tells whether a line without a colon begins the body, because the
// blank line is missing, or is rubbish among the fields: then another field or the
// blank line follows.
func (w *walker) bodyBegins(fields int) bool {
	next, more := w.src.peekLine()
	if !more {
		return true
	}
	if len(bytes.TrimSpace(next)) == 0 {
		return fields == 0
	}
	return !isField(next) && next[0] != ' ' && next[0] != '\t'
}

// isField reports whether b begins with a field name and its colon. Blanks before
// the colon are obsolete syntax (RFC 5322 section 4.5), and still written.
func isField(b []byte) bool {
	i := bytes.IndexByte(b, ':')
	if i < 1 {
		return false
	}
	name := bytes.TrimRight(b[:i], " \t")
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return len(name) > 0 && len(name) <= 200
}

// one returns the field decoded (RFC 2047), on one line.
func one(h textproto.Header, name string) string {
	return oneLine(decodeWords(h.Get(name)))
}

var messageID = regexp.MustCompile(`<[^<>\s]{1,998}>`)

// messageIDs returns the ids in a field, each once, with their brackets. White
// space within the brackets is a fold that some server made.
func messageIDs(fields ...string) []string {
	var ids []string
	seen := map[string]bool{}
	for _, f := range fields {
		found := messageID.FindAllString(clean(f), -1)
		if found == nil {
			found = messageID.FindAllString(strings.Join(strings.Fields(clean(f)), ""), -1)
		}
		for _, id := range found {
			if !seen[id] && len(id) > 4 { // <> and the like match everything
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// ownID returns the Message-ID, "" when there is none. One without brackets gets
// them.
func ownID(h textproto.Header) string {
	v := clean(h.Get("Message-Id"))
	if ids := messageIDs(v); len(ids) > 0 {
		return ids[0]
	}
	if f := strings.Fields(strings.Trim(strings.TrimSpace(v), "<>")); len(f) > 0 && len(f[0]) > 2 {
		return "<" + f[0] + ">"
	}
	return ""
}

// looseDates are what senders write where RFC 5322 section 3.3 has its own form.
var looseDates = []string{
	time.RFC1123Z, time.RFC1123, time.RFC850, time.ANSIC, time.UnixDate, time.RFC3339,
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", "2 January 2006 15:04:05 -0700",
	"Mon Jan 2 15:04:05 2006 -0700", "Mon Jan 2 15:04:05 -0700 2006",
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05",
}

var (
	gmtOffset = regexp.MustCompile(`(?:GMT|UTC|UT)\s*([+-]\d\d):?(\d\d)`)
	weekday   = regexp.MustCompile(`^[A-Za-z]{2,9}\.?,\s*`)
)

// date reads a Date field; false when it cannot.
func date(v string) (time.Time, bool) {
	v = strings.Join(strings.Fields(clean(v)), " ")
	if len(v) > 200 {
		return time.Time{}, false
	}
	v = strings.ReplaceAll(v, "\"", "")
	if t, err := mail.ParseDate(v); err == nil {
		return t, plausible(t)
	}
	v, _, _ = strings.Cut(v, " (")
	v = gmtOffset.ReplaceAllString(v, "$1$2")
	for _, s := range []string{v, weekday.ReplaceAllString(v, "")} {
		if t, err := mail.ParseDate(s); err == nil {
			return t, plausible(t)
		}
		for _, layout := range looseDates {
			if t, err := time.Parse(layout, s); err == nil {
				return t, plausible(t)
			}
		}
	}
	return time.Time{}, false
}

// plausible keeps years that databases and people can write.
func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() <= 9999 }
