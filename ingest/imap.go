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

// reconcile is how often the server's whole list is compared with the ledger; in
// between only UIDs above those seen are.
const reconcile = time.Hour

// session is a connection that is logged in, and what it knows of its folder.
type session struct {
	w      *Watcher
	link   *link
	caps   imap.CapSet
	folder string
	wake   chan struct{} // holds a token when the server announced a change
	strays *strays

	validity, uidNext uint32
	epoch             Epoch
	have              map[uint32]bool // UIDs with a row in the ledger
	next              uint32          // all below it was seen in this session
	compared          time.Time       // when next was last set back to the beginning
	stuck             bool            // moving failed in a way that will not mend by itself
}

// events are what the server tells unasked (RFC 3501 section 5.2).
func (s *session) events() *imapclient.UnilateralDataHandler {
	return &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages == nil {
				return
			}
			select {
			case s.wake <- struct{}{}:
			default:
			}
		},
		Fetch: s.strays.take,
	}
}

// close ends the connection. A LOGOUT would be polite, and one more wait.
func (s *session) close() {
	s.link.wire.Close()
	s.link.Client.Close()
	s.strays.expect(0, 0)
}

// ask runs one command under the deadlines.
func (s *session) ask(command func() error) error {
	s.link.wire.expect(s.w.Timeouts.silence(), s.w.Timeouts.answer())
	defer s.link.wire.relax()
	return s.link.wire.why(command())
}

// choose selects the folder and learns which epoch it is in. It is done again at
// every safety poll: that shows new mail on servers that announce none, and a
// folder that was numbered anew behind our back.
func (s *session) choose(ctx context.Context) error {
	validity, uidNext, err := s.selectFolder()
	if err != nil {
		return err
	}
	anew := s.have == nil || validity != s.validity || uidNext < s.uidNext
	s.validity, s.uidNext = validity, uidNext
	if !anew {
		if time.Since(s.compared) > reconcile {
			s.next, s.compared, s.stuck = s.epoch.From, time.Now(), false
		}
		return nil
	}
	name := s.w.Mailbox.Name
	if s.epoch, err = s.w.Ledger.Begin(ctx, name, validity, uidNext, s.w.Mailbox.Start); err != nil {
		return &oursError{fmt.Errorf("begin with the mailbox in the ledger: %w", err)}
	}
	known, err := s.w.Ledger.Known(ctx, name, s.epoch.ID, s.epoch.From)
	if err != nil {
		return &oursError{fmt.Errorf("read the ledger of the mailbox: %w", err)}
	}
	s.have = make(map[uint32]bool, len(known))
	for uid := range known {
		s.have[uid] = true
	}
	s.next, s.compared = s.epoch.From, time.Now()
	s.w.troubles.begin(s.epoch.ID)
	s.w.log().Info("mailbox opened", "epoch", s.epoch.ID, "uidvalidity", validity, "uidnext", uidNext, "known", len(known))
	return nil
}

// selectFolder does SELECT, or EXAMINE where nothing is to be moved, and returns
// UIDVALIDITY and UIDNEXT. Without either no mail could be told from another.
func (s *session) selectFolder() (validity, uidNext uint32, err error) {
	var box *imap.SelectData
	err = s.ask(func() (err error) {
		box, err = s.link.Select(s.folder, &imap.SelectOptions{ReadOnly: !s.w.mayMove()}).Wait()
		return err
	})
	switch {
	case isAnswer(err):
		return 0, 0, fmt.Errorf("open the folder %s: %w; check the folder in the mailbox URL", s.folder, err)
	case err != nil:
		return 0, 0, fmt.Errorf("open the folder %s: %w", s.folder, err)
	case box.UIDValidity == 0:
		return 0, 0, fmt.Errorf("open the folder %s: the server gives no UIDVALIDITY, so mails cannot be told apart (RFC 3501 section 2.3.1.1); another server is needed", s.folder)
	case box.UIDNext != 0:
		return box.UIDValidity, uint32(box.UIDNext), nil
	}
	// UIDNEXT may be absent there, not here (RFC 3501 section 6.3.10).
	var status *imap.StatusData
	err = s.ask(func() (err error) {
		status, err = s.link.Status(s.folder, &imap.StatusOptions{UIDNext: true}).Wait()
		return err
	})
	if err == nil && status.UIDNext == 0 {
		err = errors.New("it gives no UIDNEXT; another server is needed")
	}
	if err != nil {
		return 0, 0, fmt.Errorf("ask the server for the next UID of the folder %s: %w", s.folder, err)
	}
	return box.UIDValidity, uint32(status.UIDNext), nil
}

// list returns the UIDs ≥ from that lie in the folder and are not flagged
// \Deleted, ascending. It is a plain SEARCH: servers claim ESEARCH and do not
// know it.
func (s *session) list(from uint32) ([]uint32, error) {
	return s.search(imap.UIDRange{Start: imap.UID(from), Stop: 0})
}

func (s *session) search(uids imap.UIDRange) ([]uint32, error) {
	var found *imap.SearchData
	err := s.ask(func() (err error) {
		found, err = s.link.UIDSearch(&imap.SearchCriteria{
			UID: []imap.UIDSet{{uids}}, NotFlag: []imap.Flag{imap.FlagDeleted},
		}, nil).Wait()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the mails of the folder %s: %w", s.folder, err)
	}
	var listed []uint32
	for _, uid := range found.AllUIDs() {
		// n:* always names the last mail, also when its UID is below n
		// (RFC 3501 section 6.4.8).
		if uid >= uids.Start {
			listed = append(listed, uint32(uid))
		}
	}
	slices.Sort(listed)
	return slices.Compact(listed), nil
}

// wait returns when there may be new mail: at once when the server announced it
// since the last backlog, else after IDLE (RFC 2177), the poll's time, or when a
// mail that was not given is due again. polled asks for choose.
func (s *session) wait(ctx context.Context) (polled bool, err error) {
	timer := time.NewTimer(s.w.troubles.soonest(time.Now(), min(orElse(s.w.Mailbox.Poll, time.Minute), s.w.Timeouts.idle())))
	defer timer.Stop()
	if s.caps.Has(imap.CapIdle) {
		var idle *imapclient.IdleCommand
		begun := s.ask(func() (err error) {
			idle, err = s.link.Idle()
			return err
		})
		if begun != nil {
			return false, fmt.Errorf("wait for new mail: %w", begun)
		}
		defer func() {
			ended := s.ask(func() error { return errors.Join(idle.Close(), idle.Wait()) })
			if ended != nil && err == nil {
				err = fmt.Errorf("end the wait for new mail: %w", ended)
			}
		}()
	}
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-s.link.Closed():
		return false, errors.New("wait for new mail: the server closed the connection")
	case <-s.wake:
		return false, nil
	case <-timer.C:
		return true, nil
	}
}
