package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Absence is somebody who is away, and who does his work meanwhile.
type Absence struct {
	Person string
	Deputy string // "" leaves it to the configuration
	Until  time.Time
}

// SetAbsent records an absence in the place of an earlier one; one that is over
// ends it.
func (tx *Tx) SetAbsent(ctx context.Context, a Absence, now time.Time) error {
	_, err := tx.q.ExecContext(ctx, `
		INSERT INTO absence (person, deputy, since, until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET deputy = excluded.deputy, since = excluded.since, until = excluded.until`,
		mailAddress(a.Person), mailAddress(a.Deputy), at(now), at(a.Until))
	if err != nil {
		return fmt.Errorf("record an absence: %w", err)
	}
	return nil
}

// Absent are those who are away at now, by address.
func (q queries) Absent(ctx context.Context, now time.Time) ([]Absence, error) {
	var rows []struct {
		Person string  `db:"person"`
		Deputy string  `db:"deputy"`
		Until  instant `db:"until"`
	}
	err := sqlx.SelectContext(ctx, q.q, &rows, `SELECT person, deputy, until FROM absence WHERE until > $1 ORDER BY person`, at(now))
	if err != nil {
		return nil, fmt.Errorf("read who is away: %w", err)
	}
	var out []Absence
	for _, r := range rows {
		out = append(out, Absence{r.Person, r.Deputy, r.Until.Time})
	}
	return out, nil
}
