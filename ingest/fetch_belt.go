package ingest

import (
	"context"
	"fmt"
)

// belt carries stored mails to the desk while others are still being fetched.
// It restores the order of the UIDs, which retries disturb: a mail waits until
// those planned before it were put on the belt or skipped.
type belt struct {
	ids   chan string
	ended chan struct{}
	err   error // valid when ended is closed

	order []uint32          // planned and not yet passed on
	ready map[uint32]string // put, by UID; "" for skipped
}

// newBelt starts the desk's end; stop ends it.
func (w *Watcher) newBelt(ctx context.Context) *belt {
	b := &belt{ids: make(chan string, 16), ended: make(chan struct{}), ready: map[uint32]string{}}
	go func() {
		defer close(b.ended)
		for id := range b.ids {
			if err := w.Desk.Receive(ctx, id); err != nil {
				b.err = &oursError{fmt.Errorf("handle the stored mail %s: %w", id, err)}
				return
			}
		}
	}()
	return b
}

// plan names mails that will be put or skipped, in the order of their arrival.
func (b *belt) plan(uids ...uint32) { b.order = append(b.order, uids...) }

// put hands over a stored mail. The error is the desk's.
func (b *belt) put(uid uint32, id string) error {
	b.ready[uid] = id
	return b.advance()
}

// skip says that a mail will not come this time.
func (b *belt) skip(uid uint32) {
	b.ready[uid] = ""
	_ = b.advance() // the desk's error comes with the next put, or with stop
}

func (b *belt) advance() error {
	for len(b.order) > 0 {
		id, ok := b.ready[b.order[0]]
		if !ok {
			return nil
		}
		if id != "" {
			select {
			case b.ids <- id:
			case <-b.ended:
				return b.err
			}
		}
		delete(b.ready, b.order[0])
		b.order = b.order[1:]
	}
	return nil
}

// stop waits until the desk has received what was passed on. What still waits
// for an earlier mail stays Unfinished in the ledger until the next session.
func (b *belt) stop() error {
	close(b.ids)
	<-b.ended
	return b.err
}
