package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/config"
	"gehoord/internal/store"
)

type showCmd struct {
	Number string `arg:"" help:"The complaint's number, such as K-2026-000123."`
	JSON   bool   `help:"Write one JSON object."`
}

type eventJSON struct {
	At    stamp  `json:"at"`
	Kind  string `json:"kind"`
	Actor string `json:"actor"`
	Text  string `json:"text"`
}

type mailJSON struct {
	At        stamp  `json:"at"`
	Direction string `json:"direction"`
	From      string `json:"from"`
	To        string `json:"to"`
	Subject   string `json:"subject"`
	MessageID orNull `json:"message_id"`
	Kind      string `json:"kind"`
}

type letterJSON struct {
	Queued    stamp  `json:"queued"`
	Sent      stamp  `json:"sent"`
	Kind      string `json:"kind"`
	To        string `json:"to"`
	Subject   string `json:"subject"`
	MessageID string `json:"message_id"`
	Attempts  int    `json:"attempts"`
	State     string `json:"state"`
	Answer    orNull `json:"answer"`
}

type fileJSON struct {
	complaintJSON
	Events  []eventJSON  `json:"events"`
	Mails   []mailJSON   `json:"mails"`
	Letters []letterJSON `json:"letters"`
}

// Run shows one complaint whole, and proves its history on the way.
func (cmd *showCmd) Run(e *env) error {
	c, s, err := e.open()
	if err != nil {
		return err
	}
	defer s.Close()
	var file fileJSON
	var changed error
	err = s.InView(e.ctx, func(v *store.View) error {
		found, err := find(e.ctx, c, v, cmd.Number)
		if err != nil {
			return err
		}
		changed = v.VerifyHistory(e.ctx, found)
		file, err = readFile(e.ctx, c, v, found)
		return err
	})
	if err != nil {
		return err
	}
	if cmd.JSON {
		err = writeLine(e.stdout, file)
	} else {
		err = file.print(e.stdout)
	}
	return errors.Join(err, changed)
}

// find looks a complaint up by any spelling of its number.
func find(ctx context.Context, c *config.Config, v *store.View, given string) (complaint.Complaint, error) {
	tag, err := complaint.ParseSubject("["+given+"]", c.Organisation.Prefix)
	if err != nil || tag.Number.IsZero() {
		return complaint.Complaint{}, wrongCall{fmt.Errorf("%q is not a complaint number; one looks like %s-2026-000123", given, c.Organisation.Prefix)}
	}
	found, err := v.ComplaintByNumber(ctx, tag.Number)
	if errors.Is(err, store.ErrNotFound) {
		return found, fmt.Errorf("there is no complaint %s; gehoord list shows all of them", tag.Number)
	}
	return found, err
}

func readFile(ctx context.Context, conf *config.Config, v *store.View, c complaint.Complaint) (fileJSON, error) {
	zone := conf.Organisation.Zone
	at := func(t time.Time) stamp { return stamp{t, zone} }
	f := fileJSON{complaintJSON: newComplaintJSON(c, zone), Events: []eventJSON{}, Mails: []mailJSON{}, Letters: []letterJSON{}}
	events, err := v.EventsOf(ctx, c.ID)
	if err != nil {
		return f, err
	}
	for _, ev := range events {
		text, err := v.Text(ctx, c.ID, store.EventPart(ev.Seq))
		if err != nil {
			return f, err
		}
		f.Events = append(f.Events, eventJSON{at(ev.At), string(ev.Kind), ev.Actor, text})
	}
	mails, err := v.MailsOf(ctx, c.ID)
	if err != nil {
		return f, err
	}
	for _, m := range mails {
		f.Mails = append(f.Mails, mailJSON{at(m.Received), "in", m.From.Address, m.To, m.Subject, orNull(m.MessageID), string(m.Kind)})
	}
	letters, err := v.LettersOf(ctx, c.ID)
	if err != nil {
		return f, err
	}
	for _, l := range letters {
		f.Letters = append(f.Letters, newLetterJSON(l, zone))
		if !l.SentAt.IsZero() {
			f.Mails = append(f.Mails, mailJSON{at(l.SentAt), "out", l.Sender, l.Recipient, l.Subject, orNull(l.MessageID), string(l.Kind)})
		}
	}
	return f, nil
}

// print writes the file for people.
func (f fileJSON) print(w io.Writer) error {
	var b strings.Builder
	stampText := func(s stamp) string { return when(s.t, s.zone) }
	fmt.Fprintf(&b, "%s  %s\n", f.Number, complaint.Status(f.Status).Label("en"))
	customer := "not known"
	if f.Customer != nil {
		customer = f.Customer.Name + " <" + f.Customer.Address + ">"
	}
	fmt.Fprintf(&b, "Customer    %s, %s, by %s\n", customer, f.Language, f.Channel)
	fmt.Fprintf(&b, "Subject     %s\n", f.Subject)
	fmt.Fprintf(&b, "Department  %s, handled by %s\n", f.Department, dash(string(f.Handler)))
	fmt.Fprintf(&b, "Received    %s\n", stampText(f.Received))
	fmt.Fprintf(&b, "Confirmed   %s  (by %s)\n", stampText(f.Confirmed), stampText(f.Deadlines.Confirmation))
	fmt.Fprintf(&b, "Responded   %s  (by %s)\n", stampText(f.Responded), stampText(f.Deadlines.FirstResponse))
	fmt.Fprintf(&b, "Resolved    %s  (by %s)\n", stampText(f.Resolved), stampText(f.Deadlines.Resolution))
	fmt.Fprintf(&b, "Next date   %s\n", stampText(f.Agenda))
	b.WriteString("\nHistory\n")
	for _, ev := range f.Events {
		fmt.Fprintf(&b, "  %s  %-22s %s\n", stampText(ev.At), ev.Kind, ev.Actor)
		for line := range strings.Lines(ev.Text) {
			fmt.Fprintf(&b, "      | %s\n", strings.TrimRight(line, "\n"))
		}
	}
	b.WriteString("\nMails\n")
	for _, m := range f.Mails {
		fmt.Fprintf(&b, "  %s  %-3s  %s → %s  %s\n", stampText(m.At), m.Direction, m.From, m.To, m.Subject)
	}
	b.WriteString("\nLetters\n")
	for _, l := range f.Letters {
		fmt.Fprintf(&b, "  %s  %-9s  %s to %s, %d attempts: %s\n", stampText(l.Queued), l.State, l.Kind, l.To, l.Attempts, dash(string(l.Answer)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
