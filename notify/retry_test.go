package notify

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gehoord/internal/complaint"

	"golang.org/x/time/rate"
)

// plan is a carrier that answers as it is told, and counts.
type plan struct {
	answer func(l complaint.Letter) outcome
	mu     sync.Mutex
	at     []time.Time // read after synctest.Wait
}

func (p *plan) carry(_ context.Context, l complaint.Letter, _ []byte, _ func(context.Context) error) outcome {
	p.mu.Lock()
	p.at = append(p.at, time.Now())
	p.mu.Unlock()
	return p.answer(l)
}
func (p *plan) park() {}
func (p *plan) drop() {}

func planned(q *outbox, p *plan) *Sender {
	return &Sender{Queue: q, Server: Server{URL: "smtps://h"}, Connections: 1, Log: slog.New(slog.DiscardHandler),
		carry: func() carrier { return p }}
}

func TestBackoffGivesUpAfterTwoDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan{answer: func(complaint.Letter) outcome {
			return outcome{verdict: postponed, phase: addressing, code: 450, answer: "450 later"}
		}}
		q := newOutbox(mailTo("a@example.nl", time.Now()))
		start(t, planned(q, p))
		var r *row
		for r == nil || r.letter.State == complaint.Waiting {
			r = <-q.done
		}
		synctest.Wait()
		took := p.at[len(p.at)-1].Sub(p.at[0])
		if r.letter.State != complaint.Failed || len(p.at) != maxAttempts || took < 42*time.Hour || took > 54*time.Hour {
			t.Errorf("%s after %d attempts in %v", r.letter.State, len(p.at), took)
		}
		if d := p.at[1].Sub(p.at[0]); d < 54*time.Second || d > 66*time.Second {
			t.Errorf("the second attempt came after %v", d)
		}
	})
}

func TestUncertainGoesAgainThenGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan{answer: func(complaint.Letter) outcome { return outcome{verdict: uncertain, phase: finishing} }}
		q := newOutbox(mailTo("a@example.nl", time.Now()))
		start(t, planned(q, p))
		var r *row
		for r == nil || r.letter.State == complaint.Uncertain {
			r = <-q.done
		}
		synctest.Wait()
		if r.letter.State != complaint.Failed || len(p.at) != maxUncertain {
			t.Errorf("%s after %d", r.letter.State, len(p.at))
		}
		if d := p.at[1].Sub(p.at[0]); d != UncertainWait {
			t.Errorf("again after %v", d)
		}
	})
}

func TestAccountTroubleUsesNoAttemptsAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := &plan{answer: func(complaint.Letter) outcome {
			if time.Since(began) < 3*time.Hour {
				return outcome{verdict: troubled, phase: connecting, advice: "connect: check"}
			}
			return outcome{verdict: accepted, phase: finishing, code: 250}
		}}
		q := newOutbox(mailTo("a@example.nl", began), mailTo("b@example.nl", began.Add(1)), mailTo("c@example.nl", began.Add(2)))
		s := planned(q, p)
		s.Connections = 3
		var said []string
		s.OnAccount = func(trouble string) { said = append(said, trouble) }
		start(t, s)
		for sent := 0; sent < 3; {
			if r := <-q.done; r.letter.State == complaint.Sent {
				sent++
				if r.attempts != 1 {
					t.Errorf("%s: %d attempts counted", r.letter.ID, r.attempts)
				}
			}
		}
		synctest.Wait()
		if took := time.Since(began); took > 3*time.Hour+16*time.Minute {
			t.Errorf("sent after %v", took)
		}
		if n := len(p.at); n > 22 { // 3 at first, then one a pause: 30s 1m 2m 4m 8m 15m 15m…
			t.Errorf("%d tries in three hours", n)
		}
		if len(said) != 2 || said[0] != "connect: check" || said[1] != "" || troubleOf(s) != "" {
			t.Errorf("said %q", said)
		}
	})
}

func TestOneLettersAccountRefusalStopsNobodyForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan{answer: func(l complaint.Letter) outcome {
			if l.ID == "vreemd@example.nl" {
				return outcome{verdict: troubled, phase: addressing, code: 550, advice: "sender refused"}
			}
			return outcome{verdict: accepted, phase: finishing, code: 250}
		}}
		began := time.Now()
		q := newOutbox(mailTo("vreemd@example.nl", began))
		for range 50 {
			q.add(mailTo(time.Now().String(), began.Add(time.Second)))
		}
		for i := range 49 {
			q.rows[i+1].letter.ID += string(rune('a' + i))
		}
		s := planned(q, p)
		start(t, s)
		for state := complaint.Waiting; state != complaint.Failed; {
			if r := <-q.done; r.letter.ID == "vreemd@example.nl" {
				state = r.letter.State
			}
		}
		if took := time.Since(began); took > time.Hour {
			t.Errorf("failed after %v", took)
		}
		if troubleOf(s) != "" {
			t.Errorf("trouble: %s", troubleOf(s))
		}
	})
}

func TestPanicCostsOneLetterAWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan{answer: func(l complaint.Letter) outcome {
			if l.ID == "a@example.nl" {
				panic("bug")
			}
			return outcome{verdict: accepted, phase: finishing, code: 250}
		}}
		q := newOutbox(mailTo("a@example.nl", time.Now()), mailTo("b@example.nl", time.Now().Add(1)))
		start(t, planned(q, p))
		if r := <-q.done; r.letter.State != complaint.Waiting || r.attempts != 1 {
			t.Errorf("%+v", r.results)
		}
		if r := <-q.done; r.letter.ID != "b@example.nl" || r.letter.State != complaint.Sent {
			t.Errorf("%s %s", r.letter.ID, r.letter.State)
		}
	})
}

func TestRateAndWall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := &plan{answer: func(complaint.Letter) outcome { return outcome{verdict: accepted, code: 250} }}
		q := newOutbox()
		for _, id := range []string{"a", "b", "c", "d"} {
			q.add(mailTo(id, began))
		}
		late := mailTo("late", began.Add(10*time.Hour)) // an hour a second: in ten seconds
		q.add(late)
		s := planned(q, p)
		s.Rate = rate.Limit(0.5)
		s.Now = func() time.Time { return began.Add(3600 * time.Since(began)) }
		s.Wall = func(d time.Duration) time.Duration { return d / 3600 }
		s.Connections = 2
		start(t, s)
		for range 5 {
			<-q.done
		}
		synctest.Wait()
		if d := p.at[3].Sub(began).Round(100 * time.Millisecond); d != 6*time.Second {
			t.Errorf("the fourth letter left after %v, want 6s", d)
		}
		if d := p.at[4].Sub(began).Round(100 * time.Millisecond); d != 10*time.Second {
			t.Errorf("the late letter left after %v, want 10s", d)
		}
	})
}

// troubleOf is what keeps all letters from leaving, "" for nothing.
func troubleOf(s *Sender) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pause.trouble
}
