package store

import (
	"context"
	"fmt"
	"slices"
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
	Phone           string  `db:"customer_phone"`
	Post            string  `db:"customer_post"`
	Prefers         string  `db:"prefers"`
	Language        string  `db:"language"`
	Subject         string  `db:"subject"`
	MessageID       string  `db:"message_id"`
	First           instant `db:"first"`
	Agenda          instant `db:"agenda"`
	Moves           int     `db:"moves"`
	Priority        string  `db:"priority"`
	Hold            string  `db:"hold"`
	Outcome         string  `db:"outcome"`
	Cause           string  `db:"cause"`
	Case            string  `db:"dispute_case"`
	Into            string  `db:"merged_into"`
	Pending         instant `db:"pending"`
	Final           bool    `db:"final"`
	Ended           instant `db:"ended"`
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
	       c.customer_phone, c.customer_post, c.prefers, c.language, c.subject, c.message_id, c.received AS first, c.agenda,
	       c.moves, c.priority, c.hold, c.outcome, c.cause, c.dispute_case, coalesce(c.merged_into, '') AS merged_into,
	       c.pending, c.final, c.ended, c.events, c.head,
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
		Contact:  complaint.Contact{Phone: r.Phone, Post: r.Post, Prefers: complaint.Channel(r.Prefers)},
		Language: r.Language, Subject: r.Subject, MessageID: r.MessageID, Received: r.First.Time, Agenda: r.Agenda.Time, Moves: r.Moves,
		Priority: complaint.Priority(r.Priority), Hold: complaint.Hold(r.Hold), Outcome: r.Outcome, Cause: r.Cause, Case: r.Case,
		Into: r.Into, Pending: r.Pending.Time, Final: r.Final, Ended: r.Ended.Time, Events: r.Events, Head: r.Head,
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

// OpenOf are the open complaints of some departments, by number.
func (q queries) OpenOf(ctx context.Context, departments []string) ([]complaint.Complaint, error) {
	if len(departments) == 0 {
		return nil, nil
	}
	where, args, err := sqlx.In(`WHERE c.agenda IS NOT NULL AND c.department IN (?) ORDER BY c.year, c.serial`, departments)
	if err != nil {
		return nil, fmt.Errorf("look for open complaints: %w", err)
	}
	return q.complaints(ctx, sqlx.Rebind(sqlx.DOLLAR, where), args...)
}

// PendingOf are the settled complaints of some departments about which their customer
// has written since, by number.
func (q queries) PendingOf(ctx context.Context, departments []string) ([]complaint.Complaint, error) {
	where, args, err := sqlx.In(`WHERE c.pending IS NOT NULL AND c.department IN (?) ORDER BY c.year, c.serial`, departments)
	if err != nil {
		return nil, fmt.Errorf("look for complaints that wait: %w", err)
	}
	return q.complaints(ctx, sqlx.Rebind(sqlx.DOLLAR, where), args...)
}

// HandledBy are the open complaints that somebody handles, by number.
func (q queries) HandledBy(ctx context.Context, address string) ([]complaint.Complaint, error) {
	return q.complaints(ctx, `WHERE c.agenda IS NOT NULL AND c.handler = $1 ORDER BY c.year, c.serial`, mailAddress(address))
}

// Since are the complaints received or ended from an instant on, by number.
func (q queries) Since(ctx context.Context, from time.Time) ([]complaint.Complaint, error) {
	return q.complaints(ctx, `WHERE c.received >= $1 OR c.ended >= $1 OR c.agenda IS NOT NULL ORDER BY c.year, c.serial`, at(from))
}

// MergedInto are the complaints that were merged into another, by number.
func (q queries) MergedInto(ctx context.Context, id string) ([]complaint.Complaint, error) {
	return q.complaints(ctx, `WHERE c.merged_into = $1 ORDER BY c.year, c.serial`, id)
}

// OfCase are the complaints about which the disputes committee has a case.
func (q queries) OfCase(ctx context.Context, number string) ([]complaint.Complaint, error) {
	if number == "" {
		return nil, nil
	}
	return q.complaints(ctx, `WHERE c.dispute_case = $1 ORDER BY c.year, c.serial`, clip(number, longest))
}

// OfCustomer are all complaints of a customer, by number. None for "".
func (q queries) OfCustomer(ctx context.Context, address string) ([]complaint.Complaint, error) {
	if address == "" {
		return nil, nil
	}
	return q.complaints(ctx, `WHERE c.customer_address = $1 ORDER BY c.year, c.serial`, mailAddress(address))
}

// EarlierOf are a customer's latest complaints, oldest first, at most 20. None for
// "".
func (q queries) EarlierOf(ctx context.Context, address string) ([]complaint.Complaint, error) {
	if address == "" {
		return nil, nil
	}
	latest, err := q.complaints(ctx, `WHERE c.customer_address = $1 ORDER BY c.year DESC, c.serial DESC LIMIT 20`, mailAddress(address))
	slices.Reverse(latest)
	return latest, err
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
		                       customer_address, customer_phone, customer_post, prefers, language, subject, message_id, received,
		                       agenda, moves, priority, hold, outcome, cause, dispute_case, final, ended, round, events, head)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
		        $25, $26, $27, $28, $29, $30)`,
		c.ID, c.Number.String(), c.Number.Year, c.Number.Serial, string(c.Status), c.Waiting, string(c.Channel), c.Department,
		c.Handler, clip(c.Customer.Name, longest), mailAddress(c.Customer.Address), clip(c.Contact.Phone, longest),
		clip(c.Contact.Post, longest), string(c.Contact.Prefers), c.Language, clip(c.Subject, longest),
		clip(c.MessageID, longest), at(c.Received), at(c.Agenda), c.Moves, string(c.Priority), string(c.Hold), c.Outcome, c.Cause,
		clip(c.Case, longest), c.Final, at(c.Ended), c.Round.N, c.Events, c.Head)
	if err != nil {
		return fmt.Errorf("register a complaint: %w", err)
	}
	return tx.AddRound(ctx, c)
}

// AddRound registers the terms of c's current round; save c with it.
func (tx *Tx) AddRound(ctx context.Context, c complaint.Complaint) error {
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
		       customer_phone = $9, customer_post = $10, prefers = $11, language = $12, agenda = $13, moves = $14, priority = $15,
		       hold = $16, outcome = $17, cause = $18, dispute_case = $19, merged_into = CAST(nullif($20, '') AS TEXT), pending = $21,
		       final = $22, ended = $23, round = $24, events = $25, head = $26, received = $27
		WHERE id = $1 AND events = $2`,
		c.ID, before, string(c.Status), c.Waiting, c.Department, c.Handler, clip(c.Customer.Name, longest), mailAddress(c.Customer.Address),
		clip(c.Contact.Phone, longest), clip(c.Contact.Post, longest), string(c.Contact.Prefers), c.Language, at(c.Agenda), c.Moves,
		string(c.Priority), string(c.Hold), c.Outcome, c.Cause, clip(c.Case, longest), c.Into, at(c.Pending),
		c.Final, at(c.Ended), c.Round.N, c.Events, c.Head, at(c.Received))
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
