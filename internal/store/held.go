package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Hold keeps a mail whose command nothing proved, for the person it claims to
// come from to confirm.
func (tx *Tx) Hold(ctx context.Context, mailID, person string, until time.Time) error {
	_, err := tx.q.ExecContext(ctx, `
		INSERT INTO held (mail, person, until, ended) VALUES ($1, $2, $3, NULL) ON CONFLICT (mail) DO NOTHING`, mailID, person, at(until))
	if err != nil {
		return fmt.Errorf("hold a command: %w", err)
	}
	return nil
}

// Unhold ends the holding of a mail for its owner, once. It reports false when
// the mail is not held for him, was executed before, or has waited too long.
func (tx *Tx) Unhold(ctx context.Context, mailID, person string, now time.Time) (bool, error) {
	res, err := tx.q.ExecContext(ctx, `UPDATE held SET ended = $3 WHERE mail = $1 AND person = $2 AND until > $3 AND ended IS NULL`,
		mailID, person, at(now))
	if err != nil {
		return false, fmt.Errorf("take a command up: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// HeldOf counts the commands that wait for a person's confirmation.
func (q queries) HeldOf(ctx context.Context, person string, now time.Time) (int, error) {
	var n int
	err := sqlx.GetContext(ctx, q.q, &n, `SELECT count(*) FROM held WHERE person = $1 AND ended IS NULL AND until > $2`, person, at(now))
	if err != nil {
		return 0, fmt.Errorf("count held commands: %w", err)
	}
	return n, nil
}
