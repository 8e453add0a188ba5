package notify

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"gehoord/internal/complaint"

	"golang.org/x/time/rate"
)

// Queue is the outbox, as the sender needs it. Any number of senders may share
// one: Claim gives a letter to one of them, for at least Server.Lease.
type Queue interface {
	// Claim registers an attempt on the letter that has been due longest, before
	// anybody dials. nil: nothing is due, and next says when something will be
	// (zero: nothing waits).
	Claim(ctx context.Context, now time.Time) (c *Claim, next time.Time, err error)
	// Finishing is written before the final dot: from here on a lost answer means uncertain.
	Finishing(ctx context.Context, c *Claim) error
	// Result keeps what came of it; ignored when a later attempt has been
	// registered meanwhile.
	Result(ctx context.Context, c *Claim, r Result) error
}

// Claim is one registered attempt on a letter.
type Claim struct {
	Letter  complaint.Letter
	Attempt int    // from 1; attempts that met trouble of our account do not count
	Raw     []byte // sent unchanged
}

// Result is what came of an attempt.
type Result struct {
	State   complaint.LetterState // Sent, Failed, Waiting (again at Next) or Uncertain (again at Next)
	At      time.Time
	Next    time.Time
	Answer  string // the server's words, one line, at most 300 bytes, valid UTF-8
	Account bool   // trouble of our account, or the program stopped: the attempt does not count
}

// Sender empties the outbox. Its exported fields are set before Run.
type Sender struct {
	Queue       Queue
	Server      Server
	Connections int                               // letters under way at once; zero: 2
	Rate        rate.Limit                        // letters a second, over all connections; zero: unlimited
	Now         func() time.Time                  // nil: time.Now
	Wall        func(time.Duration) time.Duration // how long a duration of Now takes by the machine's clock; nil: the same
	Log         *slog.Logger                      // nil: slog.Default
	OnAccount   func(trouble string)              // told when no letter can leave, and "" when they can again; may be nil

	once   sync.Once
	mu     sync.Mutex
	wake   chan struct{} // closed by Kick
	pause  pause
	carry  func() carrier // nil: couriers to Server
	pace   chan struct{}  // held around a claim, where limits count
	limits *rate.Limiter
}

// carrier is a courier, or a test's.
type carrier interface {
	carry(ctx context.Context, l complaint.Letter, raw []byte, dot func(context.Context) error) outcome
	park() // nothing to send for now
	drop() // its state is unknown
}

const (
	idleLine    = 8 * time.Second  // an idle connection is kept so long
	look        = 30 * time.Second // without a kick: another daemon may have died with a letter in hand, or somebody asked for one again
	queueRetry  = 5 * time.Second  // after the queue itself failed
	resultTries = 8                // to keep a result; a lost one may send a letter twice
)

func (s *Sender) prepare() {
	s.once.Do(func() {
		s.wake = make(chan struct{})
		if s.Now == nil {
			s.Now = time.Now
		}
		if s.Wall == nil {
			s.Wall = func(d time.Duration) time.Duration { return d }
		}
		if s.Log == nil {
			s.Log = slog.Default()
		}
		if s.carry == nil {
			s.carry = func() carrier { return &courier{server: s.Server} }
		}
		s.pace = make(chan struct{}, 1)
		s.limits = rate.NewLimiter(s.Rate, 1)
		s.pause.changed = make(chan struct{})
	})
}

// Kick wakes the sender: a letter was queued. It never blocks.
func (s *Sender) Kick() {
	s.prepare()
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.wake)
	s.wake = make(chan struct{})
}

func (s *Sender) kicked() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wake
}

// Run sends what is due until ctx ends. It returns an error only where nothing
// could ever be sent: a server URL that says nothing.
func (s *Sender) Run(ctx context.Context) error {
	s.prepare()
	if err := s.Server.Check(); err != nil {
		return err
	}
	n := s.Connections
	if n <= 0 {
		n = 2
	}
	var workers sync.WaitGroup
	for range n {
		workers.Go(func() { s.work(ctx) })
	}
	workers.Wait()
	return nil
}

// work is one connection's life: letter after letter, then sleep.
func (s *Sender) work(ctx context.Context) {
	line := s.carry()
	defer func() { line.park() }()
	for ctx.Err() == nil {
		kicked := s.kicked() // before the claim, so that no kick falls between them
		wait, err := s.guarded(ctx, line)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.Log.Error("outbox failed", "error", err)
			wait = queueRetry
		case wait == 0:
			continue
		}
		s.sleep(ctx, line, kicked, wait)
	}
}

