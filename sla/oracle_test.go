package sla

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/nl"
	"pgregory.net/rapid"
)

// brute is a second calendar, written from a table of Easter dates and counting
// in hours, that shares nothing with the first but the answers.
type brute struct {
	zone                        *time.Location
	goodFriday, liberation      string
	offDates, workDates         map[string]bool
	resolution, closing, minute int
}

var easters = map[int]string{2023: "04-09", 2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16",
	2029: "04-01", 2030: "04-21", 2031: "04-13", 2032: "03-28", 2033: "04-17", 2034: "04-09", 2035: "03-25",
	2036: "04-13", 2037: "04-05", 2038: "04-25", 2039: "04-10", 2040: "04-01", 2041: "04-21"}

func (b brute) works(noon time.Time) bool {
	key := noon.Format("2006-01-02")
	switch {
	case b.workDates[key]:
		return true
	case b.offDates[key], noon.Weekday() == time.Saturday, noon.Weekday() == time.Sunday:
		return false
	}
	sunday, err := time.ParseInLocation("2006-01-02 15", noon.Format("2006-")+easters[noon.Year()]+" 12", b.zone)
	if err != nil {
		panic(err)
	}
	for _, offset := range []int{1, 39, 50} {
		if sunday.AddDate(0, 0, offset).Format("01-02") == key[5:] {
			return false
		}
	}
	if b.goodFriday == "off" && sunday.AddDate(0, 0, -2).Format("01-02") == key[5:] {
		return false
	}
	switch key[5:] {
	case "01-01", "12-25", "12-26", "04-27":
		return false
	case "04-26":
		return noon.AddDate(0, 0, 1).Weekday() != time.Sunday
	case "05-05":
		return b.liberation == "work" || b.liberation == "lustrum" && key[3] != '0' && key[3] != '5'
	}
	return true
}

func (b brute) resolve(received time.Time) time.Time {
	in := received.In(b.zone)
	noon := time.Date(in.Year(), in.Month(), in.Day(), 12, 0, 0, 0, b.zone)
	for n := 0; n < b.resolution; {
		if noon = noon.AddDate(0, 0, 1); b.works(noon) {
			n++
		}
	}
	return time.Date(noon.Year(), noon.Month(), noon.Day(), b.closing, b.minute, 0, 0, b.zone)
}

func receipts(n int) []time.Time {
	rnd := rand.New(rand.NewPCG(2, 4))
	begin := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	end := time.Date(2040, 12, 31, 0, 0, 0, 0, time.UTC)
	all := make([]time.Time, n)
	for i := range all {
		all[i] = begin.Add(time.Duration(rnd.Int64N(int64(end.Sub(begin)))))
	}
	return all
}

func TestAgainstBruteForce(t *testing.T) {
	zone := DefaultConfig().Zone
	off := map[string]bool{}
	work := map[string]bool{}
	changed := DefaultConfig()
	changed.GoodFriday, changed.LiberationDay, changed.Resolution = "off", "off", 10
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 400 { // some days off and some worked, anywhere
		d := Date{2024, 1, 1}.AddDays(rnd.IntN(17 * 365))
		if off[d.String()] || work[d.String()] {
			continue
		}
		if rnd.IntN(2) == 0 {
			off[d.String()] = true
			changed.ExtraOff = append(changed.ExtraOff, d)
		} else {
			work[d.String()] = true
			changed.ExtraWork = append(changed.ExtraWork, d)
		}
	}
	for _, tt := range []struct {
		cfg    Config
		oracle brute
	}{
		{DefaultConfig(), brute{zone, "work", "lustrum", nil, nil, 3, 17, 30}},
		{changed, brute{zone, "off", "off", off, work, 10, 17, 30}},
	} {
		c, err := NewCalendar(tt.cfg)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range receipts(20_000) {
			if got, want := c.Deadlines(at).Resolution, tt.oracle.resolve(at); !got.Equal(want) {
				t.Fatalf("received %v: %v, brute force says %v", at.In(zone), got.In(zone), want)
			}
		}
	}
}

func TestAgainstRickarCal(t *testing.T) {
	notLustrum := nl.BevrijdingsDag.Clone(&cal.Holiday{})
	for year := 2020; year < 2050; year++ {
		if year%5 != 0 {
			notLustrum.Except = append(notLustrum.Except, year)
		}
	}
	common := []*cal.Holiday{nl.Nieuwjaar, nl.TweedePaasdag, nl.Koningsdag, nl.Hemelvaart,
		nl.TweedePinksterDag, nl.EersteKerstdag, nl.TweedeKerstdag}
	for _, tt := range []struct {
		name   string
		change func(*Config)
		extra  []*cal.Holiday
	}{
		{"the default", func(*Config) {}, []*cal.Holiday{notLustrum}},
		{"everything off", func(c *Config) { goodFridayOff(c); liberationDayOff(c) }, []*cal.Holiday{nl.GoedeVrijdag, nl.BevrijdingsDag}},
	} {
		c, oracle := calendar(t, tt.change), cal.NewBusinessCalendar()
		oracle.AddHoliday(common...)
		oracle.AddHoliday(tt.extra...)
		oracle.Cacheable = true
		for _, at := range receipts(20_000) {
			in := at.In(c.Zone())
			noon := time.Date(in.Year(), in.Month(), in.Day(), 12, 0, 0, 0, c.Zone())
			want := DateOf(oracle.WorkdaysFrom(noon, 3), c.Zone())
			if got := c.LastDay(c.Deadlines(at).Resolution); got != want {
				t.Fatalf("%s: received %v: %v, rickar/cal says %v", tt.name, in, got, want)
			}
		}
	}
}

// anyCalendar draws a working week, holidays and extra days.
func anyCalendar(t *rapid.T) *Calendar {
	cfg := DefaultConfig()
	cfg.Resolution = rapid.IntRange(1, 30).Draw(t, "resolution")
	cfg.GoodFriday = rapid.SampledFrom([]string{"work", "off"}).Draw(t, "good_friday")
	cfg.LiberationDay = rapid.SampledFrom([]string{"work", "off", "lustrum"}).Draw(t, "liberation_day")
	for i := range cfg.Hours {
		open := rapid.IntRange(0, 1380).Draw(t, "open")
		cfg.Hours[i] = Hours{open, rapid.IntRange(open, 1440).Draw(t, "close")}
	}
	cfg.Hours[rapid.IntRange(0, 6).Draw(t, "open day")] = Hours{510, 1050}
	open := rapid.IntRange(0, 1380).Draw(t, "remind from")
	cfg.Reminders = Hours{open, rapid.IntRange(open+1, 1440).Draw(t, "remind to")}
	dates := rapid.Custom(func(t *rapid.T) Date {
		return Date{2026, 1, 1}.AddDays(rapid.IntRange(0, 400).Draw(t, "day"))
	})
	for i, d := range rapid.SliceOfNDistinct(dates, 0, 30, rapid.ID[Date]).Draw(t, "extra") {
		if i%2 == 0 {
			cfg.ExtraOff = append(cfg.ExtraOff, d)
		} else {
			cfg.ExtraWork = append(cfg.ExtraWork, d)
		}
	}
	c, err := NewCalendar(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func anyInstant(t *rapid.T) time.Time {
	return time.Unix(1_767_225_600+rapid.Int64Range(0, 400*86400).Draw(t, "second"), 0) // from 2026 on
}
