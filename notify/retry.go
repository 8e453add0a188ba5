package notify

import (
	"math/rand/v2"
	"time"

	"gehoord/internal/complaint"
)

// waits are how long a postponed letter waits after each attempt; then it is
// four hours each time. RFC 5321 section 4.5.4.1 asks for four or five days; a
// complaint has three working days, so a person is told after two.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour}

const (
	longestWait = 4 * time.Hour
	// maxAttempts attempts take two days.
	maxAttempts = 17
	// UncertainWait is how soon a letter whose answer was lost goes again, under
	// the same Message-ID: late enough for a bounce or a copy to arrive first.
	UncertainWait = 15 * time.Minute
	// maxUncertain bounds how many copies one customer may get of one letter.
	maxUncertain = 4
	// suspectAttempts is how often a letter may be refused on what look like our
	// account's grounds, while others leave, before it counts as refused.
	suspectAttempts = 3
)

// backoff is the wait after an attempt, counted from 1; luck in [0,1) spreads it
// by a fifth, so that what failed together does not come back together.
func backoff(attempt int, luck float64) time.Duration {
	d := longestWait
	if attempt >= 1 && attempt <= len(waits) {
		d = waits[attempt-1]
	}
	return time.Duration(float64(d) * (0.9 + 0.2*luck))
}

// judge turns an outcome into what is kept of it, and pauses all workers where
// the trouble is our account's.
func (s *Sender) judge(c *Claim, o outcome) Result {
	now := s.Now()
	r := Result{At: now, Answer: o.answer}
	if o.verdict == troubled && s.cleared(c.Letter.ID) {
		// Others went through since this letter was said to be refused for our
		// account's sake: then it is the letter after all.
		o.verdict = postponed
		if o.code >= 500 && c.Attempt > suspectAttempts {
			o.verdict = refused
		}
	}
	switch o.verdict {
	case accepted:
		r.State = complaint.Sent
	case refused:
		r.State = complaint.Failed
	case troubled:
		r.State, r.Account = complaint.Waiting, true
		r.Next = now.Add(s.trouble(c.Letter.ID, o))
		return r
	case uncertain:
		r.State, r.Next = complaint.Uncertain, now.Add(max(UncertainWait, backoff(c.Attempt, rand.Float64())))
		if c.Attempt >= maxUncertain {
			r.State, r.Answer = complaint.Failed, oneLine("given up: the server's answer was lost each time, the letter may have arrived; "+o.answer)
		}
	case postponed:
		r.State, r.Next = complaint.Waiting, now.Add(backoff(c.Attempt, rand.Float64()))
		if o.ours {
			r.Next, r.Account = now.Add(queueRetry), true
			return r
		}
		if c.Attempt >= maxAttempts {
			r.State, r.Answer = complaint.Failed, oneLine("given up after two days: "+o.answer)
		}
	}
	s.recovered(o)
	return r
}
