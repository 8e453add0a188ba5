package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"gehoord/classify"
)

type rulesLearnCmd struct {
	Cases string `placeholder:"FILE" help:"Learn from a file of cases; else from what staff sent on with NAAR or settled."`
	Rules string `placeholder:"FILE" help:"The rules file to improve; else the configuration's."`
	Most  int    `default:"25" help:"How many proposals to make."`
	Hints bool   `help:"Instead of proposals, write rules with little weights for all words that tell departments apart. It wants a thousand mails or more."`
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
	r, err := newRouting(e, cmd.Rules)
	if err != nil {
		return err
	}
	lessons, err := cmd.lessons(e, r)
	if err != nil {
		return err
	}
	if cmd.Hints {
		return cmd.hints(e, r, lessons)
	}
	proposals := r.rules.Learn(lessons, r.settings())
	for _, p := range proposals[:min(len(proposals), max(cmd.Most, 0))] {
		if err := cmd.write(e.stdout, p); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(e.stderr, "%d mails with a known department, %d proposals of which %d are shown; nothing was changed\n", len(lessons), len(proposals), min(len(proposals), max(cmd.Most, 0)))
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
		lessons = append(lessons, classify.Lesson{ID: string(c.ID), Input: in, Department: c.Department, Also: c.Also})
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

// hints writes a rule for the words of each weight.
func (cmd *rulesLearnCmd) hints(e *env, r routing, lessons []classify.Lesson) error {
	all := r.rules.Hints(lessons)
	for rest := all; len(rest) > 0; {
		first := rest[0]
		n := slices.IndexFunc(rest, func(h classify.Hint) bool { return h.Department != first.Department || h.Weight != first.Weight })
		if n < 0 {
			n = len(rest)
		}
		var words []string
		for _, h := range rest[:n] {
			if cmd.JSON {
				if err := writeLine(e.stdout, hintJSON(h)); err != nil {
					return err
				}
			}
			words = append(words, strconv.Quote(h.Pattern))
		}
		rest = rest[n:]
		if cmd.JSON {
			continue
		}
		if _, err := fmt.Fprintf(e.stdout, "[[rule]]\ndepartment = %q\nweight     = %g\nwords      = [\n%s]\n\n", first.Department, first.Weight, filled(words)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(e.stderr, "%d mails with a known department, %d words; nothing was changed\n", len(lessons), len(all))
	return err
}

type hintJSON struct {
	Department string  `json:"department"`
	Pattern    string  `json:"pattern"`
	Weight     float64 `json:"weight"`
}

// filled writes a list of words in lines of a page's width.
func filled(words []string) string {
	var b strings.Builder
	line := " "
	for _, w := range words {
		if len(line)+len(w) > 100 {
			b.WriteString(line + "\n")
			line = " "
		}
		line += " " + w + ","
	}
	b.WriteString(line + "\n")
	return b.String()
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
