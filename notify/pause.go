package notify

import (
	"context"
	"regexp"
	"time"
)

// pause is the state of trouble that concerns every letter: workers wait, then
// one of them tries one letter on behalf of all.
type pause struct {
	trouble  string // what is wrong and what to do; "" when letters leave
	step     int    // pauses in a row
	until    time.Time
	probing  bool
	changed  chan struct{} // closed when any of the above changes
	accepted int           // letters the server took
	suspects map[string]int
}

// pauses are the machine's time between tries while no letter can leave.
var pauses = []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute}

// gate lets a worker through unless letters cannot leave; then it holds him
// until the pause is over, and lets one through to try: probe.
func (s *Sender) gate(ctx context.Context, line carrier) (probe bool, err error) {
	for {
		s.mu.Lock()
		p := &s.pause
		if p.trouble == "" {
			s.mu.Unlock()
			return false, nil
		}
		wait := time.Until(p.until)
		if wait <= 0 && !p.probing {
			p.probing = true
			s.mu.Unlock()
			return true, nil
		}
		if p.probing {
			wait = look // changed ends it
		}
		changed := p.changed
		s.mu.Unlock()
		line.park()
		if err := waitFor(ctx, changed, wait); err != nil {
			return false, err
		}
	}
}

func waitFor(ctx context.Context, changed <-chan struct{}, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-timer.C:
	}
	return nil
}

// pass ends a probe, whatever came of it.
func (s *Sender) pass(probe bool) {
	if !probe {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pause.probing = false
	s.pause.change()
}

func (p *pause) change() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// trouble pauses all workers and says for how long, by the desk's clock, letter
// should wait. Workers that meet the same trouble at the same time make one pause.
func (s *Sender) trouble(letter string, o outcome) time.Duration {
	s.mu.Lock()
	p := &s.pause
	if o.phase > naming {
		// Perhaps it is the letter: see cleared.
		if p.suspects == nil || len(p.suspects) > 1000 {
			p.suspects = make(map[string]int)
		}
		p.suspects[letter] = p.accepted
	}
	fresh := p.trouble == "" || p.probing
	if fresh {
		p.until = time.Now().Add(pauses[min(p.step, len(pauses)-1)])
		p.step++
		p.trouble = o.advice
		p.probing = false
		p.change()
	}
	wait, again := time.Until(p.until), p.step > 1
	s.mu.Unlock()

	if fresh {
		s.Log.Error("no letter can leave", "trouble", redact(o.advice), "retry_in", wait.Round(time.Second).String())
	}
	if fresh && !again && s.OnAccount != nil {
		s.OnAccount(o.advice)
	}
	// A second later than the pause, so that other letters try first.
	return s.desk(wait) + time.Second
}

// desk turns a duration of the machine's clock into one of Now.
func (s *Sender) desk(d time.Duration) time.Duration {
	second := s.Wall(time.Second)
	if second <= 0 || second == time.Second {
		return d
	}
	return time.Duration(float64(d) * float64(time.Second) / float64(second))
}

// cleared tells whether the server has taken other letters since it refused this
// one on grounds that looked like our account's.
func (s *Sender) cleared(letter string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, suspect := s.pause.suspects[letter]
	return suspect && s.pause.accepted > at
}

// recovered ends a pause: an answer came that is about a letter.
func (s *Sender) recovered(o outcome) {
	s.mu.Lock()
	p := &s.pause
	if o.verdict == accepted {
		p.accepted++
	}
	over := p.trouble != "" && (o.code > 0 || o.verdict == uncertain)
	if over {
		p.trouble, p.step, p.probing = "", 0, false
		p.change()
	}
	s.mu.Unlock()
	if over {
		s.Log.Info("letters leave again")
		if s.OnAccount != nil {
			s.OnAccount("")
		}
	}
}

// redact takes mail addresses out of what goes to a log: servers quote customers'.
func redact(s string) string { return address.ReplaceAllString(s, "<address>") }

var address = regexp.MustCompile(`<?[^\s<>:"]+@[^\s<>",;]+>?`)
