package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// isCMS reports whether a part is S/MIME's opaque form (RFC 8551 section 3.5): a mail
// within a signature or cipher.
func isCMS(n *node) bool {
	switch n.typ {
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		return true
	case "application/octet-stream":
		return named(n, "smime.p7m")
	}
	return false
}

// The content types of RFC 5652 and RFC 3274, as they are encoded.
var (
	pkcs7      = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7}
	smimeTypes = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1}
	signedData = append(bytes.Clone(pkcs7), 2)
	compressed = append(bytes.Clone(smimeTypes), 9)
	enciphered = [][]byte{
		append(bytes.Clone(pkcs7), 3),       // enveloped
		append(bytes.Clone(pkcs7), 4),       // signed and enveloped
		append(bytes.Clone(pkcs7), 6),       // encrypted
		append(bytes.Clone(smimeTypes), 23), // authenticated and enveloped
	}
)

// readCMS reads the mail that was signed. The signature is not checked: nothing in
// this program believes it.
func (w *walker) readCMS(r io.Reader) unpacked {
	b := &ber{bufio.NewReader(r)}
	if !b.enter(0x30) { // ContentInfo (RFC 5652 section 3)
		return unpacked{problems: []string{"S/MIME part is not readable"}}
	}
	kind := b.oid()
	for _, c := range enciphered {
		if bytes.Equal(kind, c) {
			return unpacked{problems: []string{"the mail is encrypted (S/MIME) and cannot be read"}}
		}
	}
	if bytes.Equal(kind, compressed) {
		return unpacked{problems: []string{"the mail is compressed (S/MIME) and is not read"}}
	}
	// SignedData (section 5.1): version, digest algorithms, then the content.
	if !bytes.Equal(kind, signedData) || !b.enter(0xa0) || !b.enter(0x30) || !b.skip() || !b.skip() || !b.enter(0x30) || b.oid() == nil || !b.enter(0xa0) {
		return unpacked{problems: []string{"S/MIME part is not readable"}}
	}
	return w.within(&octets{b: b})
}

// ber reads BER (X.690) as far as CMS needs it. Lengths may be indefinite, as large
// mails have them, and those of what is entered are not held against what it
// contains: a wrong one costs nothing. Nothing is read into memory but identifiers.
type ber struct{ r *bufio.Reader }

var errBER = errors.New("not BER")

// head reads an identifier of one byte and a length, -1 for indefinite.
func (b *ber) head() (tag byte, length int64, err error) {
	if tag, err = b.r.ReadByte(); err != nil {
		return 0, 0, err
	}
	first, err := b.r.ReadByte()
	switch {
	case err != nil:
		return 0, 0, err
	case tag&0x1f == 0x1f || first > 0x88:
		return 0, 0, errBER
	case first == 0x80:
		return tag, -1, nil
	case first < 0x80:
		return tag, int64(first), nil
	}
	for range first & 0x7f {
		c, err := b.r.ReadByte()
		if err != nil {
			return 0, 0, err
		}
		length = length<<8 | int64(c)
	}
	if length < 0 {
		return 0, 0, errBER
	}
	return tag, length, nil
}

// enter reads the head of an element; false when it is another.
func (b *ber) enter(want byte) bool {
	tag, _, err := b.head()
	return err == nil && tag == want
}

// oid reads an object identifier, nil when there is none.
func (b *ber) oid() []byte {
	tag, n, err := b.head()
	if err != nil || tag != 6 || n < 1 || n > 100 {
		return nil
	}
	id := make([]byte, n)
	if _, err := io.ReadFull(b.r, id); err != nil {
		return nil
	}
	return id
}

// skip passes over an element, however deep it is.
func (b *ber) skip() bool {
	open := 0 // elements of indefinite length
	for {
		tag, n, err := b.head()
		switch {
		case err != nil:
			return false
		case n < 0:
			open++
		case tag == 0 && n == 0 && open > 0:
			open--
		default:
			if _, err := io.CopyN(io.Discard, b.r, n); err != nil {
				return false
			}
		}
		if open == 0 {
			return true
		}
	}
}

// octets gives the bytes of an OCTET STRING, which may be made of others (X.690
// section 8.7). It ends at what is neither.
type octets struct {
	b    *ber
	left int64
	open int // strings of indefinite length, made of others
	end  bool
}

func (o *octets) Read(p []byte) (int, error) {
	for o.left == 0 {
		if o.end {
			return 0, io.EOF
		}
		tag, n, err := o.b.head()
		switch {
		case err != nil:
			o.end = true
		case tag == 0x24 && n < 0:
			o.open++
		case tag == 0x24: // its strings follow
		case tag == 0x04 && n >= 0:
			o.left = n
		case tag == 0 && n == 0 && o.open > 1:
			o.open--
		default:
			o.end = true
		}
	}
	n, err := o.b.r.Read(p[:min(int64(len(p)), o.left)])
	o.left -= int64(n)
	if err != nil {
		o.left, o.end = 0, true
	}
	return n, nil
}
