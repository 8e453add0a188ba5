package sla

import "time"

// easter is Easter Sunday of any year of the Gregorian calendar, by the
// "anonymous" computus (Meeus, Astronomical Algorithms, chapter 8).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}

// Holiday gives the name of the Dutch holiday on d, "" when there is none, and
// whether the organisation is closed for it. The days are those of article 3 of
// the Algemene termijnenwet, where Goede Vrijdag and 5 May are for the
// organisation to choose; a holiday in the weekend has no substitute day.
// extra_off and extra_work outrank what the name says.
func (c *Calendar) Holiday(d Date) (name string, off bool) {
	name, off = c.holiday(d)
	if worked, listed := c.extra[d]; listed {
		off = !worked
		if name == "" && off {
			name = "extra_off"
		}
	}
	return name, off
}

func (c *Calendar) holiday(d Date) (name string, off bool) {
	kingsDay := 27
	if (Date{d.Year, time.April, 27}).Weekday() == time.Sunday {
		kingsDay = 26
	}
	switch (Date{0, d.Month, d.Day}) {
	case Date{0, time.January, 1}:
		return "Nieuwjaarsdag", true
	case Date{0, time.April, kingsDay}:
		return "Koningsdag", true
	case Date{0, time.December, 25}:
		return "Eerste Kerstdag", true
	case Date{0, time.December, 26}:
		return "Tweede Kerstdag", true
	}
	// Easter is asked for before 5 May: Hemelvaart can fall on it (2016), and then
	// the day is off whatever the organisation does on Bevrijdingsdag.
	if d.Month >= time.March && d.Month <= time.June {
		sunday := easter(d.Year)
		switch d {
		case sunday.AddDays(-2):
			return "Goede Vrijdag", c.cfg.GoodFriday == "off"
		case sunday:
			return "Eerste Paasdag", true
		case sunday.AddDays(1):
			return "Tweede Paasdag", true
		case sunday.AddDays(39):
			return "Hemelvaartsdag", true
		case sunday.AddDays(49):
			return "Eerste Pinksterdag", true
		case sunday.AddDays(50):
			return "Tweede Pinksterdag", true
		}
	}
	if d.Month == time.May && d.Day == 5 {
		l := c.cfg.LiberationDay
		return "Bevrijdingsdag", l == "off" || l == "lustrum" && d.Year%5 == 0
	}
	return "", false
}
