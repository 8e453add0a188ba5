package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"gehoord/internal/complaint"
)

type complaintRow struct {
	ID              string  `db:"id"`
	Number          string  `db:"number"`
	Status          string  `db:"status"`
	Waiting         string  `db:"waiting"`
	Channel         string  `db:"channel"`
	Department      string  `db:"department"`
	Handler         string  `db:"handler"`
	CustomerName    string  `db:"customer_name"`
	CustomerAddress string  `db:"customer_address"`
	Language        string  `db:"language"`
	Subject         string  `db:"subject"`
	MessageID       string  `db:"message_id"`
	Agenda          instant `db:"agenda"`
	Moves           int     `db:"moves"`
	Events          int     `db:"events"`
	Head            string  `db:"head"`
	N               int     `db:"n"`
	Received        instant `db:"received"`
	ConfirmationDue instant `db:"confirmation_due"`
	FirstDue        instant `db:"first_response_due"`
	ResolutionDue   instant `db:"resolution_due"`
	Confirmed       instant `db:"confirmed"`
	Responded       instant `db:"responded"`
	Resolved        instant `db:"resolved"`
}

const complaintSelect = `
	SELECT c.id, c.number, c.status, c.waiting, c.channel, c.department, c.handler, c.customer_name, c.customer_address,
	       c.language, c.subject, c.message_id, c.agenda, c.moves, c.events, c.head,
	       r.n, r.received, r.confirmation_due, r.first_response_due, r.resolution_due, r.confirmed, r.responded, r.resolved
	FROM complaint c JOIN round r ON r.complaint = c.id AND r.n = c.round`

func (r complaintRow) complaint() (complaint.Complaint, error) {
	number, err := complaint.ParseNumber(r.Number)
	if err != nil {
		return complaint.Complaint{}, err
	}
	return complaint.Complaint{
		ID: r.ID, Number: number, Status: complaint.Status(r.Status), Waiting: r.Waiting, Channel: complaint.Channel(r.Channel),
		Department: r.Department, Handler: r.Handler, Customer: complaint.Address{Name: r.CustomerName, Address: r.CustomerAddress},
		Language: r.Language, Subject: r.Subject, MessageID: r.MessageID, Agenda: r.Agenda.Time, Moves: r.Moves,
		Events: r.Events, Head: r.Head,
		Round: complaint.Round{N: r.N, Received: r.Received.Time,
			Deadlines: complaint.Deadlines{Confirmation: r.ConfirmationDue.Time, FirstResponse: r.FirstDue.Time, Resolution: r.ResolutionDue.Time},
			Confirmed: r.Confirmed.Time, Responded: r.Responded.Time, Resolved: r.Resolved.Time},
	}, nil
}

