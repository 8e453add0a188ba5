package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"gehoord/internal/store"
)

type quarantineCmd struct {
	List  quarantineListCmd  `cmd:"" default:"withargs" help:"List the mails that could not be received."`
	Show  quarantineShowCmd  `cmd:"" help:"Write a mail's raw bytes."`
	Retry quarantineRetryCmd `cmd:"" help:"Receive mails again, after an upgrade; a running daemon does it within its poll."`
}

type quarantineListCmd struct {
	JSON bool `help:"Write one JSON object a line."`
}

type quarantineJSON struct {
	ID       string `json:"id"`
	Mailbox  string `json:"mailbox"`
	Received stamp  `json:"received"`
	Size     int64  `json:"size"`
	Attempts int    `json:"attempts"`
	Reason   string `json:"reason"`
}

// Run lists what is in quarantine.
func (cmd *quarantineListCmd) Run(e *env) error {
	c, s, err := e.open()
	if err != nil {
		return err
	}
	defer s.Close()
	mails, err := s.Quarantined(e.ctx)
	if err != nil {
		return err
	}
	zone := c.Organisation.Zone
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	if !cmd.JSON {
		row(w, "MAIL", "MAILBOX", "RECEIVED", "BYTES", "ATTEMPTS", "REASON")
	}
	for _, m := range mails {
		if !cmd.JSON {
			reason, _, _ := strings.Cut(m.Reason, "\n")
			row(w, m.ID, m.Mailbox, when(m.Received, zone), m.Size, m.Attempts, reason)
			continue
		}
		if err := writeLine(e.stdout, quarantineJSON{m.ID, m.Mailbox, stamp{m.Received, zone}, m.Size, m.Attempts, m.Reason}); err != nil {
			return err
		}
	}
	return w.Flush()
}

type quarantineShowCmd struct {
	Mail string `arg:"" help:"The mail's id, as listed."`
}

// Run writes the raw mail.
func (cmd *quarantineShowCmd) Run(e *env) error {
	_, s, err := e.open()
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.Mail(e.ctx, cmd.Mail); errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no mail %s; gehoord quarantine lists them", cmd.Mail)
	} else if err != nil {
		return err
	}
	_, err = io.Copy(e.stdout, s.Content(e.ctx, cmd.Mail, store.PartRaw))
	return err
}

type quarantineRetryCmd struct {
	Mail []string `arg:"" optional:"" help:"Mails to receive again; none: all."`
}

// Run gives mails back to the daemon.
func (cmd *quarantineRetryCmd) Run(e *env) error {
	_, s, err := e.open()
	if err != nil {
		return err
	}
	defer s.Close()
	n, err := s.Release(e.ctx, cmd.Mail...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%d mails will be received again\n", n)
	return err
}
