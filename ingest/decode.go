package ingest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
)

// decoder undoes a transfer encoding (RFC 2045 section 6). It is written the text
// and the ending of each line apart, as walker.body does. done ends it and says
// what was wrong, "" for nothing.
type decoder interface {
	io.Writer
	done() string
}

// newDecoder returns the decoder for a Content-Transfer-Encoding. An unknown one is
// taken for none: the sender's text is more likely readable than not.
func newDecoder(encoding string, to io.Writer, text bool) (decoder, string) {
	encoding, _, _ = strings.Cut(uncomment(encoding), ";")
	switch e := strings.ToLower(strings.Trim(encoding, " \t\"'.,:")); e {
	case "base64", "base-64", "b64":
		return &base64Decoder{to: to, text: text}, ""
	case "quoted-printable", "quotedprintable", "quoted_printable", "quoted printable":
		return &quotedDecoder{to: to}, ""
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return &uuDecoder{to: to}, ""
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7 bit", "8 bit", "7bits", "8bits", "none", "plain", "text":
		return identity{to}, ""
	default:
		return identity{to}, fmt.Sprintf("transfer encoding %q is unknown, taken for none", shorten(e, 40))
	}
}

type identity struct{ io.Writer }

func (identity) done() string { return "" }

// base64Decoder keeps what decodes. Foreign bytes in a line are skipped, as RFC 2045
// section 6.8 asks; a line of prose, such as the footer a list appended, ends it.
type base64Decoder struct {
	to     io.Writer
	group  [4]byte
	n      int   // bytes in group
	out    int64 // bytes decoded
	lines  int
	padded bool // a group ended in =
	ended  bool // nothing more is decoded
	text   bool // what it decodes is text
	plain  bool // it was text all along
	broken int64
	wrong  bool
	buf    []byte
}

func (d *base64Decoder) Write(p []byte) (int, error) {
	if d.plain {
		return d.to.Write(p)
	}
	text := bytes.TrimSpace(p)
	if d.ended || len(text) == 0 {
		return len(p), nil
	}
	if d.whole(text) {
		d.lines++
		_, err := d.to.Write(d.buf)
		return len(p), err
	}
	if d.text && d.lines == 0 && (d.foreign(text) || bytes.ContainsAny(text, " \t") && garbage(looseBase64(string(text)), "")) {
		d.plain = true
		return d.to.Write(p)
	}
	if d.foreign(text) {
		d.fault()
		d.ended = true
		return len(p), nil
	}
	d.lines++
	d.buf = d.buf[:0]
	for i, c := range text {
		switch {
		case isBase64(c):
			d.group[d.n] = c
			if d.n++; d.n == 4 {
				d.flush()
			}
		case c == '=':
			if d.n == 0 {
				continue // the second sign of a pair, or one too many
			}
			d.flush()
			d.padded = true
			if rest := bytes.TrimLeft(text[i+1:], "="); len(rest) > 0 && d.foreign(rest) {
				d.fault()
				_, err := d.to.Write(d.buf)
				return len(p), err
			}
		case c != ' ' && c != '\t':
			d.fault()
		}
	}
	_, err := d.to.Write(d.buf)
	return len(p), err
}

// whole decodes a line of whole groups, as nearly all are, into buf; false for any
// other, which is taken byte by byte.
func (d *base64Decoder) whole(text []byte) bool {
	if d.n != 0 || d.padded || len(text)%4 != 0 {
		return false
	}
	d.buf = slices.Grow(d.buf[:0], base64.RawStdEncoding.DecodedLen(len(text)))
	n, err := base64.RawStdEncoding.Decode(d.buf[:cap(d.buf)], text)
	if err != nil {
		return false
	}
	d.buf = d.buf[:n]
	d.out += int64(n)
	return true
}

