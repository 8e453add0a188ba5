package sla

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestHolidays(t *testing.T) {
	// d-m, in the order of the year; the year's Goede Vrijdag and 5 May last.
	for year, want := range map[int]string{
		2024: "1-1 1-4 27-4 9-5 20-5 25-12 26-12 | 29-3",
		2025: "1-1 21-4 26-4 29-5 9-6 25-12 26-12 | 18-4",
		2026: "1-1 6-4 27-4 14-5 25-5 25-12 26-12 | 3-4",
		2027: "1-1 29-3 27-4 6-5 17-5 25-12 26-12 | 26-3",
		2028: "1-1 17-4 27-4 25-5 5-6 25-12 26-12 | 14-4",
		2029: "1-1 2-4 27-4 10-5 21-5 25-12 26-12 | 30-3",
		2030: "1-1 22-4 27-4 30-5 10-6 25-12 26-12 | 19-4",
		2031: "1-1 14-4 26-4 22-5 2-6 25-12 26-12 | 11-4",
		2036: "1-1 14-4 26-4 22-5 2-6 25-12 26-12 | 11-4",
	} {
		c := calendar(t, func(cfg *Config) { cfg.LiberationDay = "work" })
		var got []string
		friday := ""
		for d := (Date{year, 1, 1}); d.Year == year; d = d.AddDays(1) {
			name, off := c.Holiday(d)
			switch {
			case name == "Goede Vrijdag":
				friday = fmt.Sprintf("%d-%d", d.Day, d.Month)
			case off && name != "Eerste Paasdag" && name != "Eerste Pinksterdag":
				got = append(got, fmt.Sprintf("%d-%d", d.Day, d.Month))
			}
		}
		if s := strings.Join(got, " ") + " | " + friday; s != want {
			t.Errorf("%d: %s, want %s", year, s, want)
		}
	}
}

func TestHolidayByChoice(t *testing.T) {
	lustrum := func(*Config) {}
	work := func(cfg *Config) { cfg.LiberationDay = "work" }
	extra := func(cfg *Config) {
		cfg.ExtraOff = []Date{{2026, 12, 24}}
		cfg.ExtraWork = []Date{{2026, 4, 27}, {2026, 11, 28}}
	}
	for _, tt := range []struct {
		day    string
		change func(*Config)
		name   string
		off    bool
		works  bool
	}{
		{"2025-05-05", lustrum, "Bevrijdingsdag", true, false},
		{"2026-05-05", lustrum, "Bevrijdingsdag", false, true},
		{"2030-05-05", lustrum, "Bevrijdingsdag", true, false},
		{"2025-05-05", work, "Bevrijdingsdag", false, true},
		{"2026-05-05", liberationDayOff, "Bevrijdingsdag", true, false},
		{"2016-05-05", work, "Hemelvaartsdag", true, false},
		{"2026-04-03", lustrum, "Goede Vrijdag", false, true},
		{"2026-04-03", goodFridayOff, "Goede Vrijdag", true, false},
		{"2026-04-27", extra, "Koningsdag", false, true},
		{"2026-12-24", extra, "extra_off", true, false},
		{"2026-11-28", extra, "", false, true},
		{"2026-11-29", extra, "", false, false},
		{"2026-01-02", lustrum, "", false, true}, // equated by decree, still worked
	} {
		c := calendar(t, tt.change)
		name, off := c.Holiday(day(t, tt.day))
		if works := c.WorkingDay(day(t, tt.day)); name != tt.name || off != tt.off || works != tt.works {
			t.Errorf("%s: %q off %v works %v, want %q %v %v", tt.day, name, off, works, tt.name, tt.off, tt.works)
		}
	}
}

func TestNewCalendarSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		change func(*Config)
		want   string
	}{
		{func(c *Config) { c.Zone = nil }, "timezone"},
		{func(c *Config) { c.Confirmation = 0 }, "confirmation is 0s"},
		{func(c *Config) { c.FirstResponse = -1 }, "first_response"},
		{func(c *Config) { c.Resolution = 0 }, "resolution is 0"},
		{func(c *Config) { c.Hours = [7]Hours{} }, "working_days is empty"},
		{func(c *Config) { c.Hours[time.Monday] = Hours{600, 500} }, "working_hours of Monday are 10:00-08:20"},
		{func(c *Config) { c.Hours[time.Monday] = Hours{600, 1441} }, "within one day"},
		{func(c *Config) { c.GoodFriday = "vrij" }, `good_friday is "vrij"`},
		{func(c *Config) { c.LiberationDay = "" }, `liberation_day is ""`},
		{func(c *Config) { c.Reminders = Hours{} }, "reminders"},
		{func(c *Config) { c.Digest = 1440 }, "digest is 24:00"},
		{func(c *Config) { c.ExtraOff = []Date{{2026, 2, 30}} }, "extra_off has 2026-02-30"},
		{func(c *Config) { c.ExtraWork = []Date{{}} }, "extra_work"},
		{func(c *Config) { c.ExtraOff = []Date{{2026, 2, 3}}; c.ExtraWork = c.ExtraOff }, "2026-02-03 stands in"},
	} {
		cfg := DefaultConfig()
		tt.change(&cfg)
		if _, err := NewCalendar(cfg); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want %q in it", err, tt.want)
		}
	}
}

