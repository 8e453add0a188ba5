package ingest

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Mailbox is one [[mailbox]] of the configuration.
type Mailbox struct {
	Name    string // "klachten": what the ledger and the log call it
	URL     string // see ParseURL
	Secret  func(context.Context) (Secret, error)
	Start   Start
	MoveTo  string         // "" leaves handled mail where it is
	Poll    time.Duration  // safety poll beside IDLE; 0 = a minute
	MaxSize int64          // bytes; larger mail comes in Partial; 0 = 50 MB
	RootCAs *x509.CertPool // nil = the system's
}

// Watcher brings the mails of one mailbox to the ledger and then to the desk,
// oldest first, for ever. What it has seen stands in the ledger alone: no flag
// on the server, no date and no memory of its own decides whether a mail is new,
// so that a crash at any point loses none and keeps none twice.
//
// A mail flagged \Deleted is left alone: somebody threw it away before we read
// it. Unflagged, it is new again.
type Watcher struct {
	Mailbox  Mailbox
	Ledger   Ledger
	Desk     Desk
	Log      *slog.Logger    // nil = slog.Default
	Timeouts Timeouts        // zero = the defaults
	Seen     func(time.Time) // nil, or told each time that all the server lists is in the ledger

	dial     dialer
	troubles troubles
}

// Run watches until ctx ends, and then returns nil. Nothing else ends it: it
// connects anew after any error, later and later, and says in the log what a
// person can do. Call it once.
func (w *Watcher) Run(ctx context.Context) error {
	for failures := 0; ctx.Err() == nil; failures++ {
		progress, err := w.session(ctx)
		if ctx.Err() != nil {
			break
		}
		if progress {
			failures = 0
		}
		pause := w.pause(failures, err)
		w.complain(err, pause)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	return nil
}

// session is one connection from its beginning to its end: what a crash left
// over, what came in the meantime, then what comes. progress tells that the
// connection was good for something.
func (w *Watcher) session(ctx context.Context) (progress bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := w.finish(ctx); err != nil {
		return false, err
	}
	s, err := w.open(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	given, began := w.troubles.given, time.Now()
	_, long := w.Timeouts.backoff()
	defer func() { progress = w.troubles.given > given || time.Since(began) > long }()
	for {
		if err := s.choose(ctx); err != nil {
			return false, err
		}
		for polled := false; !polled; {
			if err := s.backlog(ctx); err != nil {
				return false, err
			}
			if polled, err = s.wait(ctx); err != nil {
				return false, err
			}
		}
		// Somebody may have taken mails out of quarantine meanwhile.
		if err := w.finish(ctx); err != nil {
			return false, err
		}
	}
}

// open connects and logs in.
func (w *Watcher) open(ctx context.Context) (*session, error) {
	e, err := ParseURL(w.Mailbox.URL)
	if err != nil {
		return nil, err
	}
	s := &session{w: w, wake: make(chan struct{}, 1), strays: newStrays(), folder: e.Folder}
	if s.link, err = w.connect(ctx, e, s.events()); err != nil {
		return nil, err
	}
	if err := w.login(ctx, s.link, e); err != nil {
		s.close()
		return nil, err
	}
	// Not Caps: after a login that does not list them it may still tell those
	// from before.
	err = s.ask(func() error {
		s.caps, err = s.link.Capability().Wait()
		return err
	})
	if err != nil {
		s.close()
		return nil, fmt.Errorf("ask the mail server %s what it can do: %w", s.link.host, err)
	}
	return s, nil
}

// finish receives the mails that were stored and not handled, because the
// program or the database stopped in between.
func (w *Watcher) finish(ctx context.Context) error {
	ids, err := w.Desk.Unfinished(ctx, w.Mailbox.Name)
	if err != nil {
		return &oursError{fmt.Errorf("list the mails still to be handled: %w", err)}
	}
	for _, id := range ids {
		if err := w.Desk.Receive(ctx, id); err != nil {
			return &oursError{fmt.Errorf("handle the stored mail %s: %w", id, err)}
		}
	}
	return nil
}

// pause is how long to wait before the next connection: full jitter below a
// ceiling that doubles, so that many watchers do not come back at once. A
// refused secret waits longer: servers lock accounts.
func (w *Watcher) pause(failures int, err error) time.Duration {
	var refused *refusedError
	if errors.As(err, &refused) {
		return w.Timeouts.refused()
	}
	first, highest := w.Timeouts.backoff()
	ceiling := min(first<<min(failures, 20), highest)
	return rand.N(ceiling) + 1
}

// complain logs what ended a session.
func (w *Watcher) complain(err error, pause time.Duration) {
	log := w.log().With("error", err, "again_in", pause.Round(time.Millisecond))
	var refused *refusedError
	var ours *oursError
	switch {
	case errors.As(err, &refused):
		log.Error("mailbox login refused")
	case errors.As(err, &ours):
		log.Error("mail waits on the server: it cannot be stored or handled now")
	default:
		log.Warn("mailbox connection ended")
	}
}

func (w *Watcher) log() *slog.Logger {
	log := w.Log
	if log == nil {
		log = slog.Default()
	}
	return log.With("mailbox", w.Mailbox.Name)
}

// mayMove tells whether the mailbox is opened for writing.
func (w *Watcher) mayMove() bool { return w.Mailbox.MoveTo != "" }

func (w *Watcher) maxSize() int64 {
	if w.Mailbox.MaxSize > 0 {
		return w.Mailbox.MaxSize
	}
	return 50 << 20
}

// isAnswer tells an answer NO or BAD, after which the connection is as good as
// before, from a broken connection.
func isAnswer(err error) bool {
	var answer *imap.Error
	return errors.As(err, &answer) && answer.Type != imap.StatusResponseTypeBye
}
