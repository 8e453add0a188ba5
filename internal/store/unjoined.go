package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Unlisted are the mails that joined no complaint and stand in no daily list yet,
// oldest first, at most limit.
func (q queries) Unlisted(ctx context.Context, limit int) ([]StoredMail, error) {
	return q.mails(ctx, `outcome = 'unjoined' AND line IS NULL ORDER BY received, stored, id LIMIT $1`, limit)
}

// SetLines gives mails their lines in the daily list: numbers that are never given
// again. The unique line closes the race of two daemons that list at once.
func (tx *Tx) SetLines(ctx context.Context, mails []StoredMail) ([]int, error) {
	var last int
	if err := sqlx.GetContext(ctx, tx.q, &last, `SELECT coalesce(max(line), 0) FROM mail`); err != nil {
		return nil, fmt.Errorf("number the daily list: %w", err)
	}
	var lines []int
	for _, m := range mails {
		last++
		if _, err := tx.q.ExecContext(ctx, `UPDATE mail SET line = $2 WHERE id = $1`, m.ID, last); err != nil {
			return nil, fmt.Errorf("number the daily list: %w", err)
		}
		lines = append(lines, last)
	}
	return lines, nil
}

// MailOfLine is the mail that a line of the daily list is about, or ErrNotFound.
func (tx *Tx) MailOfLine(ctx context.Context, line int) (StoredMail, error) {
	return one(tx.mails(ctx, `line = $1`+tx.dialect.forUpdate(), line))
}

// Rescue makes a mail that had joined nothing one of a complaint.
func (tx *Tx) Rescue(ctx context.Context, mailID, outcome, complaintID string) error {
	_, err := tx.q.ExecContext(ctx, `UPDATE mail SET outcome = $2, complaint = $3 WHERE id = $1`, mailID, outcome, complaintID)
	if err != nil {
		return fmt.Errorf("rescue a mail: %w", err)
	}
	return tx.settleLedger(ctx, mailID, outcome, "")
}

// Place is where a copy of a mail lies on a mail server.
type Place struct {
	Mailbox  string
	UID      uint32
	Received time.Time
}

// PlacesOf are the copies of a complaint's mails that the ledger has seen.
func (q queries) PlacesOf(ctx context.Context, complaintID string) ([]Place, error) {
	var rows []struct {
		Mailbox  string  `db:"mailbox"`
		UID      int64   `db:"uid"`
		Received instant `db:"received"`
	}
	err := sqlx.SelectContext(ctx, q.q, &rows, `
		SELECT ledger.mailbox, ledger.uid, mail.received FROM ledger JOIN mail ON mail.id = ledger.mail
		WHERE mail.complaint = $1 ORDER BY mail.received, ledger.mailbox, ledger.uid`, complaintID)
	if err != nil {
		return nil, fmt.Errorf("look for copies: %w", err)
	}
	var out []Place
	for _, r := range rows {
		out = append(out, Place{r.Mailbox, uint32(r.UID), r.Received.Time})
	}
	return out, nil
}
