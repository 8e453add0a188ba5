package classify

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hint is an everyday word that says a little about whose work a mail is. None of
// them decides; together they do, where a customer names nothing.
type Hint struct {
	Department string
	Pattern    string // a word, or the first letters of one and a *
	Weight     float64
}

const (
	hintLetters = 6    // words that begin with the same so many letters are one
	hintLeast   = 3    // mails that hold it
	hintCommon  = 0.03 // of the mails, at most: what more of them hold is about nothing
	hintScale   = 3.0  // how much of the fit is given: rules of people weigh 1 to 6
	hintStep    = 0.25 // weights are rounded to it, and what is left of nothing is dropped
	hintMost    = 1.0  // a hint decides nothing by itself
	hintRounds  = 300
	hintRate    = 0.05
	hintReserve = 1.0 // holds the weight of a word back until many mails speak for it
)

// Hints finds the weights of words that best tell the departments of lessons apart: a
// multinomial logistic regression without negative weights, since a rule only gives.
// Words count by whether they occur, and rare ones more than common ones. The result
// is ordered by department, weight and word, and the same on every run. What r looks at
// already is left out.
func (r *Rules) Hints(lessons []Lesson) []Hint {
	f := newFit(lessons)
	f.run()
	var out []Hint
	for w, word := range f.words {
		for d, department := range f.departments {
			weight := min(hintMost, math.Round(f.weights[w][d]*f.rarity[w]*hintScale/hintStep)*hintStep)
			if weight > 0 && !r.looksAt(department, word) {
				out = append(out, Hint{department, word, weight})
			}
		}
	}
	slices.SortFunc(out, func(a, b Hint) int {
		return cmp.Or(cmp.Compare(a.Department, b.Department), cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Pattern, b.Pattern))
	})
	return out
}

// fit is the regression while it runs.
type fit struct {
	words       []string
	departments []string
	rarity      []float64   // by word
	mails       [][]int     // by mail, the words that it holds
	wanted      [][]float64 // by mail, the share of each department
	weights     [][]float64 // by word and department
}

func newFit(lessons []Lesson) *fit {
	f := &fit{}
	held := map[string]int{}
	names := properNames(lessons)
	stems := make([][]string, len(lessons))
	for i, l := range lessons {
		stems[i] = hintWords(l.Input, names)
		for _, w := range stems[i] {
			held[w]++
		}
		f.departments = append(f.departments, l.Department)
		f.departments = append(f.departments, l.Also...)
	}
	slices.Sort(f.departments)
	f.departments = slices.Compact(f.departments)
	most := max(hintCommon*float64(len(lessons)), hintLeast)
	common := func(w string) bool {
		if len(w) >= hintLetters {
			w = w[:hintLetters] + "*"
		}
		n, alone := held[w]
		return !alone || float64(n) > most
	}
	for w, n := range held {
		one, other, pair := strings.Cut(w, " ")
		if n < hintLeast || float64(n) > most || pair && common(one) && common(other) {
			continue
		}
		f.words = append(f.words, w)
	}
	slices.Sort(f.words)
	index := map[string]int{}
	for i, w := range f.words {
		index[w] = i
		f.rarity = append(f.rarity, math.Log(float64(len(lessons))/float64(held[w]))/3)
		f.weights = append(f.weights, make([]float64, len(f.departments)))
	}
	for i, l := range lessons {
		var mail []int
		for _, w := range stems[i] {
			if n, ok := index[w]; ok {
				mail = append(mail, n)
			}
		}
		f.mails = append(f.mails, mail)
		// What would do as well is a little right.
		wanted := make([]float64, len(f.departments))
		all := 1 + 0.3*float64(len(l.Also))
		for _, d := range l.Also {
			wanted[slices.Index(f.departments, d)] = 0.3 / all
		}
		wanted[slices.Index(f.departments, l.Department)] = 1 / all
		f.wanted = append(f.wanted, wanted)
	}
	return f
}

// moods are words of complaining: they say how somebody feels, and every desk hears
// them.
var moods = map[string]bool{
	"klacht": true, "klachten": true, "complaint": true, "complaints": true, "vervelend": true, "vervelende": true, "annoying": true,
	"vind": true, "erg": true, "boos": true, "angry": true, "zat": true, "helaas": true, "unfortunately": true, "teleurgesteld": true,
	"disappointed": true, "belachelijk": true, "ridiculous": true, "schandalig": true, "onacceptabel": true, "unacceptable": true,
	"resultaat": true, "zonder": true, "eerder": true, "geschreven": true,
}

