package classify

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Lesson is a mail of which people have said whose work it was.
type Lesson struct {
	ID         string // the complaint's number, or a case's id
	Sender     string // for telling people apart; "" for unknown
	Input      Input
	Department string
	Also       []string // would do as well
}

// Proposal is a word that rules could look at, or look at less. It is for a person
// to judge: nothing changes by itself.
type Proposal struct {
	Department string
	Pattern    string
	Weight     float64  // 0: an existing pattern that misleads, and should weigh less
	For        []string // lessons of the department that hold it; of one that misleads, those it helps
	Against    []string // lessons of other departments that hold it; of one that misleads, those it leads here
	Gain       int      // how many lessons come right that were wrong or asked, by this alone
	Loss       int      // how many go wrong, or ask, that were right
}

// What makes a word worth proposing.
const (
	leastFor    = 3    // lessons, of as many senders: a name is not a subject
	leastShare  = 0.75 // of the lessons that hold it
	leastLetter = 4
	mostLetters = 30
)

// Learn compares what the rules make of lessons with what people made of them. The
// result has the most useful proposal first. Patterns of it hold words of the mails,
// each used by at least three senders.
func (r *Rules) Learn(lessons []Lesson, s Settings) []Proposal {
	l := learner{rules: r, settings: s, holds: map[string][]int{}}
	for i, lesson := range lessons {
		l.read(i, lesson)
	}
	var out []Proposal
	for term, in := range l.holds {
		if p, ok := l.propose(lessons, term, in); ok {
			out = append(out, p)
		}
	}
	out = append(out, l.misleading(lessons)...)
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Gain-b.Loss, a.Gain-a.Loss), cmp.Compare(len(b.For), len(a.For)), cmp.Compare(a.Department, b.Department), cmp.Compare(a.Pattern, b.Pattern))
	})
	return out
}

type learner struct {
	rules    *Rules
	settings Settings
	heard    []heard          // by lesson
	holds    map[string][]int // term to the lessons that hold it
}

// heard is what the rules make of a lesson.
type heard struct {
	scores map[string]float64
	met    map[string][]string // by department, the patterns that spoke
}

// decision is the department that a mail would go to; "" for triage.
func (l *learner) decision(scores map[string]float64) string {
	best, most, second := "", 0.0, 0.0
	for department, score := range scores {
		if score > most {
			best, most, second = department, score, most
		} else {
			second = max(second, score)
		}
	}
	if most < l.settings.Threshold || most-second < l.settings.lead(most) {
		return ""
	}
	return best
}

func (l *learner) read(i int, lesson Lesson) {
	h := heard{map[string]float64{}, map[string][]string{}}
	for _, t := range l.rules.tallies(lesson.Input, l.settings) {
		h.scores[t.department], h.met[t.department] = t.score, l.rules.names(t.given)
	}
	l.heard = append(l.heard, h)
	t := read(lesson.Input)
	seen := map[string]bool{}
	add := func(term string) {
		if !seen[term] {
			seen[term] = true
			l.holds[term] = append(l.holds[term], i)
		}
	}
	for at, tok := range t.tokens {
		if t.factor(int32(at)) < inOwn { // quotes, disclaimers, and what is not the point
			continue
		}
		word := t.word(at)
		if telling(word) {
			add(word)
		}
		if at+1 < len(t.tokens) && t.tokens[at+1].sentence == tok.sentence {
			if next := t.word(at + 1); telling(word) && telling(next) {
				add(word + " " + next)
			}
		}
	}
}

// telling says whether a word may be about something: not a number, not an "en".
func telling(word string) bool {
	n := utf8.RuneCountInString(word)
	return n >= leastLetter && n <= mostLetters && !strings.ContainsAny(word, "0123456789")
}

// propose judges a term by the lessons that hold it.
func (l *learner) propose(lessons []Lesson, term string, in []int) (Proposal, bool) {
	if len(in) < leastFor {
		return Proposal{}, false
	}
	counts := map[string]int{}
	for _, i := range in {
		counts[lessons[i].Department]++
	}
	var department string
	for d, n := range counts {
		if n > counts[department] || n == counts[department] && d < department {
			department = d
		}
	}
	p := Proposal{Department: department, Pattern: term}
	senders := map[string]bool{}
	for _, i := range in {
		if lessons[i].Department != department {
			p.Against = append(p.Against, lessons[i].ID)
			continue
		}
		p.For = append(p.For, lessons[i].ID)
		senders[cmp.Or(lessons[i].Sender, lessons[i].ID)] = true
	}
	share := float64(len(p.For)) / float64(len(in))
	if len(senders) < leastFor || share < leastShare || l.known(term) {
		return Proposal{}, false
	}
	// The odds that it speaks for the department, one against it assumed beforehand.
	p.Weight = min(5, max(1, math.Round(1+1.5*math.Log2(float64(len(p.For))/float64(len(p.Against)+1)))))
	wrong := 0 // of those it speaks for
	for _, i := range in {
		before := l.decision(l.heard[i].scores)
		after := l.with(i, department, p.Weight)
		p.count(before, after, lessons[i].Department)
		if before != department && lessons[i].Department == department {
			wrong++
		}
	}
	return p, p.Gain > 0 || wrong >= leastFor
}

// known tells whether a rule decides by the term already, for whatever department: then
// it misleads, and misleading tells of it.
func (l *learner) known(term string) bool {
	elements, err := parsePhrase(term)
	if err != nil {
		return true
	}
	for i, p := range l.rules.patterns {
		if p.within == 0 && !p.unless && l.rules.rules[p.rule].weight >= deciding && covers(l.rules.elements[i], elements) {
			return true
		}
	}
	return false
}

// with is the decision on a lesson if a department had so much more.
func (l *learner) with(i int, department string, more float64) string {
	scores := map[string]float64{department: 0}
	for d, score := range l.heard[i].scores {
		scores[d] = score
	}
	scores[department] += more
	return l.decision(scores)
}

func (p *Proposal) count(before, after, want string) {
	switch {
	case before != want && after == want:
		p.Gain++
	case before == want && after != want:
		p.Loss++
	}
}

// misleading are the patterns that speak for a department more often where the mail
// was for another.
func (l *learner) misleading(lessons []Lesson) []Proposal {
	type entry struct{ department, pattern string }
	decides := map[entry]bool{}
	for _, p := range l.rules.patterns {
		rule := l.rules.rules[p.rule]
		decides[entry{rule.department, p.name}] = rule.weight >= deciding
	}
	helps, leads := map[entry][]string{}, map[entry][]string{}
	for i, h := range l.heard {
		sent := l.decision(h.scores)
		for department, names := range h.met {
			for _, name := range names {
				switch e := (entry{department, name}); {
				case department == lessons[i].Department:
					helps[e] = append(helps[e], lessons[i].ID)
				case department == sent:
					leads[e] = append(leads[e], lessons[i].ID)
				}
			}
		}
	}
	var out []Proposal
	for e, wrong := range leads {
		if decides[e] && len(wrong) >= leastFor && len(wrong) > len(helps[e]) {
			out = append(out, Proposal{Department: e.department, Pattern: e.pattern, For: helps[e], Against: wrong})
		}
	}
	return out
}
