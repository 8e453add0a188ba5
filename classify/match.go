package classify

import (
	"cmp"
	"slices"
)

// How much the parts of a mail count. Quoted text is mostly the company's own,
// unless the sender says little himself: "zie onder".
const (
	inSubject = 1.5
	inOwn     = 1.0
	inQuoted  = 0.3
	fewWords  = 15
)

// token is a word of a mail and the sentence that it stands in.
type token struct {
	word     string
	sentence int32
}

// text is a mail as one row of words.
type text struct {
	tokens  []token
	factors []float64 // by sentence: how much what it says counts
}

// factor is how much a word counts.
func (t *text) factor(at int32) float64 { return t.factors[t.tokens[at].sentence] }

// gap keeps a phrase from reaching over from one part of a mail to the next.
const gap = maxWithin

// read writes a mail as one row of weighed words.
func read(in Input) text {
	var t text
	t.tokens = make([]token, 0, (len(in.Subject)+len(in.Text)+len(in.Quoted))/5+3*gap)
	add := func(part string, factor float64) int {
		n := 0
		for _, s := range sentences(fold(part)) {
			ws := words(s)
			n += len(ws)
			for _, w := range ws {
				t.tokens = append(t.tokens, token{w, int32(len(t.factors))})
			}
			t.factors = append(t.factors, factor)
		}
		for range gap {
			t.tokens = append(t.tokens, token{"", int32(len(t.factors))})
		}
		t.factors = append(t.factors, 0)
		return n
	}
	add(in.Subject, inSubject)
	own := add(in.Text, inOwn)
	quoted := inQuoted
	if own < fewWords {
		quoted = inOwn
	}
	add(in.Quoted, quoted)
	t.weigh()
	return t
}

// finds are all places where phrases of the rules stand, as they are written there
// or as people type them.
func (r *Rules) finds(t *text) []find {
	var out []find
	known := make([]bool, len(t.tokens))
	r.index.find(t.tokens, func(f find) {
		out = append(out, f)
		if r.recognises(f) {
			for i := range f.words {
				known[f.at+i] = true
			}
		}
	})
	meant := map[string][]find{} // a word that is typed wrong is mostly typed wrong twice
	for at, tok := range t.tokens {
		if known[at] || len(tok.word) < leastSlip {
			continue
		}
		finds, ok := meant[tok.word]
		if !ok {
			finds = r.speller.meant(tok.word)
			meant[tok.word] = finds
		}
		for _, f := range finds {
			f.at = int32(at)
			out = append(out, f)
		}
	}
	return out
}

// recognises tells whether a find says which word stands there: a hint at how it
// begins does not, and may leave a slip in its end.
func (r *Rules) recognises(f find) bool {
	p := r.index.phrases[f.phrase]
	last := p.elements[len(p.elements)-1]
	return !last.post || r.near[p.slot] || r.rules[r.patterns[r.bySlot[p.slot]].rule].weight >= leastSure
}

// near is a pair of finds that stand near each other.
type near struct {
	one, other find
	factor     float64
}

// nearest is the pair of finds, one of each kind, that lie within so many words of a
// sentence and count most. The finds are in the order of their places.
func (t *text) nearest(one, other []find, within int32) near {
	var best near
	first := 0
	for _, a := range one {
		for first < len(other) && other[first].at < a.at-within {
			first++
		}
		for _, b := range other[first:] {
			if b.at > a.at+within {
				break
			}
			if factor := t.factor(a.at); factor > best.factor && t.tokens[a.at].sentence == t.tokens[b.at].sentence {
				best = near{a, b, factor}
			}
		}
	}
	return best
}

// maxPlaces bounds the places of a word that are compared with those of another; what
// is said so often is said among the first.
const maxPlaces = 200

// nears are the points for pairs of words that stand near each other. They take no
// word: what the words give by themselves comes on top.
func (r *Rules) nears(t *text, finds []find) []point {
	places := map[int][]find{} // by slot
	for _, f := range finds {
		if slot := r.index.phrases[f.phrase].slot; r.near[slot] && len(places[slot]) < maxPlaces {
			places[slot] = append(places[slot], f)
		}
	}
	for _, found := range places {
		slices.SortFunc(found, func(a, b find) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.phrase, b.phrase)) })
	}
	var out []point
	for slot := range places {
		i := r.bySlot[slot]
		p := r.patterns[i]
		if slot != p.slots[0] || places[p.slots[1]] == nil {
			continue
		}
		if n := t.nearest(places[slot], places[p.slots[1]], int32(p.within)); n.factor > 0 {
			name := r.index.phrases[n.one.phrase].String() + nearSign + r.index.phrases[n.other.phrase].String()
			out = append(out, point{pattern: i, name: name, points: n.factor * r.rules[p.rule].weight, at: -1})
		}
	}
	return out
}