// hintWords are the words of a mail and its pairs of words, each once, inflections as
// one.
func hintWords(in Input, names map[string]bool) []string {
	var out []string
	for _, part := range []string{in.Subject, in.Text} {
		before := ""
		for w := range wordsOf(fold(part)) {
			if len(w) < 2 || strings.ContainsAny(w, "0123456789") || !isASCII(w) || moods[w] || names[w] {
				before = ""
				continue
			}
			if before != "" {
				out = append(out, before+" "+w)
			}
			before = w
			switch {
			case len(w) >= hintLetters:
				out = append(out, w[:hintLetters]+"*")
			case len(w) >= 3:
				out = append(out, w)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// properNames are the words that are mostly written with a capital within a sentence:
// people and places, which tell nothing about other mails.
func properNames(lessons []Lesson) map[string]bool {
	capital, all := map[string]int{}, map[string]int{}
	for _, l := range lessons {
		begins := true // of a sentence, as far as one can tell
		for raw := range strings.FieldsSeq(l.Input.Text) {
			word := strings.TrimFunc(raw, func(r rune) bool { return !unicode.IsLetter(r) })
			if first, _ := utf8.DecodeRuneInString(word); word != "" && !begins && strings.ToUpper(word) != word {
				for w := range wordsOf(fold(word)) {
					all[w]++
					if unicode.IsUpper(first) {
						capital[w]++
					}
				}
			}
			begins = strings.ContainsAny(raw[len(raw)-1:], ".!?:,;\")")
		}
	}
	names := map[string]bool{}
	for w, n := range capital {
		names[w] = 10*n >= 7*all[w]
	}
	return names
}

// run descends by Adam (Kingma and Ba 2015), with all mails at each step.
func (f *fit) run() {
	n := len(f.departments)
	slope, mean, square := f.zeroes(), f.zeroes(), f.zeroes()
	chance := make([]float64, n)
	for round := 1; round <= hintRounds; round++ {
		for w := range slope {
			for d := range slope[w] {
				slope[w][d] = hintReserve * f.weights[w][d]
			}
		}
		for i, mail := range f.mails {
			f.chances(mail, chance)
			for _, w := range mail {
				for d := range chance {
					slope[w][d] += (chance[d] - f.wanted[i][d]) * f.rarity[w]
				}
			}
		}
		first, second := 1-math.Pow(0.9, float64(round)), 1-math.Pow(0.99, float64(round))
		for w := range slope {
			for d, g := range slope[w] {
				mean[w][d] = 0.9*mean[w][d] + 0.1*g
				square[w][d] = 0.99*square[w][d] + 0.01*g*g
				step := hintRate * (mean[w][d] / first) / (math.Sqrt(square[w][d]/second) + 1e-6)
				f.weights[w][d] = max(0, f.weights[w][d]-step)
			}
		}
	}
}

func (f *fit) zeroes() [][]float64 {
	out := make([][]float64, len(f.words))
	for i := range out {
		out[i] = make([]float64, len(f.departments))
	}
	return out
}

// chances fills in how likely each department is for a mail.
func (f *fit) chances(mail []int, out []float64) {
	clear(out)
	for _, w := range mail {
		for d := range out {
			out[d] += f.weights[w][d] * f.rarity[w]
		}
	}
	most, sum := slices.Max(out), 0.0
	for d := range out {
		out[d] = math.Exp(out[d] - most)
		sum += out[d]
	}
	for d := range out {
		out[d] /= sum
	}
}

// looksAt tells whether a rule of the department has the pattern itself, or takes by
// what it is met by.
func (r *Rules) looksAt(department, pattern string) bool {
	elements, err := parsePhrase(pattern)
	if err != nil {
		return true
	}
	for i, p := range r.patterns {
		rule := &r.rules[p.rule]
		switch {
		case p.within > 0 || rule.department != department:
		case p.unless && rule.takes && (covers(r.elements[i], elements) || covers(elements, r.elements[i])):
			return true
		case !p.unless && slices.Equal(r.elements[i], elements):
			return true
		}
	}
	return false
}
