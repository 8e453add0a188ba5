package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

type rulesEvalCmd struct {
	Cases string `arg:"" help:"A JSON object a line, with id, subject, body, department and also; - reads standard input."`
	Rules string `placeholder:"FILE" help:"A rules file to try; else the configuration's."`
	JSON  bool   `help:"Write one JSON object a line for every case."`
}

type evalJSON struct {
	ID      string   `json:"id"`
	Want    string   `json:"want"`
	Got     string   `json:"got"`
	Score   float64  `json:"score"`
	Margin  float64  `json:"margin"`
	Triage  bool     `json:"triage"`
	Matched []string `json:"matched"`
}

// Run routes every case. What went wrong is listed for people, or every case as
// JSON; the summary goes to standard error.
func (cmd *rulesEvalCmd) Run(e *env) error {
	r, err := newRouting(e, cmd.Rules)
	if err != nil {
		return err
	}
	cases, err := readCases(e, cmd.Cases)
	if err != nil {
		return err
	}
	var sum evaluation
	for n, c := range cases {
		if !r.knows(c.Department) {
			fmt.Fprintf(e.stderr, "case %d: no rule knows the department %s\n", n+1, c.Department)
		}
		c = r.home(c)
		v, err := r.classify(c.Subject, c.Body)
		if err != nil {
			return err
		}
		sum.add(c, v.Department, v.Triage)
		switch {
		case cmd.JSON:
			err = writeLine(e.stdout, evalJSON{string(c.ID), c.Department, v.Department, v.Score, v.Margin, v.Triage, orEmpty(v.Matched)})
		case v.Department != c.Department:
			_, err = fmt.Fprintf(e.stdout, "%s: %s, not %s%s\n  %s\n", c.ID, v.Department, c.Department, onlyIf(v.Triage, ", but asks"), v.Why)
		}
		if err != nil {
			return err
		}
	}
	return sum.print(e.stderr)
}

func onlyIf(when bool, text string) string {
	if when {
		return text
	}
	return ""
}

// evaluation counts how cases went.
type evaluation struct {
	cases, right, acceptable, triage int
	sure, sureRight, sureAcceptable  int                       // of those not sent to triage
	table                            map[string]map[string]int // wanted and got
}

func (s *evaluation) add(c ruleCase, got string, triage bool) {
	right := got == c.Department
	acceptable := right || slices.Contains(c.Also, got)
	count := func(n *int, when bool) {
		if when {
			*n++
		}
	}
	s.cases++
	count(&s.right, right)
	count(&s.acceptable, acceptable)
	count(&s.triage, triage)
	count(&s.sure, !triage)
	count(&s.sureRight, !triage && right)
	count(&s.sureAcceptable, !triage && acceptable)
	if s.table == nil {
		s.table = map[string]map[string]int{}
	}
	if s.table[c.Department] == nil {
		s.table[c.Department] = map[string]int{}
	}
	s.table[c.Department][got]++
}

// print writes the summary and the table of what was wanted, down, and what came of
// it, across.
func (s *evaluation) print(w io.Writer) error {
	line := func(label string, n, of int) {
		fmt.Fprintf(w, "%-34s %4d of %d%s\n", label, n, of, onlyIf(of >= 10, fmt.Sprintf("  %5.1f %%", 100*float64(n)/float64(max(of, 1)))))
	}
	line("right", s.right, s.cases)
	line("right or in also", s.acceptable, s.cases)
	line("to triage", s.triage, s.cases)
	line("not to triage, right", s.sureRight, s.sure)
	line("not to triage, right or in also", s.sureAcceptable, s.sure)
	names := map[string]bool{}
	for want, row := range s.table {
		names[want] = true
		for got := range row {
			names[got] = true
		}
	}
	columns := slices.SortedFunc(maps.Keys(names), cmp.Compare[string])
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 1, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "wanted, went to\t")
	for _, c := range columns {
		fmt.Fprint(t, strings.ToLower(c[:min(len(c), 5)]), "\t")
	}
	fmt.Fprintln(t)
	for _, want := range columns {
		if s.table[want] == nil {
			continue
		}
		fmt.Fprint(t, want, "\t")
		for _, got := range columns {
			if n := s.table[want][got]; n > 0 {
				fmt.Fprint(t, n)
			}
			fmt.Fprint(t, "\t")
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}
