package main

import (
	"strings"
	"testing"
	"time"
)

// A story that is wrong is refused, by file and line.
func TestStoriesThatCannotBeRead(t *testing.T) {
	kinds, err := letterKinds()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"# hello\nsend zoe \"x\"":            `x.story:2: there is no "send"`,
		"\tDear desk":                        "x.story:1: this text belongs to no mail",
		"mail zoe \"Schade":                  "x.story:1: a quotation mark is missing",
		"mail zoe \"Schade\" atach=foto.jpg": `x.story:1: mail knows no "atach"`,
		"expect zoe confirmatoin":            `x.story:1: there is no kind of letter "confirmatoin"`,
		"none zoe reaktion":                  `x.story:1: there is no kind of letter "reaktion"`,
		"at 2026-11-20":                      "x.story:1: write: at 2026-11-20 09:00",
	} {
		if _, err := readScript("x.story", text, kinds); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What a story says and what is not so fails it, on the line that says it.
func TestStoriesThatAreNotTrue(t *testing.T) {
	const begin = "mail zoe \"Inleverschade\" attach=foto.jpg\n\tEr zit schade op mijn bumper na het inleveren. Dat klopt niet.\n"
	kinds, err := letterKinds()
	if err != nil {
		t.Fatal(err)
	}
	stage, err := newStage(t, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	begun, err := readScript("x.story", begin, kinds)
	if err != nil {
		t.Fatal(err)
	}
	if err := play(begun, stage); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"none zoe":                                "zoe got confirmation",
		"none schade notice":                      "schade got notice",
		"quiet":                                   "zoe got confirmation",
		"expect zoe reaction":                     "it is no reaction",
		"expect kees confirmation":                "kees has no other mail",
		`expect zoe confirmation "Zwaluwstaart"`:  `it lacks "Zwaluwstaart"`,
		`expect zoe confirmation !"klachtnummer"`: `it has "klachtnummer"`,
		"expect zoe confirmation attach=a.pdf":    "it carries",
		"expect nobody confirmation":              "nobody is called nobody",
		"status K-1 settled":                      "is assigned",
		"status K-1 assigned handler=anna":        "has handler=-",
		"status K-1 assigned agenda=2026-11-22":   "has agenda=2026-11-23",
		"status K-2 assigned":                     "there is no K-2",
		"complaints 2":                            "1 are registered",
		`history K-1 "Zwaluwstaart"`:              `"Zwaluwstaart" is not in the file`,
		`history K-1 !"bumper"`:                   `"bumper" is in the file`,
		"tap zoe STOP":                            "has no link STOP",
		"reply kees":                              "kees has no mail",
		"at 2026-11-19 09:00":                     "cannot go back",
	} {
		s, err := readScript("x.story", line, kinds)
		if err != nil {
			t.Fatal(err)
		}
		if err := play(s, stage); err == nil || !strings.HasPrefix(err.Error(), "x.story:1: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", line, err)
		}
	}
}
