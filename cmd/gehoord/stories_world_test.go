package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gehoord/ingest"
	"gehoord/internal/clock"
	"gehoord/internal/config"
	"gehoord/internal/mailworld"
	"gehoord/internal/store"
	"gehoord/notify"
	"gehoord/sla"
)

// ground is what a story is played on: mail servers and a desk at work.
type ground interface {
	now() time.Time
	move(to time.Time) error               // lets time pass, every instant in between
	put(from, to string, raw []byte) error // mails
	inbox(address string) [][]byte         // oldest first
	rest() error                           // returns when nothing is left to be done at this instant
	eventually(f func() error) error       // f must be satisfied, at the latest when the desk rests
	conf() string
	register() *store.Store
}

// stage is a ground in this process: real IMAP and SMTP on loopback, the daemon
// as serve wires it, and a clock that stands still until it is moved.
type stage struct {
	mail   *mailworld.World
	daemon *daemon
	hand   *clock.Hand
	path   string
	log    *lockedBuffer

	mu     sync.Mutex
	inside int           // calls of the loops into the desk that have not returned
	calls  int           // that ever began or returned
	did    chan struct{} // closed, and replaced, when one returns
}

// newStage starts everything; it ends with the test.
func newStage(t *testing.T, start time.Time) (*stage, error) {
	c, hand := clock.ByHand(start)
	s := &stage{hand: hand, log: &lockedBuffer{}, did: make(chan struct{})}
	o := mailworld.Options{Unknown: mailworld.Bounce, Now: c.Now}
	for _, person := range storyPeople {
		o.Users = append(o.Users, mailworld.User{Address: addressOf(person), Password: "geheim"})
	}
	var err error
	if s.mail, err = mailworld.Start(o); err != nil {
		return nil, err
	}
	t.Cleanup(func() { s.mail.Close() })
	s.path = filepath.Join(t.TempDir(), "gehoord.toml")
	us := strings.Replace(storyPeople["desk"], "@", "%40", 1)
	text := fmt.Sprintf(storyConf, "imap+insecure://"+us+"@"+s.mail.IMAPAddr()+"/INBOX", "smtp+insecure://"+s.mail.SMTPAddr(), "", undoInStories)
	for name, content := range map[string]string{"gehoord.toml": text, "password": "geheim\n"} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(s.path), name), []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	conf, err := config.Load(s.path)
	if err != nil {
		return nil, err
	}
	s.daemon, err = newDaemon(t.Context(), conf, c, slog.New(slog.NewTextHandler(s.log, nil)))
	if err != nil {
		return nil, err
	}
	s.daemon.sender.Queue = watchedQueue{s.daemon.sender.Queue, s}
	s.daemon.loop.Ringer = watchedRinger{s.daemon.loop.Ringer, s}
	for _, w := range s.daemon.watchers {
		w.Desk = watchedDesk{w.Desk, s}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.daemon.run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-ended, s.daemon.close()); err != nil {
			t.Errorf("the daemon ended: %v", err)
		}
	})
	return s, nil
}

func (s *stage) now() time.Time         { return s.daemon.clock.Now() }
func (s *stage) conf() string           { return s.path }
func (s *stage) register() *store.Store { return s.daemon.store }

// put takes a moment, so that of two mails one is the earlier.
func (s *stage) put(from, to string, raw []byte) error {
	s.hand.Set(s.now().Add(time.Millisecond))
	return s.mail.Deliver(to, raw, s.now())
}

func (s *stage) eventually(f func() error) error { return f() } // it rests already

func (s *stage) inbox(address string) [][]byte {
	var all [][]byte
	for _, d := range s.mail.Mails(address) {
		all = append(all, d.Raw)
	}
	return all
}

// move passes every instant for which something is planned, one after another,
// as a clock does that runs.
func (s *stage) move(to time.Time) error {
	if to.Before(s.now()) {
		return fmt.Errorf("the clock shows %s and cannot go back to %s", s.now().Format(time.DateTime), to.Format(time.DateTime))
	}
	for {
		next, err := s.next()
		if err != nil {
			return err
		}
		if next.IsZero() || !next.Before(to) {
			next = to
		}
		s.hand.Set(next.In(to.Location()))
		s.daemon.sender.Kick()
		s.daemon.loop.Kick()
		if err := s.rest(); err != nil {
			return err
		}
		if next.Equal(to) {
			return nil
		}
	}
}

