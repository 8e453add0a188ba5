package desk

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/sla"
)

// The days and times that commands name.

// furthest is how far ahead a date may be: further is a slip of the pen.
const furthest = 120 * 24 * time.Hour

// nextDate is the date that a command names, or otherwise; a moved one is told.
func (x *execution) nextDate(named, otherwise string) (time.Time, error) {
	word := named
	if word == "" {
		word = otherwise
	}
	m, err := x.d.calendar().Ahead(word, x.now)
	if err != nil {
		return time.Time{}, refuse("E-DATUM", word)
	}
	at, moved := x.d.calendar().AgendaOn(m, x.now)
	switch {
	case !at.After(x.now), x.passed(word, at):
		return time.Time{}, refuse("E-DATUM-VOORBIJ", word)
	case at.Sub(x.now) > furthest:
		return time.Time{}, refuse("E-DATUM-VER", word)
	}
	if moved && named != "" {
		named := x.day(x.d.calendar().At(m, 0))
		x.remark("Op "+named+" werken wij niet. Het wordt "+x.day(at)+".", "We do not work on "+named+". It will be "+x.day(at)+".")
		x.acknowledge(nil)
	}
	return at, nil
}

// passed tells whether a day without a year, which is taken for the next one, was
// rather the last one: people write the day before yesterday, and not that of next
// year.
func (x *execution) passed(word string, at time.Time) bool {
	return dayMonth.MatchString(word) && at.Sub(x.now) > 300*24*time.Hour
}

var dayMonth = regexp.MustCompile(`^\d{1,2}-\d{1,2}( .*)?$`)

// laterDate is the date of AGENDA or WACHT: not beyond the term, but where the
// customer was told a later day, or where the term is over and a reason is given.
func (x *execution) laterDate(ctx context.Context) (time.Time, error) {
	at, err := x.nextDate(x.args["datum"], "")
	if err != nil || !x.c.Status.Working() {
		return at, err
	}
	end := x.c.Round.Deadlines.Resolution
	events, err := x.tx.EventsOf(ctx, x.c.ID)
	if err != nil {
		return at, err
	}
	for _, e := range events {
		told, ok := instantIn(e.Data, "until")
		switch {
		case ok && e.Kind == complaint.Delayed:
			end = latest(end, told)
		case e.Kind == complaint.LetterStopped && textIn(e.Data, "kind") == string(complaint.Delay):
			end = x.c.Round.Deadlines.Resolution
		}
	}
	switch {
	case !x.d.calendar().Day(at).Before(x.d.calendar().LastDay(end).AddDays(1)) && x.now.Before(end):
		no := refuse("E-TERMIJN", x.day(at), x.day(end))
		no.suggestion = subjectOf(x.c.Number, "DUURT "+x.args["datum"])
		return at, no
	case !x.now.Before(end) && strings.TrimSpace(x.r.m.Reply) == "":
		return at, refuse("E-REDEN")
	}
	return at, nil
}

// day is a date as people read it, "2-12-2026".
func (x *execution) day(t time.Time) string {
	return t.In(x.d.Config.Organisation.Zone).Format("2-1-2006")
}

// said is the day and time that a command names of what has happened: alone, a day
// is its close of business, and today now. It is never before the complaint.
func (x *execution) said(word string) (time.Time, error) {
	if word == "" {
		return x.now, nil
	}
	m, err := x.d.calendar().Back(word, x.now)
	if err != nil {
		return time.Time{}, refuse("E-DATUM", word)
	}
	at := x.d.past(m, x.now)
	switch {
	case at.After(x.now):
		return at, refuse("E-DATUM-TOEKOMST", word)
	case at.Before(x.c.Received):
		return at, refuse("E-DATUM-EERDER", word, x.day(x.c.Received))
	}
	return at, nil
}

// past is the instant of what happened on a day: close of business where no time
// is named, but not later than now.
func (d *Desk) past(m sla.Moment, now time.Time) time.Time {
	if m.Timed {
		return d.calendar().At(m, 0)
	}
	at := d.calendar().CloseOfBusiness(m.Date)
	if at.After(now) && d.calendar().Day(now) == m.Date {
		return now
	}
	return at
}

// instantIn reads an instant among an event's facts.
func instantIn(data, key string) (time.Time, bool) {
	var f map[string]any
	if err := json.Unmarshal([]byte(data), &f); err != nil {
		return time.Time{}, false
	}
	s, _ := f[key].(string)
	t, err := time.Parse(complaint.TimeLayout, s)
	return t, err == nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
