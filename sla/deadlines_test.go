package sla

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// calendar is the default one, changed as a test asks.
func calendar(t testing.TB, change ...func(*Config)) *Calendar {
	t.Helper()
	cfg := DefaultConfig()
	for _, f := range change {
		f(&cfg)
	}
	c, err := NewCalendar(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func goodFridayOff(cfg *Config)    { cfg.GoodFriday = "off" }
func liberationDayOff(cfg *Config) { cfg.LiberationDay = "off" }

// local reads "2026-04-02 14:00" on the clocks of Amsterdam.
func local(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, DefaultConfig().Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The vectors of the domain study, and their neighbours.
func TestLastDay(t *testing.T) {
	for _, tt := range []struct {
		received, want, why string
		change              func(*Config)
	}{
		{"2026-04-02 10:00", "2026-04-08", "Goede Vrijdag worked, Tweede Paasdag not", nil},
		{"2026-04-02 10:00", "2026-04-09", "Goede Vrijdag off", goodFridayOff},
		{"2026-04-24 10:00", "2026-04-30", "Koningsdag on a Monday", nil},
		{"2026-05-04 10:00", "2026-05-07", "5 May worked in 2026", nil},
		{"2026-05-04 10:00", "2026-05-08", "5 May off", liberationDayOff},
		{"2026-05-13 10:00", "2026-05-19", "Hemelvaart", nil},
		{"2026-12-23 10:00", "2026-12-29", "Kerst on Friday and Saturday, no substitute day", nil},
		{"2027-03-25 10:00", "2027-03-31", "Tweede Paasdag", nil},
		{"2027-03-25 10:00", "2027-04-01", "and Goede Vrijdag off", goodFridayOff},
		{"2027-04-24 10:00", "2027-04-29", "a Saturday, Koningsdag on Tuesday", nil},
		{"2027-05-04 10:00", "2027-05-10", "Hemelvaart on Thursday", nil},
		{"2026-11-20 09:00", "2026-11-25", "an ordinary Friday", nil},
		{"2026-11-20 23:59", "2026-11-25", "the last minute of that Friday", nil},
		{"2026-11-21 00:00", "2026-11-25", "a Saturday", nil},
		{"2026-11-22 23:59", "2026-11-25", "a Sunday", nil},
		{"2026-11-23 00:00", "2026-11-26", "a Monday begins", nil},
		{"2026-11-23 17:31", "2026-11-26", "after closing is still that day", nil},
		{"2030-05-03 10:00", "2030-05-08", "5 May a Sunday in a lustrum year", nil},
		{"2025-05-02 10:00", "2025-05-08", "5 May off in a lustrum year", nil},
		{"2025-04-25 10:00", "2025-04-30", "Koningsdag on Saturday 26 April", nil},
		{"2027-12-31 10:00", "2028-01-05", "Nieuwjaar on a Saturday", nil},
		{"2026-12-31 10:00", "2027-01-06", "Nieuwjaar on a Friday", nil},
	} {
		c := calendar(t)
		if tt.change != nil {
			c = calendar(t, tt.change)
		}
		got := c.Deadlines(local(t, tt.received)).Resolution
		if want := local(t, tt.want+" 17:30"); !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("received %s (%s): %v, want %v in UTC", tt.received, tt.why, got, want.UTC())
		}
	}
}

// 24 hours are elapsed hours, also when the clocks change.
func TestElapsedHours(t *testing.T) {
	for _, tt := range []struct{ received, want string }{
		{"2026-10-24 14:00", "2026-10-25 13:00"},
		{"2026-03-28 14:00", "2026-03-29 15:00"},
		{"2026-03-28 01:30", "2026-03-29 01:30"},
		{"2026-03-28 02:30", "2026-03-29 03:30"},
		{"2026-11-20 18:00", "2026-11-21 18:00"},
		{"2026-12-25 00:00", "2026-12-26 00:00"},
	} {
		got, want := calendar(t).Deadlines(local(t, tt.received)), local(t, tt.want)
		if !got.Confirmation.Equal(want) || !got.FirstResponse.Equal(want) {
			t.Errorf("received %s: %v and %v, want %v", tt.received, got.Confirmation, got.FirstResponse, want.UTC())
		}
	}
}

// The local day of receipt counts, wherever the instant is written.
func TestReceiptOnLocalDay(t *testing.T) {
	c := calendar(t)
	utc := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC) // Monday 00:30 in Amsterdam
	for _, at := range []time.Time{utc, utc.In(c.Zone()), utc.In(time.FixedZone("", -8*3600))} {
		if got := c.LastDay(c.Deadlines(at).Resolution); got != day(t, "2026-11-26") {
			t.Errorf("received %v: %v", at, got)
		}
	}
}

func TestExplain(t *testing.T) {
	var got []string
	extra := func(cfg *Config) {
		cfg.ExtraOff = []Date{{2026, 4, 7}}
		cfg.ExtraWork = []Date{{2026, 4, 11}}
		cfg.Resolution = 5
	}
	for _, d := range calendar(t, extra).Explain(local(t, "2026-04-02 23:00")) {
		got = append(got, fmt.Sprintf("%v %v %s", d.Date, d.Counted, d.Why))
	}
	want := []string{
		"2026-04-02 false day of receipt",
		"2026-04-03 true working day 1 of 5 (Goede Vrijdag)",
		"2026-04-04 false Saturday",
		"2026-04-05 false Eerste Paasdag",
		"2026-04-06 false Tweede Paasdag",
		"2026-04-07 false extra_off",
		"2026-04-08 true working day 2 of 5",
		"2026-04-09 true working day 3 of 5",
		"2026-04-10 true working day 4 of 5",
		"2026-04-11 true working day 5 of 5 (extra_work)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestGoal(t *testing.T) {
	c := calendar(t)
	deadline := c.Deadlines(local(t, "2026-11-20 09:00")).Resolution
	for _, tt := range []struct {
		now string
		ok  bool
	}{{"2026-11-20 09:01", true}, {"2026-11-25 17:30", true}, {"2026-11-25 17:31", false}, {"2026-11-26 08:00", false}} {
		if d, ok := c.Goal(deadline, local(t, tt.now)); ok != tt.ok || d != day(t, "2026-11-25") {
			t.Errorf("at %s: %v %v", tt.now, d, ok)
		}
	}
}

// Each alarm as "kind instant > due", on local clocks.
func TestAlarms(t *testing.T) {
	for _, tt := range []struct {
		name, received string
		change         func(*Config)
		want           []string
	}{
		{"a Tuesday morning", "2026-11-24 10:00", nil, []string{
			"confirmation_warning 25 06:00 > 24 18:00", // 06:00 is before reminders begin: the evening before
			"response_warning 25 06:00 > 24 18:00",
			"confirmation_breach 25 10:00 > 25 10:00",
			"response_breach 25 10:00 > 25 10:00",
			"resolution_warning 27 15:00 > 27 15:00",
			"resolution_breach 27 17:30 > 27 17:30",
		}},
		{"a Friday afternoon: told on Monday, recorded on Saturday", "2026-11-20 16:00", nil, []string{
			"confirmation_warning 21 12:00 > 20 18:00",
			"response_warning 21 12:00 > 20 18:00",
			"confirmation_breach 21 16:00 > 23 07:30",
			"response_breach 21 16:00 > 23 07:30",
			"resolution_warning 25 15:00 > 25 15:00",
			"resolution_breach 25 17:30 > 25 17:30",
		}},
		{"a Friday night: no warning can be given", "2026-11-20 19:00", nil, []string{
			"confirmation_breach 21 19:00 > 23 07:30",
			"response_breach 21 19:00 > 23 07:30",
			"resolution_warning 25 15:00 > 25 15:00",
			"resolution_breach 25 17:30 > 25 17:30",
		}},
		{"a first term shorter than its warning", "2026-11-24 10:00", func(cfg *Config) {
			cfg.FirstResponse, cfg.Confirmation = 4*time.Hour, 3*time.Hour
		}, []string{
			"confirmation_breach 24 13:00 > 24 13:00",
			"response_breach 24 14:00 > 24 14:00",
			"resolution_warning 27 15:00 > 27 15:00",
			"resolution_breach 27 17:30 > 27 17:30",
		}},
		{"closing before the hour of the warning, after reminders", "2026-11-24 10:00", func(cfg *Config) {
			cfg.Hours[time.Friday] = Hours{8 * 60, 13 * 60}
			cfg.Reminders = Hours{7 * 60, 12 * 60}
		}, []string{
			"confirmation_warning 25 06:00 > 24 12:00",
			"response_warning 25 06:00 > 24 12:00",
			"confirmation_breach 25 10:00 > 25 10:00",
			"response_breach 25 10:00 > 25 10:00",
			"resolution_breach 27 13:00 > 30 07:00",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := calendar(t, func(cfg *Config) {
				if tt.change != nil {
					tt.change(cfg)
				}
			})
			received := local(t, tt.received).UTC()
			var got []string
			for _, a := range c.Alarms(complaint.Round{N: 1, Received: received, Deadlines: c.Deadlines(received)}) {
				got = append(got, fmt.Sprintf("%s %s > %s", a.Kind, a.Instant.In(c.Zone()).Format("02 15:04"), a.Due.In(c.Zone()).Format("02 15:04")))
				if a.Round != 1 || a.ID != "" || a.Complaint != "" || a.Due.Location() != time.UTC {
					t.Errorf("%+v", a)
				}
			}
			for _, a := range c.Alarms(complaint.Round{N: 2, Received: received, Deadlines: c.Deadlines(received)}) {
				if a.Kind == complaint.ConfirmationWarning || a.Kind == complaint.ConfirmationBreach || a.Round != 2 {
					t.Errorf("a later round, which was confirmed before, has %+v", a)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func BenchmarkDeadlines(b *testing.B) {
	c := calendar(b)
	at := local(b, "2026-12-23 10:00")
	for b.Loop() {
		c.Deadlines(at)
	}
}