func (q queries) complaints(ctx context.Context, rest string, args ...any) ([]complaint.Complaint, error) {
	var rows []complaintRow
	if err := sqlx.SelectContext(ctx, q.q, &rows, complaintSelect+" "+rest, args...); err != nil {
		return nil, fmt.Errorf("read complaints: %w", err)
	}
	var out []complaint.Complaint
	for _, r := range rows {
		c, err := r.complaint()
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func one[T any](got []T, err error) (T, error) {
	var zero T
	if err == nil && len(got) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return zero, err
	}
	return got[0], nil
}

// Complaint reads a complaint by its random id.
func (q queries) Complaint(ctx context.Context, id string) (complaint.Complaint, error) {
	return one(q.complaints(ctx, `WHERE c.id = $1`, id))
}

// ComplaintByNumber reads a complaint by its number, or ErrNotFound.
func (q queries) ComplaintByNumber(ctx context.Context, n complaint.Number) (complaint.Complaint, error) {
	return one(q.complaints(ctx, `WHERE c.number = $1`, n.String()))
}

// Complaints is the register, by number.
func (q queries) Complaints(ctx context.Context) ([]complaint.Complaint, error) {
	return q.complaints(ctx, `ORDER BY c.year, c.serial`)
}

// EarlierOf are a customer's other complaints, oldest first, at most 20. Never
// any for "".
func (q queries) EarlierOf(ctx context.Context, address, except string) ([]complaint.Complaint, error) {
	if address == "" {
		return nil, nil
	}
	return q.complaints(ctx, `WHERE c.customer_address = $1 AND c.id <> $2 ORDER BY c.year, c.serial LIMIT 20`, mailAddress(address), except)
}

// NextNumber gives out the next number of a year. The row's lock is kept to the
// end of the transaction, and a transaction that fails gives its number back: no
// gaps, no doubles, also with several daemons.
func (tx *Tx) NextNumber(ctx context.Context, prefix string, year int) (complaint.Number, error) {
	n := complaint.Number{Prefix: prefix, Year: year}
	err := sqlx.GetContext(ctx, tx.q, &n.Serial, `
		INSERT INTO counter (year, last) VALUES ($1, 1)
		ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last`, year)
	if err != nil {
		return complaint.Number{}, fmt.Errorf("give out a number: %w", err)
	}
	return n, nil
}

// AddComplaint registers c and its first round. The customer's address is kept
// in lower case.
func (tx *Tx) AddComplaint(ctx context.Context, c complaint.Complaint) error {
	_, err := tx.q.ExecContext(ctx, `
		INSERT INTO complaint (id, number, year, serial, status, waiting, channel, department, handler, customer_name,
		                       customer_address, language, subject, message_id, agenda, moves, round, events, head)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		c.ID, c.Number.String(), c.Number.Year, c.Number.Serial, string(c.Status), c.Waiting, string(c.Channel), c.Department,
		c.Handler, clip(c.Customer.Name, longest), mailAddress(c.Customer.Address), c.Language, clip(c.Subject, longest),
		clip(c.MessageID, longest), at(c.Agenda), c.Moves, c.Round.N, c.Events, c.Head)
	if err != nil {
		return fmt.Errorf("register a complaint: %w", err)
	}
	return tx.addRound(ctx, c)
}

func (tx *Tx) addRound(ctx context.Context, c complaint.Complaint) error {
	r := c.Round
	_, err := tx.q.ExecContext(ctx, `
		INSERT INTO round (complaint, n, received, confirmation_due, first_response_due, resolution_due, confirmed, responded, resolved)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, r.N, at(r.Received), at(r.Deadlines.Confirmation), at(r.Deadlines.FirstResponse), at(r.Deadlines.Resolution),
		at(r.Confirmed), at(r.Responded), at(r.Resolved))
	if err != nil {
		return fmt.Errorf("register the terms: %w", err)
	}
	return nil
}

// SaveComplaint writes what may change of a complaint, and appends events to its
// history. events come without Seq, Prev and Hash; texts are their texts, ""
// for none. When somebody else appended meanwhile the error is ErrConflict.
func (tx *Tx) SaveComplaint(ctx context.Context, c *complaint.Complaint, events []complaint.Event, texts []string) error {
	before := c.Events
	for i := range events {
		e := &events[i]
		c.Events++
		e.Complaint, e.Seq, e.Prev, e.TextSum = c.ID, c.Events, c.Head, complaint.TextSum(texts[i])
		e.Actor, e.Data = clean(e.Actor), clean(e.Data) // what is hashed is what is kept
		e.At = e.At.UTC().Truncate(time.Microsecond)
		e.Hash = e.Sum()
		c.Head = e.Hash
	}
	// The length of the history guards the row: it is what every change moves.
	res, err := tx.q.ExecContext(ctx, `
		UPDATE complaint SET status = $3, waiting = $4, department = $5, handler = $6, customer_name = $7, customer_address = $8,
		       language = $9, agenda = $10, moves = $11, round = $12, events = $13, head = $14
		WHERE id = $1 AND events = $2`,
		c.ID, before, string(c.Status), c.Waiting, c.Department, c.Handler, clip(c.Customer.Name, longest), mailAddress(c.Customer.Address),
		c.Language, at(c.Agenda), c.Moves, c.Round.N, c.Events, c.Head)
	if err != nil {
		return fmt.Errorf("save complaint %s: %w", c.Number, err)
	}
	if n, _ := res.RowsAffected(); n != 1 {
		return fmt.Errorf("save complaint %s: %w", c.Number, ErrConflict)
	}
	_, err = tx.q.ExecContext(ctx, `UPDATE round SET confirmed = $3, responded = $4, resolved = $5 WHERE complaint = $1 AND n = $2`,
		c.ID, c.Round.N, at(c.Round.Confirmed), at(c.Round.Responded), at(c.Round.Resolved))
	if err != nil {
		return fmt.Errorf("save the terms of %s: %w", c.Number, err)
	}
	for i, e := range events {
		if err := tx.addEvent(ctx, e, texts[i]); err != nil {
			return err
		}
	}
	return nil
}
