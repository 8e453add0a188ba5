package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// sourceBuffer bounds what is held of a line: a longer one arrives in fragments.
const sourceBuffer = 64 << 10

// line is a line of a mail, or a fragment of a long one.
type line struct {
	text  []byte // without its ending; valid until the next call
	end   []byte // "\r\n", "\n", or nil: the line goes on, or the mail ends
	start bool   // text begins a line
}

// source gives a mail line by line in bounded memory.
type source struct {
	r    *bufio.Reader
	err  error  // the reader's own, never io.EOF
	mid  bool   // the next fragment continues a line
	back []line // given again by next
}

var (
	crlf = []byte("\r\n")
	lf   = []byte("\n")
)

func newSource(r io.Reader) *source {
	return sourceSized(r, sourceBuffer)
}

// sourceOf gives a mail that is in memory.
func sourceOf(raw []byte) *source {
	return sourceSized(bytes.NewReader(raw), max(4096, min(len(raw)+1, sourceBuffer)))
}

func sourceSized(r io.Reader, size int) *source {
	b := bufio.NewReaderSize(r, size)
	if mark, _ := b.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = b.Discard(3) // an editor's, before the first field
	}
	// Mail of old Macs, and of scripts that imitate them, ends its lines in CR
	// alone. RFC 5322 section 2.3 forbids it; a mail without any LF means it.
	head, _ := b.Peek(size)
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		b = bufio.NewReaderSize(&carriageReturns{b}, size)
	}
	return &source{r: b}
}

// next returns the next line, false at the end.
func (s *source) next() (line, bool) {
	if len(s.back) > 0 {
		l := s.back[0]
		s.back = s.back[1:]
		return l, true
	}
	b, err := s.r.ReadSlice('\n')
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		if !errors.Is(err, io.EOF) {
			s.err = err
		}
		if len(b) == 0 {
			return line{}, false
		}
	}
	l := line{text: b, start: !s.mid}
	s.mid = err != nil
	if !s.mid {
		l.text, l.end = b[:len(b)-1], lf
		if n := len(l.text); n > 0 && l.text[n-1] == '\r' {
			l.text, l.end = l.text[:n-1], crlf
		}
	}
	return l, true
}

// unread makes next return lines again, before those that wait. Their text is the
// caller's own, not the buffer's.
func (s *source) unread(lines ...line) {
	s.back = append(lines, s.back...)
}

// peekLine returns what follows up to its line's end, at most 1 KB, and whether
// anything follows. It makes the text of lines given before invalid.
func (s *source) peekLine() ([]byte, bool) {
	if len(s.back) > 0 {
		return s.back[0].text, true
	}
	b, _ := s.r.Peek(1024)
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return bytes.TrimRight(b[:i], "\r"), true
	}
	return b, len(b) > 0
}

// carriageReturns turns CR into LF.
type carriageReturns struct{ r io.Reader }

func (c *carriageReturns) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