// next is when something is planned next, zero for never.
func (s *stage) next() (time.Time, error) {
	next, err := s.daemon.desk.Next(context.Background())
	if err != nil {
		return next, err
	}
	letter, err := s.daemon.store.NextLetter(context.Background(), store.Who{Daemon: s.daemon.id, Wall: time.Now(), Lease: time.Hour})
	if !letter.IsZero() && (next.IsZero() || letter.Before(next)) {
		next = letter
	}
	return next, err
}

// patience is how long a story waits for the desk, which takes milliseconds.
const patience = 20 * time.Second

// rest returns when every mail is handled, no alarm is due, and no letter is due
// or under way, all that while no loop was at work.
func (s *stage) rest() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		s.mu.Lock()
		inside, calls, did := s.inside, s.calls, s.did
		s.mu.Unlock()
		left := "a loop is at work"
		if inside == 0 {
			var err error
			if left, err = s.left(); err != nil {
				return err
			}
			s.mu.Lock()
			undisturbed := s.calls == calls
			s.mu.Unlock()
			if left == "" && undisturbed {
				return nil
			}
			if !undisturbed {
				continue
			}
		}
		select {
		case <-did:
		case <-ctx.Done():
			return fmt.Errorf("the desk does not come to rest: %s; it said:\n%s", left, tailOf(s.log.String()))
		}
	}
}

// left is what remains to be done at this instant, "" for nothing.
func (s *stage) left() (string, error) {
	ctx := context.Background()
	came := len(s.mail.Mails(storyPeople["desk"]))
	known, err := s.daemon.store.KnownUIDs(ctx, "klachten", 1, 1)
	if err != nil {
		return "", err
	}
	done := 0
	for _, handled := range known {
		if handled {
			done++
		}
	}
	if done < came {
		return fmt.Sprintf("%d of %d mails are not handled", came-done, came), nil
	}
	next, err := s.daemon.desk.Next(ctx)
	if err != nil {
		return "", err
	}
	if !next.IsZero() && !next.After(s.now()) {
		return "an alarm is due", nil
	}
	letters, err := s.daemon.store.Unsent(ctx)
	if err != nil {
		return "", err
	}
	for _, l := range letters {
		if l.State != "failed" && !l.Due.After(s.now()) {
			return fmt.Sprintf("a letter %s to %s is due", l.Kind, l.Recipient), nil
		}
	}
	if now := len(s.mail.Mails(storyPeople["desk"])); now != came {
		return "a mail came", nil
	}
	return "", nil
}

func (s *stage) enter() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inside++
	s.calls++
}

func (s *stage) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inside--
	s.calls++
	close(s.did)
	s.did = make(chan struct{})
}

// watchedQueue, watchedRinger and watchedDesk tell a stage when a loop is at work.
type watchedQueue struct {
	notify.Queue
	stage *stage
}

func (q watchedQueue) Claim(ctx context.Context, now time.Time) (*notify.Claim, time.Time, error) {
	q.stage.enter()
	defer q.stage.leave()
	return q.Queue.Claim(ctx, now)
}

func (q watchedQueue) Result(ctx context.Context, c *notify.Claim, r notify.Result) error {
	q.stage.enter()
	defer q.stage.leave()
	return q.Queue.Result(ctx, c, r)
}

type watchedRinger struct {
	sla.Ringer
	stage *stage
}

func (r watchedRinger) Ring(ctx context.Context, now time.Time) (int, time.Time, error) {
	r.stage.enter()
	defer r.stage.leave()
	return r.Ringer.Ring(ctx, now)
}

type watchedDesk struct {
	ingest.Desk
	stage *stage
}

func (d watchedDesk) Receive(ctx context.Context, mailID string) error {
	d.stage.enter()
	defer d.stage.leave()
	return d.Desk.Receive(ctx, mailID)
}

// verbOutput is what a verb of the program writes beside the running desk.
func verbOutput(conf string, args ...string) (string, error) {
	var out, said strings.Builder
	if code := run(context.Background(), append([]string{"-c", conf}, args...), strings.NewReader(""), &out, &said); code != 0 {
		return "", fmt.Errorf("gehoord %s: %s", strings.Join(args, " "), said.String())
	}
	return out.String(), nil
}
