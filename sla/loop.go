package sla

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Bounds of a sleep, in wall time.
const (
	longestSleep  = 5 * time.Minute // another daemon on the same database may have planned an alarm
	shortestSleep = time.Millisecond
	firstBackoff  = time.Second
	longestBack   = time.Minute
)

// Ringer rings alarms; the desk is one.
type Ringer interface {
	// Ring rings every alarm that is due at now and tells how many that were and
	// when the next is due, zero when none is planned. What it could not ring
	// stays due.
	Ring(ctx context.Context, now time.Time) (rung int, next time.Time, err error)
}

// Loop rings alarms when they fall due: it sleeps until the next one, woken
// early by Kick. Its fields are set before Run and not changed after.
type Loop struct {
	Ringer Ringer
	Now    func() time.Time                  // the desk's clock
	Wall   func(time.Duration) time.Duration // how long a stretch of the desk's time lasts on the wall; nil: the same
	Log    *slog.Logger                      // nil: slog.Default

	once sync.Once
	kick chan struct{}
}

// Kick says that an alarm may have been planned. It never blocks, may be called
// from anywhere and at any time, and many kicks in a row count as one.
func (l *Loop) Kick() {
	select {
	case l.kicks() <- struct{}{}:
	default:
	}
}

// Run rings until ctx ends, and then returns nil. Errors of the Ringer are
// logged and tried again, later each time up to a minute; they do not end it.
func (l *Loop) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	backoff := time.Duration(0)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.kicks():
		case <-timer.C:
		}
		if ctx.Err() != nil { // select picks at random when both are ready
			return nil
		}
		sleep, err := l.runOnce(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			backoff = min(max(2*backoff, firstBackoff), longestBack)
			sleep = backoff
			l.log().ErrorContext(ctx, "alarms not rung", "err", err, "again_in", sleep)
		default:
			backoff = 0
		}
		timer.Reset(sleep)
	}
}

// runOnce rings what is due and says how long to sleep, in wall time.
func (l *Loop) runOnce(ctx context.Context) (time.Duration, error) {
	rung, next, err := l.Ringer.Ring(ctx, l.Now())
	if rung > 0 {
		l.log().InfoContext(ctx, "alarms rung", "count", rung)
	}
	if err != nil {
		return 0, err
	}
	if next.IsZero() {
		return longestSleep, nil
	}
	ahead := next.Sub(l.Now())
	switch {
	case ahead > 0:
		return min(max(l.wall(ahead), shortestSleep), longestSleep), nil
	case rung > 0:
		return 0, nil // there is more, or it fell due meanwhile
	default:
		// Something is due and was not rung, without an error: perhaps another
		// daemon holds it. Do not turn in circles.
		return firstBackoff, nil
	}
}

func (l *Loop) wall(d time.Duration) time.Duration {
	if l.Wall == nil {
		return d
	}
	return l.Wall(d)
}

func (l *Loop) log() *slog.Logger {
	if l.Log == nil {
		return slog.Default()
	}
	return l.Log
}

func (l *Loop) kicks() chan struct{} {
	l.once.Do(func() { l.kick = make(chan struct{}, 1) })
	return l.kick
}
