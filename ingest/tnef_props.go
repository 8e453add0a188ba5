package ingest

import (
	"bufio"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
)

// Properties (MS-OXPROPS).
const (
	propSubject      = 0x0037
	propBody         = 0x1000
	propRTF          = 0x1009
	propHTML         = 0x1013
	propDisplayName  = 0x3001
	propAttachData   = 0x3701
	propFileName     = 0x3704
	propLongFileName = 0x3707
	propMIMETag      = 0x370E
	propContentID    = 0x3712
	propInternetCPID = 0x3FDE
	propMessageCP    = 0x3FFD
)

// property is one of a list; r gives its value.
type property struct {
	id, typ uint16
	r       io.Reader
	size    int64
}

// Property types (MS-OXCDATA section 2.11.1).
const (
	typeNull    = 0x0001
	typeObject  = 0x000D
	typeString8 = 0x001E
	typeUnicode = 0x001F
	typeBinary  = 0x0102
	typeMany    = 0x1000 // several values
)

// fixed returns the size of a value of a type, with its padding; 0 for a type that
// names its own length, -1 for one that is unknown.
func fixed(typ uint16) int64 {
	switch typ {
	case 0x0002, 0x0003, 0x0004, 0x000A, 0x000B:
		return 4
	case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040:
		return 8
	case 0x0048:
		return 16
	case typeObject, typeString8, typeUnicode, typeBinary:
		return 0
	}
	return -1
}

// properties reads a list of properties (MS-OXTNEF section 2.1.3.3) and gives each
// its first value. It ends at what it does not know, since what follows cannot be
// found then.
func (t *tnef) properties(r *bufio.Reader, each func(property)) {
	total, ok := number(r)
	for ; ok && total > 0; total-- {
		tag, ok := number(r)
		if !ok {
			return
		}
		p := property{id: uint16(tag >> 16), typ: uint16(tag)}
		if p.id >= 0x8000 && !namedProperty(r) {
			return
		}
		many := p.typ&typeMany != 0
		p.typ &^= typeMany
		size := fixed(p.typ)
		if size < 0 {
			return
		}
		values := uint32(1)
		if many || size == 0 {
			if values, ok = number(r); !ok {
				return
			}
		}
		for i := range values {
			p.size = size
			if size == 0 {
				n, ok := number(r)
				if !ok {
					return
				}
				p.size = int64(n)
			}
			value := &io.LimitedReader{R: r, N: p.size}
			if p.r = value; i == 0 {
				each(p)
			}
			padding := (4 - p.size%4) % 4
			if _, err := io.CopyN(io.Discard, r, value.N+padding); err != nil {
				return
			}
		}
	}
}

// namedProperty passes over the name of a property: a number, or a string.
func namedProperty(r *bufio.Reader) bool {
	if _, err := r.Discard(16); err != nil {
		return false
	}
	kind, ok := number(r)
	if !ok {
		return false
	}
	n, ok := number(r)
	if ok && kind == 1 {
		_, err := io.CopyN(io.Discard, r, (int64(n)+3)&^3)
		return err == nil
	}
	return ok
}

// messageProperty keeps the body in its forms.
func (t *tnef) messageProperty(p property) {
	switch p.id {
	case propBody:
		if b := upTo(p.r, maxTNEFBody); len(b) > 0 {
			t.body, t.bodyCS = t.utf8(b, p.typ), "utf-8"
		}
	case propHTML:
		t.html = upTo(p.r, maxTNEFBody)
		if p.typ == typeUnicode || p.typ == typeString8 {
			t.html, t.htmlCS = t.utf8(t.html, p.typ), "utf-8"
		}
	case propRTF:
		t.rtf = upTo(p.r, maxTNEFBody)
	case propInternetCPID:
		if b := upTo(p.r, 4); len(b) == 4 && t.htmlCS == "" {
			t.htmlCS = codepage(binary.LittleEndian.Uint32(b))
		}
	case propMessageCP:
		if b := upTo(p.r, 4); len(b) == 4 && t.codepage == "" {
			t.codepage = codepage(binary.LittleEndian.Uint32(b))
		}
	}
}

// fileProperty keeps what is to be known of a file.
func (t *tnef) fileProperty(p property, f *tnefFile) {
	text := func() string { return string(t.utf8(upTo(p.r, maxTNEFName), p.typ)) }
	switch p.id {
	case propLongFileName:
		f.long = text()
	case propFileName:
		f.short = text()
	case propDisplayName:
		f.display = text()
	case propMIMETag:
		f.mime = text()
	case propContentID:
		f.cid = text()
	case propAttachData:
		t.object(p, f)
	}
}

// object reads a file that is a property. A message as attachment is winmail.dat
// again, behind the 16 bytes of its interface (MS-OXTNEF section 2.1.3.3.15); its
// own files are listed too.
func (t *tnef) object(p property, f *tnefFile) {
	if p.size == 0 && f.sum != nil {
		return // it came before
	}
	f.sum = t.gather.digest(false)
	r := bufio.NewReader(p.r)
	if p.typ == typeObject {
		_, _ = r.Discard(16)
		if sign, _ := r.Peek(4); len(sign) == 4 && binary.LittleEndian.Uint32(sign) == tnefSignature {
			f.message = true
			if t.depth < maxTNEFDepth {
				within := &tnef{depth: t.depth + 1, count: t.count, gather: t.gather}
				_ = within.read(bufio.NewReader(io.TeeReader(r, f.sum)))
				t.count = within.count
				t.files = append(t.files, within.files...)
			} else {
				t.problem("nested deeper than %d, the rest not read", maxTNEFDepth)
			}
		}
	}
	_, _ = io.Copy(f.sum, r)
}

// utf8 decodes a string of a property.
func (t *tnef) utf8(b []byte, typ uint16) []byte {
	if typ != typeUnicode {
		return []byte(t.string8(b))
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[i:]))
	}
	return []byte(strings.TrimRight(string(utf16.Decode(units)), "\x00"))
}

// string8 decodes a string in the sender's own code page.
func (t *tnef) string8(b []byte) string {
	return decodeText([]byte(strings.TrimRight(string(b), "\x00")), t.codepage)
}
