package complaint

import (
	"slices"
	"strings"
)

// nearest is the one verb that typed is a single slip away from, by the name
// that is nearest; "" for none, or for more than one.
func nearest(typed string, names []string) string {
	found := ""
	for _, name := range names {
		if !oneSlip(strings.ToUpper(typed), name) {
			continue
		}
		if found != "" && lookup(found) != lookup(name) {
			return ""
		}
		if found == "" {
			found = name
		}
	}
	return found
}

// nearestWord is the one of words that typed is a single slip away from.
func nearestWord(typed string, words []string) string {
	near := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !oneSlip(typed, w) })
	if len(near) != 1 {
		return ""
	}
	return near[0]
}

// oneSlip tells that a and b are at Damerau-Levenshtein distance 1: one letter
// wrong, missing or too many, or two neighbours exchanged.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) == 2 && len(y) == 2 {
		return x[0] == y[1] && x[1] == y[0]
	}
	return max(len(x), len(y)) == 1
}
