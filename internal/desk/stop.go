package desk

import (
	"context"
	"slices"
	"time"

	"gehoord/internal/complaint"
)

// stop withdraws letters to the customer that have not left yet: those of the
// command whose receipt it answers, else all of the complaint's.
func stop(ctx context.Context, x *execution) error {
	cause := ""
	for _, l := range x.r.answers {
		if l.Kind == complaint.Receipt && slices.Contains(append(x.r.was, x.c.ID), l.Complaint) {
			cause = l.Cause
		}
	}
	stopped, err := x.tx.StopLetters(ctx, x.c.ID, cause, stoppable)
	if err != nil {
		return err
	}
	copies, err := x.stopCopies(ctx, cause)
	if err != nil {
		return err
	}
	paper := len(stopped) == 0 && copies == 0 && x.c.Status == complaint.Resolving
	if paper { // nothing waits to be sent: it was to go by post, unless it has left
		letters, err := x.tx.LettersOf(ctx, x.c.ID)
		if err != nil {
			return err
		}
		for _, l := range letters {
			paper = paper && (l.Kind != complaint.Resolution || l.State != complaint.Waiting && l.State != complaint.Uncertain)
		}
	}
	if len(stopped) == 0 && copies == 0 && !paper {
		return x.tooLate(ctx)
	}
	if paper {
		if err := x.event(complaint.ResolutionStopped, x.actor, x.facts(), ""); err != nil {
			return err
		}
	}
	for _, l := range stopped {
		kind := complaint.LetterStopped
		switch {
		case l.Kind == complaint.Resolution && x.c.Status == complaint.Resolving:
			kind = complaint.ResolutionStopped
		case l.Kind == complaint.Question && x.c.Waiting == "customer":
			x.c.Waiting, x.c.Agenda = "", time.Time{}
		case l.Kind == complaint.Reaction:
			if err := x.notFinal(ctx); err != nil {
				return err
			}
		case l.Kind == complaint.Delay: // the day that the customer was not told
			x.c.Agenda = time.Time{}
		}
		if err := x.event(kind, x.actor, x.facts("stopped", l.ID, "kind", string(l.Kind)), ""); err != nil {
			return err
		}
	}
	x.acknowledge(nil)
	return nil
}

// stoppable are the letters that STOP withdraws: all to customers but the
// confirmation, which no command may keep from them.
var stoppable = append(slices.Clone(complaint.AutomaticToCustomer[1:]), complaint.CommandedToCustomer...)

// stopCopies withdraws what customers get whose complaints were merged into this one,
// and tells how many letters that were.
func (x *execution) stopCopies(ctx context.Context, cause string) (int, error) {
	merged, err := x.tx.MergedInto(ctx, x.c.ID)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, c := range merged {
		stopped, err := x.tx.StopLetters(ctx, c.ID, cause, stoppable)
		if err != nil {
			return n, err
		}
		ch := x.d.change(x.tx, x.now, c)
		for _, l := range stopped {
			n++
			if err := ch.event(complaint.LetterStopped, x.actor, x.facts("stopped", l.ID, "kind", string(l.Kind)), ""); err != nil {
				return n, err
			}
		}
		if len(stopped) > 0 {
			if err := ch.save(ctx); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// tooLate says that the letter has gone, and when.
func (x *execution) tooLate(ctx context.Context) error {
	letters, err := x.tx.LettersOf(ctx, x.c.ID)
	if err != nil {
		return err
	}
	no := refuse("E-TE-LAAT")
	for _, l := range letters {
		if toCustomer(l.Kind) && l.Kind != complaint.Confirmation && !l.SentAt.IsZero() && x.now.Sub(l.SentAt) < 24*time.Hour {
			at := l.SentAt.In(x.d.Config.Organisation.Zone).Format("15.04")
			no = refuse("E-WEG", at)
			no.left = l.Kind
		}
	}
	return no
}
