package complaint

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// days are the words for a day, and how they are kept.
var days = map[string]string{
	"vandaag": "vandaag", "today": "vandaag", "morgen": "morgen", "tomorrow": "morgen",
	"gisteren": "gisteren", "yesterday": "gisteren", "overmorgen": "+2d",
	"ma": "ma", "mon": "ma", "maandag": "ma", "monday": "ma",
	"di": "di", "tue": "di", "dinsdag": "di", "tuesday": "di",
	"wo": "wo", "wed": "wo", "woensdag": "wo", "wednesday": "wo",
	"do": "do", "thu": "do", "donderdag": "do", "thursday": "do",
	"vr": "vr", "fri": "vr", "vrijdag": "vr", "friday": "vr",
	"za": "za", "sat": "za", "zaterdag": "za", "saturday": "za",
	"zo": "zo", "sun": "zo", "zondag": "zo", "sunday": "zo",
}

var weekdays = map[string]time.Weekday{"ma": time.Monday, "di": time.Tuesday, "wo": time.Wednesday,
	"do": time.Thursday, "vr": time.Friday, "za": time.Saturday, "zo": time.Sunday}

var units = map[string]string{"d": "d", "dag": "d", "dagen": "d", "day": "d", "days": "d",
	"w": "w", "week": "w", "weken": "w", "weeks": "w", "wd": "wd", "werkdag": "wd", "werkdagen": "wd"}

// months are written in full or cut after three letters or more.
var months = [12][2]string{{"januari", "january"}, {"februari", "february"}, {"maart", "march"}, {"april", "april"},
	{"mei", "may"}, {"juni", "june"}, {"juli", "july"}, {"augustus", "august"}, {"september", "september"},
	{"oktober", "october"}, {"november", "november"}, {"december", "december"}}

var (
	dayMonth = regexp.MustCompile(`^(\d{1,2})-(\d{1,2})(?:-(\d{4}|\d{2}))?$`)
	dotted   = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$`) // without a year it may be a time
	written  = regexp.MustCompile(`^(\d{1,2})(?:e|st|nd|rd|th)?\.? ?(\pL{3,9})\.?(?: ?(\d{4}))?$`)
	ahead    = regexp.MustCompile(`^\+ ?([1-9]\d{0,2}) ?(\pL+)$`)
	clock    = regexp.MustCompile(`^(\d{1,2})(?:[:.uh](\d{2}) ?(?:u|h|uur)?| ?(?:u|h|uur))$`)
)

// readMoment reads a day, or a day and a time: what is kept is "20-11" or
// "20-11 09:40". Which day that is depends on the day it was sent, which the
// reader does not know.
func readMoment(s string) (string, bool) {
	if len(s) > 60 {
		return "", false
	}
	s = strings.ToLower(s)
	if d, ok := readDay(s); ok {
		return d, true
	}
	for i := len(s) - 1; i > 0; i-- {
		if s[i] != ' ' && s[i] != 't' {
			continue
		}
		if at := readTime(s[i+1:]); at != "" {
			day := strings.TrimSuffix(strings.TrimSuffix(s[:i], " om"), " at")
			if d, ok := readDay(day); ok {
				return d + " " + at, true
			}
		}
	}
	return "", false
}

// readDay reads a day in lower case.
func readDay(s string) (string, bool) {
	s = strings.ReplaceAll(s, "/", "-")
	if d, ok := days[s]; ok {
		return d, true
	}
	if m := ahead.FindStringSubmatch(s); m != nil {
		unit, ok := units[m[2]]
		return "+" + m[1] + unit, ok
	}
	if t, err := time.Parse("2006-1-2", s); err == nil {
		return t.Format(time.DateOnly), true
	}
	if name, rest, ok := strings.Cut(s, " "); ok { // wo 2-12
		weekday, ok := weekdays[days[strings.TrimRight(name, ".,")]]
		if ok && rest != "" && '0' <= rest[0] && rest[0] <= '9' {
			d, ok := readDay(rest)
			return d, ok && falls(d, weekday)
		}
	}
	m := dayMonth.FindStringSubmatch(s)
	if m == nil {
		m = dotted.FindStringSubmatch(s)
	}
	if m == nil {
		if m = written.FindStringSubmatch(s); m != nil {
			m[2] = monthNamed(m[2])
		}
	}
	if m == nil {
		return "", false
	}
	kept := m[1] + "-" + m[2]
	if len(m[3]) == 2 {
		m[3] = "20" + m[3]
	}
	if m[3] == "" {
		m[3] = "2024" // a leap year: whether 29-2 exists this year is for the desk
	} else {
		kept += "-" + m[3]
	}
	_, err := time.Parse("2-1-2006", m[1]+"-"+m[2]+"-"+m[3])
	return kept, err == nil
}

// falls tells that a day with a year is not on another weekday than was written.
func falls(day string, weekday time.Weekday) bool {
	for _, layout := range []string{"2-1-2006", time.DateOnly} {
		if t, err := time.Parse(layout, day); err == nil {
			return t.Weekday() == weekday
		}
	}
	return true
}

// monthNamed is the number of a month, "0" for none.
func monthNamed(s string) string {
	if s == "mrt" {
		return "3"
	}
	for i, names := range months {
		if strings.HasPrefix(names[0], s) || strings.HasPrefix(names[1], s) {
			return fmt.Sprint(i + 1)
		}
	}
	return "0"
}

func readISODate(s string) (string, bool) {
	_, err := time.Parse(time.DateOnly, s)
	return s, err == nil
}

// readTime reads 9:40, 9.40, 9u40, 9u or 9 uur as 09:40 and 09:00, "" when s is
// no time of day.
func readTime(s string) string {
	m := clock.FindStringSubmatch(s)
	if m == nil || len(m[1]) == 2 && m[1] > "23" || m[2] > "59" {
		return ""
	}
	return ("0" + m[1])[len(m[1])-1:] + ":" + (m[2] + "00")[:2]
}
