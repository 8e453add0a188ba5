package classify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestLearn(t *testing.T) {
	r, err := Parse("book", []byte(`
[[rule]]
department = "SCHADE"
weight     = 5
words      = ["deuk", "spiegel"]
[[rule]]
department = "PASSEN"
weight     = 5
words      = ["laadpas"]
`))
	if err != nil {
		t.Fatal(err)
	}
	var lessons []Lesson
	add := func(department, sender, text string) {
		lessons = append(lessons, Lesson{ID: fmt.Sprint(len(lessons) + 1), Sender: sender, Input: Input{Text: text}, Department: department})
	}
	for i := range 6 {
		add("SCHADE", fmt.Sprint("s", i), "een winkelwagentje reed tegen de deur")
	}
	add("PASSEN", "p", "laadpas kwijt, ook dat winkelwagentje")
	for i := range 4 { // one person's name says nothing
		add("PASSEN", "q", fmt.Sprint("laadpas ", i, " Pietersen"))
	}
	for i := range 3 { // deuk misleads
		add("PASSEN", fmt.Sprint("m", i), "de zuil met de deuk")
	}
	proposals := r.Learn(lessons, Settings{Threshold: 3, Margin: 2, Fallback: "SERVICE"})
	find := func(pattern string) *Proposal {
		i := slices.IndexFunc(proposals, func(p Proposal) bool { return p.Pattern == pattern })
		if i < 0 {
			return nil
		}
		return &proposals[i]
	}
	p := find("winkelwagentje")
	if p == nil {
		t.Fatalf("no winkelwagentje in %+v", proposals)
	}
	if p.Department != "SCHADE" || strings.Join(p.For, " ") != "1 2 3 4 5 6" || strings.Join(p.Against, " ") != "7" || p.Weight < 1 {
		t.Errorf("%+v", *p)
	}
	if p := find("deuk"); p == nil || p.Weight != 0 || len(p.Against) != 3 {
		t.Errorf("deuk: %+v", p)
	}
	for _, p := range proposals {
		if strings.Contains(p.Pattern, "pietersen") || p.Pattern == "laadpas" || p.Pattern == "deuk" && p.Weight > 0 {
			t.Errorf("proposes %q", p.Pattern)
		}
	}
	if again := r.Learn(lessons, Settings{Threshold: 3, Margin: 2}); fmt.Sprint(again) != fmt.Sprint(proposals) {
		t.Error("not the same twice")
	}
}

func TestHints(t *testing.T) {
	r, err := Parse("book", []byte("[[rule]]\ndepartment = \"SCHADE\"\nweight = 5\nwords = [\"deuk*\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	var lessons []Lesson
	for i := range 800 {
		department, text := "SERVICE", "Vanmorgen."
		switch i % 100 {
		case 0:
			department, text = "SCHADE", "Vanmorgen stond er een deuk in de deur bij het winkelcentrum."
		case 1:
			department, text = "PASSEN", "Vanmorgen gaf de zuil bij het winkeltje geen stroom."
		}
		lessons = append(lessons, Lesson{Input: Input{Text: text}, Department: department})
	}
	hints := r.Hints(lessons)
	weight := func(department, pattern string) float64 {
		for _, h := range hints {
			if h.Department == department && h.Pattern == pattern {
				return h.Weight
			}
		}
		return 0
	}
	if weight("PASSEN", "zuil") == 0 || weight("SCHADE", "deur") == 0 {
		t.Errorf("%+v", hints)
	}
	for _, h := range hints {
		if h.Pattern == "deuk*" || h.Pattern == "vanmor*" || h.Weight > hintMost {
			t.Errorf("hints at %+v", h)
		}
	}
	if again := r.Hints(lessons); fmt.Sprint(again) != fmt.Sprint(hints) {
		t.Error("not the same twice")
	}
}
