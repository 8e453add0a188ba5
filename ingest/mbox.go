package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// EachInMbox calls each for every mail of an mbox (RFC 4155), numbered from 1. A mail
// streams past and may be left unread.
// Mails begin at a line "From " with an address or a date, at the start or after an
// empty line; ">From " within a mail loses one ">". What stands before the first such line is a mail
// too.
func EachInMbox(r io.Reader, each func(n int, mail io.Reader) error) error {
	m := &mbox{lines: bufio.NewReaderSize(r, 64<<10), blank: true, fresh: true}
	for n := 1; m.begin(); n++ {
		if err := each(n, m); err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, m) // its error is m's
	}
	if m.err != nil && !errors.Is(m.err, io.EOF) {
		return fmt.Errorf("read the mbox: %w", m.err)
	}
	return nil
}

// mbox reads one mail of an mbox after the other.
type mbox struct {
	lines *bufio.Reader
	rest  []byte // read and not yet given
	fresh bool   // the next byte begins a line
	blank bool   // the line before was empty, or there was none
	ended bool   // the mail is over
	err   error  // of the file, io.EOF at its end
}

// begin goes on to the next mail, past empty lines, and reports whether there is one.
func (m *mbox) begin() bool {
	for m.ended = false; m.err == nil; m.ended = false {
		for m.next(); !m.ended && m.err == nil && len(bytes.TrimSpace(m.rest)) == 0; m.next() {
		}
		if len(bytes.TrimSpace(m.rest)) > 0 {
			return true
		}
	}
	return false
}

// Read gives a mail's bytes, io.EOF at its end.
func (m *mbox) Read(p []byte) (int, error) {
	for len(m.rest) == 0 {
		if m.ended || m.err != nil {
			if m.err != nil && !errors.Is(m.err, io.EOF) {
				return 0, m.err
			}
			return 0, io.EOF
		}
		m.next()
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

// fromLine begins a mail: "From jan@x.example Mon Nov 16 09:12:00 2026", or one of the
// two. "From mijn kant is het klaar" is somebody's text.
var fromLine = regexp.MustCompile(`^From (\S+@\S*|MAILER-DAEMON|-|\S+ +\S*.*(\d\d:\d\d|\b(19|20)\d\d\b|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b))`)

// next reads a line, or as much of it as fits. At the line that begins another mail
// it ends this one.
func (m *mbox) next() {
	m.rest = nil
	line, err := m.lines.ReadSlice('\n')
	begins, whole := m.fresh, err == nil
	m.fresh = whole
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		m.err = err
	}
	if begins && m.blank && fromLine.Match(line) {
		for !m.fresh && m.err == nil { // a very long one
			_, err := m.lines.ReadSlice('\n')
			if m.fresh = err == nil; !m.fresh && !errors.Is(err, bufio.ErrBufferFull) {
				m.err = err
			}
		}
		m.ended = true
		return
	}
	if whole || begins {
		m.blank = whole && begins && len(bytes.TrimRight(line, "\r\n")) == 0
	}
	if begins && len(line) > 0 && line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
		line = line[1:]
	}
	m.rest = line
}
