package sla

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// bell is a desk with alarms in memory. Every call of Ring leaves its moment.
type bell struct {
	mu    sync.Mutex
	due   []time.Time
	fails int // so many calls fail first
	stuck bool
	calls []time.Time
	rung  []time.Time // the moments at which alarms were rung
}

func (b *bell) plan(at time.Time) { b.mu.Lock(); defer b.mu.Unlock(); b.due = append(b.due, at) }

func (b *bell) Ring(_ context.Context, now time.Time) (rung int, next time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, now)
	if b.fails > 0 {
		b.fails--
		return 0, time.Time{}, errors.New("database is away")
	}
	var left []time.Time
	for _, at := range b.due {
		switch {
		case !at.After(now) && !b.stuck:
			b.rung = append(b.rung, now)
			rung++
			continue
		case next.IsZero() || at.Before(next):
			next = at
		}
		left = append(left, at)
	}
	b.due = left
	return rung, next, nil
}

// ringing runs a loop in virtual time for so long and then checks that it ends.
func ringing(t *testing.T, b *bell, change func(*Loop), during func(*Loop)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := &Loop{Ringer: b, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
		if change != nil {
			change(l)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- l.Run(ctx) }()
		during(l)
		cancel()
		synctest.Wait()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("Run: %v", err)
			}
		default:
			t.Error("Run did not end with its context")
		}
	})
}

// after is the virtual time since the start that each moment lies at.
func after(moments []time.Time) []time.Duration {
	var d []time.Duration
	for _, m := range moments {
		d = append(d, m.Sub(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)))
	}
	return d
}

func same(t *testing.T, what string, got []time.Time, want ...time.Duration) {
	t.Helper()
	d := after(got)
	if len(d) != len(want) {
		t.Fatalf("%s at %v, want %v", what, d, want)
	}
	for i := range d {
		if d[i] != want[i] {
			t.Fatalf("%s at %v, want %v", what, d, want)
		}
	}
}

var start = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when synctest's clocks begin

func TestLoopRingsOnTime(t *testing.T) {
	b := &bell{due: []time.Time{start.Add(-time.Hour), start.Add(90 * time.Second), start.Add(91 * time.Second)}}
	ringing(t, b, nil, func(*Loop) { time.Sleep(4 * time.Minute) })
	same(t, "rung", b.rung, 0, 90*time.Second, 91*time.Second)
}

func TestLoopLooksEveryFiveMinutes(t *testing.T) {
	b := &bell{due: []time.Time{start.Add(24 * time.Hour)}}
	ringing(t, b, nil, func(*Loop) { time.Sleep(11 * time.Minute) })
	same(t, "called", b.calls, 0, 5*time.Minute, 10*time.Minute)
	b = &bell{} // nothing planned at all
	ringing(t, b, nil, func(*Loop) { time.Sleep(6 * time.Minute) })
	same(t, "called", b.calls, 0, 5*time.Minute)
}

func TestLoopKick(t *testing.T) {
	b := &bell{}
	ringing(t, b, func(l *Loop) { l.Kick() }, func(l *Loop) { // a kick before Run is no harm
		time.Sleep(time.Minute)
		b.plan(start.Add(70 * time.Second))
		for range 100 {
			l.Kick()
		}
		time.Sleep(time.Minute)
	})
	same(t, "rung", b.rung, 70*time.Second)
	if len(b.calls) > 6 {
		t.Errorf("100 kicks made %d calls", len(b.calls))
	}
}

func TestLoopBacksOffAndGoesOn(t *testing.T) {
	b := &bell{fails: 9, due: []time.Time{start}}
	ringing(t, b, nil, func(*Loop) { time.Sleep(10 * time.Minute) })
	s := time.Second
	same(t, "called", b.calls, 0, 1*s, 3*s, 7*s, 15*s, 31*s, 63*s, 123*s, 183*s, 243*s, 543*s)
	same(t, "rung", b.rung, 243*s)
}

func TestLoopDoesNotSpin(t *testing.T) {
	b := &bell{stuck: true, due: []time.Time{start}}
	ringing(t, b, nil, func(*Loop) { time.Sleep(10*time.Second + 500*time.Millisecond) })
	if len(b.calls) != 11 {
		t.Errorf("%d calls in ten seconds", len(b.calls))
	}
}

// On a clock of its own an hour of the desk is a second on the wall.
func TestLoopOnAFastClock(t *testing.T) {
	b := &bell{due: []time.Time{start.Add(24 * time.Hour), start.Add(26 * time.Hour)}}
	fast := func(l *Loop) {
		l.Now = func() time.Time { return start.Add(3600 * time.Since(start)) }
		l.Wall = func(d time.Duration) time.Duration { return d / 3600 }
	}
	ringing(t, b, fast, func(*Loop) { time.Sleep(27 * time.Second) })
	same(t, "rung", b.rung, 24*time.Hour, 26*time.Hour)
}
