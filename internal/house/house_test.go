// Package house tests the rules of the house: which package may import which,
// where SQL and the wall clock may stand, which folders there are, and that the
// documentation names what is there. It has no code of its own.
package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "gehoord/"
)

// source is one Go file.
type source struct {
	dir  string // from the root: internal/desk
	name string // desk.go
	file *ast.File
	set  *token.FileSet
}

func (s source) test() bool { return strings.HasSuffix(s.name, "_test.go") }

func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s/%s:%d", s.dir, s.name, s.set.Position(n.Pos()).Line)
}

func parse(path string, text any) (source, error) {
	set := token.NewFileSet()
	dir, name := filepath.Split(filepath.ToSlash(path))
	file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{strings.TrimSuffix(dir, "/"), name, file, set}, err
}

// sources are all Go files of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "bin" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		s, err := parse(rel, text)
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Fatalf("only %d Go files were found", len(all))
	}
	return all
}
