package ingest

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message/textproto"

	"gehoord/internal/complaint"
)

// Limits of what is read of one mail. Beyond them the mail is still read, and
// Mail.Problems says what was left out.
const (
	maxDepth    = 20       // multiparts within multiparts
	maxParts    = 500      // parts, multiparts counted
	maxSubject  = 16 << 10 // bytes; expressions judge it
	maxText     = 1 << 20  // bytes of Mail.Text, and of each part's text
	maxHTML     = 2 << 20  // bytes of one part's HTML
	maxKept     = 6 << 20  // bytes of text kept for all parts together
	maxReport   = 256 << 10
	maxProblems = 100
)

// none is the level of the end of the mail.
const none = -1

// stop is where a part ended: at a delimiter of the multipart at that level, or
// with the mail.
type stop struct {
	level   int
	closing bool
}

// node is a part of the mail as it was found.
type node struct {
	typ      string // media type, lower case
	params   map[string]string
	cid      bool
	children []*node
	isText   bool
	raw      []byte // the decoded bytes of a text, a delivery report or a returned header; cut at its limit
	nested   bool   // the raw bytes are of a mail or its header
	spare    bool   // a text that counts only where the mail has no other
	name     string
}

// walker reads the parts of a mail in one pass. Each line is compared with the
// boundaries of the open multiparts, of which there are at most maxDepth.
type walker struct {
	src         *source
	stack       []string // boundaries, outermost first
	parts       int
	kept        int
	boxes       int  // parts that hold a mail, around this one
	full        bool // the limit of parts was reached
	attachments []complaint.Attachment
	digests     []string // of all leaves in order
	problems    []string
	gather      *gatherer // nil: bytes of attachments are not wanted
}

func (w *walker) problem(format string, args ...any) {
	if len(w.problems) < maxProblems {
		w.problems = append(w.problems, clean(fmt.Sprintf(format, args...)))
	}
}

// delimiter tells which open multipart's boundary a line is (RFC 2046 section
// 5.1.1). The innermost wins, where a mailer used one boundary twice.
func (w *walker) delimiter(text []byte) (stop, bool) {
	if len(text) < 2 || text[0] != '-' || text[1] != '-' || len(w.stack) == 0 {
		return stop{}, false
	}
	text = bytes.TrimRight(text[2:], " \t\r")
	for i := len(w.stack) - 1; i >= 0; i-- {
		rest, is := bytes.CutPrefix(text, []byte(w.stack[i]))
		switch {
		case !is:
		case len(rest) == 0:
			return stop{level: i}, true
		case string(rest) == "--" || bytes.HasPrefix(rest, []byte("-- ")):
			return stop{level: i, closing: true}, true
		}
	}
	return stop{}, false
}

// body writes the lines up to the next delimiter to to. The line ending before a
// delimiter belongs to it.
func (w *walker) body(to io.Writer) stop {
	var end []byte
	for {
		l, ok := w.src.next()
		if ok && l.start {
			if st, is := w.delimiter(l.text); is {
				return st
			}
		}
		if len(end) > 0 {
			_, _ = to.Write(end)
		}
		if !ok {
			return stop{level: none}
		}
		if len(l.text) > 0 {
			_, _ = to.Write(l.text)
		}
		end = l.end
	}
}

// part reads a part whose header comes next, in a multipart of type parent ("" for
// the mail itself). It returns where the part ended.
func (w *walker) part(parent string) (*node, textproto.Header, stop) {
	h, at, hasBody := w.header()
	w.parts++
	n := &node{}
	n.typ, n.params = mediaType(h, parent)
	n.cid = h.Has("Content-Id") || h.Has("Content-Location")
	if !hasBody {
		at = w.leaf(n, h, parent, &at)
		return n, h, at
	}
	if strings.HasPrefix(n.typ, "multipart/") || parent == "" && n.typ == "text/plain" && w.headless() {
		if len(w.stack) < maxDepth {
			return n, h, w.multipart(n)
		}
		w.problem("part %d: nested deeper than %d, taken as an attachment", w.parts, maxDepth)
	}
	return n, h, w.leaf(n, h, parent, nil)
}

// headless tells whether the body begins like a multipart whose Content-Type was
// lost: a delimiter and a field of a part.
func (w *walker) headless() bool {
	if len(w.src.back) > 0 {
		return false
	}
	b, _ := w.src.r.Peek(2048)
	b = bytes.TrimLeft(b, "\r\n")
	first, rest, _ := bytes.Cut(b, lf)
	return bytes.HasPrefix(first, []byte("--")) && len(bytes.TrimSpace(first)) > 2 && partField(rest)
}

