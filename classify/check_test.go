package classify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestCheck has a rules file with one mistake of each kind; the comment on a line
// is what is to be found there.
func TestCheck(t *testing.T) {
	const rules = `
[[rule]]
department = "SCHADE"
weight     = 4
words      = ["*schade*", "deuk*",
  "autoschade*",                    # shadowed *schade* on line 5
  "deuk*",                          # dead line 5
  "zware schade",                   # shadowed *schade*
  "*pas*",                          # broad pas*
  "krasje",                         # dead taken back by unless on line 12
]
unless     = ["kras*"]

[[rule]]
department = "SCHADE"
weight     = 5
words      = ["inleverschade*", "bumper*", "lak"]

[[rule]]
department = "SCHADE"
weight     = 2
language   = "nl"
words      = ["bumper*"]            # dead line 17

[[rule]]
department = "SCHADE"
weight     = 5
unless     = ["lak*"]

[[rule]]
department = "PASSEN"
weight     = 4
words      = ["deuk*"]              # contradictory SCHADE (line 5)
near       = [["deuk*", "niet", 3]]

[[rule]]
department = "NIEMAND"              # dead no rule has words
weight     = 4
unless     = ["niets"]              # dead no rule has words
`
	var want []string
	for i, l := range strings.Split(rules, "\n") {
		if _, comment, ok := strings.Cut(l, "# "); ok && !strings.Contains(l, "NIEMAND") {
			kind, says, _ := strings.Cut(comment, " ")
			want = append(want, fmt.Sprintf("%d %s %s", i+1, kind, says))
		}
	}
	want = append(want, "17 contradictory takes 5") // lak
	found, err := Check("r", []byte(rules), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range want {
		line, rest, _ := strings.Cut(w, " ")
		kind, says, _ := strings.Cut(rest, " ")
		if !slices.ContainsFunc(found, func(f Finding) bool {
			return fmt.Sprint(f.Line) == line && string(f.Kind) == kind && strings.Contains(f.Text, says)
		}) {
			t.Errorf("not found: %s", w)
		}
	}
	if len(found) != len(want) {
		for _, f := range found {
			t.Logf("%d: %s %q %s", f.Line, f.Kind, f.Pattern, f.Text)
		}
		t.Errorf("%d findings, want %d", len(found), len(want))
	}
	if !slices.IsSortedFunc(found, func(a, b Finding) int { return a.Line - b.Line }) {
		t.Error("not in the order of lines")
	}
}

func TestCheckKnowsTheDepartments(t *testing.T) {
	rules := "[[rule]]\ndepartment = \"SCHADE\"\nweight = 1\nwords = [\"deuk\"]\n[[rule]]\nweight = 1\ndepartment = \"SCHADDE\"\nwords = [\"kras\"]\n"
	found, err := Check("r", []byte(rules), []string{"SCHADE", "SERVICE"})
	if err != nil || len(found) != 1 || found[0].Line != 7 || found[0].Department != "SCHADDE" {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := Check("r", []byte("nonsense"), nil); err == nil {
		t.Error("checks what cannot be read")
	}
}

// TestBuiltinIsClean: what we ask of others' rules.
func TestBuiltinIsClean(t *testing.T) {
	found, err := Check("rules.toml", builtin, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("rules.toml:%d: %s, %s: %q %s", f.Line, f.Kind, f.Department, f.Pattern, f.Text)
	}
}
