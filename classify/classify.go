package classify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Input is the mail as the reader left it: decoded, signature gone.
type Input struct {
	Subject  string
	Text     string // what the sender wrote now
	Quoted   string // the rest: quotes and forwarded mail
	Language string // "nl", "en", or "" for unknown: then rules of every language count
}

// Settings are how sure one must be.
type Settings struct {
	Threshold float64 // a lower score goes to triage
	Margin    float64 // so does a smaller lead on the second; see lead
	Fallback  string  // code of the triage desk
	// Departments are the codes that exist; of rules for others those for the best of
	// them count for Fallback. nil: all exist.
	Departments []string
}

// much is the score up to which Margin is enough. In a long mail much is said for
// every department, and a lead has to grow with it.
const much = 8

// lead is how far ahead of the second a score must be.
func (s Settings) lead(score float64) float64 { return s.Margin * max(1, score/much) }

// Verdict is what the rules make of a mail.
type Verdict struct {
	Department string   // the best, also where Triage is; the fallback when no rule was met
	Triage     bool     // not sure enough: a person decides
	Score      float64  // of Department
	Margin     float64  // its lead on Second; on nothing, the score
	Matched    []string // the patterns that decided for Department, strongest first; never text of the mail
	Also       []string // departments whose part in it is large enough to be told
	Second     string   // the runner-up; "" when there is none
	Why        string   // the same as a line for people
}

// What makes a further department part of a complaint.
const (
	alsoShare = 0.6 // of the best score
	alsoScore = 6.0 // by words that decide
)

// precedence breaks a tie: the specific before the general, since bills and phone
// calls occur in every complaint. Departments that are not here come between.
var precedence = []string{"PRIVACY", "BOETES", "PASSEN", "MOBILITEIT", "SCHADE", "LEVERING", "CONTRACT", "ONDERHOUD", "", "FACTUUR", "SERVICE"}

func rank(department string) int {
	if i := slices.Index(precedence, department); i >= 0 {
		return i
	}
	return slices.Index(precedence, "")
}

// tally is what speaks for one department.
type tally struct {
	department string
	score      float64
	deciding   float64 // of the score, what came of words that decide
	given      []point
}

// point is what one pattern gives or takes.
type point struct {
	points  float64
	pattern int32
	word    int32 // its first word; -1 for near, which takes none
	at      int32 // of a row of words, where it begins, and how many there are;
	words   int32 // of near, the two phrases that were found
}

// name is the pattern's; of near, that of the alternatives that were found.
func (r *Rules) name(p point) string {
	if p.word < 0 {
		return r.index.phrases[p.at].String() + nearSign + r.index.phrases[p.words].String()
	}
	return r.patterns[p.pattern].name
}

// Classify weighs a mail. It always answers: a mail that no rule knows goes to
// triage at the fallback.
func (r *Rules) Classify(in Input, s Settings) Verdict {
	tallies := r.tallies(in, s)
	v := Verdict{Department: s.Fallback, Triage: true, Why: "no rule was met"}
	if len(tallies) == 0 {
		return v
	}
	best := tallies[0]
	v.Department, v.Score, v.Margin = best.department, best.score, best.score
	v.Matched = r.names(best.given)
	if len(tallies) > 1 {
		v.Second, v.Margin = tallies[1].department, round(best.score-tallies[1].score)
	}
	for _, t := range tallies[1:] {
		if t.deciding >= alsoScore && t.score >= alsoShare*best.score {
			v.Also = append(v.Also, t.department)
		}
	}
	v.Triage = v.Score < s.Threshold || v.Margin < s.lead(v.Score)
	v.Why = r.why(tallies, v, s)
	return v
}

