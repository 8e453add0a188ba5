// Package sla knows when a complaint is late. It holds the working calendar of
// the organisation, the three terms of the procedure (clauses 1 and 2.1.2), the
// plan of alarms that belongs to them, and the loop that rings those alarms.
//
// All of it but Loop is pure: instants come in as arguments and go out in UTC,
// days are counted on the clocks of the organisation's zone.
package sla

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // the zone must be known on a machine without zone files too
)

// Hours is a stretch of a day, in minutes since midnight on the local clocks.
// Equal ends mean none: closed.
type Hours struct{ Open, Close int }

// Closed tells that there is no such stretch.
func (h Hours) Closed() bool { return h.Open == h.Close }

// String writes 08:30-17:30.
func (h Hours) String() string { return clock(h.Open) + "-" + clock(h.Close) }

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// Config is the section [sla] of the configuration in plain values.
type Config struct {
	Zone          *time.Location
	Confirmation  time.Duration // 2.1.2, elapsed
	FirstResponse time.Duration // 1, elapsed
	Resolution    int           // 1, working days after the day of receipt
	Hours         [7]Hours      // office hours by time.Weekday; closed = no working day
	GoodFriday    string        // "work" or "off"
	LiberationDay string        // 5 May: "work", "off", or "lustrum": off in years that five divides
	ExtraOff      []Date        // closed, whatever day it is
	ExtraWork     []Date        // worked, whatever day it is
	Reminders     Hours         // when people may be reminded, on working days, both ends included
	Digest        int           // minutes since midnight
}

// DefaultConfig is the working week of the sample configuration: Monday to
// Friday, 08:30-17:30, in Amsterdam.
func DefaultConfig() Config {
	zone, _ := time.LoadLocation("Europe/Amsterdam") // embedded; if nil, NewCalendar says so
	cfg := Config{
		Zone:          zone,
		Confirmation:  24 * time.Hour,
		FirstResponse: 24 * time.Hour,
		Resolution:    3,
		GoodFriday:    "work",
		LiberationDay: "lustrum",
		Reminders:     Hours{7*60 + 30, 18 * 60},
		Digest:        7*60 + 30,
	}
	for day := time.Monday; day <= time.Friday; day++ {
		cfg.Hours[day] = Hours{8*60 + 30, 17*60 + 30}
	}
	return cfg
}

// Calendar knows the working days and office hours of the organisation. It never
// changes and is safe for concurrent use; NewCalendar makes it.
type Calendar struct {
	cfg   Config
	extra map[Date]bool // true: worked, false: off
}

// NewCalendar checks cfg. The error tells every value that is wrong and what
// would be right, by its key in the configuration.
func NewCalendar(cfg Config) (*Calendar, error) {
	c := &Calendar{cfg: cfg, extra: make(map[Date]bool)}
	c.cfg.ExtraOff, c.cfg.ExtraWork = nil, nil // the caller's slices stay the caller's
	var wrong []error
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }

	if cfg.Zone == nil {
		bad(`timezone is not known; it is a name such as "Europe/Amsterdam"`)
	}
	if cfg.Confirmation <= 0 {
		bad(`confirmation is %v; it must be a time above zero, such as "24h"`, cfg.Confirmation)
	}
	if cfg.FirstResponse <= 0 {
		bad(`first_response is %v; it must be a time above zero, such as "24h"`, cfg.FirstResponse)
	}
	if cfg.Resolution < 1 || cfg.Resolution > 365 {
		bad(`resolution is %d working days; it must be 1 to 365, such as "3wd"`, cfg.Resolution)
	}
	open := false
	for day, h := range cfg.Hours {
		open = open || !h.Closed()
		if !h.valid() {
			bad(`working_hours of %v are %v; they must open before they close, within one day, such as "08:30-17:30"`, time.Weekday(day), h)
		}
	}
	if !open {
		bad(`working_days is empty; at least one day must be worked`)
	}
	if cfg.GoodFriday != "work" && cfg.GoodFriday != "off" {
		bad(`good_friday is %q; it must be "work" or "off"`, cfg.GoodFriday)
	}
	if l := cfg.LiberationDay; l != "work" && l != "off" && l != "lustrum" {
		bad(`liberation_day is %q; it must be "off", "work" or "lustrum"`, l)
	}
	if cfg.Reminders.Closed() || !cfg.Reminders.valid() {
		bad(`reminders are %v; they must open before they close, within one day, such as "07:30-18:00"`, cfg.Reminders)
	}
	if cfg.Digest < 0 || cfg.Digest >= 24*60 {
		bad(`digest is %s; it must be a time of day, such as "07:30"`, clock(cfg.Digest))
	}
	for _, list := range []struct {
		key  string
		days []Date
		work bool
	}{{"extra_off", cfg.ExtraOff, false}, {"extra_work", cfg.ExtraWork, true}} {
		for _, d := range list.days {
			if !d.real() {
				bad(`%s has %04d-%02d-%02d, which is no day; a date looks like 2026-11-23`, list.key, d.Year, int(d.Month), d.Day)
			}
			if worked, known := c.extra[d]; known && worked != list.work {
				bad(`%v stands in extra_off and in extra_work; it can be in one of them`, d)
			}
			c.extra[d] = list.work
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return c, nil
}

func (h Hours) valid() bool {
	return h.Closed() || 0 <= h.Open && h.Open < h.Close && h.Close <= 24*60
}

// Zone is where the organisation keeps its clocks.
func (c *Calendar) Zone() *time.Location { return c.cfg.Zone }

// Day is the local day of t.
func (c *Calendar) Day(t time.Time) Date { return DateOf(t, c.cfg.Zone) }
