package house

import (
	"go/ast"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ours is what a package may import of this module. A package that is not here
// may import what it likes of it, the desk aside.
var ours = map[string][]string{
	"internal/complaint": {},
	"internal/clock":     {},
	"migrations":         {},
	"ingest":             {"internal/complaint"},
	"classify":           {"internal/complaint"},
	"sla":                {"internal/complaint"},
	"notify":             {"internal/complaint"},
	"internal/config":    {"internal/complaint"},
	"internal/store":     {"internal/complaint", "migrations"},
	"internal/desk": {"internal/complaint", "internal/config", "internal/store",
		"ingest", "classify", "sla", "notify"},
	"internal/mailworld":   {"internal/complaint"},
	"internal/realservers": {"internal/complaint"},
}

// onlyIn is where a package may be imported, also one of ours: one owner a
// library, so that one package can be read to know how it is used.
var onlyIn = map[string][]string{
	"gehoord/internal/desk":           {"cmd/gehoord"},
	"github.com/emersion/go-imap":     {"ingest", "internal/mailworld", "internal/realservers"},
	"github.com/emersion/go-message":  {"ingest"},
	"github.com/wneessen/go-mail":     {"notify"},
	"github.com/jmoiron/sqlx":         {"internal/store"},
	"github.com/lib/pq":               {"internal/store", "internal/realservers"},
	"modernc.org/sqlite":              {"internal/store"},
	"github.com/pressly/goose":        {"internal/store"},
	"github.com/rickar/cal":           {}, // the calendar is ours; tests compare it with this one
	"github.com/prometheus":           {"cmd/gehoord"},
	"github.com/alecthomas/kong":      {"cmd/gehoord"},
	"gehoord/internal/realservers":    {},
	"gehoord/internal/mailworld":      {"cmd/gehoord"}, // the demo
	"github.com/pelletier/go-toml":    {"classify", "internal/config", "cmd/gehoord"},
	"github.com/abadojack/whatlanggo": {"ingest"},
}

// arrows are the imports that point the wrong way. Tests are exempt: they start
// servers and compare with other libraries. That a test imports none of ours that
// imports the package itself, the compiler sees to.
func arrows(s source) (wrong []string) {
	if s.test() {
		return nil
	}
	for _, spec := range s.file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if rest, ok := strings.CutPrefix(path, module); ok {
			if allowed, ruled := ours[s.dir]; ruled && !slices.Contains(allowed, rest) {
				wrong = append(wrong, s.at(spec)+": "+s.dir+" may not import "+path)
				continue
			}
		}
		for library, where := range onlyIn {
			if (path == library || strings.HasPrefix(path, library+"/")) && !slices.Contains(where, s.dir) {
				wrong = append(wrong, s.at(spec)+": only "+strings.Join(where, ", ")+" may import "+path)
			}
		}
	}
	return wrong
}

// query is what SQL looks like among other strings.
var query = regexp.MustCompile(`(?is)\b(select|insert|update|delete)\b.+\b(from|into|set|where)\b`)

// strayQueries are string literals that look like SQL outside the store.
func strayQueries(s source) (wrong []string) {
	if s.dir == "internal/store" || s.dir == "migrations" || s.test() {
		return nil
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && query.MatchString(lit.Value) {
			wrong = append(wrong, s.at(lit)+": SQL stands in internal/store only")
		}
		return true
	})
	return wrong
}

// wallClock is where a package that decides may look at the machine's clock all
// the same, and why.
var wallClock = map[string]string{
	"internal/desk/outbox.go Claim": "which daemon is dead is judged by the wall clock, also in a rehearsal",
}

// ownClock are the uses of the machine's clock in packages that get theirs
// handed in. used collects the exceptions that were needed.
func ownClock(s source, used map[string]bool) (wrong []string) {
	if s.test() || !slices.Contains([]string{"internal/complaint", "classify", "sla", "internal/desk", "internal/store"}, s.dir) {
		return nil
	}
	for _, decl := range s.file.Decls {
		name := ""
		if f, ok := decl.(*ast.FuncDecl); ok {
			name = f.Name.Name
		}
		where := s.dir + "/" + s.name + " " + name
		ast.Inspect(decl, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || !slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "time" {
				return true
			}
			if _, excepted := wallClock[where]; excepted {
				used[where] = true
				return true
			}
			wrong = append(wrong, s.at(sel)+": "+s.dir+" gets its time handed in")
			return true
		})
	}
	return wrong
}

