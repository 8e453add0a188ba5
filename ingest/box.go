package ingest

import (
	"bufio"
	"io"
	"strings"

	"gehoord/internal/complaint"
)

// maxBoxes bounds parts that hold a mail, within parts that hold a mail.
const maxBoxes = 3

// unpacked is what was found in a part that holds a mail in a form of its own:
// winmail.dat, S/MIME. It stands in the place of the part, which is then no
// attachment; when nothing is found, the part is one.
type unpacked struct {
	children    []*node
	attachments []complaint.Attachment
	problems    []string
	parts, kept int // how many more
	found       bool
	panicked    any // what the reader died of
}

// box reads such a part while its bytes stream past. The reader runs beside the
// walker and pulls from a pipe: both formats name lengths ahead, and are easy to read
// by asking for so many bytes, and hard to read when bytes come as they like. The
// walker hands on what it decoded and waits in the end for what was found.
type box struct {
	to   *bufio.Writer
	pipe *io.PipeWriter
	done chan unpacked
}

// open returns a box for n, nil when it is none.
func (w *walker) open(n *node) *box {
	if w.boxes >= maxBoxes {
		return nil
	}
	var read func(io.Reader) unpacked
	switch {
	case isTNEF(n):
		read = func(r io.Reader) unpacked { return readTNEF(r, w.gather) }
	case isCMS(n):
		inner := &walker{boxes: w.boxes + 1, parts: w.parts, kept: w.kept, full: w.full, gather: w.gather}
		read = inner.readCMS
	default:
		return nil
	}
	return unpack(read)
}

// unpack runs a reader beside the walker.
func unpack(read func(io.Reader) unpacked) *box {
	r, to := io.Pipe()
	b := &box{to: bufio.NewWriterSize(to, 32<<10), pipe: to, done: make(chan unpacked, 1)}
	go func() {
		c := unpacked{}
		defer func() {
			c.panicked = recover()
			_, _ = io.Copy(io.Discard, r) // the walker must not wait for one who has read enough
			b.done <- c
		}()
		c = read(r)
	}()
	return b
}

// Write never fails: the reader reads to the end.
func (b *box) Write(p []byte) (int, error) { return b.to.Write(p) }

// close ends the part and returns what was in it. A panic of the reader becomes one
// of the walker, whose caller can do something about a bad mail.
func (b *box) close() unpacked {
	_ = b.to.Flush()
	_ = b.pipe.Close()
	c := <-b.done
	if c.panicked != nil {
		panic(c.panicked)
	}
	return c
}

// take adds what was in a box to the mail.
func (w *walker) take(n *node, c unpacked) {
	n.children = c.children
	w.attachments = append(w.attachments, c.attachments...)
	w.parts += c.parts
	w.kept += c.kept
	for _, p := range c.problems {
		w.problem("%s", p)
	}
}

// within reads a mail or part that stands in a box, with w as its walker.
func (w *walker) within(r io.Reader) unpacked {
	parts, kept := w.parts, w.kept
	w.src = newSource(r)
	n, _, at := w.part("application/pkcs7-mime")
	for at.level != none {
		at = w.body(io.Discard)
	}
	return unpacked{
		children: []*node{n}, attachments: w.attachments, problems: w.problems,
		parts: w.parts - parts, kept: w.kept - kept, found: true,
	}
}

// named reports whether a part bears one of the names.
func named(n *node, names ...string) bool {
	for _, name := range names {
		if strings.EqualFold(n.name, name) {
			return true
		}
	}
	return false
}
