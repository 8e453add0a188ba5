package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is everything in which the two databases differ.
type dialect string

const (
	inSQLite   dialect = "sqlite"
	inPostgres dialect = "postgres"
)

// connect opens the pools for one database URL: "sqlite:PATH" or
// "postgres://…". A relative PATH is relative to dir; a file that is not there is
// made with create, and fs.ErrNotExist without.
func connect(rawURL, dir string, create bool) (d dialect, write, read *sqlx.DB, path string, err error) {
	if rest, ok := strings.CutPrefix(rawURL, "sqlite:"); ok {
		path = strings.TrimPrefix(rest, "//")
		if path == "" {
			return "", nil, nil, "", errors.New(`store.url "sqlite:" names no file; write for example "sqlite:gehoord.db"`)
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		mode := os.O_RDWR
		if create { // 0600: it will hold customers' mails
			mode |= os.O_CREATE
		}
		f, err := os.OpenFile(path, mode, 0o600)
		if err != nil {
			return "", nil, nil, "", fmt.Errorf("open the database: %w; make the folder, or let store.url name another file", err)
		}
		f.Close()
		options := "_txlock=immediate"
		if create { // it stays so: others need not ask, and cannot while somebody writes
			options += "&_pragma=journal_mode(WAL)"
		}
		write, err = sqlx.Open("sqlite", sqliteDSN(path, options))
		if err != nil {
			return "", nil, nil, "", fmt.Errorf("open %s: %w", path, err)
		}
		write.SetMaxOpenConns(1)
		read, err = sqlx.Open("sqlite", sqliteDSN(path, "_pragma=query_only(1)"))
		if err != nil {
			return "", nil, nil, "", errors.Join(fmt.Errorf("open %s: %w", path, err), write.Close())
		}
		read.SetMaxOpenConns(4)
		read.SetMaxIdleConns(4)
		return inSQLite, write, read, path, nil
	}
	if strings.HasPrefix(rawURL, "postgres://") || strings.HasPrefix(rawURL, "postgresql://") {
		u, err := url.Parse(rawURL)
		if err != nil {
			return "", nil, nil, "", errors.New("store.url is no URL; write postgres://user@host/database")
		}
		q := u.Query()
		if !q.Has("binary_parameters") { // one round trip a query in place of two
			q.Set("binary_parameters", "yes")
		}
		if !q.Has("connect_timeout") {
			q.Set("connect_timeout", "10")
		}
		if !q.Has("fallback_application_name") {
			q.Set("fallback_application_name", "gehoord")
		}
		u.RawQuery = q.Encode()
		db, err := sqlx.Open("postgres", u.String())
		if err != nil {
			return "", nil, nil, "", fmt.Errorf("open the database: %w", err)
		}
		db.SetMaxOpenConns(10)
		db.SetMaxIdleConns(10)
		return inPostgres, db, db, "", nil
	}
	scheme, _, _ := strings.Cut(rawURL, ":")
	return "", nil, nil, "", fmt.Errorf("store.url begins with %q; write sqlite:FILE or postgres://user@host/database", scheme)
}

// sqliteDSN asks for a database that is on disk before a mail counts as taken, and
// in which what is erased is overwritten.
func sqliteDSN(path, extra string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + extra +
		"&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"
}

// exclude makes this process the only one that serves a SQLite file; PostgreSQL
// is shared.
func (d dialect) exclude(path string) (func() error, error) {
	if d != inSQLite {
		return nil, nil
	}
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("another gehoord already serves %s; stop it first, or use PostgreSQL, which several may share", path)
	}
	return f.Close, nil
}

// forUpdate ends a SELECT whose rows are about to be changed. SQLite has one
// writer at a time and needs no word for it.
func (d dialect) forUpdate() string {
	if d == inPostgres {
		return " FOR UPDATE"
	}
	return ""
}

// skipLocked ends the SELECT of a claim that several daemons make at once.
func (d dialect) skipLocked() string {
	if d == inPostgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// snapshot are the options of a transaction that sees one moment. In SQLite each
// does.
func (d dialect) snapshot() *sql.TxOptions {
	if d == inPostgres {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return nil
}

// inTheWay tells whether err is another writer's doing, so that trying the whole
// transaction again helps.
func (d dialect) inTheWay(err error) bool {
	if errors.Is(err, ErrConflict) {
		return true
	}
	var pe *pq.Error
	if errors.As(err, &pe) {
		switch pe.Code {
		case "40001", "40P01", "23505": // serialization failure, deadlock, unique violation of a concurrent insert
			return true
		}
	}
	var se *sqlite.Error
	return errors.As(err, &se) && se.Code()&0xff == sqlite3.SQLITE_BUSY
}

// explain adds what a person can do to the errors that are not the program's.
func (d dialect) explain(err error) error {
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("%w; the disk is full: make room, nothing is lost and the daemon goes on by itself", err)
		case sqlite3.SQLITE_READONLY:
			return fmt.Errorf("%w; the database file cannot be written: give its owner to the user that runs gehoord", err)
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return fmt.Errorf("%w; the file is damaged or not a database: put back the last backup", err)
		}
	}
	var pe *pq.Error
	if errors.As(err, &pe) {
		switch pe.Code {
		case "53100":
			return fmt.Errorf("%w; the database server's disk is full: make room, nothing is lost and the daemon goes on by itself", err)
		case "28P01", "28000":
			return fmt.Errorf("%w; correct the user or password in store.url (or PGPASSWORD, ~/.pgpass)", err)
		case "3D000":
			return fmt.Errorf("%w; make the database, for example with createdb", err)
		}
	}
	return err
}

func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}
