package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"
	"time"

	"gehoord/internal/config"
	"gehoord/sla"
)

type deadlinesCmd struct {
	Time []string `arg:"" help:"Times of receipt, such as 2026-11-20T09:00:00+01:00; - reads a line each."`
	JSON bool     `help:"Write one JSON object a line."`
}

type termsJSON struct {
	Received      stamp `json:"received"`
	Confirmation  stamp `json:"confirmation"`
	FirstResponse stamp `json:"first_response"`
	Resolution    stamp `json:"resolution"`
}

// Run computes the clocks of complaints received at the given times, by the
// configuration's calendar or, without one, the defaults.
func (cmd *deadlinesCmd) Run(e *env) error {
	terms, err := e.terms()
	if err != nil {
		return err
	}
	calendar, err := sla.NewCalendar(terms)
	if err != nil {
		return err
	}
	var wrong []error
	one := func(text string) error {
		received, err := time.Parse(time.RFC3339, strings.TrimSpace(text))
		if err != nil {
			wrong = append(wrong, wrongCall{fmt.Errorf("%q is not a time; write for example 2026-11-20T09:00:00+01:00", text)})
			return nil
		}
		d := calendar.Deadlines(received)
		at := func(t time.Time) stamp { return stamp{t, terms.Zone} }
		if cmd.JSON {
			return writeLine(e.stdout, termsJSON{at(received), at(d.Confirmation), at(d.FirstResponse), at(d.Resolution)})
		}
		fmt.Fprintf(e.stdout, "received        %s\nconfirmation    %s\nfirst response  %s\nresolution      %s\n",
			spoken(received, terms.Zone), spoken(d.Confirmation, terms.Zone), spoken(d.FirstResponse, terms.Zone), spoken(d.Resolution, terms.Zone))
		for _, day := range calendar.Explain(received) {
			mark := "  "
			if day.Counted {
				mark = "+1"
			}
			fmt.Fprintf(e.stdout, "  %s %s  %s\n", mark, day.Date, day.Why)
		}
		_, err = fmt.Fprintln(e.stdout)
		return err
	}
	for _, arg := range cmd.Time {
		if arg != "-" {
			if err := one(arg); err != nil {
				return err
			}
			continue
		}
		lines := bufio.NewScanner(e.stdin)
		for lines.Scan() {
			if strings.TrimSpace(lines.Text()) == "" {
				continue
			}
			if err := one(lines.Text()); err != nil {
				return err
			}
		}
		if err := lines.Err(); err != nil {
			return fmt.Errorf("read times: %w", err)
		}
	}
	return errors.Join(wrong...)
}

// terms are the configuration's, or the defaults where there is none.
func (e *env) terms() (sla.Config, error) {
	path := e.configured()
	if path == "" {
		return sla.DefaultConfig(), nil
	}
	c, err := config.Load(path)
	if err != nil {
		return sla.Config{}, err
	}
	return slaConfig(c), nil
}

func spoken(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("Mon 2006-01-02 15:04 MST")
}
