package main

import (
	"fmt"
	"io"
	"strings"

	"gehoord/classify"
	"gehoord/internal/config"
)

type rulesLearnCmd struct {
	Cases string `placeholder:"FILE" help:"Learn from a file of cases; else from what staff sent on with NAAR or settled."`
	Rules string `placeholder:"FILE" help:"The rules file to improve; else the configuration's."`
	Most  int    `default:"25" help:"How many proposals to make."`
	JSON  bool   `help:"Write one JSON object a line for every proposal."`
}

type proposalJSON struct {
	Department string   `json:"department"`
	Pattern    string   `json:"pattern"`
	Weight     *float64 `json:"weight"` // null: an existing pattern that misleads
	For        []string `json:"for"`
	Against    []string `json:"against"`
	Gain       int      `json:"gain"`
	Loss       int      `json:"loss"`
}

// Run proposes words, with the mails that argue for and against each. It writes
// rules that could be pasted into a rules file, and changes nothing.
func (cmd *rulesLearnCmd) Run(e *env) error {
	if cmd.Cases == "" {
		e.config = config.Find(e.config)
	}
	r, err := newRouting(e, cmd.Rules)
	if err != nil {
		return err
	}
	lessons, err := cmd.lessons(e, r)
	if err != nil {
		return err
	}
	proposals := r.rules.Learn(lessons, r.settings())
	for _, p := range proposals[:min(len(proposals), max(cmd.Most, 0))] {
		if err := cmd.write(e.stdout, p); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(e.stderr, "%d mails with a known department, %d proposals; nothing was changed\n", len(lessons), len(proposals))
	return err
}

// lessons are the cases, or what the register proves.
func (cmd *rulesLearnCmd) lessons(e *env, r routing) ([]classify.Lesson, error) {
	var lessons []classify.Lesson
	if cmd.Cases == "" {
		_, err := eachRegistered(e, func(m registered) error {
			if m.proven != "" {
				lessons = append(lessons, classify.Lesson{ID: m.number, Sender: m.sender, Input: m.input, Department: m.proven})
			}
			return nil
		})
		return lessons, err
	}
	cases, err := readCases(e, cmd.Cases)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		in, err := r.input(c.Subject, c.Body)
		if err != nil {
			return nil, err
		}
		lessons = append(lessons, classify.Lesson{ID: c.ID, Input: in, Department: c.Department})
	}
	return lessons, nil
}

func (cmd *rulesLearnCmd) write(w io.Writer, p classify.Proposal) error {
	if cmd.JSON {
		j := proposalJSON{p.Department, p.Pattern, &p.Weight, orEmpty(p.For), orEmpty(p.Against), p.Gain, p.Loss}
		if p.Weight == 0 {
			j.Weight = nil
		}
		return writeLine(w, j)
	}
	if p.Weight == 0 {
		_, err := fmt.Fprintf(w, "# %s: %q misleads: it led %s here, and helped %s. Give it less weight, or an unless.\n\n",
			p.Department, p.Pattern, some(p.Against), some(p.For))
		return err
	}
	_, err := fmt.Fprintf(w, "# %d more would come right by this, %d would not any more\n# for: %s\n# against: %s\n[[rule]]\ndepartment = %q\nweight     = %g\nwords      = [%q]\n\n",
		p.Gain, p.Loss, some(p.For), some(p.Against), p.Department, p.Weight, p.Pattern)
	return err
}

// some names the first few of a list.
func some(ids []string) string {
	const few = 8
	switch {
	case len(ids) == 0:
		return "none"
	case len(ids) > few:
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:few], " "), len(ids)-few)
	}
	return strings.Join(ids, " ")
}