func TestMoments(t *testing.T) {
	c := calendar(t, func(cfg *Config) { cfg.ExtraWork = []Date{{2026, 11, 28}} })
	hours := func(n float64) func(time.Time) time.Time {
		return func(at time.Time) time.Time {
			return c.AddWorkingHours(at, time.Duration(n*float64(time.Hour)))
		}
	}
	for _, tt := range []struct {
		what     string
		f        func(time.Time) time.Time
		at, want string
	}{
		{"next opening, open", c.NextOpening, "2026-11-20 09:00", "2026-11-20 09:00"},
		{"next opening, the last moment", c.NextOpening, "2026-11-20 18:00", "2026-11-20 18:00"},
		{"next opening, over the weekend", c.NextOpening, "2026-11-20 18:01", "2026-11-23 07:30"},
		{"next opening, early", c.NextOpening, "2026-11-20 03:00", "2026-11-20 07:30"},
		{"next opening, Kerst", c.NextOpening, "2026-12-24 20:00", "2026-12-28 07:30"},
		{"prev opening, open", c.PrevOpening, "2026-11-20 09:00", "2026-11-20 09:00"},
		{"prev opening, the first moment", c.PrevOpening, "2026-11-20 07:30", "2026-11-20 07:30"},
		{"prev opening, early", c.PrevOpening, "2026-11-20 07:29", "2026-11-19 18:00"},
		{"prev opening, weekend", c.PrevOpening, "2026-11-22 12:00", "2026-11-20 18:00"},
		{"agenda on a Friday", c.NextAgenda, "2026-11-20 23:59", "2026-11-23 09:00"},
		{"agenda on a Monday", c.NextAgenda, "2026-11-23 00:00", "2026-11-24 09:00"},
		{"digest, before", c.NextDigest, "2026-11-20 07:29", "2026-11-20 07:30"},
		{"digest, at", c.NextDigest, "2026-11-20 07:30", "2026-11-23 07:30"},
		{"digest, on Sunday", c.NextDigest, "2026-11-22 12:00", "2026-11-23 07:30"},
		{"4 hours of a morning", hours(4), "2026-11-20 09:00", "2026-11-20 13:00"},
		{"4 hours to closing", hours(4), "2026-11-20 13:30", "2026-11-20 17:30"},
		{"4 hours over the weekend", hours(4), "2026-11-20 16:30", "2026-11-23 11:30"},
		{"4 hours from the night", hours(4), "2026-11-20 01:00", "2026-11-20 12:30"},
		{"4 hours from Sunday", hours(4), "2026-11-22 01:00", "2026-11-23 12:30"},
		{"20 hours", hours(20), "2026-11-23 08:30", "2026-11-25 10:30"},
		{"no hours, open", hours(0), "2026-11-20 12:00", "2026-11-20 12:00"},
		{"no hours, closed", hours(0), "2026-11-20 17:30", "2026-11-23 08:30"},
		{"an extra Saturday has Friday's hours", hours(10), "2026-11-27 16:30", "2026-11-28 17:30"},
		{"across the spring change", hours(2), "2026-03-27 16:30", "2026-03-30 09:30"},
	} {
		if got := tt.f(local(t, tt.at)); !got.Equal(local(t, tt.want)) || got.Location() != time.UTC {
			t.Errorf("%s: %v, want %s", tt.what, got.In(c.Zone()), tt.want)
		}
	}
}

func TestMidnightClosing(t *testing.T) {
	c := calendar(t, func(cfg *Config) {
		cfg.Hours[time.Wednesday] = Hours{0, 1440}
		cfg.Reminders = Hours{600, 1440}
	})
	end := c.Deadlines(local(t, "2026-11-20 09:00")).Resolution
	if !end.Equal(local(t, "2026-11-26 00:00")) || c.LastDay(end) != day(t, "2026-11-25") {
		t.Errorf("%v on %v", end, c.LastDay(end))
	}
	if got := c.NextOpening(end); !got.Equal(end) {
		t.Errorf("the midnight that ends a day of reminders is one: %v", got)
	}
}

func TestAddWorkingDays(t *testing.T) {
	c := calendar(t)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-20", 0, "2026-11-20"}, {"2026-11-21", 0, "2026-11-23"}, {"2026-11-20", 1, "2026-11-23"},
		{"2026-11-21", 1, "2026-11-23"}, {"2026-11-23", -1, "2026-11-20"}, {"2026-11-22", -1, "2026-11-20"},
		{"2026-11-23", 20, "2026-12-21"}, {"2026-12-24", 1, "2026-12-28"}, {"2027-01-04", -2, "2026-12-30"},
	} {
		if got := c.AddWorkingDays(day(t, tt.from), tt.n); got != day(t, tt.want) {
			t.Errorf("%s %+d: %v, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	var d Date
	if err := d.UnmarshalText([]byte("2026-11-23")); err != nil || d != (Date{2026, 11, 23}) {
		t.Error(d, err)
	}
	if text, err := d.MarshalText(); err != nil || string(text) != "2026-11-23" {
		t.Error(string(text), err)
	}
	for _, bad := range []string{"", "23-11-2026", "2026-11-31", "2026-11-23T00:00"} {
		if _, err := ParseDate(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
