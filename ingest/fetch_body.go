package ingest

import (
	"errors"
	"io"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// whole is BODY.PEEK[], which does not set \Seen.
var whole = &imap.FetchItemBodySection{Peek: true}

// fetched is one FETCH response: a UID, and the body if it came. The zero
// fetched is none.
type fetched struct {
	uid   uint32
	body  *spooled
	large int64 // the length of a body that was left unread because it is above MaxSize
}

func (r fetched) pass(keep func(uint32, *spooled) error) error {
	if r.body == nil || r.uid == 0 {
		r.drop()
		return nil
	}
	return keep(r.uid, r.body)
}

// drop frees the body and forgets it.
func (r *fetched) drop() {
	if r.body != nil {
		r.body.Close()
		r.body = nil
	}
}

// readMessage reads one FETCH response to its end, its body if that is at most
// so large.
func readMessage(msg *imapclient.FetchMessageData, largest int64) (r fetched, err error) {
	for item := msg.Next(); item != nil; item = msg.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			r.uid = uint32(item.UID)
		case imapclient.FetchItemDataBodySection:
			switch {
			case item.Literal == nil || r.body != nil || !item.MatchCommand(whole):
			case item.Literal.Size() > largest:
				r.large = item.Literal.Size()
			default:
				if r.body, err = spool(item.Literal); err != nil {
					return r, err
				}
				if r.body.size != item.Literal.Size() {
					r.drop()
					return r, io.ErrUnexpectedEOF
				}
			}
		}
	}
	return r, nil
}

// strays catches the FETCH responses that the IMAP client takes for unasked:
// those with the UID behind the body, and the second one for a UID. Only a mail
// that is asked for alone is looked for in them.
type strays struct {
	mu     sync.Mutex
	idle   sync.Cond
	active int
	uid    uint32 // what is looked for; 0: nothing
	size   int64  // the largest body to take
	found  fetched
	err    error // ours, while taking it
}

func newStrays() *strays {
	s := &strays{}
	s.idle.L = &s.mu
	return s
}

// expect begins to look for a mail of at most size bytes; UID 0 ends it and
// forgets what was found.
func (s *strays) expect(uid uint32, size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found.drop()
	s.uid, s.size, s.found, s.err = uid, size, fetched{}, nil
}

// take is called by the IMAP client, in a goroutine of its own.
func (s *strays) take(msg *imapclient.FetchMessageData) {
	s.mu.Lock()
	wanted, size := s.uid, s.size
	s.active++
	s.mu.Unlock()
	if wanted == 0 {
		size = -1 // reads nothing
	}
	r, err := readMessage(msg, size)
	var ours *oursError
	if errors.As(err, &ours) {
		for msg.Next() != nil { // the client waits for us; see abandon
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if ours != nil && s.uid == wanted {
		s.err = err
	}
	if err == nil && wanted != 0 && r.uid == wanted && s.uid == wanted && s.found.body == nil {
		s.found, r = r, fetched{}
	}
	r.drop()
	s.active--
	s.idle.Broadcast()
}

// result waits until what came was read, and returns what was found. The caller
// has seen the end of the command: a body that came with it is being read.
func (s *strays) result() (fetched, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.active > 0 {
		s.idle.Wait()
	}
	r := s.found
	s.found = fetched{}
	return r, s.err
}
