package desk

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The page on the subject language says which commands are carried out today.
func TestPageNamesTheCommandsOfToday(t *testing.T) {
	page, err := os.ReadFile("../../docs/subject-language.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "<!-- today:begin -->")
	today, _, ends := strings.Cut(rest, "<!-- today:end -->")
	if !ok || !ends {
		t.Fatal("docs/subject-language.md has no <!-- today:begin --> … <!-- today:end -->")
	}
	var named, carried []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Z-]+)`").FindAllStringSubmatch(today, -1) {
		named = append(named, m[1])
	}
	for verb := range commands {
		carried = append(carried, string(verb))
	}
	slices.Sort(named)
	slices.Sort(carried)
	if !slices.Equal(named, carried) {
		t.Errorf("the page names %q, the desk carries out %q", named, carried)
	}
}
