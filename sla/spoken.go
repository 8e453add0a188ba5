package sla

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Moment is a day that somebody named, and the time of day where he did.
type Moment struct {
	Date    Date
	Minutes int  // since midnight on the local clocks
	Timed   bool // false: only the day was named, and Minutes is 0
}

// errNoDay is the answer to what names no day.
var errNoDay = errors.New("no day is meant by it")

// Ahead is the day that a word of the subject language means when it is said now:
// 2026-12-02, 2-12 (the next one, today included), vandaag, morgen, a weekday (the
// next one, never today), +2d, +1w, +2wd; with a time of day behind a space or
// without.
func (c *Calendar) Ahead(word string, now time.Time) (Moment, error) { return c.spoken(word, now, 1) }

// Back is the day that a word means of what has happened: gisteren, 20-11 is the last
// one, today included, a weekday the last one before today.
func (c *Calendar) Back(word string, now time.Time) (Moment, error) { return c.spoken(word, now, -1) }

// spoken looks ahead for way 1 and back for -1.
func (c *Calendar) spoken(word string, now time.Time, way int) (Moment, error) {
	day, clockText, timed := strings.Cut(strings.ToLower(strings.TrimSpace(word)), " ")
	d, err := c.spokenDay(day, c.Day(now), way)
	if err != nil {
		return Moment{}, fmt.Errorf("read the day %q: %w", word, err)
	}
	m := Moment{Date: d}
	if timed {
		at, err := time.Parse("15:04", clockText)
		if err != nil {
			return Moment{}, fmt.Errorf("read the time of day in %q: %w", word, err)
		}
		m.Minutes, m.Timed = at.Hour()*60+at.Minute(), true
	}
	return m, nil
}

// weekdays as the subject language writes them.
var weekdays = map[string]time.Weekday{"zo": time.Sunday, "ma": time.Monday, "di": time.Tuesday, "wo": time.Wednesday,
	"do": time.Thursday, "vr": time.Friday, "za": time.Saturday}

func (c *Calendar) spokenDay(word string, today Date, way int) (Date, error) {
	if d, err := ParseDate(word); err == nil {
		return d, nil
	}
	if weekday, ok := weekdays[word]; ok {
		d := today.AddDays(way)
		for d.Weekday() != weekday {
			d = d.AddDays(way)
		}
		return d, nil
	}
	switch word {
	case "vandaag":
		return today, nil
	case "morgen":
		if way > 0 {
			return today.AddDays(1), nil
		}
		return Date{}, errNoDay
	case "gisteren":
		if way < 0 {
			return today.AddDays(-1), nil
		}
		return Date{}, errNoDay
	}
	if rest, ok := strings.CutPrefix(word, "+"); ok && way > 0 {
		digits := strings.TrimRight(rest, "dw")
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 999 {
			return Date{}, errNoDay
		}
		switch rest[len(digits):] {
		case "d":
			return today.AddDays(n), nil
		case "w":
			return today.AddDays(7 * n), nil
		case "wd":
			return c.AddWorkingDays(today, n), nil
		}
		return Date{}, errNoDay
	}
	return yearless(word, today, way)
}

// yearless reads 2-12 and 2-12-2026. 29-2 is in the next, or last, leap year.
func yearless(word string, today Date, way int) (Date, error) {
	parts := strings.Split(word, "-")
	numbers := make([]int, len(parts))
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil {
			return Date{}, errNoDay
		}
		numbers[i] = n
	}
	switch len(numbers) {
	case 3:
		if d := (Date{numbers[2], time.Month(numbers[1]), numbers[0]}); d.real() {
			return d, nil
		}
	case 2:
		for n := range 9 { // two leap years are at most eight years apart
			d := Date{today.Year + way*n, time.Month(numbers[1]), numbers[0]}
			if d.real() && d.Compare(today)*way >= 0 {
				return d, nil
			}
		}
	}
	return Date{}, errNoDay
}

// At is the moment's instant; a day alone is so many minutes after midnight.
func (c *Calendar) At(m Moment, otherwise int) time.Time {
	if m.Timed {
		otherwise = m.Minutes
	}
	return m.Date.At(otherwise, c.cfg.Zone)
}

// agendaMinutes is when the next date of a complaint comes up on its day, and
// lateMinutes on a day that has begun.
const (
	agendaMinutes = 9 * 60
	lateMinutes   = 15 * 60
)

// AgendaOn is the next date that somebody sets (2.4.1): the named day, or the
// working day after it, in the morning; today it is the afternoon. It is before
// now where the moment has passed. moved tells that the day was none to work on.
func (c *Calendar) AgendaOn(m Moment, now time.Time) (at time.Time, moved bool) {
	day := c.AddWorkingDays(m.Date, 0)
	moved = day != m.Date
	minutes := agendaMinutes
	if day == c.Day(now) {
		minutes = lateMinutes
	}
	m.Date = day
	return c.At(m, minutes), moved
}