// partField reports whether b begins with a field that describes a part.
func partField(b []byte) bool {
	return len(b) > 8 && bytes.EqualFold(b[:8], []byte("content-")) && isField(b)
}

// noBoundary is the boundary of a multipart that has none: no line contains it.
const noBoundary = "\n"

// multipart reads the parts of n (RFC 2046 section 5.1). A closing delimiter may be
// missing, or be followed by more parts: gateways append to what was closed.
func (w *walker) multipart(n *node) stop {
	level := len(w.stack)
	boundary := strings.TrimRight(n.params["boundary"], " \t")
	if boundary == "" {
		boundary = noBoundary
		w.problem("part %d: multipart without a boundary", w.parts)
	}
	if p := encryptedPGP(n); p != "" {
		w.problem("%s", p)
	}
	w.stack = append(w.stack, boundary)
	defer func() { w.stack = w.stack[:level] }()

	self := w.parts
	at := w.preamble(n, level)
	closed := false
	for at.level == level {
		switch {
		case at.closing:
			closed = true
			at = w.body(io.Discard)
		case w.parts >= maxParts:
			if !w.full {
				w.full = true
				w.problem("more than %d parts, the rest not read", maxParts)
			}
			at = w.body(io.Discard)
		default:
			var child *node
			child, _, at = w.part(n.typ)
			n.children = append(n.children, child)
		}
	}
	if !closed && len(n.children) > 0 && !w.full {
		w.problem("part %d: closing boundary missing", self)
	}
	return at
}

// preamble reads what stands before the first delimiter of n. A delimiter that was
// not announced is taken for the boundary when fields of a part follow it. When
// there is none at all, the preamble is the text.
func (w *walker) preamble(n *node, level int) stop {
	text := &capture{limit: maxText}
	sum := newDigest(true)
	var at stop
	for {
		l, ok := w.src.next()
		if !ok {
			at = stop{level: none}
			break
		}
		if l.start {
			var is bool
			if at, is = w.delimiter(l.text); is {
				break
			}
			if guess, is := w.unannounced(&l); is {
				if w.stack[level] != noBoundary {
					w.problem("part %d: boundary %q never comes, %q does", w.parts, shorten(w.stack[level], 70), shorten(guess, 70))
				}
				w.stack[level] = guess
				at = stop{level: level}
				break
			}
		}
		for _, b := range [][]byte{l.text, l.end} {
			_, _ = text.Write(b)
			_, _ = sum.Write(b)
		}
	}
	if (at.level != level || at.closing) && len(bytes.TrimSpace(text.b)) > 0 && w.kept < maxKept {
		w.problem("part %d: no boundary found, read as text", w.parts)
		w.kept += len(text.b)
		w.digests = append(w.digests, sum.String())
		n.children = append(n.children, &node{typ: "text/plain", isText: true, raw: text.b})
	}
	return at
}

// unannounced tells whether l is a delimiter that no Content-Type named.
func (w *walker) unannounced(l *line) (string, bool) {
	text := bytes.TrimRight(l.text, " \t\r")
	if len(text) < 2 || len(text) > 300 || !bytes.HasPrefix(text, []byte("--")) {
		return "", false
	}
	boundary := string(text[2:])
	l.text = bytes.Clone(l.text) // peeking may move it
	next, _ := w.src.peekLine()
	return boundary, partField(next)
}

// mediaType returns the type of a part and its parameters. What cannot be read is
// text (RFC 2045 section 5.2).
func mediaType(h textproto.Header, parent string) (string, map[string]string) {
	field := h.Get("Content-Type")
	typ, params := parameters(field)
	switch {
	case strings.Count(typ, "/") == 1 && !strings.HasPrefix(typ, "/") && !strings.HasSuffix(typ, "/"):
	case typ == "multipart" || strings.HasPrefix(typ, "multipart/") || strings.Contains(strings.ToLower(field), "boundary="):
		typ = "multipart/mixed"
	case typ == "html":
		typ = "text/html"
	case typ == "" && parent == "multipart/digest":
		typ = "message/rfc822" // RFC 2046 section 5.1.5
	case typ == "" || typ == "text" || parent == "":
		typ = "text/plain"
	default:
		typ = "application/octet-stream"
	}
	if strings.HasPrefix(typ, "multipart/") {
		return typ, params
	}
	return shorten(typ, 200), params
}
