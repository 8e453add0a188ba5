package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// LedgerCount is how many UIDs of a mailbox have an outcome.
type LedgerCount struct {
	Mailbox string `db:"mailbox"`
	Outcome string `db:"outcome"`
	Count   int64  `db:"count"`
}

// Counts sums the register up.
type Counts struct {
	Complaints map[string]int64 // by status
	Letters    map[string]int64 // by state
	Ledger     []LedgerCount
}

// Counts counts complaints, letters and the ledger.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	c := Counts{Complaints: map[string]int64{}, Letters: map[string]int64{}}
	for query, into := range map[string]map[string]int64{
		`SELECT status AS name, count(*) AS count FROM complaint GROUP BY status`: c.Complaints,
		`SELECT state AS name, count(*) AS count FROM letter GROUP BY state`:      c.Letters,
	} {
		var rows []struct {
			Name  string `db:"name"`
			Count int64  `db:"count"`
		}
		if err := sqlx.SelectContext(ctx, s.q, &rows, query); err != nil {
			return c, fmt.Errorf("count the register: %w", err)
		}
		for _, r := range rows {
			into[r.Name] = r.Count
		}
	}
	err := sqlx.SelectContext(ctx, s.q, &c.Ledger,
		`SELECT mailbox, outcome, count(*) AS count FROM ledger GROUP BY mailbox, outcome ORDER BY mailbox, outcome`)
	if err != nil {
		return c, fmt.Errorf("count the ledger: %w", err)
	}
	return c, nil
}
