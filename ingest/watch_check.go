package ingest

import (
	"context"
	"errors"
	"fmt"

	"github.com/emersion/go-imap/v2"
)

// Check connects, logs in and opens the folder read-only, for `gehoord check`.
// It changes nothing and asks nothing of ledger and desk, which may be nil. The
// error is a sentence that tells what to do.
func (w *Watcher) Check(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	target := w.Mailbox.MoveTo
	reader := *w
	reader.Mailbox.MoveTo = "" // EXAMINE
	s.w = &reader
	if _, _, err := s.selectFolder(); err != nil {
		return err
	}
	if target == "" {
		return nil
	}
	if !s.caps.Has(imap.CapMove) && !s.caps.Has(imap.CapUIDPlus) {
		return fmt.Errorf("move handled mails to %s: the server has neither MOVE nor UIDPLUS; set move_to to \"\"", target)
	}
	err = s.ask(func() error {
		_, err := s.link.Status(target, &imap.StatusOptions{NumMessages: true}).Wait()
		return err
	})
	if isAnswer(err) {
		return fmt.Errorf("find the folder %s of move_to: %w; make it on the server, or correct its name", target, err)
	}
	if err != nil {
		return fmt.Errorf("find the folder %s of move_to: %w", target, err)
	}
	if target == s.folder {
		return errors.New("move handled mails: move_to is the mailbox itself; name another folder, or none")
	}
	return nil
}
