package classify

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadNamesTheLineOfWhatIsWrong(t *testing.T) {
	const head = "# my rules\n[[rule]]\ndepartment = \"A\"\nweight = 1\nwords = [\"goed\"]\n\n[[rule]]\n"
	for _, tt := range []struct {
		name, rule string
		line       int
		says       string
	}{
		{"unknown key", "department = \"B\"\nwieght = 2\nwords = [\"x\"]", 9, "wieght"},
		{"no weight", "department = \"B\"\nwords = [\"x\"]", 7, "weight"},
		{"weight of nothing", "department = \"B\"\nweight = 0\nwords = [\"x\"]", 9, "weight"},
		{"weight below nothing", "department = \"B\"\nweight = -3\nwords = [\"x\"]", 9, "weight"},
		{"weight in words", "department = \"B\"\nweight = \"veel\"\nwords = [\"x\"]", 9, "weight"},
		{"weight without end", "department = \"B\"\nweight = inf\nwords = [\"x\"]", 9, "weight"},
		{"no department", "weight = 2\nwords = [\"x\"]", 7, "department"},
		{"empty pattern", "department = \"B\"\nweight = 2\nwords = [\n\"goed\",\n\"\",\n]", 12, "empty"},
		{"only stars", "department = \"B\"\nweight = 2\nwords = [\"**\"]", 10, "empty"},
		{"star within", "department = \"B\"\nweight = 2\nunless = [\"a*b\"]", 10, "*"},
		{"short infix", "department = \"B\"\nweight = 2\nwords = [\"*in*\"]", 10, "short"},
		{"language", "department = \"B\"\nweight = 2\nlanguage = \"fy\"\nwords = [\"x\"]", 10, "language"},
		{"nothing to look for", "department = \"B\"\nweight = 2", 7, "words"},
		{"near of two", "department = \"B\"\nweight = 2\nnear = [[\"a\", \"b\"]]", 10, "near"},
		{"near of far", "department = \"B\"\nweight = 2\nnear = [[\"a\", \"b\", 5000]]", 10, "near"},
		{"near of nothing", "department = \"B\"\nweight = 2\nnear = [[\"a|\", \"b\", 5]]", 10, "empty"},
		{"no TOML", "department = B\nweight = 2", 8, ""},
		{"wrong type", "department = \"B\"\nweight = 2\nwords = \"x\"", 10, ""},
	} {
		path := filepath.Join(t.TempDir(), "rules.toml")
		if err := os.WriteFile(path, []byte(head+tt.rule+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(path)
		if err == nil {
			t.Errorf("%s: loads", tt.name)
			continue
		}
		if where := fmt.Sprintf("%s:%d:", path, tt.line); !strings.Contains(err.Error(), where) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v\n\twant it to name line %d and say %q", tt.name, err, tt.line, tt.says)
		}
	}
}

func TestLoad(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "none.toml")); err == nil {
		t.Error("a missing file loads")
	}
	path := filepath.Join(t.TempDir(), "rules.toml")
	if err := os.WriteFile(path, []byte("# nothing yet\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil {
		t.Error("a file without rules loads")
	}
	// as the sample in the documentation has it
	sample := `
[[rule]]
department = "SCHADE"
weight     = 5
language   = "nl"                             # optional
words      = ["*inleverschade*", "eigen risico", "aangered*"]     # word, prefix*, *infix*, a phrase
near       = [["leenauto", "niet|geen|zonder", 6]]                # within so many words
unless     = ["schadevergoeding*"]                                # takes the weight back
`
	if err := os.WriteFile(path, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if r.Len() != 5 {
		t.Errorf("Len = %d, want 5", r.Len())
	}
}
