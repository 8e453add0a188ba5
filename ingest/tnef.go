package ingest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"gehoord/internal/complaint"
)

// isTNEF reports whether a part is Outlook's winmail.dat.
func isTNEF(n *node) bool {
	return n.typ == "application/ms-tnef" || n.typ == "application/vnd.ms-tnef" ||
		n.typ == "application/octet-stream" && named(n, "winmail.dat", "win.dat")
}

// Limits of a winmail.dat.
const (
	maxTNEFDepth = 3       // mails within mails
	maxTNEFBody  = 2 << 20 // bytes of a body, packed or not
	maxTNEFName  = 4 << 10
)

// Attributes (MS-OXTNEF section 2.1.3.2).
const (
	attOEMCodepage  = 0x00069007
	attBody         = 0x0002800C
	attMsgProps     = 0x00069003
	attRenderData   = 0x00069002 // begins an attachment
	attAttachTitle  = 0x00018010
	attAttachData   = 0x0006800F
	attAttachProps  = 0x00069005
	tnefSignature   = 0x223E9F78
	tnefAttribute   = 9 // bytes of a level, an id and a length
	tnefAttachLevel = 2
)

// tnef reads one winmail.dat in one pass. Lengths in it are only ever upper bounds
// of what is read: each attribute is read through its own limit, a file streams into
// its digest, and texts are cut at a limit.
type tnef struct {
	files    []complaint.Attachment
	problems []string
	codepage string
	body     []byte // attBody and PR_BODY
	bodyCS   string
	html     []byte
	htmlCS   string
	rtf      []byte // packed
	count    int    // files and properties read, all depths
	depth    int
	gather   *gatherer
}

// tnefFile is an attachment as far as it was read.
type tnefFile struct {
	open               bool
	title, short, long string
	display, mime, cid string
	sum                *digest
	message            bool
}

var errTNEF = errors.New("not TNEF")

// readTNEF reads the files and the text of a winmail.dat. Its text counts only where
// the mail has no other.
func readTNEF(r io.Reader, g *gatherer) unpacked {
	t := &tnef{gather: g}
	err := t.read(bufio.NewReader(r))
	if errors.Is(err, errTNEF) {
		return unpacked{problems: []string{"winmail.dat is not readable"}}
	}
	c := unpacked{attachments: t.files, problems: t.problems, parts: len(t.files), found: err == nil}
	if err != nil { // then it is listed beside what was found in it
		c.problems = append(c.problems, fmt.Sprintf("winmail.dat is cut off or broken, %d files in it were read", len(t.files)))
	}
	if n := t.text(); n != nil {
		c.children = []*node{n}
		c.kept = len(n.raw)
	}
	return c
}

// text returns the body: plain, else HTML, else what the RTF says.
func (t *tnef) text() *node {
	n := &node{typ: "text/plain", isText: true, spare: true, params: map[string]string{"charset": t.bodyCS}}
	switch {
	case len(strings.TrimSpace(string(t.body))) > 0:
		n.raw = t.body
	case len(t.html) > 0:
		n.typ, n.raw, n.params["charset"] = "text/html", t.html, t.htmlCS
	case len(t.rtf) > 0:
		plain, err := unpackRTF(t.rtf, maxTNEFBody)
		if err != nil {
			t.problems = append(t.problems, "winmail.dat: text is packed and not readable")
		}
		text, html := rtfText(plain)
		if html {
			n.typ = "text/html"
		}
		n.raw, n.params["charset"] = []byte(text), "utf-8"
	}
	if len(n.raw) == 0 {
		return nil
	}
	return n
}

func (t *tnef) problem(format string, args ...any) {
	if len(t.problems) < 10 {
		t.problems = append(t.problems, fmt.Sprintf("winmail.dat: "+format, args...))
	}
}

