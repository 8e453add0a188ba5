package sla

import (
	"testing"
	"time"
)

// The words of the subject language, said on Friday 20 November 2026.
func TestSpokenDays(t *testing.T) {
	c := calendar(t)
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, c.cfg.Zone)
	for _, test := range []struct{ word, ahead, back string }{
		{"2026-12-02", "2026-12-02", "2026-12-02"},
		{"2-12", "2026-12-02", "2025-12-02"},
		{"20-11", "2026-11-20", "2026-11-20"},
		{"19-11", "2027-11-19", "2026-11-19"},
		{"21-11", "2026-11-21", "2025-11-21"},
		{"02-01", "2027-01-02", "2026-01-02"},
		{"2-12-2027", "2027-12-02", "2027-12-02"},
		{"29-2", "2028-02-29", "2024-02-29"},
		{"29-2-2027", "", ""},
		{"31-11", "", ""},
		{"vandaag", "2026-11-20", "2026-11-20"},
		{"morgen", "2026-11-21", ""},
		{"vr", "2026-11-27", "2026-11-13"},
		{"ma", "2026-11-23", "2026-11-16"},
		{"+2d", "2026-11-22", ""},
		{"+1w", "2026-11-27", ""},
		{"+2wd", "2026-11-24", ""},
		{"+0d", "", ""},
		{"+wd", "", ""},
		{"", "", ""},
		{"gisteren", "", "2026-11-19"},
		{"eergisteren", "", ""},
		{"20-11 09:40", "2026-11-20 09:40", "2026-11-20 09:40"},
		{"ma 14:05", "2026-11-23 14:05", "2026-11-16 14:05"},
		{"ma 25:05", "", ""},
	} {
		for _, way := range []struct {
			want string
			read func(string, time.Time) (Moment, error)
		}{{test.ahead, c.Ahead}, {test.back, c.Back}} {
			m, err := way.read(test.word, now)
			got := ""
			if err == nil {
				got = m.Date.String()
				if m.Timed {
					got = c.At(m, 0).In(c.cfg.Zone).Format("2006-01-02 15:04")
				}
			}
			if got != way.want {
				t.Errorf("%q is %q, want %q", test.word, got, way.want)
			}
		}
	}
}

func TestAgendaOn(t *testing.T) {
	c := calendar(t)
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, c.cfg.Zone)
	for word, want := range map[string]string{
		"ma": "2026-11-23 09:00", "morgen": "2026-11-23 09:00 moved", "vandaag": "2026-11-20 15:00",
		"ma 14:30": "2026-11-23 14:30", "25-12": "2026-12-28 09:00 moved",
	} {
		m, err := c.Ahead(word, now)
		if err != nil {
			t.Fatal(err)
		}
		at, moved := c.AgendaOn(m, now)
		got := at.In(c.cfg.Zone).Format("2006-01-02 15:04")
		if moved {
			got += " moved"
		}
		if got != want {
			t.Errorf("AGENDA %s is %s, want %s", word, got, want)
		}
	}
}