// tallies are the departments for which something speaks, best first.
func (r *Rules) tallies(in Input, s Settings) []tally {
	t := read(in)
	given, taken := make([]float64, len(r.rules)), make([]float64, len(r.rules))
	var spoke []point
	for _, p := range r.points(&t, in.Language) {
		pattern := r.patterns[p.pattern]
		if pattern.unless {
			taken[pattern.rule] += p.points
		} else {
			given[pattern.rule] += p.points
			spoke = append(spoke, p)
		}
	}

	home := func(department string) string {
		if s.Departments != nil && !slices.Contains(s.Departments, department) {
			return s.Fallback
		}
		return department
	}
	// First by the department that the rules name, so that what one rule takes
	// stays with its own department where two are counted together.
	byName := map[string]float64{}
	for i, rule := range r.rules {
		if rule.takes {
			byName[rule.department] -= taken[i]
		} else {
			byName[rule.department] += max(0, given[i]-taken[i])
		}
	}
	// Of departments that do not exist the best one counts for the fallback: many that
	// have a little to say must not add up.
	sums := map[string]*tally{}
	speaks := map[string]string{} // by department, the name that rules have for it
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		score, code := byName[name], home(name)
		if score <= 0 || sums[code] != nil && sums[code].score >= score {
			continue
		}
		sums[code], speaks[code] = &tally{department: code, score: score}, name
	}
	for _, p := range spoke {
		pattern := r.patterns[p.pattern]
		rule := r.rules[pattern.rule]
		code := home(rule.department)
		if given[pattern.rule] > taken[pattern.rule] && speaks[code] == rule.department {
			t := sums[code]
			t.given = append(t.given, p)
			if rule.weight >= deciding {
				t.deciding += p.points
			}
		}
	}

	var out []tally
	for _, t := range sums {
		t.score = round(t.score)
		if t.score > 0 {
			out = append(out, *t)
		}
	}
	slices.SortFunc(out, func(a, b tally) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(rank(a.department), rank(b.department)), cmp.Compare(a.department, b.department))
	})
	return out
}

// points are what the patterns give and take, most first. A pattern counts once, at
// its best place, and a word of the mail decides once for a department: inleverschade
// is met by *inleverschade* and not by *schade* as well. Hints come on top.
func (r *Rules) points(t *text, language string) []point {
	finds := r.finds(t)
	all := r.nears(t, finds)
	rows := map[int32]float64{} // by phrase of several words: its best factor so far
	for _, f := range finds {
		factor := t.best[f.word]
		if f.at >= 0 {
			if factor = t.factor(f.at); factor <= rows[f.phrase] {
				continue
			}
			rows[f.phrase] = factor
		}
		if factor == 0 {
			continue
		}
		for _, slot := range r.index.phrases[f.phrase].slots {
			if r.near[slot] {
				continue
			}
			i := r.bySlot[slot]
			all = append(all, point{factor * f.surely * r.rules[r.patterns[i].rule].weight, int32(i), f.word, f.at, f.words})
		}
	}
	slices.SortFunc(all, func(a, b point) int {
		return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(a.pattern, b.pattern), cmp.Compare(a.word, b.word), cmp.Compare(a.at, b.at))
	})
	counted := newSet(len(r.patterns))
	claims := make(claims, 2*r.departments*len(t.words))
	out := all[:0]
	for _, p := range all {
		pattern := &r.patterns[p.pattern]
		rule := &r.rules[pattern.rule]
		if counted.has(int(p.pattern)) || rule.language != "" && language != "" && rule.language != language {
			continue
		}
		hint := rule.weight < deciding && !pattern.unless
		if p.word >= 0 && !hint && !claims.take(t, p, 2*rule.number, pattern.unless, 2*r.departments) {
			continue
		}
		counted.add(int(p.pattern))
		out = append(out, p)
	}
	return out
}

// claims tell, by word and department and whether it gives or takes, who has spoken.
type claims []bool

// take claims the words of a point, unless one of them has spoken.
func (c claims) take(t *text, p point, row int, unless bool, width int) bool {
	if unless {
		row++
	}
	if p.at < 0 {
		at := int(p.word)*width + row
		taken := c[at]
		c[at] = true
		return !taken
	}
	words := t.tokens[p.at : p.at+p.words]
	for _, w := range words {
		if c[int(w.word)*width+row] {
			return false
		}
	}
	for _, w := range words {
		c[int(w.word)*width+row] = true
	}
	return true
}

// names are those of patterns, each once.
func (r *Rules) names(points []point) []string {
	var out []string
	for _, p := range points {
		if name := r.name(p); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// round keeps sums of 0.2 and 1.3 from ending in a tail of nines, and makes them
// the same in whatever order they were added.
func round(f float64) float64 {
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'f', 4, 64), 64)
	return f
}

// why writes a verdict as one line, for the notice and for whoever tends the rules.
func (r *Rules) why(tallies []tally, v Verdict, s Settings) string {
	var b strings.Builder
	best := tallies[0]
	fmt.Fprintf(&b, "%s %.1f (", best.department, best.score)
	for i, p := range best.given[:min(len(best.given), 5)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s %.1f", r.name(p), p.points)
	}
	b.WriteString(")")
	for _, t := range tallies[1:min(len(tallies), 3)] {
		fmt.Fprintf(&b, ", %s %.1f", t.department, t.score)
	}
	switch {
	case v.Score < s.Threshold:
		fmt.Fprintf(&b, "; below the threshold of %g", s.Threshold)
	case v.Triage:
		fmt.Fprintf(&b, "; a lead below the margin of %.3g", s.lead(v.Score))
	}
	return b.String()
}
