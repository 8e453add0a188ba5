package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/textproto"

	"gehoord/internal/complaint"
)

// leaf reads a part that has no parts. Its bytes stream through the decoder into a
// digest; only text, delivery reports and the beginning of a returned mail are
// kept. With at, there is no body.
func (w *walker) leaf(n *node, h textproto.Header, parent string, at *stop) stop {
	disposition, dparams := parameters(h.Get("Content-Disposition"))
	n.name = fileName(dparams["filename"], n.params["name"], dparams["name"], n.params["filename"])
	n.isText = w.isBody(n, disposition, parent)
	n.nested = isMail(n) || n.typ == "text/rfc822-headers" || n.typ == "message/global-headers"

	keep := &capture{limit: w.limit(n)}
	sum := w.gather.digest(n.isText)
	to := &sink{keep: keep, sum: sum}
	box := w.open(n)
	var files *uuReader
	switch {
	case box != nil:
		to.keep = box
	case n.isText && n.typ != "text/html":
		files = &uuReader{to: keep, gather: w.gather}
		to.keep = files
	}
	dec, complaintOf := newDecoder(h.Get("Content-Transfer-Encoding"), to, n.isText)
	if complaintOf != "" {
		w.problem("part %d: %s", w.parts, complaintOf)
	}
	self, end := w.parts, stop{}
	if at != nil {
		end = *at
	} else {
		end = w.body(dec)
	}
	broken := dec.done()
	if broken != "" {
		w.problem("part %d: %s", self, broken)
	}
	w.digests = append(w.digests, sum.String())
	a := complaint.Attachment{
		Name: n.name, Type: n.typ, Size: sum.size, SHA256: sum.String(),
		Inline: disposition == "inline" || parent == "multipart/related" && h.Has("Content-Id"),
	}
	if box != nil {
		c := box.close()
		if w.take(n, c); !c.found {
			w.attach(a, sum)
		}
		return end
	}
	if files != nil {
		files.done()
		w.attachments = append(w.attachments, files.files...)
		for _, p := range files.problems {
			w.problem("part %d: %s", self, p)
		}
	}
	n.raw = keep.b
	w.kept += len(keep.b)
	if n.isText && (broken != "" && garbage(n.raw, n.params["charset"]) || unprintable(n.raw, n.params["charset"])) {
		w.problem("part %d: not readable as text, taken as an attachment", self)
		n.isText, n.raw = false, nil
	}
	if n.isText {
		w.text(n, keep, self)
		return end
	}
	if isMail(n) && a.Name == "" && disposition != "" { // a person's, not a digest's or a bounce's
		a.Name = mailName(n.raw)
	}
	w.attach(a, sum)
	return end
}

// attach lists an attachment.
func (w *walker) attach(a complaint.Attachment, sum *digest) {
	w.attachments = append(w.attachments, a)
	w.gather.list(a, sum)
}

// text says what a reader of the mail should know of a part that was read as text.
func (w *walker) text(n *node, keep *capture, self int) {
	if keep.cut {
		w.problem("part %d: text longer than %d KB, the rest not read", self, keep.limit>>10)
	}
	if cs := n.params["charset"]; unknownCharset(cs) {
		w.problem("part %d: charset %q is unknown, its letters are guessed", self, shorten(cs, 40))
	}
	var encrypted bool
	if n.raw, encrypted = unarmour(n.raw); encrypted {
		w.problem("the text is encrypted (PGP) and cannot be read")
	}
}

// unprintable reports whether bytes are no text of any charset: more than one of
// fifty is a control character. UTF-16 and 32 are full of them.
func unprintable(raw []byte, charset string) bool {
	name := charsetName(charset)
	marked := bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff})
	if marked || strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32") {
		return false
	}
	controls := 0
	for _, c := range raw {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x0b && (c < 0x0e || c > 0x0f) && c != 0x1b {
			controls++
		}
	}
	return controls > 4 && controls*50 > len(raw)
}

