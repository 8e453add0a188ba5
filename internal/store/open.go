package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"gehoord/migrations"
)

// Options say how a database is opened.
type Options struct {
	URL string // sqlite:FILE or postgres://…
	Dir string // what a relative FILE is relative to
	// Serve makes this the process that serves the desk: it brings the schema up
	// to date, and refuses a SQLite file that another process serves.
	Serve bool
}

// Open connects and proves that the database has this program's schema. One that
// is newer is refused; one that is older is brought up to date with Serve and
// refused without.
func Open(ctx context.Context, o Options) (*Store, error) {
	d, write, read, path, err := connect(o.URL, o.Dir, o.Serve)
	if errors.Is(err, fs.ErrNotExist) && !o.Serve {
		return nil, fmt.Errorf("there is no database yet: %w", &SchemaError{Have: 0, Want: migrations.Newest})
	}
	if err != nil {
		return nil, err
	}
	s := &Store{queries: queries{cleaning{read}, d}, direct: cleaning{write}, write: write, read: read, dialect: d}
	if err := s.open(ctx, o, path); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, o Options, path string) (err error) {
	if o.Serve { // before the first word with the database
		if s.closeLock, err = s.dialect.exclude(path); err != nil {
			return err
		}
	}
	if err := s.write.PingContext(ctx); err != nil {
		return s.dialect.explain(fmt.Errorf("reach the database: %w; is it running, and is store.url right?", err))
	}
	if o.Serve {
		_, err = s.Migrate(ctx)
		return err
	}
	have, want, err := s.Version(ctx)
	switch {
	case err != nil:
		return err
	case have != want:
		return &SchemaError{have, want}
	}
	return nil
}

// SchemaError says that the database is not of this program's version.
type SchemaError struct{ Have, Want int64 } // Have is 0 where there is no schema

func (e *SchemaError) Error() string {
	if e.Have > e.Want {
		return fmt.Sprintf("the database has schema %d, newer than this program's %d: install the gehoord that made it; nothing was changed", e.Have, e.Want)
	}
	return fmt.Sprintf("the database has schema %d, this program needs %d: run gehoord migrate", e.Have, e.Want)
}

// Version tells the schema's version in the database, 0 for none, and the
// program's own.
func (s *Store) Version(ctx context.Context) (have, want int64, err error) {
	p, err := s.provider()
	if err != nil {
		return 0, 0, err
	}
	want = migrations.Newest
	exists, err := s.hasVersions(ctx)
	if err != nil || !exists {
		return 0, want, err
	}
	if have, err = p.GetDBVersion(ctx); err != nil {
		return 0, 0, s.dialect.explain(fmt.Errorf("read the schema's version: %w", err))
	}
	return have, want, nil
}

// hasVersions asks without making anything, which goose would.
func (s *Store) hasVersions(ctx context.Context) (bool, error) {
	table := "information_schema.tables WHERE table_name"
	if s.dialect == inSQLite {
		table = "sqlite_master WHERE name"
	}
	var n int
	err := sqlx.GetContext(ctx, s.q, &n, "SELECT count(*) FROM "+table+" = $1", goose.DefaultTablename)
	if err != nil {
		return false, s.dialect.explain(fmt.Errorf("look for a schema: %w", err))
	}
	return n > 0, nil
}

// Migrate brings the schema up to date and returns how many steps that took.
// Several daemons may do so at once in PostgreSQL: one does the work, the others
// wait. In SQLite it is for the process that serves.
func (s *Store) Migrate(ctx context.Context) (int, error) {
	have, want, err := s.Version(ctx)
	if err != nil {
		return 0, err
	}
	if have > want {
		return 0, &SchemaError{have, want}
	}
	if have == want {
		return 0, nil
	}
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	steps, err := p.Up(ctx)
	if err != nil {
		return 0, s.dialect.explain(fmt.Errorf("bring the schema up to date: %w", err))
	}
	return len(steps), nil
}

func (s *Store) provider() (*goose.Provider, error) {
	files, err := migrations.For(string(s.dialect))
	if err != nil {
		return nil, err
	}
	d := goose.DialectSQLite3
	var options []goose.ProviderOption
	if s.dialect == inPostgres {
		d = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
		if err != nil {
			return nil, fmt.Errorf("prepare the schema's lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(d, s.write.DB, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

// ClockSkew is how far the database's clock is ahead of now. SQLite has none of
// its own.
func (s *Store) ClockSkew(ctx context.Context, now func() time.Time) (time.Duration, error) {
	if s.dialect == inSQLite {
		return 0, nil
	}
	var seconds float64
	before := now()
	if err := sqlx.GetContext(ctx, s.q, &seconds, "SELECT extract(epoch FROM clock_timestamp())"); err != nil {
		return 0, s.dialect.explain(fmt.Errorf("read the database's clock: %w", err))
	}
	middle := before.Add(now().Sub(before) / 2)
	return time.Unix(0, int64(seconds*1e9)).Sub(middle), nil
}
