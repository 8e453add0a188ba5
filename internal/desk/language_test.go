package desk

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

var update = flag.Bool("update", false, "write the table of commands into docs/subject-language.md")

// The page on the subject language has the table of who may do what, as it is
// carried out.
func TestPageHasTheTableOfCommands(t *testing.T) {
	const path, begin, end = "../../docs/subject-language.md", "<!-- commands:begin -->\n", "<!-- commands:end -->"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), begin)
	have, after, ends := strings.Cut(rest, end)
	if !ok || !ends {
		t.Fatalf("%s has no %s … %s", path, begin, end)
	}
	var b strings.Builder
	b.WriteString("| command | also | who | does |\n|---|---|---|---|\n")
	for _, r := range table {
		also := r.verb.In("en")
		if also == string(r.verb) {
			also = ""
		} else {
			also = "`" + also + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.example, also, r.who, r.en)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+b.String()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if have != b.String() {
		t.Errorf("%s has another table of commands; go test ./internal/desk -run TableOfCommands -update writes it:\n%s", path, b.String())
	}
}

// Every verb of the language is carried out, but for the one that needs the daily
// digest.
func TestEveryVerbIsCarriedOut(t *testing.T) {
	for _, verb := range complaint.Verbs() {
		if _, ok := commands[verb]; !ok && verb != complaint.Gezien {
			t.Errorf("%s is not carried out", verb)
		}
	}
	for _, r := range table {
		if r.nl == "" || r.en == "" || r.who == 0 || r.do == nil {
			t.Errorf("%s lacks something", r.verb)
		}
		subject := "[" + r.example + "]"
		if !r.errand {
			subject = "[K-2026-000123 " + r.example + "]"
		}
		for _, language := range []string{"nl", "en"} {
			typed := strings.Replace(subject, r.example, complaint.InLanguage(r.example, language), 1)
			if tag, err := complaint.ParseSubject(typed, "K"); err != nil || tag.Command.Verb != r.verb {
				t.Errorf("the example %s is read as %+v: %v", typed, tag.Command, err)
			}
		}
	}
	for verb, words := range ready {
		for _, command := range []string{words.nl, words.en} {
			typed, _, _ := strings.Cut(command, " ")
			if complaint.Canonical(typed) != verb {
				t.Errorf("the link for %s says %s", verb, command)
			}
		}
	}
}
