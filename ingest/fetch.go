package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// batchSize is how many mails one FETCH asks for.
const batchSize = 200

// mailMeta is what is asked about a mail before its body. The zero mailMeta is unknown.
type mailMeta struct {
	size int64
	at   time.Time
}

// backlog brings everything that the server lists and the ledger does not know,
// then moves what is handled.
func (s *session) backlog(ctx context.Context) error {
	select {
	case <-s.wake: // what it announced is in the list that follows
	default:
	}
	from := s.next
	if s.w.mayMove() {
		from = s.epoch.From
	}
	listed, err := s.list(from)
	if err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(listed), func(uid uint32) bool { return s.have[uid] })
	if err := s.fetch(ctx, missing); err != nil {
		return err
	}
	if len(listed) > 0 {
		s.next = s.w.troubles.lowest(listed[len(listed)-1] + 1)
	}
	if s.w.Seen != nil {
		s.w.Seen(time.Now())
	}
	return s.move(ctx, listed)
}

// fetch brings the mails of uids, which ascend: first those that never gave
// trouble, in batches, then the others whose time has come, each alone, so that
// none of those holds up a healthy one.
func (s *session) fetch(ctx context.Context, uids []uint32) (err error) {
	if len(uids) == 0 {
		return nil
	}
	healthy, again := s.w.troubles.split(uids, time.Now())
	belt := s.w.newBelt(ctx)
	defer func() {
		if stopped := belt.stop(); err == nil {
			err = stopped
		}
	}()
	for chunk := range slices.Chunk(healthy, batchSize) {
		if err := s.batch(ctx, chunk, belt); err != nil {
			return err
		}
	}
	for _, uid := range again {
		belt.plan(uid)
		if err := s.alone(ctx, uid, belt); err != nil {
			return err
		}
	}
	return nil
}

// batch brings up to batchSize mails with two commands, sizes and then bodies.
// What does not come that way is asked for alone: it is too large, the server
// dropped it, or it was in a batch on which a connection broke before.
func (s *session) batch(ctx context.Context, uids []uint32, belt *belt) error {
	belt.plan(uids...)
	together := slices.DeleteFunc(slices.Clone(uids), s.w.troubles.suspected)
	metas, err := s.metas(together)
	if err == nil {
		fits := slices.DeleteFunc(slices.Clone(together), func(uid uint32) bool {
			m, ok := metas[uid]
			return !ok || m.size > s.w.maxSize()
		})
		err = s.bodies(fits, metas, func(uid uint32, body *spooled) error {
			return s.keep(ctx, uid, metas[uid], body, false, belt)
		})
	}
	if err != nil && !isAnswer(err) {
		if isTheirs(ctx, err) && len(together) > 0 {
			s.w.troubles.suspect(together[len(together)-1])
		}
		return err
	}
	for _, uid := range uids {
		if !s.have[uid] {
			if err := s.alone(ctx, uid, belt); err != nil {
				return err
			}
		}
	}
	return nil
}

// metas asks for RFC822.SIZE and INTERNALDATE, and for nothing that servers are
// known to write wrongly (ENVELOPE, BODYSTRUCTURE).
func (s *session) metas(uids []uint32) (map[uint32]mailMeta, error) {
	metas := make(map[uint32]mailMeta, len(uids))
	if len(uids) == 0 {
		return metas, nil
	}
	err := s.ask(func() error {
		cmd := s.link.Fetch(uidSet(uids), &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true})
		for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
			var uid uint32
			var m mailMeta
			for item := msg.Next(); item != nil; item = msg.Next() {
				switch item := item.(type) {
				case imapclient.FetchItemDataUID:
					uid = uint32(item.UID)
				case imapclient.FetchItemDataRFC822Size:
					m.size = item.Size
				case imapclient.FetchItemDataInternalDate:
					m.at = item.Time
				}
			}
			if m != (mailMeta{}) { // a flag change of that mail is no answer
				metas[uid] = m
			}
		}
		return cmd.Close()
	})
	if err != nil {
		return nil, fmt.Errorf("ask for the sizes of %d mails: %w", len(uids), err)
	}
	return metas, nil
}

// bodies asks for whole mails in one command and hands each to keep as soon as
// it is proven complete: its literal has the announced length, and the answer
// went on behind it. A literal that the connection cut looks complete until then.
func (s *session) bodies(uids []uint32, metas map[uint32]mailMeta, keep func(uint32, *spooled) error) error {
	if len(uids) == 0 {
		return nil
	}
	var total int64
	for _, uid := range uids {
		total += metas[uid].size
	}
	wire := s.link.wire
	limit := s.w.Timeouts.mail(total)
	wire.expect(s.w.Timeouts.silence(), limit)
	defer wire.relax()

	cmd := s.link.Fetch(uidSet(uids), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{whole}})
	var last fetched
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		if err := last.pass(keep); err != nil {
			return s.abandon(cmd, err)
		}
		wire.expect(s.w.Timeouts.silence(), limit) // keeping took its time
		var err error
		if last, err = readMessage(msg, s.w.maxSize()); err != nil {
			last.drop()
			return s.abandon(cmd, fmt.Errorf("fetch %d mails: %w", len(uids), wire.why(err)))
		}
		if _, asked := slices.BinarySearch(uids, last.uid); !asked {
			last.drop()
		}
	}
	if err := cmd.Close(); err != nil {
		last.drop()
		return fmt.Errorf("fetch %d mails: %w", len(uids), wire.why(err))
	}
	return last.pass(keep)
}

// abandon ends the connection, because the rest of an answer would have to be
// read. When the cause is ours, the IMAP client still waits to be relieved of it;
// when a literal was cut, reading on would race with the client.
func (s *session) abandon(cmd *imapclient.FetchCommand, cause error) error {
	s.link.wire.Close()
	var ours *oursError
	if errors.As(cause, &ours) {
		cmd.Close()
	}
	return cause
}

// keep stores a mail with its row and puts it on the belt to the desk.
func (s *session) keep(ctx context.Context, uid uint32, m mailMeta, body *spooled, partial bool, belt *belt) error {
	defer body.Close()
	a := Arrival{
		Mailbox: s.w.Mailbox.Name, Epoch: s.epoch.ID, UID: uid, Received: m.at, Size: m.size,
		Silent: uid < s.epoch.Silent, Partial: partial, Reader: body,
	}
	if a.Size == 0 {
		a.Size = body.size
	}
	id, err := s.w.Ledger.Keep(ctx, a)
	if err != nil {
		return &oursError{fmt.Errorf("store the mail with UID %d: %w", uid, err)}
	}
	s.have[uid] = true
	s.w.troubles.gave(uid)
	s.w.log().Info("mail stored", "mail", id, "uid", uid, "bytes", a.Size, "partial", partial)
	return belt.put(uid, id)
}

func uidSet(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	return set
}
