package complaint

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNumberRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := Number{
			Prefix: rapid.StringMatching(`[A-Z]{1,4}`).Draw(t, "prefix"),
			Year:   rapid.IntRange(0, 9999).Draw(t, "year"),
			Serial: rapid.IntRange(1, 999_999_999).Draw(t, "serial"),
		}
		if got, err := ParseNumber(n.String()); err != nil || got != n {
			t.Errorf("%v is read as %v, %v", n, got, err)
		}
		tag, err := ParseSubject("over klacht "+n.String(), n.Prefix)
		if n.Year >= 2000 && n.Year < 2100 && (err != nil || tag.Number != n) {
			t.Errorf("%v in a subject is read as %v, %v", n, tag.Number, err)
		}
	})
}

func TestParseNumberRefuses(t *testing.T) {
	for _, s := range []string{"", "K", "K-2026-1", "K-2026-000000", "k-2026-000123", "K2026-000123", "K-26-000123",
		"K-2026-0001230000", "KKKKK-2026-000123", " K-2026-000123", "K-2026-000123\n"} {
		if n, err := ParseNumber(s); err == nil {
			t.Errorf("%q is read as %v", s, n)
		}
	}
	if !(Number{}).IsZero() || (Number{Prefix: "K"}).IsZero() {
		t.Error("IsZero")
	}
}
