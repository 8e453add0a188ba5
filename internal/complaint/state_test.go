package complaint

import (
	"errors"
	"slices"
	"testing"
)

func TestStatusesHaveLabels(t *testing.T) {
	seen := map[string]Status{}
	for _, s := range Statuses {
		for _, language := range []string{"nl", "en"} {
			label := s.Label(language)
			if label == "" || label == string(s) {
				t.Errorf("%s has no label in %s", s, language)
			}
			if other, taken := seen[language+label]; taken {
				t.Errorf("%s and %s are both %q", s, other, label)
			}
			seen[language+label] = s
		}
	}
	if len(labels) != len(Statuses) {
		t.Errorf("%d labels for %d statuses", len(labels), len(Statuses))
	}
}

func TestTransitionsStayAmongStatuses(t *testing.T) {
	for _, row := range Transitions {
		if row.To != None && !slices.Contains(Statuses, row.To) {
			t.Errorf("%s leads to %q, which is no status", row.Kind, row.To)
		}
		if len(row.From) == 0 || row.Row == "" {
			t.Errorf("%s has no source or no row", row.Kind)
		}
		for _, from := range row.From {
			if from != None && !slices.Contains(Statuses, from) {
				t.Errorf("%s comes from %q, which is no status", row.Kind, from)
			}
			to, err := Next(from, row.Kind)
			want := row.To
			if want == None {
				want = from
			}
			if err != nil || to != want {
				t.Errorf("%s from %q: %q %v, want %q (two rows for one step?)", row.Kind, from, to, err, want)
			}
		}
		if slices.Contains(Neutral, row.Kind) {
			t.Errorf("%s moves a complaint and is called neutral", row.Kind)
		}
	}
}

// From registration on, whatever the rows lead to is a status.
func TestReachableStatuses(t *testing.T) {
	reached := []Status{None}
	for i := 0; i < len(reached); i++ {
		for _, row := range Transitions {
			to, err := Next(reached[i], row.Kind)
			if err == nil && !slices.Contains(reached, to) {
				reached = append(reached, to)
			}
		}
	}
	for _, s := range reached[1:] {
		if !slices.Contains(Statuses, s) {
			t.Errorf("%q can be reached and is no status", s)
		}
	}
	if slices.Contains(reached[1:], None) {
		t.Error("a complaint can be unregistered")
	}
}

func TestNextRefuses(t *testing.T) {
	all := append(slices.Clone(Neutral), Registered, Routed, Unsure, Rerouted, Accepted, Responded,
		ResolutionQueued, ResolutionStopped, ResolutionSent, ResolutionUndelivered, "unheard of")
	refused := 0
	for _, s := range append(slices.Clone(Statuses), None, "nowhere") {
		for _, kind := range all {
			to, err := Next(s, kind)
			if err == nil {
				continue
			}
			refused++
			var wrong *TransitionError
			if !errors.As(err, &wrong) || wrong.From != s || wrong.Kind != kind || to != s || wrong.Error() == "" {
				t.Errorf("%s in %q: %q, %v", kind, s, to, err)
			}
		}
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
	for _, s := range Statuses {
		for _, kind := range Neutral {
			if to, err := Next(s, kind); err != nil || to != s {
				t.Errorf("%s in %s: %s, %v", kind, s, to, err)
			}
		}
	}
	if _, err := Next(None, Noted); err == nil {
		t.Error("a note on a complaint that does not exist")
	}
}

func TestOpen(t *testing.T) {
	for _, s := range []Status{None, Settled, Closed, NotAComplaint, Merged} {
		if s.Open() {
			t.Errorf("%q is open", s)
		}
	}
	for _, s := range working {
		if !s.Open() {
			t.Errorf("in %s the customer is owed a solution, and nobody watches it", s)
		}
	}
}
