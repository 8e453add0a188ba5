package ingest

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gehoord/internal/complaint"
)

var update = flag.Bool("update", false, "write what Parse makes of testdata/mails beside them")

// TestCutOffAnywhere reads the golden mails cut off at many places: what a broken
// line or a full disk leaves of a mail is still a mail.
func TestCutOffAnywhere(t *testing.T) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < len(raw); n += 23 {
			checkSound(t, parse(t, string(raw[:n]), Options{}))
		}
	}
}

// TestGoldenMails compares what is read of each mail with the JSON beside it. Read
// the difference before writing it with -update.
func TestGoldenMails(t *testing.T) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d mails, %v", len(files), err)
	}
	o := Options{Own: []string{"klachten@directlease.example"}, Forms: []string{"formulier@directlease.example"}}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m := parse(t, string(raw), o)
		checkSound(t, m)
		golden := strings.TrimSuffix(name, ".eml") + ".json"
		if *update {
			b, _ := json.MarshalIndent(m, "", " ")
			if err := os.WriteFile(golden, append(b, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		b, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		var want, got complaint.Mail
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatalf("%s: %v", golden, err)
		}
		again, _ := json.Marshal(m) // so that both lost the same on the way
		_ = json.Unmarshal(again, &got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
