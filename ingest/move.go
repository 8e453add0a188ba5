package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// move moves the listed mails that the ledger calls completely handled. A mail
// that cannot be moved stays where it is; only a broken connection, or a ledger
// in trouble, is an error.
func (s *session) move(ctx context.Context, listed []uint32) error {
	if !s.w.mayMove() || s.stuck || len(listed) == 0 {
		return nil
	}
	known, err := s.w.Ledger.Known(ctx, s.w.Mailbox.Name, s.epoch.ID, listed[0])
	if err != nil {
		return &oursError{fmt.Errorf("ask the ledger which mails are handled: %w", err)}
	}
	handled := slices.DeleteFunc(slices.Clone(listed), func(uid uint32) bool { return !known[uid] })
	for chunk := range slices.Chunk(handled, batchSize) {
		err := s.moveAll(uidSet(chunk))
		if isAnswer(err) {
			s.stuck = true
			s.complainMove(err)
			return nil
		}
		if err != nil {
			return fmt.Errorf("move handled mails to the folder %s: %w", s.w.Mailbox.MoveTo, err)
		}
		if s.stuck {
			return nil
		}
		s.w.log().Info("handled mails moved", "mails", len(chunk))
	}
	return nil
}

// moveAll uses MOVE (RFC 6851), else COPY and, when that is proven done, the
// removal of just these UIDs (RFC 4315). An EXPUNGE without UIDs would take other
// clients' mails, so without UIDPLUS nothing is moved. The IMAP client's own
// fallback does not wait for the COPY, and loses mail.
func (s *session) moveAll(uids imap.UIDSet) error {
	target := s.w.Mailbox.MoveTo
	if s.caps.Has(imap.CapMove) && s.link.Caps().Has(imap.CapMove) {
		return s.ask(func() error {
			_, err := s.link.Move(uids, target).Wait()
			return err
		})
	}
	if !s.caps.Has(imap.CapUIDPlus) {
		s.stuck = true
		s.w.log().Warn("handled mails stay in the mailbox: the server has neither MOVE nor UIDPLUS; set move_to to \"\"")
		return nil
	}
	err := s.ask(func() error {
		_, err := s.link.Copy(uids, target).Wait()
		return err
	})
	if err != nil {
		return err
	}
	err = s.ask(func() error {
		return s.link.Store(uids, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close()
	})
	if err != nil {
		return err
	}
	return s.ask(func() error { return s.link.UIDExpunge(uids).Close() })
}

// complainMove says once a session what a person must do.
func (s *session) complainMove(err error) {
	var no *imap.Error
	log := s.w.log().With("error", err, "folder", s.w.Mailbox.MoveTo)
	if errors.As(err, &no) && (no.Code == imap.ResponseCodeTryCreate || no.Code == imap.ResponseCodeNonExistent) {
		log.Error("handled mails stay in the mailbox: make the folder of move_to, or correct its name")
		return
	}
	log.Error("handled mails stay in the mailbox: the server refuses to move them; check the rights on the folder of move_to")
}
