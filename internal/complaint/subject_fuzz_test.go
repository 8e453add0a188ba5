package complaint

import (
	"errors"
	"testing"
)

// Whatever the subject is: a tag whose canonical form reads back as itself, or an
// error with a known code and nothing to execute.
func FuzzParseSubject(f *testing.F) {
	for _, tt := range subjects {
		f.Add(tt.subject)
	}
	for subject := range seen(f) {
		f.Add(subject)
	}
	f.Fuzz(func(t *testing.T, subject string) {
		tag, err := ParseSubject(subject, "K")
		if err != nil {
			var wrong *SubjectError
			if !errors.As(err, &wrong) || codeTexts[wrong.Code] == "" || tag.Command != nil {
				t.Errorf("%q: %v with %v", subject, err, tag)
			}
			return
		}
		if tag.Command != nil && tag.Command.Args == nil {
			t.Errorf("%q: no arguments at all", subject)
		}
		again, err := ParseSubject(tag.String(), "K")
		if got, want := shown(again, err), shown(tag, nil); got != want {
			t.Errorf("%q: %s is read back as %s, want %s", subject, tag, got, want)
		}
	})
}

func BenchmarkParseSubject(b *testing.B) {
	for b.Loop() {
		if _, err := ParseSubject("Re: [EXTERN] [K-2026-000123 OPGELOST uitkomst=gegrond] Uw klacht", "K"); err != nil {
			b.Fatal(err)
		}
	}
}
