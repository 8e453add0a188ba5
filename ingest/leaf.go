package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"

	"github.com/emersion/go-message/textproto"

	"gehoord/internal/complaint"
)

// leaf reads a part that has no parts. Its bytes stream through the decoder into a
// digest; only text, delivery reports and the beginning of a returned mail are
// kept. With at, there is no body.
func (w *walker) leaf(n *node, h textproto.Header, parent string, at *stop) stop {
	disposition, dparams := parameters(h.Get("Content-Disposition"))
	n.name = fileName(dparams["filename"], n.params["name"])
	n.isText = isBody(n, disposition, parent)
	n.nested = n.typ == "message/rfc822" || n.typ == "message/global" || n.typ == "text/rfc822-headers" || n.typ == "message/global-headers"

	keep := &capture{limit: w.limit(n)}
	sum := newDigest(n.isText)
	dec, complaintOf := newDecoder(h.Get("Content-Transfer-Encoding"), &sink{keep: keep, sum: sum})
	if complaintOf != "" {
		w.problem("part %d: %s", w.parts, complaintOf)
	}
	end := stop{}
	if at != nil {
		end = *at
	} else {
		end = w.body(dec)
	}
	if p := dec.done(); p != "" {
		w.problem("part %d: %s", w.parts, p)
	}
	w.kept += len(keep.b)
	n.raw = keep.b
	w.digests = append(w.digests, sum.String())
	if n.isText {
		if keep.cut {
			w.problem("part %d: text longer than %d KB, the rest not read", w.parts, keep.limit>>10)
		}
		return end
	}
	w.attach(n, complaint.Attachment{
		Name: n.name, Type: n.typ, Size: sum.size, SHA256: sum.String(),
		Inline: disposition == "inline" || parent == "multipart/related" && h.Has("Content-Id"),
	})
	return end
}

// attach lists an attachment and says what a reader of the mail should know of it.
func (w *walker) attach(n *node, a complaint.Attachment) {
	w.attachments = append(w.attachments, a)
	if n.typ == "application/ms-tnef" || n.typ == "application/vnd.ms-tnef" || strings.EqualFold(n.name, "winmail.dat") {
		w.problem("part %d: winmail.dat (Outlook's own format) is not unpacked", w.parts)
	}
}

// isBody reports whether a part is to be read as text: plain or HTML, and not sent
// as a file.
func isBody(n *node, disposition, parent string) bool {
	if n.typ != "text/plain" && n.typ != "text/html" && n.typ != "text/enriched" && n.typ != "text/x-amp-html" &&
		!(parent == "" && strings.HasPrefix(n.typ, "text/")) {
		return false
	}
	if n.typ == "text/x-amp-html" {
		return false
	}
	if parent == "" || parent == "multipart/alternative" {
		return disposition != "attachment"
	}
	return disposition != "attachment" && n.name == ""
}

// limit returns how many bytes of a part are kept.
func (w *walker) limit(n *node) int {
	most := 0
	switch {
	case n.isText && n.typ == "text/html":
		most = maxHTML
	case n.isText:
		most = maxText
	case n.nested, strings.HasPrefix(n.typ, "message/"):
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
	keep *capture
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
}

func newDigest(text bool) *digest { return &digest{h: sha256.New(), text: text} }

func (d *digest) Write(p []byte) (int, error) {
	d.size += int64(len(p))
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
