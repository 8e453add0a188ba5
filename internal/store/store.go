package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jmoiron/sqlx"
)

// Store is one database. Its reading methods see what is committed; everything
// that changes it is a method of Tx, the ledger's, outbox's and leases' aside,
// which are transactions of their own.
type Store struct {
	queries            // reads
	direct    cleaning // changes of one statement, which need no transaction
	write     *sqlx.DB // one connection in SQLite, the same pool as reads in PostgreSQL
	read      *sqlx.DB
	dialect   dialect
	closeLock func() error
}

// Tx is a transaction in which something happens to a complaint.
type Tx struct {
	queries
}

// View is the database at one moment: what is read through it belongs together.
type View struct {
	queries
}

// queries are what can be asked both inside and outside a transaction.
type queries struct {
	q       sqlx.ExtContext
	dialect dialect
}

// ErrConflict says that somebody else changed the same complaint meanwhile.
// InTx runs its function again when it gets one.
var ErrConflict = errors.New("changed by somebody else meanwhile")

// ErrNotFound says that what was asked for is not there.
var ErrNotFound = errors.New("not found")

// attempts that a transaction gets when others are in its way.
const txAttempts = 12

// InTx runs f in one transaction and commits it when f returns nil. f may run
// several times, when another daemon is in the way: it must have no effects but
// on its Tx.
func (s *Store) InTx(ctx context.Context, f func(*Tx) error) error {
	var err error
	for n := range txAttempts {
		if n > 0 {
			if err := pause(ctx, time.Duration(rand.Int64N(int64(time.Millisecond)<<min(n, 6)))); err != nil {
				return err
			}
		}
		err = s.once(ctx, f)
		if err == nil || ctx.Err() != nil || !s.dialect.inTheWay(err) {
			return err
		}
	}
	return fmt.Errorf("write to the database: gave up after %d conflicts: %w", txAttempts, err)
}

func (s *Store) once(ctx context.Context, f func(*Tx) error) error {
	sqltx, err := s.write.BeginTxx(ctx, nil)
	if err != nil {
		return s.dialect.explain(fmt.Errorf("begin a transaction: %w", err))
	}
	defer sqltx.Rollback() // after a commit it does nothing
	if err := f(&Tx{queries{cleaning{sqltx}, s.dialect}}); err != nil {
		return s.dialect.explain(err)
	}
	if err := sqltx.Commit(); err != nil {
		return s.dialect.explain(fmt.Errorf("commit: %w", err))
	}
	return nil
}

// InView runs f on a view of one moment. f must not change anything.
func (s *Store) InView(ctx context.Context, f func(*View) error) error {
	sqltx, err := s.read.BeginTxx(ctx, s.dialect.snapshot())
	if err != nil {
		return s.dialect.explain(fmt.Errorf("begin to read: %w", err))
	}
	defer sqltx.Rollback() // there is nothing to commit
	return s.dialect.explain(f(&View{queries{cleaning{sqltx}, s.dialect}}))
}

// pause waits, or returns the context's error when that ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Close ends all connections.
func (s *Store) Close() error {
	err := s.write.Close()
	if s.read != s.write {
		err = errors.Join(err, s.read.Close())
	}
	if s.closeLock != nil {
		err = errors.Join(err, s.closeLock())
	}
	return err
}
