package classify

// How much the parts of a mail count. Quoted text is mostly the company's own,
// unless the sender says little himself: "zie onder".
const (
	inSubject = 1.5
	inOwn     = 1.0
	inQuoted  = 0.3
	fewWords  = 15
)

// token is a word and how much it counts.
type token struct {
	word   string
	factor float64
}

// gap keeps a phrase from reaching over from one part of a mail to the next.
const gap = maxWithin

// tokens writes a mail as one row of weighed words.
func tokens(in Input) []token {
	var out []token
	add := func(text string, part float64) int {
		before := len(out)
		for _, s := range sentences(fold(text)) {
			ws := words(s)
			factor := part * weigh(ws)
			for _, w := range ws {
				out = append(out, token{w, factor})
			}
		}
		n := len(out) - before
		for range gap {
			out = append(out, token{})
		}
		return n
	}
	add(in.Subject, inSubject)
	own := add(in.Text, inOwn)
	quoted := inQuoted
	if own < fewWords {
		quoted = inOwn
	}
	add(in.Quoted, quoted)
	return out
}

// find is how much each pattern counts: its best place, 0 where it stands nowhere.
func (r *Rules) find(toks []token) []float64 {
	best := make([]float64, len(r.near)) // by slot
	places := map[int][]int{}            // only near needs them
	r.index.find(toks, func(slot, at int) {
		best[slot] = max(best[slot], toks[at].factor)
		if r.near[slot] {
			places[slot] = append(places[slot], at)
		}
	})
	out := make([]float64, len(r.patterns))
	for i, p := range r.patterns {
		if p.within == 0 {
			out[i] = best[p.slots[0]]
		} else {
			out[i] = nearest(toks, places[p.slots[0]], places[p.slots[1]], p.within)
		}
	}
	return out
}

// nearest is the best factor at which a place of each kind lie within so many
// words; the places are in order.
func nearest(toks []token, one, other []int, within int) float64 {
	best, first := 0.0, 0
	for _, a := range one {
		for first < len(other) && other[first] < a-within {
			first++
		}
		for _, b := range other[first:] {
			if b > a+within {
				break
			}
			best = max(best, min(toks[a].factor, toks[b].factor))
		}
	}
	return best
}
