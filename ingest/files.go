package ingest

import (
	"io"

	"gehoord/internal/complaint"
)

// Files returns the attachments that Parse lists, with their decoded bytes, as far as
// want wants them; nil wants all. want is asked once for each, in their order, and sees
// all that Parse tells of it. Those that do not fit in what is left of limit bytes are
// in left, without their bytes. The error is r's own; what came before it is returned.
//
// No more is held than limit bytes for what is returned, and as much again for the
// part that streams past and for each that it lies in (a file of a winmail.dat).
//
// For a part that calls itself text and is none, SHA256 is that of its bytes without CR.
func Files(r io.Reader, limit int64, want func(complaint.Attachment) bool) (files []complaint.File, left []complaint.Attachment, err error) {
	g := &gatherer{want: want, room: limit}
	w := &walker{src: newSource(r), gather: g}
	_, _, at := w.part("")
	for at.level != none { // cannot be: no boundary is open here
		at = w.body(io.Discard)
	}
	return g.files, g.left, w.readError()
}

// gatherer takes the bytes of attachments along while they are digested. What an
// attachment is called and how large it is shows only at its end: up to there its bytes
// are held as long as they fit. The nil gatherer takes none.
type gatherer struct {
	want  func(complaint.Attachment) bool
	room  int64 // bytes that may still be kept
	files []complaint.File
	left  []complaint.Attachment
}

// digest returns the digest of a part that may turn out to be an attachment.
func (g *gatherer) digest(text bool) *digest {
	d := newDigest(text)
	if g != nil {
		d.keep = &held{room: g.room}
	}
	return d
}

// list decides about an attachment that ends, d being its digest.
func (g *gatherer) list(a complaint.Attachment, d *digest) {
	switch {
	case g == nil, g.want != nil && !g.want(a):
	case a.Size > g.room:
		g.left = append(g.left, a)
	default:
		g.files = append(g.files, complaint.File{Attachment: a, Data: d.keep.b})
		g.room -= a.Size
	}
}

// held is the bytes of a part, nil as soon as they are more than there is room for.
type held struct {
	b    []byte
	room int64
	over bool
}

func (h *held) write(p []byte) {
	switch {
	case h.over:
	case int64(len(h.b)+len(p)) > h.room:
		h.b, h.over = nil, true
	default:
		h.b = append(h.b, p...)
	}
}
