package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"gehoord/internal/complaint"
)

type eventRow struct {
	Complaint string  `db:"complaint"`
	Seq       int     `db:"seq"`
	At        instant `db:"at"`
	Kind      string  `db:"kind"`
	Actor     string  `db:"actor"`
	Data      string  `db:"data"`
	TextSum   string  `db:"text_sum"`
	Prev      string  `db:"prev"`
	Hash      string  `db:"hash"`
}

func (tx *Tx) addEvent(ctx context.Context, e complaint.Event, text string) error {
	_, err := tx.q.ExecContext(ctx, `
		INSERT INTO event (complaint, seq, at, kind, actor, data, text_sum, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.Complaint, e.Seq, at(e.At), string(e.Kind), e.Actor, e.Data, e.TextSum, e.Prev, e.Hash)
	if err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	if text == "" {
		return nil
	}
	return tx.putContent(ctx, e.Complaint, EventPart(e.Seq), strings.NewReader(text))
}

// EventPart is the part of a complaint's content that holds an event's text.
func EventPart(seq int) string { return fmt.Sprintf("event/%d", seq) }

// EventsOf is the history of a complaint, from its first event on.
func (q queries) EventsOf(ctx context.Context, complaintID string) ([]complaint.Event, error) {
	var rows []eventRow
	err := sqlx.SelectContext(ctx, q.q, &rows, `
		SELECT complaint, seq, at, kind, actor, data, text_sum, prev, hash FROM event WHERE complaint = $1 ORDER BY seq`, complaintID)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	var out []complaint.Event
	for _, r := range rows {
		out = append(out, complaint.Event{Complaint: r.Complaint, Seq: r.Seq, At: r.At.Time, Kind: complaint.EventKind(r.Kind),
			Actor: r.Actor, Data: r.Data, TextSum: r.TextSum, Prev: r.Prev, Hash: r.Hash})
	}
	return out, nil
}

// VerifyHistory proves that the history of c is what was written: every event
// follows from the one before, none is missing at either end, and every text
// that is still there is the one that was chained (2.4.3). The error names the
// first event that is not. Beside others who write, c and its history must be
// read in one View or Tx.
func (q queries) VerifyHistory(ctx context.Context, c complaint.Complaint) error {
	events, err := q.EventsOf(ctx, c.ID)
	if err != nil {
		return err
	}
	prev := ""
	for i, e := range events {
		switch {
		case e.Seq != i+1:
			return fmt.Errorf("the history of %s was changed: event %d is missing", c.Number, i+1)
		case e.Prev != prev || e.Sum() != e.Hash:
			return fmt.Errorf("the history of %s was changed: event %d is not what was written", c.Number, e.Seq)
		}
		prev = e.Hash
		if e.TextSum == "" {
			continue
		}
		text, err := q.Text(ctx, c.ID, EventPart(e.Seq))
		if err != nil {
			return err
		}
		if text != "" && complaint.TextSum(text) != e.TextSum {
			return fmt.Errorf("the history of %s was changed: the text of event %d is not what was written", c.Number, e.Seq)
		}
	}
	if c.Events != len(events) || c.Head != prev {
		return fmt.Errorf("the history of %s was changed: it ends at event %d, not at %d", c.Number, len(events), c.Events)
	}
	return nil
}
