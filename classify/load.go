package classify

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

// What people wrote, and what was made of cases by "rules learn --hints".
var (
	//go:embed rules.toml
	curated []byte
	//go:embed hints.toml
	learned []byte
	builtin = slices.Concat(curated, []byte("\n"), learned)
)

// Builtin returns the rules in the binary. They are the same for every caller.
func Builtin() *Rules { return builtinRules() }

// BuiltinText is the file they are read from: where a rules file of one's own begins.
func BuiltinText() []byte { return bytes.Clone(builtin) }

var builtinRules = sync.OnceValue(func() *Rules {
	r, err := Parse("rules in the binary", builtin)
	if err != nil {
		panic(err) // a test holds it
	}
	return r
})

// Load reads a rules file. The error of a file that is not right names the line.
func Load(path string) (*Rules, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	return Parse(path, text)
}

// file is a rules file as TOML has it.
type file struct {
	Rule []struct {
		Department string   `toml:"department"`
		Weight     any      `toml:"weight"`
		Language   string   `toml:"language"`
		Words      []string `toml:"words"`
		Near       [][]any  `toml:"near"`
		Unless     []string `toml:"unless"`
	} `toml:"rule"`
}

// Parse reads the text of a rules file; name is for errors, which also name the
// line. A file without rules is an error: it would send everything to triage.
func Parse(name string, text []byte) (*Rules, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // as Windows' Notepad saves it
	if bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}) {
		return nil, fmt.Errorf("%s: is in UTF-16; save it as UTF-8", name)
	}
	var f file
	dec := toml.NewDecoder(strings.NewReader(string(text))).DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, tomlError(name, err)
	}
	if len(f.Rule) == 0 {
		return nil, fmt.Errorf("%s: there is no [[rule]] in it", name)
	}
	b := newBuilder()
	where := places(text)
	for n, raw := range f.Rule {
		complain := func(needle, format string, args ...any) error {
			return fmt.Errorf("%s:%d: %s", name, where.line(n, needle), fmt.Sprintf(format, args...))
		}
		dep := strings.ToUpper(strings.TrimSpace(raw.Department))
		if dep == "" {
			return nil, complain("department", "a rule needs a department")
		}
		weight, err := number(raw.Weight)
		if err != nil || !(weight > 0 && weight <= 100) {
			return nil, complain("weight", "the weight of a rule is a number above 0, at most 100; 1 to 5 is usual")
		}
		if raw.Language != "" && raw.Language != "nl" && raw.Language != "en" {
			return nil, complain("language", "the language of a rule is nl or en, not %q", raw.Language)
		}
		if len(raw.Words)+len(raw.Near)+len(raw.Unless) == 0 {
			return nil, complain("", "a rule needs words, near or unless")
		}
		id := b.rule(dep, weight, raw.Language, len(raw.Words)+len(raw.Near) == 0)
		for _, w := range raw.Words {
			if err := b.word(id, w, false); err != nil {
				return nil, complain(w, "the pattern %q %v", w, err)
			}
		}
		for _, w := range raw.Unless {
			if err := b.word(id, w, true); err != nil {
				return nil, complain(w, "the pattern %q %v", w, err)
			}
		}
		for _, pair := range raw.Near {
			if err := b.near(id, pair); err != nil {
				return nil, complain("near", "near is [\"one|or another\", \"the other\", how many words apart at most]: %v", err)
			}
		}
	}
	return b.finish(), nil
}

func number(v any) (float64, error) {
	switch v := v.(type) {
	case int64:
		return float64(v), nil
	case float64:
		return v, nil
	}
	return 0, errors.New("is not a number")
}

func tomlError(name string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		e := strict.Errors[0]
		line, _ := e.Position()
		return fmt.Errorf("%s:%d: a rule has no key %q; there are department, weight, language, words, near and unless", name, line, strings.Join(e.Key(), "."))
	}
	var syntax *toml.DecodeError
	if errors.As(err, &syntax) {
		line, _ := syntax.Position()
		if key := strings.Join(syntax.Key(), "."); strings.Contains(err.Error(), "cannot decode") {
			return fmt.Errorf("%s:%d: the value of %s is of the wrong kind: words, unless are lists of texts in quotes, near is a list of lists, weight a number", name, line, strings.TrimPrefix(key, "rule."))
		}
		return fmt.Errorf("%s:%d: %w", name, line, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// lines finds where things stand in a rules file, for errors: the decoder gives
// positions only to errors of its own.
type lines struct {
	text  []string
	rules []int // index of the line of each [[rule]]
}

var ruleLine = regexp.MustCompile(`^\s*\[\[\s*rule\s*\]\]`)

func places(text []byte) lines {
	l := lines{text: strings.Split(string(text), "\n")}
	for i, s := range l.text {
		if ruleLine.MatchString(s) {
			l.rules = append(l.rules, i)
		}
	}
	return l
}

// line is the first line of rule n that holds needle, else the rule's first.
func (l lines) line(n int, needle string) int { return l.nth(n, needle, 0) }

// nth is the line of rule n that holds needle when it was passed over so many times
// before, else the rule's first.
func (l lines) nth(n int, needle string, over int) int {
	if n >= len(l.rules) {
		return 1 // rules written as an inline array
	}
	end := len(l.text)
	if n+1 < len(l.rules) {
		end = l.rules[n+1]
	}
	quoted := `"` + needle + `"`
	for i := l.rules[n]; i < end; i++ {
		times := strings.Count(l.text[i], quoted)
		if times == 0 && needle != "" && strings.HasPrefix(strings.TrimSpace(l.text[i]), needle) {
			times = 1
		}
		if over -= times; over < 0 {
			return i + 1
		}
	}
	return l.rules[n] + 1
}
