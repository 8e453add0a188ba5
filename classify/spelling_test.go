package classify

import (
	"slices"
	"testing"
)

func TestSpelling(t *testing.T) {
	r, err := Parse("book", []byte(`
[[rule]]
department = "A"
weight     = 10
words      = ["aanrijding", "laadpas*", "*inleverschade*", "eigen risico", "verzekering", "kapot", "bandenwissel*"]
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text  string
		score float64
	}{
		{"aanrijding", 10},
		{"aanreiding", 9},  // by ear
		{"aanrijdding", 9}, // a letter double
		{"laatpas", 7},
		{"ladpas", 9},
		{"laadpasjes", 10},
		{"laadpsas", 7},                 // two letters changed places
		{"laadpaas", 9},                 // doubled
		{"laadpqas", 7},                 // one too many
		{"laadpsje", 7}, {"lxadpxs", 0}, // an ending; two slips
		{"laadpsses", 7}, // an ending after a slip
		{"laad pas", 9},  // split
		{"laad passen", 9},
		{"eigenrisico", 10},
		{"inleverschaade", 9},
		{"verzekerinng", 9},
		{"verzkering", 7},
		{"versekering", 9},
		{"kapit", 0}, // too short to guess
		{"zaanrijding", 0},
		{"bandenwisel", 9},
		{"banden wissel", 9},
		{"laad.pas", 9},
		{"", 0},
	} {
		if v := r.Classify(Input{Text: tt.text}, Settings{}); v.Score != tt.score {
			t.Errorf("%q scores %g, want %g (%s)", tt.text, v.Score, tt.score, v.Why)
		}
	}
}

func TestOneSlip(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"boete", "boete", true}, {"boete", "boetes", true}, {"boete", "bote", true}, {"boete", "boote", true},
		{"boete", "beote", true}, {"boete", "boeet", true}, {"boete", "beoet", false}, {"boete", "bo", false},
		{"", "", true}, {"", "a", true}, {"ab", "ba", true}, {"ab", "cd", false},
	} {
		if got := oneSlip(tt.a, tt.b); got != tt.want {
			t.Errorf("oneSlip(%q, %q) = %v", tt.a, tt.b, got)
		}
		if got := oneSlip(tt.b, tt.a); got != tt.want {
			t.Errorf("oneSlip(%q, %q) = %v", tt.b, tt.a, got)
		}
	}
}

// FuzzSpelling: whatever one slip away can be found is found by way of the digests.
func FuzzSpelling(f *testing.F) {
	f.Add("aanrijding", "aanriding")
	f.Add("abcdef", "abdcef")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 63 || len(b) > 63 || !oneSlip(a, b) {
			return
		}
		keys := slices.Collect(without(a))
		for k := range without(b) {
			if slices.Contains(keys, k) {
				return
			}
		}
		t.Errorf("%q and %q share no digest", a, b)
	})
}
