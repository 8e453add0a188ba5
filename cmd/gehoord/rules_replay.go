package main

import (
	"fmt"
	"text/tabwriter"
)

type rulesReplayCmd struct {
	File string `arg:"" optional:"" help:"The rules file to try; else the configuration's."`
	JSON bool   `help:"Write one JSON object a line for every complaint that would go elsewhere."`
}

type replayJSON struct {
	Number     string      `json:"number"`
	Was        destination `json:"was"` // where the rules of the day sent it
	Now        destination `json:"now"` // where these would send it
	Department string      `json:"department"`
	Judged     orNull      `json:"judged"` // better, worse, or null where staff has not said
	Score      float64     `json:"score"`
	Margin     float64     `json:"margin"`
	Matched    []string    `json:"matched"`
}

// Run routes every registered mail anew and lists what would go elsewhere. What
// staff made of a complaint tells whether that is better.
func (cmd *rulesReplayCmd) Run(e *env) error {
	r, err := newRouting(e, cmd.File)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	if !cmd.JSON {
		row(w, "NUMBER", "WENT TO", "WOULD GO TO", "IS AT", "THAT IS", "BECAUSE OF")
	}
	var all, moved, better, worse int
	erased, err := eachRegistered(e, func(m registered) error {
		all++
		v := r.rules.Classify(m.input, r.settings())
		now := destination{v.Department, v.Triage}
		if v.Triage {
			now.Department = r.conf.Routing.Fallback
		}
		if now == m.was {
			return nil
		}
		moved++
		judged := judge(m, now)
		switch judged {
		case "better":
			better++
		case "worse":
			worse++
		}
		if cmd.JSON {
			return writeLine(e.stdout, replayJSON{m.number, m.was, now, m.now, orNull(judged), v.Score, v.Margin, orEmpty(v.Matched)})
		}
		row(w, m.number, m.was, now, m.now, dash(judged), some(v.Matched))
		return nil
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stderr, "%d complaints by mail, %d would go elsewhere: %d better, %d worse, %d nobody has judged; %d erased\n",
		all, moved, better, worse, moved-better-worse, erased)
	return err
}

// judge compares two destinations with the department that staff proved right. To ask is
// better than to be wrong.
func judge(m registered, now destination) string {
	if m.proven == "" {
		return ""
	}
	points := func(p destination) int {
		switch {
		case p.Triage:
			return 1
		case p.Department == m.proven:
			return 2
		}
		return 0
	}
	switch was, is := points(m.was), points(now); {
	case is > was:
		return "better"
	case is < was:
		return "worse"
	}
	return ""
}

// String writes a destination for people.
func (p destination) String() string {
	if p.Triage {
		return "triage"
	}
	return p.Department
}
