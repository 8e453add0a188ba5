package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Dates as mailers write them for people, above a mail that they quote or forward.
// Their order of day and month, their names and their clock are those of the country.

var (
	dayMonth    = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th|er|e)?\.?[\s-]+(?:de )?(\pL{3,10})\.?,?[\s-]+(?:de )?(\d{4}|\d{2})\b`)
	monthDay    = regexp.MustCompile(`(\pL{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`)
	yearFirst   = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|t)`)
	inDigits    = regexp.MustCompile(`\b(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})\b`)
	writtenTime = regexp.MustCompile(`(?:^|[^\d+:.-])(\d{1,2})[:.hu] ?(\d{2})(?:[:.](\d{2}))?(?:\.\d{1,6})? ?([ap]\.? ?m\b)?`)
	zoneOffset  = regexp.MustCompile(`(?:\b(?:gmt|utc)|[\s(\d]) ?([+-])(\d{1,2})(?:[:.]?(\d{2}))?\b`)
	zoneName    = regexp.MustCompile(`[\s\d(]\(?(utc|gmt|z|cet|cest|met|mest|mez|mesz|wet|west|bst|est|edt|cst|cdt|mst|mdt|pst|pdt)\b`)
)

// months are the beginnings of their names in Dutch, English, German, French, Spanish
// and Italian, three letters at least; the first that fits counts.
var months = []struct {
	begins string
	month  time.Month
}{
	{"jan", 1}, {"jän", 1}, {"feb", 2}, {"fév", 2}, {"fev", 2}, {"mrt", 3}, {"maa", 3}, {"mar", 3}, {"mär", 3}, {"apr", 4}, {"avr", 4},
	{"mei", 5}, {"may", 5}, {"mai", 5}, {"juin", 6}, {"jun", 6}, {"juil", 7}, {"jul", 7}, {"aug", 8}, {"aoû", 8}, {"aou", 8},
	{"ene", 1}, {"gen", 1}, {"abr", 4}, {"mag", 5}, {"giu", 6}, {"lug", 7}, {"ago", 8}, {"set", 9}, {"ott", 10}, {"dic", 12},
	{"sep", 9}, {"okt", 10}, {"oct", 10}, {"nov", 11}, {"dec", 12}, {"déc", 12}, {"dez", 12},
}

func monthOf(name string) time.Month {
	for _, m := range months {
		if strings.HasPrefix(name, m.begins) {
			return m.month
		}
	}
	return 0
}

// hoursOf are the zones that mailers write by name, in hours east of Greenwich (RFC
// 5322 section 4.3 and those of Europe).
var hoursOf = map[string]int{
	"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2, "mest": 2, "mesz": 2,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}

// writtenDate reads such a date; the zero time when it has no day or no time of day, or
// when it cannot be told which figure is the month. dayFirst says that 3/4 is the third
// of April. A date that names no zone is in zone; nil knows none.
func writtenDate(s string, dayFirst bool, zone *time.Location) time.Time {
	s = strings.ToLower(strings.Join(strings.Fields(shorten(s, 200)), " "))
	y, m, d, rest := writtenDay(s, dayFirst)
	t := writtenTime.FindStringSubmatchIndex(rest)
	if m == 0 || t == nil {
		return time.Time{}
	}
	part := func(i int) int {
		if t[2*i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(rest[t[2*i]:t[2*i+1]])
		return n
	}
	hour, minute, second := part(1), part(2), part(3)
	if t[8] >= 0 { // a clock of twelve hours
		if hour < 1 || hour > 12 {
			return time.Time{}
		}
		hour %= 12
		if rest[t[8]] == 'p' {
			hour += 12
		}
	}
	if z := writtenZone(rest[t[2]:]); z != nil {
		zone = z
	}
	if zone == nil || hour > 23 || minute > 59 || second > 60 {
		return time.Time{}
	}
	at := time.Date(y, m, d, hour, minute, second, 0, zone)
	if at.Day() != d || !plausible(at) {
		return time.Time{} // 31 April, or a leap second
	}
	return at
}

// writtenDay finds the day, month 0 when it cannot be told, and returns what else
// stands there.
func writtenDay(s string, dayFirst bool) (year int, month time.Month, day int, rest string) {
	without := func(at []int) string { return s[:at[0]] + " " + s[at[1]:] }
	group := func(at []int, i int) string { return s[at[2*i]:at[2*i+1]] }
	figure := func(at []int, i int) int { n, _ := strconv.Atoi(group(at, i)); return n }
	century := func(y int) int {
		if y < 100 {
			y += 2000
		}
		return y
	}
	for _, at := range dayMonth.FindAllStringSubmatchIndex(s, 3) {
		if m := monthOf(group(at, 2)); m > 0 {
			return century(figure(at, 3)), m, figure(at, 1), without(at)
		}
	}
	for _, at := range monthDay.FindAllStringSubmatchIndex(s, 3) {
		if m := monthOf(group(at, 1)); m > 0 {
			return figure(at, 3), m, figure(at, 2), without(at)
		}
	}
	if at := yearFirst.FindStringSubmatchIndex(s); at != nil {
		if m := figure(at, 2); m >= 1 && m <= 12 {
			return figure(at, 1), time.Month(m), figure(at, 3), without(at)
		}
	}
	at := inDigits.FindStringSubmatchIndex(s)
	if at == nil {
		return 0, 0, 0, s
	}
	d, m := figure(at, 1), figure(at, 3)
	switch {
	case group(at, 2) == "/" && !dayFirst && d <= 12 && m <= 12 && d != m:
		return 0, 0, 0, s // 3/4 is March in America and April in Britain
	case m > 12 && group(at, 2) == "/":
		d, m = m, d
	}
	if m < 1 || m > 12 {
		return 0, 0, 0, s
	}
	return century(figure(at, 4)), time.Month(m), d, without(at)
}

// writtenZone finds the zone behind a time of day, nil for none.
func writtenZone(s string) *time.Location {
	if m := zoneOffset.FindStringSubmatch(s); m != nil {
		h, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		if h <= 14 && minutes <= 59 {
			offset := h*3600 + minutes*60
			if m[1] == "-" {
				offset = -offset
			}
			return time.FixedZone("", offset)
		}
	}
	if m := zoneName.FindStringSubmatch(s); m != nil {
		return time.FixedZone("", hoursOf[m[1]]*3600)
	}
	return nil
}
