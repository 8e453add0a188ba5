package main

import (
	"text/tabwriter"
	"time"

	"gehoord/internal/complaint"
)

type listCmd struct {
	JSON bool `help:"Write one JSON object a line."`
}

type deadlinesJSON struct {
	Confirmation  stamp `json:"confirmation"`
	FirstResponse stamp `json:"first_response"`
	Resolution    stamp `json:"resolution"`
}

type complaintJSON struct {
	Number     string        `json:"number"`
	Status     string        `json:"status"`
	Waiting    orNull        `json:"waiting"`
	Channel    string        `json:"channel"`
	Customer   *addressJSON  `json:"customer"`
	Subject    string        `json:"subject"`
	Department string        `json:"department"`
	Handler    orNull        `json:"handler"`
	Language   string        `json:"language"`
	Received   stamp         `json:"received"`
	Confirmed  stamp         `json:"confirmed"`
	Responded  stamp         `json:"responded"`
	Resolved   stamp         `json:"resolved"`
	Deadlines  deadlinesJSON `json:"deadlines"`
	Agenda     stamp         `json:"agenda"`
}

func newComplaintJSON(c complaint.Complaint, zone *time.Location) complaintJSON {
	at := func(t time.Time) stamp { return stamp{t, zone} }
	j := complaintJSON{
		Number: c.Number.String(), Status: string(c.Status), Waiting: orNull(c.Waiting), Channel: string(c.Channel),
		Subject: c.Subject, Department: c.Department, Handler: orNull(c.Handler),
		Language: c.Language, Received: at(c.Received), Confirmed: at(c.Round.Confirmed),
		Responded: at(c.Round.Responded), Resolved: at(c.Round.Resolved), Agenda: at(c.Agenda),
		Deadlines: deadlinesJSON{at(c.Round.Deadlines.Confirmation), at(c.Round.Deadlines.FirstResponse), at(c.Round.Deadlines.Resolution)},
	}
	if c.Customer.Address != "" || c.Customer.Name != "" {
		j.Customer = &addressJSON{c.Customer.Name, c.Customer.Address}
	}
	return j
}

// Run lists every complaint by number.
func (l *listCmd) Run(e *env) error {
	c, s, err := e.open()
	if err != nil {
		return err
	}
	defer s.Close()
	all, err := s.Complaints(e.ctx)
	if err != nil {
		return err
	}
	zone := c.Organisation.Zone
	if l.JSON {
		for _, one := range all {
			if err := writeLine(e.stdout, newComplaintJSON(one, zone)); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	row(w, "NUMBER", "STATUS", "DEPARTMENT", "HANDLER", "RECEIVED", "SOLVE BY", "NEXT DATE")
	for _, one := range all {
		row(w, one.Number, one.Status.Label("en"), one.Department, dash(one.Handler), when(one.Received, zone),
			when(one.Round.Deadlines.Resolution, zone), when(one.Agenda, zone))
	}
	return w.Flush()
}
