package main

import (
	"fmt"
	"io"
	"os"

	"gehoord/classify"
	"gehoord/internal/config"
	"gehoord/internal/desk"
)

type rulesCheckCmd struct {
	File string `arg:"" optional:"" help:"A rules file, - for standard input; else the configuration's, else the one in the binary."`
	JSON bool   `help:"Write one JSON object a line for every finding."`
}

type findingJSON struct {
	File       string `json:"file"`
	Line       int    `json:"line"`
	Kind       string `json:"kind"`
	Department string `json:"department"`
	Pattern    orNull `json:"pattern"`
	Text       string `json:"text"`
}

// Run says what is wrong with a rules file, a line each. Findings are a failure,
// though the daemon would take the file.
func (cmd *rulesCheckCmd) Run(e *env) error {
	name := cmd.File
	var departments []string // those that exist; nil for all
	if path := e.configured(); path != "" {
		c, err := config.Load(path)
		if err != nil {
			return err
		}
		departments = desk.RoutingSettings(c).Departments
		if name == "" && c.Routing.Rules != "" {
			name = c.Path(c.Routing.Rules)
		}
	}
	var text []byte
	var err error
	switch name {
	case "": // has rules for more departments than most have
		name, text, departments = "rules in the binary", classify.BuiltinText(), nil
	case "-":
		text, err = io.ReadAll(e.stdin)
	default:
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return unread(name, err)
	}
	found, err := classify.Check(name, text, departments)
	if err != nil {
		return err
	}
	for _, f := range found {
		if cmd.JSON {
			err = writeLine(e.stdout, findingJSON{name, f.Line, string(f.Kind), f.Department, orNull(f.Pattern), f.Text})
		} else {
			pattern := ""
			if f.Pattern != "" {
				pattern = fmt.Sprintf("%q ", f.Pattern)
			}
			_, err = fmt.Fprintf(e.stdout, "%s:%d: %s, %s: %s%s\n", name, f.Line, f.Kind, f.Department, pattern, f.Text)
		}
		if err != nil {
			return err
		}
	}
	if len(found) > 0 {
		return fmt.Errorf("%s: %d of its patterns can be better; the desk would take the file as it is", name, len(found))
	}
	return nil
}
