package ingest

import (
	"bytes"
	"io"
	"regexp"

	"gehoord/internal/complaint"
)

// maxUULine bounds what is held of a line; no line of an encoded file is longer.
const maxUULine = 256

// uuReader takes files that were put into the text by uuencode (POSIX) out of it while
// it streams past: "begin 644 name", lines, "end". Whoever writes about a begin keeps
// his line, for no encoded line follows it.
type uuReader struct {
	to       io.Writer // the text that is left
	line     []byte    // of a line that may be of a file; its beginning
	long     bool      // the rest of the line is passed on unread
	begin    []byte    // a line "begin ..." that waits for the next
	name     string
	sum      *digest // of the open file
	blank    bool    // a line of no bytes was read: only the end may follow
	files    []complaint.Attachment
	problems []string
	out      []byte
	gather   *gatherer
}

var uuBegin = regexp.MustCompile(`^begin [0-7]{3,4} ([^\r\n]*\S)[ \t]*\r?\n?$`)

func (u *uuReader) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if u.idle() && !couldBegin(rest) {
			// The line goes out as it is; u.long says that it has not ended.
			n := bytes.IndexByte(rest, '\n') + 1
			if u.long = n == 0; u.long {
				n = len(rest)
			}
			_, _ = u.to.Write(rest[:n])
			rest = rest[n:]
			continue
		}
		n := bytes.IndexByte(rest, '\n') + 1
		whole := n > 0
		if !whole {
			n = len(rest)
		}
		switch {
		case u.long:
			_, _ = u.to.Write(rest[:n])
			u.long = !whole
		case len(u.line)+n > maxUULine:
			u.line = append(u.line, rest[:n]...)
			u.take(false)
			u.long = !whole
		default:
			u.line = append(u.line, rest[:n]...)
			if whole {
				u.take(true)
			}
		}
		rest = rest[n:]
	}
	return len(p), nil
}

// idle reports whether nothing is held and no file is open.
func (u *uuReader) idle() bool {
	return len(u.line) == 0 && u.begin == nil && u.sum == nil
}

// couldBegin reports whether a line that begins with b could begin a file.
func couldBegin(b []byte) bool {
	const word = "begin"
	n := min(len(b), len(word))
	return string(b[:n]) == word[:n]
}

// take decides about the line held; one too long for any is none.
func (u *uuReader) take(short bool) {
	l := u.line
	u.line = u.line[:0]
	if u.begin != nil {
		if data, ok := uuLine(u.out[:0], l); short && ok && len(data) > 0 {
			u.sum, u.blank = u.gather.digest(false), false
			_, _ = u.sum.Write(data)
			u.out, u.begin = data, nil
			return
		}
		_, _ = u.to.Write(u.begin)
		u.begin = nil
	}
	if u.sum != nil {
		if string(bytes.TrimSpace(l)) == "end" {
			u.finish("")
			return
		}
		data, ok := uuLine(u.out[:0], l)
		if short && ok && !(u.blank && len(bytes.TrimSpace(l)) > 1) {
			u.blank = len(data) == 0
			u.out = data
			_, _ = u.sum.Write(data)
			return
		}
		u.finish("has no end")
	}
	if m := uuBegin.FindSubmatch(l); m != nil && short && len(u.files) < maxParts {
		u.begin = bytes.Clone(l)
		u.name = fileName(string(m[1]))
		return
	}
	_, _ = u.to.Write(l)
}

// finish lists the open file.
func (u *uuReader) finish(problem string) {
	a := complaint.Attachment{Name: oneLine(u.name), Type: "application/octet-stream", Size: u.sum.size, SHA256: u.sum.String()}
	u.files = append(u.files, a)
	u.gather.list(a, u.sum)
	if problem != "" {
		u.problems = append(u.problems, "uuencoded file "+a.Name+" "+problem)
	}
	u.sum = nil
}

// done ends the text.
func (u *uuReader) done() {
	if len(u.line) > 0 {
		u.take(true)
	}
	if u.begin != nil {
		_, _ = u.to.Write(u.begin)
	}
	if u.sum != nil {
		u.finish("is cut off")
	}
}

// uuLine decodes a line into out: a character for its length, then four for three
// bytes each. Mailers strip the blanks at its end, and some add a checksum.
func uuLine(out, l []byte) ([]byte, bool) {
	l = bytes.TrimRight(l, " \t\r\n")
	if len(l) == 0 {
		return out, true
	}
	for _, c := range l {
		if c < ' ' || c > '`' {
			return out, false
		}
	}
	n := int(l[0]-' ') & 0x3f
	body := l[1:]
	want := (n + 2) / 3 * 4
	if len(body) > want+2 || len(body) < want-3-want/2 {
		return out, false
	}
	at := func(i int) byte {
		if i < len(body) {
			return (body[i] - ' ') & 0x3f
		}
		return 0
	}
	for i := 0; i < want; i += 4 {
		a, b, c, d := at(i), at(i+1), at(i+2), at(i+3)
		out = append(out, a<<2|b>>4, b<<4|c>>2, c<<6|d)
	}
	return out[:len(out)-(want/4*3-n)], true
}

// uuDecoder undoes uuencode where a part names it as its transfer encoding, as mail
// before MIME's own was used to. What stands around the file is left out.
type uuDecoder struct {
	to    io.Writer
	line  []byte
	out   []byte
	open  bool
	other []byte // what came while no file did; it is kept when none comes
	ended bool
	wrong bool
}

func (d *uuDecoder) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := bytes.IndexByte(rest, '\n') + 1
		if n == 0 {
			n = len(rest)
		}
		if len(d.line) <= maxUULine {
			d.line = append(d.line, rest[:min(n, maxUULine+1)]...)
		}
		if rest[n-1] == '\n' {
			d.take()
		}
		rest = rest[n:]
	}
	return len(p), nil
}

func (d *uuDecoder) take() {
	l := d.line
	d.line = d.line[:0]
	switch {
	case d.ended:
	case !d.open:
		if d.open = uuBegin.Match(l); !d.open && len(d.other) < maxReport {
			d.other = append(d.other, l...)
		}
	case string(bytes.TrimSpace(l)) == "end":
		d.ended = true
	default:
		data, ok := uuLine(d.out[:0], l)
		if !ok {
			d.wrong, d.ended = true, true
			return
		}
		d.out = data
		_, _ = d.to.Write(data)
	}
}

func (d *uuDecoder) done() string {
	d.take()
	if !d.open {
		_, _ = d.to.Write(d.other)
		return "no uuencoded file found, read as it stands"
	}
	if d.wrong || !d.ended {
		return "uuencoded file is broken or cut off"
	}
	return ""
}
