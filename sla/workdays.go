package sla

import "time"

// WorkingDay tells whether the organisation works on d.
func (c *Calendar) WorkingDay(d Date) bool {
	if worked, listed := c.extra[d]; listed {
		return worked
	}
	if c.cfg.Hours[d.Weekday()].Closed() {
		return false
	}
	_, off := c.holiday(d)
	return !off
}

// AddWorkingDays is the n-th working day after d; for a negative n, before it.
// For 0 it is d itself, or the first working day after it when d is none.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	if n == 0 {
		for !c.WorkingDay(d) {
			d = d.AddDays(1)
		}
		return d
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// WorkingDaysBetween counts the working days after from up to and including to,
// so that it undoes AddWorkingDays(from, n). When to lies before from it is the
// negative count of those from to up to, not including, from.
func (c *Calendar) WorkingDaysBetween(from, to Date) int {
	n := 0
	for d := from; d.Before(to); {
		if d = d.AddDays(1); c.WorkingDay(d) {
			n++
		}
	}
	for d := from; to.Before(d); {
		if d = d.AddDays(-1); c.WorkingDay(d) {
			n--
		}
	}
	return n
}

// officeHours are the hours of a working day. An extra working day in the
// weekend has no hours of its own and takes those of the last weekday before it
// that has.
func (c *Calendar) officeHours(d Date) Hours {
	day := d.Weekday()
	for c.cfg.Hours[day].Closed() {
		day = (day + 6) % 7
	}
	return c.cfg.Hours[day]
}

// CloseOfBusiness is when working day d ends.
func (c *Calendar) CloseOfBusiness(d Date) time.Time {
	return d.At(c.officeHours(d).Close, c.cfg.Zone)
}

// NextOpening is the first moment from t on, t itself included, at which people
// may be reminded: within the reminder hours of a working day.
func (c *Calendar) NextOpening(t time.Time) time.Time {
	t = instant(t)
	for d := c.AddWorkingDays(c.LastDay(t), 0); ; d = c.AddWorkingDays(d, 1) {
		if !t.After(d.At(c.cfg.Reminders.Close, c.cfg.Zone)) {
			return later(t, d.At(c.cfg.Reminders.Open, c.cfg.Zone))
		}
	}
}

// PrevOpening is the last moment up to t, t itself included, at which people may
// be reminded.
func (c *Calendar) PrevOpening(t time.Time) time.Time {
	t = instant(t)
	for d := c.AddWorkingDays(c.Day(t).AddDays(1), -1); ; d = c.AddWorkingDays(d, -1) {
		if !t.Before(d.At(c.cfg.Reminders.Open, c.cfg.Zone)) {
			return earlier(t, d.At(c.cfg.Reminders.Close, c.cfg.Zone))
		}
	}
}

// AddWorkingHours is when so much office time has passed after t. Time outside
// office hours does not count; what ends at closing time ends that day. Without
// any length it is t, or the next moment the office is open.
func (c *Calendar) AddWorkingHours(t time.Time, length time.Duration) time.Time {
	t = instant(t)
	for d := c.AddWorkingDays(c.Day(t), 0); ; d = c.AddWorkingDays(d, 1) {
		begin := later(t, d.At(c.officeHours(d).Open, c.cfg.Zone))
		left := c.CloseOfBusiness(d).Sub(begin)
		if left <= 0 {
			continue
		}
		if length <= left {
			return begin.Add(max(length, 0))
		}
		length -= left
	}
}

// DayLater is one working day after t, at the same time of day; what comes when
// nobody may be reminded counts from the next moment somebody may.
func (c *Calendar) DayLater(t time.Time) time.Time {
	t = c.NextOpening(t)
	local := t.In(c.cfg.Zone)
	return c.AddWorkingDays(c.Day(t), 1).At(local.Hour()*60+local.Minute(), c.cfg.Zone)
}

// NextAgenda is the next date a complaint gets when nobody names one (2.4.1):
// 09:00 on the first working day after the local day of now.
func (c *Calendar) NextAgenda(now time.Time) time.Time {
	return c.AddWorkingDays(c.Day(now), 1).At(agendaMinutes, c.cfg.Zone)
}

// NextDigest is the first moment after now at which worklists go out.
func (c *Calendar) NextDigest(now time.Time) time.Time {
	d := c.AddWorkingDays(c.Day(now), 0)
	if at := d.At(c.cfg.Digest, c.cfg.Zone); at.After(now) {
		return at
	}
	return c.AddWorkingDays(d, 1).At(c.cfg.Digest, c.cfg.Zone)
}

// instant drops what would make two equal instants differ: zone and monotonic clock.
func instant(t time.Time) time.Time { return t.Round(0).UTC() }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
