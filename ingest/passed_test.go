package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gehoord/internal/complaint"
)

// written writes a forwarded mail as testdata/forwards has it.
func written(f *complaint.Forwarded) string {
	if f == nil {
		return "nil\n"
	}
	from, date := f.From.Address, ""
	if f.From.Name != "" {
		from = f.From.Name + " <" + from + ">"
	}
	if !f.Date.IsZero() {
		date = f.Date.Format("2006-01-02T15:04:05-07:00")
	}
	lines := strings.Split("from: "+from+"\ndate: "+date+"\nsubject: "+f.Subject+"\n\n"+f.Text+"\n", "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// TestForwarded reads mails as many mailers forward them. Each file has what is to be
// found, "nil" for a mail that passes on none, and below a line of signs the mail.
func TestForwarded(t *testing.T) {
	names, err := filepath.Glob("testdata/forwards/*.txt")
	if err != nil || len(names) < 60 {
		t.Fatalf("%d mails, %v", len(names), err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, raw, _ := strings.Cut(string(b), "=====\n")
		for _, ends := range []string{"\n", "\r\n"} {
			m := parse(t, strings.ReplaceAll(raw, "\n", ends), desk)
			checkSound(t, m)
			if d := cmp.Diff(want, written(m.Forwarded)); d != "" {
				t.Errorf("%s (-want +got):\n%s", name, d)
			}
		}
	}
}

func TestSeveralAttachedMailsAreAProblem(t *testing.T) {
	names, _ := filepath.Glob("testdata/forwards/*-attached-two.txt")
	if len(names) != 1 {
		t.Fatal(names)
	}
	b, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	_, raw, _ := strings.Cut(string(b), "=====\n")
	const want = "2 mails are attached, number 1 is taken for the one that is passed on"
	if m := parse(t, raw, desk); len(m.Problems) != 1 || m.Problems[0] != want {
		t.Errorf("problems %q", m.Problems)
	}
}

// A mail of our own, or of a machine, passes nothing on.
func TestForwardedByNoPerson(t *testing.T) {
	const body = "---------- Forwarded message ---------\nVan: Kees <kees@klant.example>\nSubject: airco\n\nDe airco is stuk."
	for header, want := range map[string]bool{
		"From: Sam <sam@x.example>": true, "From: <klachten@directlease.example>": false, "From: Sam <sam@x.example>\nAuto-Submitted: auto-replied": false,
	} {
		if m := parse(t, header+"\nSubject: Fwd: airco\n\n"+body, desk); (m.Forwarded != nil) != want {
			t.Errorf("%s: %+v", header, m.Forwarded)
		}
	}
}

func TestForwardedDateWithoutAnyZone(t *testing.T) {
	m := parse(t, "From: Sam <sam@x.example>\nSubject: FW: airco\n\nVan: Kees <kees@klant.example>\nVerzonden: zondag 15 november 2026 20:11\nAan: Sam\nOnderwerp: airco\n\nStuk.", desk)
	if m.Forwarded == nil || m.Forwarded.Date != (time.Time{}) || m.Forwarded.From.Address != "kees@klant.example" {
		t.Errorf("%+v", m.Forwarded)
	}
}
