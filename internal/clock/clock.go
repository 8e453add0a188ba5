// Package clock is the desk's time: the wall's, for a rehearsal a clock that
// begins where it is told and runs faster, or one that is moved by hand.
package clock

import (
	"sync/atomic"
	"time"
)

// Clock tells the desk's time. The zero Clock is the wall clock.
type Clock struct {
	start time.Time // what it showed first
	wall  time.Time // when that was
	speed float64   // 0: the wall clock
	hand  *Hand     // nil: it runs by itself
}

// Hand moves a clock that stands still otherwise, for tests. It may be moved
// while others read the clock; who moves it wakes those who wait for an instant.
type Hand struct{ now atomic.Pointer[time.Time] }

// ByHand returns a clock that shows start until it is moved, and its hand.
func ByHand(start time.Time) (Clock, *Hand) {
	h := &Hand{}
	h.Set(start)
	return Clock{hand: h}, h
}

// Set moves the clock to an instant.
func (h *Hand) Set(to time.Time) { h.now.Store(&to) }

// At returns a clock that shows start now and runs speed times as fast as the
// wall's.
func At(start time.Time, speed float64) Clock {
	return Clock{start: start, wall: time.Now(), speed: speed}
}

// Now is the time it shows.
func (c Clock) Now() time.Time {
	switch {
	case c.hand != nil:
		return *c.hand.now.Load()
	case c.speed == 0:
		return time.Now()
	}
	return c.start.Add(time.Duration(float64(time.Since(c.wall)) * c.speed))
}

// standstill is how long a stretch of time lasts by a clock that is moved by
// hand: longer than anybody waits without being woken.
const standstill = 24 * time.Hour

// Wall is how long a stretch of this clock's time lasts on the wall.
func (c Clock) Wall(d time.Duration) time.Duration {
	switch {
	case c.hand != nil:
		return standstill
	case c.speed == 0:
		return d
	}
	return time.Duration(float64(d) / c.speed)
}

// Rehearsal tells whether it is a clock of its own.
func (c Clock) Rehearsal() bool { return c.speed != 0 || c.hand != nil }

// Receipt is when a mail counts as received: the server's INTERNALDATE, unless
// that lies after this clock's day, as it does when a rehearsal plays in the
// past, or is missing.
func (c Clock) Receipt(internalDate time.Time, zone *time.Location) time.Time {
	now := c.Now()
	if internalDate.IsZero() {
		return now
	}
	y, m, d := now.In(zone).Date()
	if c.Rehearsal() && !internalDate.Before(time.Date(y, m, d+1, 0, 0, 0, 0, zone)) {
		return now
	}
	return internalDate
}
