package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Daemon is a running process that works for the desk.
type Daemon struct {
	ID    string `db:"id"`
	Place string `db:"place"` // where PID means something: one boot of one machine, one process namespace
	PID   int    `db:"pid"`
}

// Beat says that a daemon lives, until the given instant of the wall clock
// unless it beats again, and forgets daemons that died long ago.
func (s *Store) Beat(ctx context.Context, d Daemon, now, until time.Time) error {
	_, err := s.direct.ExecContext(ctx, `
		INSERT INTO daemon (id, place, pid, started, expires) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET expires = excluded.expires`, d.ID, d.Place, d.PID, at(now), at(until))
	if err == nil {
		_, err = s.direct.ExecContext(ctx, `DELETE FROM daemon WHERE expires < $1`, at(now.Add(-24*time.Hour)))
	}
	if err != nil {
		return s.dialect.explain(fmt.Errorf("say that this daemon lives: %w", err))
	}
	return nil
}

// Bury ends a daemon's hold on everything at once, so that others need not wait
// for its row to expire.
func (s *Store) Bury(ctx context.Context, id string) error {
	if _, err := s.direct.ExecContext(ctx, `DELETE FROM daemon WHERE id = $1`, id); err != nil {
		return s.dialect.explain(fmt.Errorf("end the hold of daemon %s: %w", id, err))
	}
	return nil
}

// Daemons are those that are known, the living and the lately dead.
func (s *Store) Daemons(ctx context.Context) ([]Daemon, error) {
	var all []Daemon
	if err := sqlx.SelectContext(ctx, s.q, &all, `SELECT id, place, pid FROM daemon ORDER BY id`); err != nil {
		return nil, fmt.Errorf("list daemons: %w", err)
	}
	return all, nil
}

// Shared tells whether several daemons may work on this database at once.
func (s *Store) Shared() bool { return s.dialect == inPostgres }

// TakeLease makes daemon the holder of name, unless a living daemon holds it.
func (s *Store) TakeLease(ctx context.Context, name, daemon string, now time.Time) (bool, error) {
	res, err := s.direct.ExecContext(ctx, `
		INSERT INTO lease (name, daemon) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET daemon = excluded.daemon
		WHERE lease.daemon = excluded.daemon
		   OR NOT EXISTS (SELECT 1 FROM daemon WHERE daemon.id = lease.daemon AND daemon.expires > $3)`,
		name, daemon, at(now))
	if err != nil {
		return false, s.dialect.explain(fmt.Errorf("take the lease of %s: %w", name, err))
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// Setting reads a fact about the desk, "" when it has none.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var got []string
	if err := sqlx.SelectContext(ctx, s.q, &got, `SELECT value FROM setting WHERE name = $1`, name); err != nil {
		return "", fmt.Errorf("read setting %s: %w", name, err)
	}
	if len(got) == 0 {
		return "", nil
	}
	return got[0], nil
}

// SetOnce sets a fact about the desk, unless it has one, and returns what it is.
func (s *Store) SetOnce(ctx context.Context, name, value string) (string, error) {
	if _, err := s.direct.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, value); err != nil {
		return "", s.dialect.explain(fmt.Errorf("write setting %s: %w", name, err))
	}
	return s.Setting(ctx, name)
}
