package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"gehoord/classify"
	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/config"
	"gehoord/internal/desk"
	"gehoord/internal/store"
)

// registered is a complaint that came by mail, as evidence for the rules.
type registered struct {
	number string
	sender string
	input  classify.Input
	was    destination // where the rules of the day sent it
	now    string      // the department that is responsible
	proven string      // the department that staff sent it to, or that reacted or settled; "" while nobody has said anything
}

// destination is where a mail goes.
type destination struct {
	Department string `json:"department"`
	Triage     bool   `json:"triage"`
}

// eachRegistered reads the mails that became complaints, oldest first. erased are
// those of which there is no text any more.
func eachRegistered(e *env, f func(registered) error) (erased int, err error) {
	c, s, err := e.open()
	if err != nil {
		return 0, err
	}
	defer s.Close()
	err = s.InView(e.ctx, func(v *store.View) error {
		all, err := v.Complaints(e.ctx)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.Channel != complaint.ByMail {
				continue
			}
			m, err := evidence(e, c, v, one)
			if errors.Is(err, errErased) {
				erased++
				continue
			}
			if err != nil {
				return fmt.Errorf("read complaint %s: %w", one.Number, err)
			}
			if err := f(m); err != nil {
				return err
			}
		}
		return nil
	})
	return erased, err
}

var errErased = errors.New("its text was erased")

// evidence reads a complaint's first mail and what became of it.
func evidence(e *env, c *config.Config, v *store.View, one complaint.Complaint) (registered, error) {
	m := registered{number: one.Number.String(), sender: one.Customer.Address, now: one.Department}
	events, err := v.EventsOf(e.ctx, one.ID)
	if err != nil {
		return m, err
	}
	var mail string
	for _, ev := range events {
		var data struct {
			Mail       string `json:"mail"`
			Department string `json:"department"`
		}
		if err := json.Unmarshal([]byte(ev.Data), &data); err != nil {
			return m, fmt.Errorf("event %d: %w", ev.Seq, err)
		}
		switch ev.Kind {
		case complaint.Registered:
			mail = data.Mail
		case complaint.Routed, complaint.Unsure:
			m.was = destination{data.Department, ev.Kind == complaint.Unsure}
		case complaint.Rerouted, complaint.Responded, complaint.ResolutionQueued:
			m.proven = one.Department
		}
	}
	read, err := ingest.Parse(v.Content(e.ctx, mail, "raw"), desk.ReadingOptions(c))
	if err != nil {
		return m, err
	}
	if read.Text == "" && read.Subject == "" {
		return m, errErased
	}
	m.input = desk.Words(read)
	return m, nil
}
