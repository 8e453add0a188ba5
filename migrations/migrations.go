// Package migrations holds the schema: numbered SQL files that both databases
// run (this folder), and the few statements that each says in its own way
// (sqlite, postgres). Files are never changed once released, only added, and
// there are no down migrations: a backup is the way back.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"testing/fstest"
)

//go:embed *.sql sqlite/*.sql postgres/*.sql
var files embed.FS

// Newest is the number of the last migration: the schema that this program needs.
const Newest = 2

// For returns the migrations of one dialect, "sqlite" or "postgres", as one flat
// folder in which numbers are unique.
func For(dialect string) (fs.FS, error) {
	merged := fstest.MapFS{}
	for _, pattern := range []string{"*.sql", dialect + "/*.sql"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, fmt.Errorf("list migrations %s: %w", pattern, err)
		}
		for _, name := range names {
			data, err := files.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("read migration %s: %w", name, err)
			}
			merged[base(name)] = &fstest.MapFile{Data: data}
		}
	}
	return merged, nil
}

func base(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' {
			return name[i+1:]
		}
	}
	return name
}
