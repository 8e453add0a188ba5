package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
)

// A database of another version is refused without being touched; serving brings
// an old one up to date.
func TestSchemaVersions(t *testing.T) {
	emptyOnBoth(t, func(t *testing.T, o Options) {
		refused := func(serve bool, says string) {
			t.Helper()
			s, err := Open(t.Context(), Options{URL: o.URL, Dir: o.Dir, Serve: serve})
			if err == nil {
				s.Close()
			}
			if !errors.As(err, new(*SchemaError)) || !strings.Contains(err.Error(), says) {
				t.Errorf("opened with serve=%v: %v, want %q", serve, err, says)
			}
		}
		refused(false, "run gehoord migrate")
		s := opened(t, Options{URL: o.URL, Dir: o.Dir, Serve: true})
		have, want, err := s.Version(t.Context())
		if err != nil || have != want || have < 2 {
			t.Errorf("after serving began the schema is %d of %d, %v", have, want, err)
		}
		if n, err := s.Migrate(t.Context()); n != 0 || err != nil {
			t.Errorf("brought up to date twice: %d steps, %v", n, err)
		}
		opened(t, o)

		version := `UPDATE goose_db_version SET version_id = version_id + $1 WHERE version_id = $2`
		if _, err := s.write.Exec(version, 1, want); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Migrate(t.Context()); !errors.As(err, new(*SchemaError)) {
			t.Errorf("a newer schema was migrated: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		refused(false, "nothing was changed")
		refused(true, "nothing was changed")
	})
}

// Four daemons that meet an empty database at once: in PostgreSQL all find it
// ready; in SQLite one serves it and the others are told so.
func TestConcurrentMigrators(t *testing.T) {
	emptyOnBoth(t, func(t *testing.T, o Options) {
		o.Serve = true
		var got [4]*Store
		together(4, func(i int) {
			var err error
			got[i], err = Open(t.Context(), o)
			if err != nil && !strings.Contains(err.Error(), "another gehoord already serves") {
				t.Errorf("migrator %d: %v", i, err)
			}
		})
		serving := 0
		for _, s := range got {
			if s == nil {
				continue
			}
			defer s.Close()
			serving++
			if have, want, err := s.Version(t.Context()); err != nil || have != want {
				t.Errorf("schema %d of %d, %v", have, want, err)
			}
			if want := map[bool]int{true: 4, false: 1}[s.Shared()]; serving > want {
				t.Errorf("%d serve it, want %d", serving, want)
			}
		}
		if serving == 0 {
			t.Error("nobody serves it")
		}
		opened(t, Options{URL: o.URL, Dir: o.Dir})
	})
}

// A SQLite file has one server, and is nobody else's to read.
func TestServeAlone(t *testing.T) {
	dir := t.TempDir()
	o := Options{URL: "sqlite:gehoord.db", Dir: dir, Serve: true}
	first := opened(t, o)
	if s, err := Open(t.Context(), o); err == nil {
		s.Close()
		t.Error("two serve one file")
	} else if !strings.Contains(err.Error(), "another gehoord already serves") {
		t.Error(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "gehoord.db")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	opened(t, o)
}

// What cannot be opened says what to do.
func TestOpenSays(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for url, says := range map[string]string{
		"mysql://x/y":              `"mysql"`,
		"":                         "write sqlite:FILE",
		"sqlite:":                  "names no file",
		"sqlite:nowhere/x.db":      "make the folder",
		"sqlite:letter.txt":        "put back the last backup",
		"postgres://127.0.0.1:1/x": "is it running",
	} {
		s, err := Open(t.Context(), Options{URL: url, Dir: dir, Serve: true})
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", url, err, says)
		}
	}
}

// PostgreSQL's errors that a person can do something about say what.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err  pq.Error
		says string
	}{{pq.Error{Code: "53100"}, "make room"}, {pq.Error{Code: "28P01"}, "correct the user or password"}, {pq.Error{Code: "3D000"}, "createdb"}} {
		if err := inPostgres.explain(&c.err); !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.err.Code, err)
		}
	}
}

func TestClockSkew(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for _, ahead := range []time.Duration{0, time.Hour} {
			skew, err := db.ClockSkew(t.Context(), func() time.Time { return time.Now().Add(-ahead) })
			if !db.Shared() {
				ahead = 0
			}
			if err != nil || (skew-ahead).Abs() > 2*time.Second {
				t.Errorf("the database is %v ahead, %v, want %v", skew, err, ahead)
			}
		}
	})
}