// guarded is runOnce whose panic costs no more than a pause.
func (s *Sender) guarded(ctx context.Context, line carrier) (wait time.Duration, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return s.runOnce(ctx, line)
}

// runOnce sends one letter. wait is how long until the next, 0 for at once.
func (s *Sender) runOnce(ctx context.Context, line carrier) (wait time.Duration, err error) {
	probe, err := s.gate(ctx, line)
	if err != nil {
		return 0, err
	}
	defer s.pass(probe)
	c, next, err := s.claim(ctx)
	switch {
	case err != nil:
		return 0, fmt.Errorf("claim a letter: %w", err)
	case c == nil && next.IsZero():
		return look, nil
	case c == nil:
		return min(max(s.Wall(next.Sub(s.Now())), time.Millisecond), look), nil
	}
	o := s.attempt(ctx, line, c)
	r := s.judge(c, o)
	s.note(c, o, r)
	return 0, s.keep(ctx, c, r)
}

// claim takes the next letter, when the provider's limit allows one. It takes a
// token only for a letter, and the letter only with a token: a claim that waited
// for one could outlive its lease.
func (s *Sender) claim(ctx context.Context) (*Claim, time.Time, error) {
	if s.Rate <= 0 {
		return s.Queue.Claim(ctx, s.Now())
	}
	select {
	case s.pace <- struct{}{}:
		defer func() { <-s.pace }()
	case <-ctx.Done():
		return nil, time.Time{}, ctx.Err()
	}
	if missing := 1 - s.limits.Tokens(); missing > 0 {
		delay := time.Duration(missing / float64(s.Rate) * float64(time.Second))
		if err := waitFor(ctx, nil, delay+time.Millisecond); err != nil {
			return nil, time.Time{}, err
		}
	}
	c, next, err := s.Queue.Claim(ctx, s.Now())
	if c != nil {
		s.limits.Allow()
	}
	return c, next, err
}

// attempt carries a letter; a panic is the letter's, which waits.
func (s *Sender) attempt(ctx context.Context, line carrier, c *Claim) (o outcome) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic while sending", "letter", c.Letter.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			line.drop()
			o = outcome{verdict: postponed, phase: writing, answer: "the program failed while it sent this letter; its log tells more"}
		}
	}()
	unregistered := false
	o = line.carry(ctx, c.Letter, c.Raw, func(ctx context.Context) error {
		if err := s.Queue.Finishing(ctx, c); err != nil {
			unregistered = true
			return fmt.Errorf("register the final dot: %w", err)
		}
		return nil
	})
	o.ours = o.ours || unregistered
	return o
}

// keep stores a result, stubbornly, also while the program stops.
func (s *Sender) keep(ctx context.Context, c *Claim, r Result) error {
	ctx = context.WithoutCancel(ctx)
	delay := 50 * time.Millisecond
	for try := 1; ; try++ {
		step, cancel := context.WithTimeout(ctx, 10*time.Second)
		err := s.Queue.Result(step, c, r)
		cancel()
		if err == nil {
			return nil
		}
		if try == resultTries {
			return fmt.Errorf("keep the result of letter %s, which was %s: %w", c.Letter.ID, r.State, err)
		}
		time.Sleep(delay)
		delay *= 2
	}
}

// note writes one line a letter: no addresses, no words.
func (s *Sender) note(c *Claim, o outcome, r Result) {
	log := s.Log.Info
	if r.State == complaint.Failed || r.State == complaint.Uncertain {
		log = s.Log.Warn
	}
	log("letter", "letter", c.Letter.ID, "kind", string(c.Letter.Kind), "state", string(r.State),
		"attempt", c.Attempt, "phase", o.phase.String(), "code", o.code)
}

// sleep waits for a kick, or for wait; an idle line is closed meanwhile.
func (s *Sender) sleep(ctx context.Context, line carrier, kicked <-chan struct{}, wait time.Duration) {
	due := time.NewTimer(wait)
	defer due.Stop()
	idle := time.NewTimer(idleLine)
	defer idle.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-kicked:
			return
		case <-due.C:
			return
		case <-idle.C:
			line.park()
		}
	}
}
