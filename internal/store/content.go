package store

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/jmoiron/sqlx"
)

// PieceSize is the most that is read or written at once, so that a large mail
// costs no large buffer.
const PieceSize = 256 << 10

// Parts of a mail's content.
const (
	PartRaw   = "raw"
	PartText  = "text"
	PartReply = "reply"
)

// rooms are for pieces on their way: a mail has half a dozen contents, most of
// them small.
var rooms = sync.Pool{New: func() any { return new([PieceSize]byte) }}

// putContent stores all of r as pieces.
func (q queries) putContent(ctx context.Context, owner, part string, r io.Reader) error {
	room := rooms.Get().(*[PieceSize]byte)
	defer rooms.Put(room)
	buf := room[:]
	for piece := 0; ; piece++ {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			if _, err := q.q.ExecContext(ctx, `INSERT INTO content (owner, part, piece, bytes) VALUES ($1, $2, $3, $4)`,
				owner, part, piece, buf[:n]); err != nil {
				return fmt.Errorf("store %s of %s: %w", part, owner, err)
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return nil
		default:
			return fmt.Errorf("read %s of %s: %w", part, owner, err)
		}
	}
}

// Content reads what is stored, piece by piece. It is empty when it was erased.
func (q queries) Content(ctx context.Context, owner, part string) io.Reader {
	return &pieces{ctx: ctx, q: q, owner: owner, part: part}
}

// Text reads a stored text, "" when there is none (any more).
func (q queries) Text(ctx context.Context, owner, part string) (string, error) {
	data, err := io.ReadAll(q.Content(ctx, owner, part))
	return string(data), err
}

type pieces struct {
	ctx         context.Context
	q           queries
	owner, part string
	next        int
	rest        []byte
	end         bool
}

// Read implements io.Reader.
func (p *pieces) Read(b []byte) (int, error) {
	for len(p.rest) == 0 {
		if p.end {
			return 0, io.EOF
		}
		var got [][]byte
		err := sqlx.SelectContext(p.ctx, p.q.q, &got,
			`SELECT bytes FROM content WHERE owner = $1 AND part = $2 AND piece = $3`, p.owner, p.part, p.next)
		if err != nil {
			return 0, fmt.Errorf("read %s of %s: %w", p.part, p.owner, err)
		}
		if len(got) == 0 {
			p.end = true
			continue
		}
		p.rest = got[0]
		p.next++
		p.end = len(p.rest) < PieceSize
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}
