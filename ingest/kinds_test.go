package ingest

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

// desk is whose mail the test mails are.
var desk = Options{Own: []string{"klachten@directlease.example"}}

// readLines decodes a file of one JSON object a line.
func readLines[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, v)
	}
	if err := lines.Err(); err != nil || len(out) == 0 {
		t.Fatalf("%s: %d lines, %v", path, len(out), err)
	}
	return out
}

// misjudged are the mails of testdata/kinds that are not told right, and why.
var misjudged = map[string]string{
	"2015.eml": "an absence told as a joke, with nothing that a machine says",
	"2032.eml": "another",
	"2051.eml": "the receipt of an SMS gateway: figures, and hardly a sentence",
	"2048.eml": "a survey without any mark of a mailing",
	"2081.eml": "a supplier's circular without any mark of a mailing",
	"2091.eml": "an association's, as 127",
	"2098.eml": "an offer to one address, written like a letter",
	"127.eml":  "a circular of an association with no more than a List-Id: a list on which people write looks the same",
}

// TestKindsOfMail judges mails of which half have no telling header: absence notices
// and receipts in several languages, people who look like machines, bounces in
// nobody's form, mailings.
func TestKindsOfMail(t *testing.T) {
	type label struct {
		File string
		Kind complaint.Kind
		Note string
	}
	for _, l := range readLines[label](t, "testdata/kinds/labels.jsonl") {
		raw, err := os.ReadFile(filepath.Join("testdata/kinds", l.File))
		if err != nil {
			t.Fatal(err)
		}
		m := parse(t, string(raw), desk)
		_, known := misjudged[l.File]
		switch {
		case m.Kind != l.Kind && !known:
			t.Errorf("%s is taken for %s, is %s: %s", l.File, m.Kind, l.Kind, l.Note)
		case m.Kind == l.Kind && known:
			t.Errorf("%s is told right now: take it off the list", l.File)
		}
		if l.Kind == complaint.Human && m.Kind != complaint.Human {
			t.Errorf("%s: a person is taken for %s", l.File, m.Kind)
		}
	}
}

// miscut are the cases of testdata/replies that are not cut right, and why.
var miscut = map[string]string{
	"042": "answers in colour between the lines of a quotation without any mark: as text they are the quotation's",
}

// TestReplies cuts mails as many mailers in many languages make them, and holds the
// lines that must stay and those that must go.
func TestReplies(t *testing.T) {
	type replyCase struct {
		ID, File, Format, Note string
		Expect                 struct {
			Keep, Drop []string
			NonEmpty   bool
		}
	}
	for _, c := range readLines[replyCase](t, "testdata/replies/cases.jsonl") {
		raw, err := os.ReadFile(filepath.Join("testdata/replies", c.File))
		if err != nil {
			t.Fatal(err)
		}
		var reply string
		if c.Format == "text" {
			reply = CutReply(tidy(string(raw)))
		} else {
			reply = parse(t, string(raw), desk).Reply
		}
		lines := map[string]bool{}
		for l := range strings.Lines(reply) {
			lines[strings.TrimSpace(l)] = true
		}
		var wrong []string
		for _, l := range c.Expect.Keep {
			if !lines[strings.TrimSpace(l)] {
				wrong = append(wrong, "lost: "+l)
			}
		}
		for _, l := range c.Expect.Drop {
			if lines[strings.TrimSpace(l)] {
				wrong = append(wrong, "stays: "+l)
			}
		}
		if c.Expect.NonEmpty && reply == "" {
			wrong = append(wrong, "cut to nothing")
		}
		_, known := miscut[c.ID]
		switch {
		case len(wrong) > 0 && !known:
			t.Errorf("%s (%s):\n\t%s", c.ID, c.Note, strings.Join(wrong, "\n\t"))
		case len(wrong) == 0 && known:
			t.Errorf("%s is cut right now: take it off the list", c.ID)
		}
	}
}
