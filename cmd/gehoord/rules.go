package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"slices"
	"strings"

	"gehoord/classify"
	"gehoord/ingest"
	"gehoord/internal/config"
	"gehoord/internal/desk"
)

// rulesCmd are the verbs for whoever tends the routing rules.
type rulesCmd struct {
	Check  rulesCheckCmd  `cmd:"" help:"Find rules that do nothing, stand in each other's way or say too much."`
	Eval   rulesEvalCmd   `cmd:"" help:"Route a file of cases and say which go where they should."`
	Replay rulesReplayCmd `cmd:"" help:"Route what is registered anew and say what would go elsewhere."`
	Print  rulesPrintCmd  `cmd:"" help:"Write the rules in the binary, to begin a file of one's own with."`
	Learn  rulesLearnCmd  `cmd:"" help:"Propose words, from what staff sent on."`
}

// routing is a rule book with what it is used by.
type routing struct {
	rules *classify.Rules
	conf  *config.Config
}

// newRouting reads the rules file that was named, else the configuration's rules,
// else takes those in the binary. Without a configuration the defaults count, and
// all departments exist.
func newRouting(e *env, file string) (routing, error) {
	in, err := newInspector(e)
	if err != nil {
		return routing{}, err
	}
	r := routing{in.rules, in.conf}
	if file != "" {
		r.rules, err = classify.Load(file)
	}
	return r, err
}

func (r routing) settings() classify.Settings { return desk.RoutingSettings(r.conf) }

// classify routes a text as the daemon would route the mail of it.
func (r routing) classify(subject, body string) (classify.Verdict, error) {
	in, err := r.input(subject, body)
	return r.rules.Classify(in, r.settings()), err
}

// input is what the reader leaves of a case.
func (r routing) input(subject, body string) (classify.Input, error) {
	m, err := ingest.Parse(mailOf(subject, body), desk.ReadingOptions(r.conf))
	return desk.Words(m), err
}

// mailOf writes a case as the mail that it was.
func mailOf(subject, body string) io.Reader {
	return strings.NewReader("Subject: " + mime.BEncoding.Encode("utf-8", subject) + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body)
}

// ruleCase is a mail with the department that must act.
type ruleCase struct {
	ID         caseID   `json:"id"`
	Subject    string   `json:"subject"`
	Body       string   `json:"body"`
	Department string   `json:"department"`
	Also       []string `json:"also"` // would do as well
}

// caseID is a text; a number will do.
type caseID string

// UnmarshalJSON implements json.Unmarshaler.
func (id *caseID) UnmarshalJSON(b []byte) error {
	if number := new(json.Number); json.Unmarshal(b, number) == nil && b[0] != '"' {
		*id = caseID(*number)
		return nil
	}
	return json.Unmarshal(b, (*string)(id))
}

// home is where a case goes for which there is no department: to the fallback.
func (r routing) home(c ruleCase) ruleCase {
	move := func(code string) string {
		if existing := r.settings().Departments; existing != nil && !slices.Contains(existing, code) {
			return r.conf.Routing.Fallback
		}
		return code
	}
	c.Department = move(c.Department)
	c.Also = slices.Clone(c.Also)
	for i, code := range c.Also {
		c.Also[i] = move(strings.ToUpper(code))
	}
	return c
}

// knows tells whether a rule or the configuration has a department.
func (r routing) knows(code string) bool {
	return slices.Contains(r.rules.Departments(), code) || slices.Contains(r.settings().Departments, code)
}

// readCases reads a file of cases, "-" for standard input. The error names the line.
func readCases(e *env, name string) ([]ruleCase, error) {
	r := e.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, unread(name, err)
		}
		defer f.Close()
		r = f
	}
	var cases []ruleCase
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) > 0 {
			var c ruleCase
			if err := json.Unmarshal(line, &c); err != nil {
				return nil, fmt.Errorf("read cases: %s:%d is no case: %w; a line is an object with id, subject, body and department, texts all, and also, a list", name, n, err)
			}
			if c.Department = strings.ToUpper(strings.TrimSpace(c.Department)); c.Department == "" {
				return nil, fmt.Errorf("read cases: %s:%d names no department", name, n)
			}
			cases = append(cases, c)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unread(name, err)
		}
	}
	if len(cases) == 0 {
		return nil, fmt.Errorf("read cases: %s holds none", name)
	}
	return cases, nil
}
