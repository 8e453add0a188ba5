package sla

import (
	"fmt"
	"time"
)

// Date is a day of the calendar without time or zone. Working days are counted
// in it, so that no change of the clocks can shift a day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day that t falls on in zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads 2026-11-23.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date; one looks like 2026-11-23", s)
	}
	return DateOf(t, time.UTC), nil
}

// String writes 2026-11-23.
func (d Date) String() string { return d.utc().Format(time.DateOnly) }

// MarshalText and UnmarshalText let a Date stand in configuration and in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// AddDays is n calendar days later; n may be negative.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC), time.UTC)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Compare is negative when d lies before other, positive when after.
func (d Date) Compare(other Date) int { return d.utc().Compare(other.utc()) }

// Before tells whether d lies before other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// At is the instant of so many minutes after midnight on the clocks of zone, in
// UTC; 1440 is the midnight that ends the day. A time that the clocks skip is
// taken as time.Date takes it.
func (d Date) At(minutes int, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, minutes, 0, 0, zone).UTC()
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// real tells that there is such a day: 31 November is none.
func (d Date) real() bool { return d == d.AddDays(0) }
