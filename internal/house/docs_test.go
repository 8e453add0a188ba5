package house

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pages are the documents, by their path from the root.
func pages(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			found[filepath.ToSlash(rel)] = string(text)
		}
	}
	if len(found) < 7 {
		t.Fatalf("only %d pages were found", len(found))
	}
	return found
}

var (
	link   = regexp.MustCompile(`\]\(([^)#]+)(#[^)]*)?\)`)
	target = regexp.MustCompile("`make ([a-z]+)")
	rule   = regexp.MustCompile(`(?m)^([a-z]+):`)
	file   = regexp.MustCompile("`((?:ingest|classify|sla|notify|migrations|deploy|internal|cmd|docs)/[A-Za-z0-9_./-]+)`")
)

// What the pages name is there: files and folders, links, make's targets.
func TestDocsNameWhatIsThere(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for _, m := range rule.FindAllStringSubmatch(string(makefile), -1) {
		targets = append(targets, m[1])
	}
	for name, text := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
		for _, m := range target.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(targets, m[1]) {
				t.Errorf("%s names make %s, which is no target", name, m[1])
			}
		}
		for _, m := range file.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
				t.Errorf("%s names %s, which is not there", name, m[1])
			}
		}
	}
}

var (
	clause  = regexp.MustCompile(`\b2\.[1-4](?:\.[1-4])?\b`)
	rfc     = regexp.MustCompile(`(?i)(RFC \d+,? )?sections? [0-9.]+|"[^"]*"`)
	heading = regexp.MustCompile(`(?m)^#+ ([12](?:\.\d)*)\b`)
)

// Comments cite the procedure by clause: docs/procedure.md has each of them.
func TestProcedureHasEveryClause(t *testing.T) {
	var has []string
	for _, m := range heading.FindAllStringSubmatch(pages(t)["docs/procedure.md"], -1) {
		has = append(has, m[1])
	}
	cited := 0
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for _, group := range s.file.Comments {
			for _, c := range clause.FindAllString(rfc.ReplaceAllString(strings.Join(strings.Fields(group.Text()), " "), ""), -1) {
				cited++
				if !slices.Contains(has, c) {
					t.Errorf("%s cites clause %s, which docs/procedure.md has not", s.at(group), c)
				}
			}
		}
	}
	if cited < 10 {
		t.Errorf("only %d citations of clauses were found", cited)
	}
}

// The README lists the program's verbs, all of them and no others.
func TestReadmeHasEveryVerb(t *testing.T) {
	help, err := exec.Command("go", "run", root+"/cmd/gehoord", "--help").Output()
	if err != nil {
		t.Fatalf("gehoord --help: %v", err)
	}
	_, commands, ok := strings.Cut(string(help), "Commands:\n")
	if !ok {
		t.Fatalf("gehoord --help lists no commands: %s", help)
	}
	var have []string
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+)( [a-z]+)?  `).FindAllStringSubmatch(commands, -1) {
		have = append(have, m[1])
	}
	have = slices.Compact(have)
	var listed []string
	for _, m := range regexp.MustCompile("(?m)^\\| `gehoord ([a-z]+)").FindAllStringSubmatch(pages(t)["README.md"], -1) {
		listed = append(listed, m[1])
	}
	listed = slices.Compact(listed)
	slices.Sort(have)
	slices.Sort(listed)
	if len(have) < 5 || !slices.Equal(have, listed) {
		t.Errorf("the README lists %q, gehoord --help %q", listed, have)
	}
}