// garbage reports whether decoded bytes are no text in a charset: a quarter of them
// mean nothing.
func garbage(raw []byte, charset string) bool {
	bad, all := 0, 0
	for _, r := range decodeText(raw, charset) {
		if all++; r == utf8.RuneError || r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r >= 0x7f && r < 0xa0 {
			bad++
		}
	}
	if name := charsetName(charset); name == "" || name == "utf-8" {
		_, invalid := sequences(raw)
		bad, all = max(bad, invalid), max(all, 1)
	}
	return bad*4 > all
}

// isBody reports whether a part is to be read as text: plain or HTML, and not sent
// as a file.
//
// The first text of a mail is its body even when it bears a name, unless somebody
// says how it is to be shown: some mailers name every part.
func (w *walker) isBody(n *node, disposition, parent string) bool {
	switch n.typ {
	case "text/plain", "text/html", "text/enriched", "text/richtext":
	case "text/x-amp-html":
		return false // says again what stands beside it
	default:
		if parent != "" || !strings.HasPrefix(n.typ, "text/") {
			return false
		}
	}
	if parent == "" || parent == "multipart/alternative" {
		return disposition != "attachment"
	}
	return disposition != "attachment" && (n.name == "" || disposition == "" && w.parts == 2)
}

// limit returns how many bytes of a part are kept.
func (w *walker) limit(n *node) int {
	most := 0
	switch {
	case n.isText && n.typ == "text/html":
		most = maxHTML
	case n.isText:
		most = maxText
	case n.nested, mailFile(n), strings.HasPrefix(n.typ, "message/"):
		most = maxReport
	}
	return max(0, min(most, maxKept-w.kept))
}

// fileName returns the first name given, without folders, on one line.
func fileName(names ...string) string {
	for _, s := range names {
		if i := strings.LastIndexAny(s, `/\`); i >= 0 && i+1 < len(s) {
			s = s[i+1:]
		}
		if s = shorten(strings.TrimSpace(s), 255); s != "" {
			return s
		}
	}
	return ""
}

// sink takes decoded bytes.
type sink struct {
	keep io.Writer
	sum  *digest
}

func (s *sink) Write(p []byte) (int, error) {
	_, _ = s.sum.Write(p)
	return s.keep.Write(p)
}

// capture keeps the first limit bytes written.
type capture struct {
	b     []byte
	limit int
	cut   bool
}

func (c *capture) Write(p []byte) (int, error) {
	room := c.limit - len(c.b)
	if len(p) > room {
		c.cut = true
	}
	c.b = append(c.b, p[:min(len(p), room)]...)
	return len(p), nil
}

// digest is the SHA-256 of what is written. For text, CR does not count: a relay
// that encodes anew changes line endings.
type digest struct {
	h    hash.Hash
	size int64
	text bool
	keep *held // the bytes too; nil: not
}

func newDigest(text bool) *digest { return &digest{h: sha256.New(), text: text} }

func (d *digest) Write(p []byte) (int, error) {
	d.size += int64(len(p))
	if d.keep != nil {
		d.keep.write(p)
	}
	for rest := p; len(rest) > 0; {
		i := -1
		if d.text {
			i = bytes.IndexByte(rest, '\r')
		}
		if i < 0 {
			_, _ = d.h.Write(rest)
			break
		}
		_, _ = d.h.Write(rest[:i])
		rest = rest[i+1:]
	}
	return len(p), nil
}

func (d *digest) String() string { return hex.EncodeToString(d.h.Sum(nil)) }

// same returns the digest by which a mail is known again (complaint.Mail.Same).
// The lengths keep apart what would read alike when joined.
func same(m complaint.Mail, rawDate string, parts []string) string {
	rawDate = strings.Join(strings.Fields(rawDate), " ")
	if m.MessageID == "" && rawDate == "" {
		return ""
	}
	h := sha256.New()
	for _, s := range append([]string{m.MessageID, strings.ToLower(m.From.Address), rawDate, m.Subject}, parts...) {
		fmt.Fprintf(h, "%d:%s\n", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}