// read reads the stream (MS-OXTNEF section 2.1.3.1): a signature and a key, then
// attributes. The checksums are not compared; senders get them wrong.
func (t *tnef) read(r *bufio.Reader) error {
	var head [6]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || binary.LittleEndian.Uint32(head[:]) != tnefSignature {
		return errTNEF
	}
	var f tnefFile
	for {
		var a [tnefAttribute]byte
		if _, err := io.ReadFull(r, a[:]); errors.Is(err, io.EOF) {
			t.finish(&f)
			return nil
		} else if err != nil || a[0] != 1 && a[0] != tnefAttachLevel {
			t.finish(&f)
			return io.ErrUnexpectedEOF
		}
		id, size := binary.LittleEndian.Uint32(a[1:]), int64(binary.LittleEndian.Uint32(a[5:]))
		data := &io.LimitedReader{R: r, N: size}
		err := t.attribute(id, bufio.NewReaderSize(data, 512), &f)
		if err == nil {
			_, err = io.Copy(io.Discard, data)
		}
		if err == nil && data.N > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			_, err = io.CopyN(io.Discard, r, 2) // the checksum
		}
		if err != nil {
			t.finish(&f)
			return io.ErrUnexpectedEOF
		}
	}
}

// attribute reads what one attribute holds. What it leaves is passed over.
func (t *tnef) attribute(id uint32, r *bufio.Reader, f *tnefFile) error {
	switch id {
	case attOEMCodepage:
		if b := upTo(r, 4); len(b) == 4 {
			t.codepage = codepage(binary.LittleEndian.Uint32(b))
		}
	case attBody:
		if len(t.body) == 0 {
			t.body, t.bodyCS = upTo(r, maxTNEFBody), t.codepage
		}
	case attMsgProps:
		t.properties(r, t.messageProperty)
	case attRenderData:
		t.finish(f)
		f.open = true
	case attAttachTitle:
		f.title = t.string8(upTo(r, maxTNEFName))
	case attAttachData:
		f.open = true
		f.sum = t.gather.digest(false)
		_, err := io.Copy(f.sum, r)
		return err
	case attAttachProps:
		f.open = true
		t.properties(r, func(p property) { t.fileProperty(p, f) })
	}
	return nil
}

// finish lists the attachment that ends.
func (t *tnef) finish(f *tnefFile) {
	defer func() { *f = tnefFile{} }()
	if !f.open || f.sum == nil && f.long+f.short+f.title == "" {
		return
	}
	if t.count >= maxParts {
		return
	}
	if t.count++; t.count == maxParts {
		t.problem("more than %d files, the rest not read", maxParts)
	}
	if f.sum == nil {
		f.sum = t.gather.digest(false)
	}
	a := complaint.Attachment{
		Name: oneLine(fileName(f.long, f.title, f.short, f.display)), Size: f.sum.size, SHA256: f.sum.String(),
		Type: strings.ToLower(shorten(oneLine(f.mime), 200)), Inline: f.cid != "",
	}
	if f.message && a.Type == "" {
		a.Type = "application/vnd.ms-outlook"
	}
	if !strings.Contains(a.Type, "/") {
		a.Type = "application/octet-stream"
	}
	t.files = append(t.files, a)
	t.gather.list(a, f.sum)
}

// codepage names a charset by Windows' number for it.
func codepage(n uint32) string {
	switch {
	case n == 65001:
		return "utf-8"
	case n == 20127 || n == 0:
		return ""
	case n == 1200:
		return "utf-16le"
	case n >= 28591 && n <= 28605:
		return fmt.Sprintf("iso-8859-%d", n-28590)
	case n == 20866:
		return "koi8-r"
	case n == 21866:
		return "koi8-u"
	case n == 50220 || n == 50221 || n == 50222:
		return "iso-2022-jp"
	case n == 51932:
		return "euc-jp"
	case n == 54936:
		return "gb18030"
	case n == 10000:
		return "macintosh"
	}
	return fmt.Sprintf("cp%d", n)
}

// upTo reads the rest of r, at most n bytes of it.
func upTo(r io.Reader, n int64) []byte {
	b, _ := io.ReadAll(io.LimitReader(r, n))
	return b
}

func number(r io.Reader) (uint32, bool) {
	var b [4]byte
	_, err := io.ReadFull(r, b[:])
	return binary.LittleEndian.Uint32(b[:]), err == nil
}
