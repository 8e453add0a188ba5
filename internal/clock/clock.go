// Package clock is the desk's time: the wall's, or for a rehearsal a clock that
// begins where it is told and runs faster.
package clock

import "time"

// Clock tells the desk's time. The zero Clock is the wall clock.
type Clock struct {
	start time.Time // what it showed first
	wall  time.Time // when that was
	speed float64   // 0: the wall clock
}

// At returns a clock that shows start now and runs speed times as fast as the
// wall's.
func At(start time.Time, speed float64) Clock {
	return Clock{start: start, wall: time.Now(), speed: speed}
}

// Now is the time it shows.
func (c Clock) Now() time.Time {
	if c.speed == 0 {
		return time.Now()
	}
	return c.start.Add(time.Duration(float64(time.Since(c.wall)) * c.speed))
}

// Wall is how long a stretch of this clock's time lasts on the wall.
func (c Clock) Wall(d time.Duration) time.Duration {
	if c.speed == 0 {
		return d
	}
	return time.Duration(float64(d) / c.speed)
}

// Rehearsal tells whether it is a clock of its own.
func (c Clock) Rehearsal() bool { return c.speed != 0 }

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
