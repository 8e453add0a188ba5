package complaint

import (
	"errors"
	"io"
	"mime"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"
)

// seen reads testdata/subjects.txt: subjects as mail programs make them, decoded.
func seen(t testing.TB) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/subjects.txt")
	if err != nil {
		t.Fatal(err)
	}
	header := mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(charset)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(r), nil
	}}
	subjects := make(map[string]string)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		raw, want, ok := strings.Cut(line, " => ")
		subject, err := strconv.Unquote(`"` + strings.ReplaceAll(raw, `"`, `\"`) + `"`)
		if !ok || err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if plain, err := header.DecodeHeader(subject); err == nil {
			subject = plain
		}
		if _, twice := subjects[subject]; twice {
			t.Errorf("%s: twice", raw)
		}
		subjects[subject] = want
	}
	return subjects
}

func TestSubjectsAsSeen(t *testing.T) {
	all := seen(t)
	for subject, want := range all {
		tag, err := ParseSubject(subject, "K")
		if got := shown(tag, err); got != want {
			t.Errorf("%s\n got %s\nwant %s", subject, got, want)
		}
		var wrong *SubjectError
		if errors.As(err, &wrong) && wrong.Suggestion != "" {
			if tag, err := ParseSubject(wrong.Suggestion, "K"); err != nil || tag.Command == nil {
				t.Errorf("%s: the suggestion %s is wrong too: %v", subject, wrong.Suggestion, err)
			}
		}
	}
	used := map[Verb]int{}
	for _, want := range all {
		for _, word := range strings.Fields(want) {
			if _, isVerb := byName[word]; isVerb && !strings.HasPrefix(want, "E-") {
				used[Verb(word)]++
			}
		}
	}
	for _, spec := range verbs {
		if used[spec.verb] < 2 {
			t.Errorf("%s is tried %d times", spec.verb, used[spec.verb])
		}
	}
}
