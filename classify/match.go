package classify

import (
	"cmp"
	"slices"
)

// finds are all places where phrases of the rules stand, as they are written there
// or as people type them.
func (r *Rules) finds(t *text) []find {
	var out []find
	known := make([]bool, len(t.words))
	r.index.find(t, func(f find) {
		out = append(out, f)
		if r.recognised[f.phrase] {
			known[f.word] = true
			for i := int32(1); i < f.words; i++ {
				known[t.tokens[f.at+i].word] = true
			}
		}
	})
	for id, word := range t.words {
		if known[id] || len(word) < leastSlip {
			continue
		}
		for _, m := range r.speller.meant(word) {
			out = append(out, find{m.phrase, int32(id), -1, 1, m.surely})
		}
	}
	return out
}

// near is a pair of finds that stand near each other.
type near struct {
	one, other int32 // phrases
	factor     float64
}

// place is where a half of a near stands.
type place struct{ at, phrase int32 }

// nearest is the pair of places, one of each half, that lie within so many words of a
// sentence and count most. The places are in order.
func (t *text) nearest(one, other []place, within int32) near {
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
			if factor := t.factor(a.at); a.at != b.at && factor > best.factor && t.tokens[a.at].sentence == t.tokens[b.at].sentence {
				best = near{a.phrase, b.phrase, factor}
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
	met := newSet(len(r.near))
	var halves []int32
	for _, f := range finds {
		for _, slot := range r.index.phrases[f.phrase].slots {
			if r.near[slot] && met.add(int(slot)) {
				halves = append(halves, slot)
			}
		}
	}
	places := map[int32][]place{} // of the halves whose other half is met as well
	for _, slot := range halves {
		if p := r.patterns[r.bySlot[slot]]; met.has(int(p.slots[0])) && met.has(int(p.slots[1])) {
			places[slot] = nil
		}
	}
	if len(places) == 0 {
		return nil
	}
	for _, f := range finds {
		for _, slot := range r.index.phrases[f.phrase].slots {
			list, wanted := places[slot]
			if !r.near[slot] || !wanted {
				continue
			}
			if f.at >= 0 {
				list = append(list, place{f.at, f.phrase})
			} else {
				for at, n := t.first[f.word], 0; at >= 0 && n < maxPlaces; at, n = t.tokens[at].next, n+1 {
					list = append(list, place{at, f.phrase})
				}
			}
			places[slot] = list
		}
	}
	var out []point
	for slot, one := range places {
		i := r.bySlot[slot]
		p := r.patterns[i]
		if slot != p.slots[0] {
			continue
		}
		other := places[p.slots[1]]
		for _, list := range [][]place{one, other} {
			slices.SortFunc(list, func(a, b place) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.phrase, b.phrase)) })
		}
		if n := t.nearest(one, other, int32(p.within)); n.factor > 0 {
			out = append(out, point{n.factor * r.rules[p.rule].weight, int32(i), -1, n.one, n.other})
		}
	}
	return out
}

// set is a set of small numbers.
type set []uint64

func newSet(n int) set { return make(set, n/64+1) }

func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// add reports whether i was not in the set before.
func (s set) add(i int) bool {
	before := s.has(i)
	s[i/64] |= 1 << (i % 64)
	return !before
}
