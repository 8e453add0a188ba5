package migrations

import (
	"fmt"
	"io/fs"
	"testing"
)

// Both databases have the same numbers, each once, up to Newest.
func TestNumbers(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		files, err := For(dialect)
		if err != nil {
			t.Fatal(err)
		}
		names, err := fs.Glob(files, "*.sql")
		if err != nil {
			t.Fatal(err)
		}
		if len(names) != Newest {
			t.Errorf("%s has %d migrations, Newest is %d", dialect, len(names), Newest)
		}
		for i, name := range names {
			if want := fmt.Sprintf("%04d_", i+1); name[:5] != want {
				t.Errorf("%s: %s does not begin with %s", dialect, name, want)
			}
		}
	}
}
