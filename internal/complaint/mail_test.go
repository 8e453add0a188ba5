package complaint

import (
	"slices"
	"testing"
)

func TestSameAddress(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		same bool
	}{
		{"Anna@Desk.test", "anna@desk.test", true},
		{" anna@desk.test ", "anna@desk.test", true},
		{"ZOË@klant.example", "zoë@klant.example", true},
		{"", "", false},
		{"anna@de\u017fk.test", "anna@desk.test", false}, // long s
		{"anna@des\u212a.test", "anna@desk.test", false}, // Kelvin
		{"anna@d\u0435sk.test", "anna@desk.test", false}, // Cyrillic
	} {
		if got := SameAddress(tc.a, tc.b); got != tc.same {
			t.Errorf("%q and %q: %v", tc.a, tc.b, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	one, two := Number{"K", 2026, 1}, Number{"K", 2026, 22}
	for text, want := range map[string][]Number{
		"Zoals bij k2026\u2011000001 en [K-2026-22].": {one, two},
		"Klacht\nK\u00a02026-000001":                  {one},
		"Kenteken K-99-BB, offerte OK-2026-1":         nil,
	} {
		if got := Numbers(text, "K"); !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}