func TestArrows(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sources(t) {
		seen[s.dir] = true
		for _, w := range arrows(s) {
			t.Error(w)
		}
	}
	for dir := range ours {
		if !seen[dir] {
			t.Errorf("a rule is about %s, which is not there", dir)
		}
	}
}

func TestSQLStaysInTheStore(t *testing.T) {
	for _, s := range sources(t) {
		for _, w := range strayQueries(s) {
			t.Error(w)
		}
	}
}

func TestTimeIsHandedIn(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		for _, w := range ownClock(s, used) {
			t.Error(w)
		}
	}
	for where := range wallClock {
		if !used[where] {
			t.Errorf("%s is an exception that nothing needs", where)
		}
	}
}

// folders are those of the top level.
var folders = []string{".ci", "classify", "cmd", "deploy", "docs", "ingest", "internal", "migrations", "notify", "sla"}

// strayFolders are the differences; the repository's own and what a build leaves
// do not count.
func strayFolders(have []string) (wrong []string) {
	for _, name := range have {
		if !slices.Contains(folders, name) && name != ".git" && name != "bin" {
			wrong = append(wrong, "there is a folder "+name+" at the top level")
		}
	}
	for _, name := range folders {
		if !slices.Contains(have, name) {
			wrong = append(wrong, "there is no folder "+name+" at the top level")
		}
	}
	return wrong
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, e := range entries {
		if e.IsDir() {
			have = append(have, e.Name())
		}
	}
	for _, w := range strayFolders(have) {
		t.Error(w)
	}
}

// A rule that nothing can break would hold nothing.
func TestRulesCanBeBroken(t *testing.T) {
	imports := func(path string) string { return "package p\nimport _ \"" + path + "\"\n" }
	for _, c := range []struct {
		path, text string
		wrong      int
	}{
		{"internal/complaint/a.go", imports("gehoord/internal/clock"), 1},
		{"ingest/a.go", imports("gehoord/internal/complaint"), 0},
		{"ingest/a.go", imports("gehoord/notify"), 1},
		{"notify/a.go", imports("gehoord/internal/store"), 1},
		{"internal/store/a.go", imports("gehoord/migrations"), 0},
		{"internal/store/a.go", imports("gehoord/internal/config"), 1},
		{"internal/desk/a.go", imports("gehoord/sla"), 0},
		{"internal/desk/a.go", imports("gehoord/internal/clock"), 1},
		{"internal/other/a.go", imports("gehoord/internal/desk"), 1},
		{"cmd/gehoord/a.go", imports("gehoord/internal/desk"), 0},
		{"cmd/gehoord/a.go", imports("github.com/emersion/go-imap/v2/imapclient"), 1},
		{"notify/a.go", imports("github.com/emersion/go-message/mail"), 1},
		{"internal/desk/a.go", imports("github.com/wneessen/go-mail"), 1},
		{"internal/desk/a.go", imports("github.com/jmoiron/sqlx"), 1},
		{"internal/realservers/a.go", imports("github.com/lib/pq"), 0},
		{"cmd/gehoord/a.go", imports("modernc.org/sqlite"), 1},
		{"cmd/gehoord/a.go", imports("github.com/pressly/goose/v3"), 1},
		{"cmd/gehoord/a_test.go", imports("modernc.org/sqlite"), 0},
		{"internal/desk/a.go", "package p\nconst q = `SELECT a\nFROM b`", 1},
		{"cmd/gehoord/a.go", `package p; const q = "update mail set state = 1"`, 1},
		{"cmd/gehoord/a.go", `package p; const q = "select one of these"`, 0},
		{"internal/store/a.go", "package p\nconst q = `SELECT a FROM b`", 0},
		{"sla/a.go", "package p\nfunc f() { _ = time.Now() }", 1},
		{"classify/a.go", "package p\nvar now = time.Since(then)", 1},
		{"internal/desk/a.go", "package p\nfunc f() { now := time.Now; _ = now }", 1},
		{"internal/desk/outbox.go", "package p\nfunc Claim() { _ = time.Now() }", 0},
		{"cmd/gehoord/a.go", "package p\nfunc f() { _ = time.Now() }", 0},
	} {
		s, err := parse(c.path, c.text)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Concat(arrows(s), strayQueries(s), ownClock(s, map[string]bool{}))
		if len(got) != c.wrong {
			t.Errorf("%s %q: %d complaints, want %d: %q", c.path, c.text, len(got), c.wrong, got)
		}
	}
	if len(strayFolders(append(slices.Clone(folders), "util"))) != 1 || len(strayFolders(folders[1:])) != 1 {
		t.Error("a folder too many or too few is not noticed")
	}
}
