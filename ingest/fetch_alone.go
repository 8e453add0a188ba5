package ingest

import (
	"context"
	"errors"
	"fmt"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// What is fetched of a mail above MaxSize: its header, and its beginning, which
// holds the text.
var (
	headerPart = &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader,
		Partial: &imap.SectionPartial{Size: 1 << 20}}
	firstPart = &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: 256 << 10}}
)

// errNotGiven: the server answered and the mail was not in its answer.
var errNotGiven = errors.New("the server lists the mail and does not send it")

// alone brings one mail with commands that name no other. The first time it asks
// for size and date too; after a failure for nothing but the body, because those
// two may be what the server cannot write; at the last try for the beginning only,
// which is better than nothing. A mail that does not come is noted and nil
// returned: the next ones are not to wait for it. An error means that the
// connection or the ledger is in trouble; a connection that broke is noted too.
func (s *session) alone(ctx context.Context, uid uint32, belt *belt) error {
	err := errNotGiven
	tries, limit := s.w.troubles.tries(uid), s.w.Timeouts.tries()
	if tries == 0 {
		err = s.one(ctx, uid, true, belt)
	}
	switch usable := isAnswer(err) || errors.Is(err, errNotGiven); {
	case usable && tries > 0 && tries%limit == limit-1:
		err = s.part(ctx, uid, mailMeta{}, belt)
	case usable:
		err = s.one(ctx, uid, false, belt)
	}
	if err == nil || !isTheirs(ctx, err) {
		return err
	}
	broken := !isAnswer(err) && !errors.Is(err, errNotGiven)
	if !broken {
		if left, err := s.search(imap.UIDRange{Start: imap.UID(uid), Stop: imap.UID(uid)}); err != nil || len(left) == 0 {
			belt.skip(uid) // it is gone, or the connection is
			return err
		}
	}
	if lost := s.failed(ctx, uid, err); lost != nil {
		return lost
	}
	belt.skip(uid)
	if broken {
		return err
	}
	return nil
}

// one tries once.
func (s *session) one(ctx context.Context, uid uint32, described bool, belt *belt) error {
	var m mailMeta
	if described {
		metas, err := s.metas([]uint32{uid})
		if err != nil {
			return err
		}
		m = metas[uid]
	}
	if m.size > s.w.maxSize() {
		return s.part(ctx, uid, m, belt)
	}
	s.strays.expect(uid, s.w.maxSize())
	defer s.strays.expect(0, 0)

	var r fetched
	err := s.bodies([]uint32{uid}, map[uint32]mailMeta{uid: m}, func(_ uint32, body *spooled) error {
		r.body = body
		return nil
	})
	stray, ours := s.strays.result()
	if err == nil {
		err = ours
	}
	switch {
	case err != nil:
		r.drop()
		stray.drop()
		return err
	case r.body != nil:
		stray.drop()
		return s.keep(ctx, uid, m, r.body, false, belt)
	case stray.body != nil:
		return s.keep(ctx, uid, m, stray.body, false, belt)
	case m == (mailMeta{}) && !described:
		// Perhaps it is above MaxSize and no size was asked for.
		return s.part(ctx, uid, m, belt)
	default:
		return errNotGiven
	}
}

// part brings the beginning of a mail that is too large. The header has a
// command part of its own: it may be longer than the beginning.
func (s *session) part(ctx context.Context, uid uint32, m mailMeta, belt *belt) error {
	wire := s.link.wire
	wire.expect(s.w.Timeouts.silence(), s.w.Timeouts.mail(headerPart.Partial.Size+firstPart.Partial.Size))
	defer wire.relax()
	cmd := s.link.Fetch(imap.UIDSetNum(imap.UID(uid)), &imap.FetchOptions{
		UID: true, BodySection: []*imap.FetchItemBodySection{headerPart, firstPart},
	})
	header, first, err := readParts(cmd, uid)
	if err != nil {
		err = s.abandon(cmd, err)
	} else {
		err = cmd.Close()
	}
	if err == nil && first.body == nil {
		err = errNotGiven
	}
	if err != nil {
		header.drop()
		first.drop()
		return fmt.Errorf("fetch the beginning of a large mail: %w", wire.why(err))
	}
	if header.body == nil || header.body.size < first.body.size {
		header.drop()
		// A mail whose size was unknown may be here to its end.
		complete := m.size == 0 && first.body.size < firstPart.Partial.Size
		return s.keep(ctx, uid, m, first.body, !complete, belt)
	}
	first.drop()
	return s.keep(ctx, uid, m, header.body, true, belt)
}

func readParts(cmd *imapclient.FetchCommand, uid uint32) (header, first fetched, err error) {
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		for item := msg.Next(); item != nil; item = msg.Next() {
			section, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || section.Literal == nil {
				continue
			}
			into := &first
			if section.Section.Specifier == imap.PartSpecifierHeader {
				into = &header
			}
			into.drop()
			into.uid = uid
			if into.body, err = spool(section.Literal); err != nil {
				return header, first, err
			}
			if into.body.size != section.Literal.Size() {
				return header, first, errors.New("the connection ended within a mail")
			}
		}
	}
	return header, first, nil
}

// failed notes that a mail did not come, and after enough tries records it as
// lost: then, and only when the same server gave other mails in the meantime, the
// mail is to blame.
func (s *session) failed(ctx context.Context, uid uint32, reason error) error {
	tries, gaveOthers := s.w.troubles.failed(uid, s.w.Timeouts)
	s.w.log().Warn("mail not given by the server", "uid", uid, "tries", tries, "error", reason)
	if tries < s.w.Timeouts.tries() || !gaveOthers {
		return nil
	}
	why := fmt.Sprintf("not given by the server in %d tries: %v", tries, reason)
	if err := s.w.Ledger.Lost(ctx, s.w.Mailbox.Name, s.epoch.ID, uid, why); err != nil {
		return &oursError{fmt.Errorf("record the mail with UID %d as lost: %w", uid, err)}
	}
	s.have[uid] = true
	s.w.troubles.forget(uid)
	s.w.log().Error("mail lost: look at it with a mail client", "uid", uid, "error", reason)
	return nil
}

// isTheirs tells whether err is the server's or the network's doing.
func isTheirs(ctx context.Context, err error) bool {
	var ours *oursError
	return err != nil && ctx.Err() == nil && !errors.As(err, &ours)
}
