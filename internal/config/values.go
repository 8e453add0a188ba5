package config

import (
	"fmt"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// Duration is a stretch of elapsed time, written as Go does: "24h", "2m".
type Duration struct{ time.Duration } // no integer kind: a bare number is a mistake

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil || v < 0 {
		return fmt.Errorf("%q is not a length of time; write for example 24h or 2m", text)
	}
	d.Duration = v
	return nil
}

// WorkingDays is a number of working days, written "3wd".
type WorkingDays int

// UnmarshalText implements encoding.TextUnmarshaler.
func (w *WorkingDays) UnmarshalText(text []byte) error {
	digits, ok := strings.CutSuffix(string(text), "wd")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || n > 250 {
		return fmt.Errorf("%q is not a number of working days; write for example 3wd", text)
	}
	*w = WorkingDays(n)
	return nil
}

// Size is a number of bytes, written "50MB": units of 1000.
type Size int64

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Size) UnmarshalText(text []byte) error {
	rest := strings.ToUpper(strings.TrimSpace(string(text)))
	unit := int64(1)
	for _, u := range []struct {
		suffix string
		bytes  int64
	}{{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}} {
		if r, ok := strings.CutSuffix(rest, u.suffix); ok {
			rest, unit = strings.TrimSpace(r), u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(rest, 10, 64)
	if err != nil || n <= 0 || n > 1e12/unit {
		return fmt.Errorf("%q is not a size; write for example 50MB", text)
	}
	*s = Size(n * unit)
	return nil
}

// Rate is a number of letters in a minute, written "30/min"; 0 is no limit.
type Rate float64

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Rate) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = 0
		return nil
	}
	number, unit, _ := strings.Cut(string(text), "/")
	n, err := strconv.ParseFloat(number, 64)
	per := map[string]float64{"s": 60, "sec": 60, "min": 1, "m": 1, "h": 1.0 / 60, "hour": 1.0 / 60}[unit]
	if err != nil || n <= 0 || per == 0 {
		return fmt.Errorf(`%q is not a rate; write for example 30/min, or "" for none`, text)
	}
	*r = Rate(n * per)
	return nil
}

// Person is somebody with a mail address, written "Anna de Vries <a@b.example>".
type Person complaint.Address

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Person) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Person{}
		return nil
	}
	a, err := mail.ParseAddress(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a mail address; write for example Anna de Vries <a.devries@example.nl>", text)
	}
	p.Name, p.Address = a.Name, strings.ToLower(a.Address)
	return nil
}

// Hours is a part of a day in minutes since midnight, written "08:30-17:30".
type Hours struct{ From, To int }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hours) UnmarshalText(text []byte) error {
	from, to, ok := strings.Cut(string(text), "-")
	a, errA := clock(from)
	b, errB := clock(to)
	if !ok || errA != nil || errB != nil || a >= b {
		return fmt.Errorf("%q are no hours; write for example 08:30-17:30", text)
	}
	h.From, h.To = a, b
	return nil
}

// TimeOfDay is minutes since midnight, written "07:30".
type TimeOfDay int

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	m, err := clock(string(text))
	if err != nil {
		return err
	}
	*t = TimeOfDay(m)
	return nil
}

func clock(s string) (int, error) {
	s = strings.TrimSpace(s)
	if s == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time of day; write for example 07:30", s)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// Weekday is a day of the week, written mon … sun.
type Weekday time.Weekday

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// UnmarshalText implements encoding.TextUnmarshaler.
func (w *Weekday) UnmarshalText(text []byte) error {
	for i, name := range weekdays {
		if strings.EqualFold(name, string(text)) {
			*w = Weekday(i)
			return nil
		}
	}
	return fmt.Errorf("%q is not a day of the week; write mon, tue, wed, thu, fri, sat or sun", text)
}
