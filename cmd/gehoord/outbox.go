package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"gehoord/internal/complaint"
)

type outboxCmd struct {
	List  outboxListCmd  `cmd:"" default:"withargs" help:"List the letters that wait, failed, or whose fate is unknown."`
	Retry outboxRetryCmd `cmd:"" help:"Put letters first in the outbox again."`
}

type outboxListCmd struct {
	JSON bool `help:"Write one JSON object a line."`
}

type outboxJSON struct {
	ID     string `json:"id"`
	Number orNull `json:"number"`
	Due    stamp  `json:"due"`
	letterJSON
}

// Run lists what has not been sent.
func (cmd *outboxListCmd) Run(e *env) error {
	c, s, err := e.open()
	if err != nil {
		return err
	}
	defer s.Close()
	letters, err := s.Unsent(e.ctx)
	if err != nil {
		return err
	}
	zone := c.Organisation.Zone
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	if !cmd.JSON {
		row(w, "LETTER", "STATE", "COMPLAINT", "KIND", "TO", "DUE", "ATTEMPTS", "ANSWER")
	}
	for _, l := range letters {
		number := ""
		if l.Complaint != "" {
			of, err := s.Complaint(e.ctx, l.Complaint)
			if err != nil {
				return err
			}
			number = of.Number.String()
		}
		if !cmd.JSON {
			row(w, l.ID, l.State, dash(number), l.Kind, l.Recipient, when(l.Due, zone), l.Attempts, dash(l.Answer))
			continue
		}
		err := writeLine(e.stdout, outboxJSON{l.ID, orNull(number), stamp{l.Due, zone}, newLetterJSON(l, zone)})
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

func newLetterJSON(l complaint.Letter, zone *time.Location) letterJSON {
	return letterJSON{stamp{l.Queued, zone}, stamp{l.SentAt, zone}, string(l.Kind), l.Recipient, l.Subject, l.MessageID,
		l.Attempts, string(l.State), orNull(l.Answer)}
}

type outboxRetryCmd struct {
	Letter []string `arg:"" optional:"" help:"Letters to try again; none: every one that failed."`
}

// Run makes letters due now. A running daemon finds them within its poll.
func (cmd *outboxRetryCmd) Run(e *env) error {
	_, s, err := e.open()
	if err != nil {
		return err
	}
	defer s.Close()
	ids := cmd.Letter
	if len(ids) == 0 {
		unsent, err := s.Unsent(e.ctx)
		if err != nil {
			return err
		}
		for _, l := range unsent {
			if l.State == complaint.Failed {
				ids = append(ids, l.ID)
			}
		}
	}
	for _, id := range ids {
		if err := s.RetryLetter(e.ctx, id, time.Now()); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(e.stdout, "%d letters will be tried again\n", len(ids))
	return err
}
