package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// script is one story of testdata/stories; README.md there says how it is written.
type script struct {
	name  string
	real  bool // also for Dovecot, Postfix and the built program
	steps []step
}

// step is a line of a script with the indented text below it.
type step struct {
	file string
	line int
	verb string
	args []string          // bare words
	said []string          // "quoted"
	not  []string          // !"quoted"
	with map[string]string // key=value
	many []string          // header="…", as often as it stands there
	body string
}

// errorf is an error that says where in the script it is.
func (s step) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", s.file, s.line, fmt.Sprintf(format, args...))
}

// scripts reads all stories.
func scripts() ([]script, error) {
	files, err := filepath.Glob("testdata/stories/*.story")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there are no stories in testdata/stories")
	}
	kinds, err := letterKinds()
	if err != nil {
		return nil, err
	}
	var all []script
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		s, err := readScript(file, string(text), kinds)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// readScript takes a story apart and refuses what no verb could mean.
func readScript(file, text string, kinds []string) (script, error) {
	s := script{name: strings.TrimSuffix(filepath.Base(file), ".story")}
	blank := 0
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if n := len(s.steps); trimmed != "" && line[0] == '\t' {
			if n == 0 {
				return s, fmt.Errorf("%s:%d: this text belongs to no mail", file, i+1)
			}
			of := &s.steps[n-1]
			if of.body == "" {
				blank = 0
			}
			of.body += strings.Repeat("\n", blank) + line[1:] + "\n"
			blank = 0
			continue
		}
		switch {
		case trimmed == "":
			blank++
			continue
		case trimmed == "# real":
			s.real = true
			continue
		case line[0] == '#':
			continue
		}
		blank = 0
		st := step{file: file, line: i + 1, with: map[string]string{}}
		if err := st.read(line); err != nil {
			return s, st.errorf("%v", err)
		}
		v, ok := storyVerbs[st.verb]
		if !ok {
			return s, st.errorf("there is no %q; testdata/stories/README.md has all verbs", st.verb)
		}
		if len(st.args) < v.least || len(st.args) > v.most {
			return s, st.errorf("write: %s", v.usage)
		}
		for key := range st.with {
			if !slices.Contains(v.keys, key) {
				return s, st.errorf("%s knows no %q; write: %s", st.verb, key, v.usage)
			}
		}
		for _, kind := range st.kinds() {
			if !slices.Contains(kinds, kind) {
				return s, st.errorf("there is no kind of letter %q; internal/complaint/letter.go has all", kind)
			}
		}
		s.steps = append(s.steps, st)
	}
	return s, nil
}

// letterKinds are all kinds of letters, from where they are declared: a kind
// that is misspelt would never come, and prove nothing.
func letterKinds() ([]string, error) {
	source, err := os.ReadFile("../../internal/complaint/letter.go")
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, m := range regexp.MustCompile(`LetterKind\s*=\s*"(\w+)"`).FindAllSubmatch(source, -1) {
		kinds = append(kinds, string(m[1]))
	}
	return kinds, nil
}

// kinds are the kinds of letters that a line speaks of.
func (s step) kinds() []string {
	named := s.option("of")
	if (s.verb == "expect" || s.verb == "none") && len(s.args) > 1 {
		named = s.args[1]
	}
	return strings.FieldsFunc(named, func(r rune) bool { return r == '|' })
}

// read cuts a line into words.
func (s *step) read(line string) error {
	rest := strings.TrimSpace(line)
	for first := true; rest != ""; first = false {
		word, quoted, more, err := nextWord(rest)
		if err != nil {
			return err
		}
		rest = more
		key, value, pair := strings.Cut(word, "=")
		switch {
		case first:
			s.verb = word
		case quoted == "!":
			s.not = append(s.not, word)
		case quoted == `"`:
			s.said = append(s.said, word)
		case pair && key == "header":
			s.many = append(s.many, value)
		case pair:
			s.with[key] = value
		default:
			s.args = append(s.args, word)
		}
	}
	return nil
}

// nextWord takes a word off a line: bare, "quoted" or `quoted`, !"quoted", or a
// key="with spaces".
func nextWord(line string) (word, quoted, rest string, err error) {
	var b strings.Builder
	if strings.HasPrefix(line, `!"`) || strings.HasPrefix(line, "!`") {
		quoted, line = "!", line[1:]
	}
	for i := 0; i < len(line); {
		switch c := line[i]; c {
		case ' ', '\t':
			return b.String(), quoted, strings.TrimLeft(line[i:], " \t"), nil
		case '"', '`':
			end := strings.IndexByte(line[i+1:], c)
			if end < 0 {
				return "", "", "", fmt.Errorf("a quotation mark is missing")
			}
			if b.Len() == 0 && quoted == "" {
				quoted = `"`
			}
			b.WriteString(line[i+1 : i+1+end])
			i += end + 2
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), quoted, "", nil
}

// option takes "of KIND", "to BOX" and the like out of the bare words.
func (s *step) option(name string) string {
	i := slices.Index(s.args, name)
	if i < 0 || i+1 >= len(s.args) {
		return ""
	}
	value := s.args[i+1]
	s.args = slices.Delete(slices.Clone(s.args), i, i+2)
	return value
}

// subject is the first quoted text, "" for none.
func (s step) subject() string {
	if len(s.said) == 0 {
		return ""
	}
	return s.said[0]
}
