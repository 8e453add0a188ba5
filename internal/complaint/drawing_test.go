package complaint

import (
	flags "flag" // the subject language has a flag of its own
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flags.Bool("update", false, "draw the state machine in docs/architecture.md anew")

const (
	drawnIn    = "../../docs/architecture.md"
	drawnFrom  = "<!-- states:begin -->"
	drawnUntil = "<!-- states:end -->"
)

// The drawing in the docs is made from Transitions: with -update this test makes
// it, without it holds it to the table.
func TestDrawing(t *testing.T) {
	page, err := os.ReadFile(drawnIn)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), drawnFrom)
	old, after, ends := strings.Cut(rest, drawnUntil)
	if !ok || !ends {
		t.Fatalf("%s has no %s … %s", drawnIn, drawnFrom, drawnUntil)
	}
	drawing := "\n" + draw(Transitions)
	if old == drawing {
		return
	}
	if !*update {
		t.Fatalf("the drawing in %s is not that of the table; go test ./internal/complaint -run TestDrawing -update draws it anew", drawnIn)
	}
	if err := os.WriteFile(drawnIn, []byte(before+drawnFrom+drawing+drawnUntil+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A drawing that forgets a row, or a status, would pass for ever.
func TestDrawingShowsEverything(t *testing.T) {
	whole := draw(Transitions)
	for i, row := range Transitions {
		without := slices.Delete(slices.Clone(Transitions), i, i+1)
		if draw(without) == whole {
			t.Errorf("the drawing is the same without row %d, %s", i, row.Kind)
		}
	}
	for _, s := range Statuses {
		if !strings.Contains(whole, string(s)) {
			t.Errorf("%s is not in the drawing", s)
		}
	}
}

// draw writes the state machine as a mermaid diagram and as a table, in the order
// of the rows.
func draw(rows []Transition) string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	var arrows []string
	kinds := map[string][]string{}
	for _, row := range rows {
		for _, from := range row.From {
			to := row.To
			if to == None {
				to = from
			}
			arrow := drawn(from) + " --> " + drawn(to)
			if kinds[arrow] == nil {
				arrows = append(arrows, arrow)
			}
			kinds[arrow] = append(kinds[arrow], string(row.Kind))
		}
	}
	for _, arrow := range arrows {
		fmt.Fprintf(&b, "    %s: %s\n", arrow, strings.Join(kinds[arrow], ", "))
	}
	b.WriteString("```\n\n| row | from | event | to |\n|---|---|---|---|\n")
	for _, row := range rows {
		var from []string
		for _, s := range row.From {
			from = append(from, named(s))
		}
		to := named(row.To)
		if row.To == None {
			to = "the same"
		}
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s |\n", row.Row, strings.Join(from, ", "), row.Kind, to)
	}
	fmt.Fprintf(&b, "\nAllowed in every state, changing none:\n%s.\n", list(Neutral))
	if far := unreached(rows); len(far) > 0 {
		fmt.Fprintf(&b, "\nNo event leads to these states yet:\n%s.\n", list(far))
	}
	return b.String()
}

func drawn(s Status) string {
	if s == None {
		return "[*]"
	}
	return string(s)
}

func named(s Status) string {
	if s == None {
		return "–"
	}
	return "`" + string(s) + "`"
}

// list writes words in code type, some to a line.
func list[T ~string](words []T) string {
	var lines []string
	for some := range slices.Chunk(words, 5) {
		var quoted []string
		for _, w := range some {
			quoted = append(quoted, "`"+string(w)+"`")
		}
		lines = append(lines, strings.Join(quoted, ", "))
	}
	return strings.Join(lines, ",\n")
}

// unreached are the states that no way from registration leads to.
func unreached(rows []Transition) []Status {
	reached := []Status{None}
	for i := 0; i < len(reached); i++ {
		for _, row := range rows {
			if slices.Contains(row.From, reached[i]) && row.To != None && !slices.Contains(reached, row.To) {
				reached = append(reached, row.To)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(Statuses), func(s Status) bool { return slices.Contains(reached, s) })
}