// foreign reports whether a line is something else than base64.
func (d *base64Decoder) foreign(text []byte) bool {
	bad, blanks := 0, 0
	for _, c := range text {
		switch {
		case c == ' ' || c == '\t':
			blanks++
		case !isBase64(c) && c != '=':
			bad++
		}
	}
	if d.padded {
		return bad > 0 || blanks > 0 || len(text)%4 != 0
	}
	return bad*4 > len(text) || blanks > 1 && d.lines > 0
}

// flush decodes the group, whole or not.
func (d *base64Decoder) flush() {
	var three [3]byte
	n, err := base64.RawStdEncoding.Decode(three[:], d.group[:d.n])
	if err != nil {
		d.fault()
	}
	d.buf = append(d.buf, three[:n]...)
	d.out += int64(n)
	d.n = 0
}

func (d *base64Decoder) fault() {
	if !d.wrong {
		d.wrong, d.broken = true, d.out
	}
}

func (d *base64Decoder) done() string {
	if d.n > 0 {
		d.buf = d.buf[:0]
		d.flush()
		_, _ = d.to.Write(d.buf)
	}
	if d.plain {
		return "text instead of base64, read as it stands"
	}
	if !d.wrong {
		return ""
	}
	return fmt.Sprintf("base64 broken at byte %d, %d bytes kept", d.broken, d.out)
}

// looseBase64 decodes an encoded word's text as far as it goes.
func looseBase64(s string) []byte {
	var out bytes.Buffer
	d := &base64Decoder{to: &out}
	_, _ = d.Write([]byte(s))
	d.done()
	return out.Bytes()
}

// quotedDecoder decodes quoted-printable. An = that begins no group stays.
type quotedDecoder struct {
	to      io.Writer
	pending []byte // the end of a line: blanks and = that its ending decides about
	out     int64
	broken  int64
	wrong   bool
}

func (d *quotedDecoder) Write(p []byte) (int, error) {
	if n := len(p); n > 0 && n <= 2 && p[n-1] == '\n' {
		line := bytes.TrimRight(d.pending, " \t\r")
		soft := len(line) > 0 && line[len(line)-1] == '='
		if soft {
			line = line[:len(line)-1]
		}
		err := d.emit(line)
		d.pending = d.pending[:0]
		if err == nil && !soft {
			d.out += int64(n)
			_, err = d.to.Write(p)
		}
		return n, err
	}
	d.pending = append(d.pending, p...)
	keep := len(bytes.TrimRight(d.pending, " \t\r"))
	for i := 1; i <= 2 && keep > 0; i++ { // = and =X may go on in the next fragment
		if keep-i >= 0 && d.pending[keep-i] == '=' {
			keep -= i
			break
		}
	}
	if len(d.pending)-keep > 1000 {
		keep = len(d.pending) // no line ends in so many blanks
	}
	err := d.emit(d.pending[:keep])
	d.pending = append(d.pending[:0], d.pending[keep:]...)
	return len(p), err
}

func (d *quotedDecoder) emit(b []byte) error {
	if bytes.IndexByte(b, '=') < 0 {
		d.out += int64(len(b))
		_, err := d.to.Write(b)
		return err
	}
	raw := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			raw = append(raw, b[i])
			continue
		}
		if i+2 < len(b) && hexDigit(b[i+1]) >= 0 && hexDigit(b[i+2]) >= 0 {
			raw = append(raw, byte(hexDigit(b[i+1])<<4|hexDigit(b[i+2])))
			i += 2
			continue
		}
		if !d.wrong {
			d.wrong, d.broken = true, d.out+int64(len(raw))
		}
		raw = append(raw, '=')
	}
	d.out += int64(len(raw))
	_, err := d.to.Write(raw)
	return err
}

func (d *quotedDecoder) done() string {
	line := bytes.TrimRight(d.pending, " \t\r")
	_ = d.emit(bytes.TrimSuffix(line, []byte("=")))
	d.pending = nil
	if !d.wrong {
		return ""
	}
	return fmt.Sprintf("quoted-printable broken at byte %d, kept as it stands", d.broken)
}
