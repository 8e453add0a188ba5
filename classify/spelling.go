package classify

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

// People type complaints in anger, on a phone, by ear. A word that no rule knows
// is compared with those that they do know: first as it sounds, then with one slip
// of the finger.

const (
	leastSlip     = 6   // letters: in shorter words a slip makes another word too easily
	soundsSurely  = 0.9 // the same by ear
	slippedSurely = 0.7 // one slip away
)

// speller knows the words of the rules by their sound.
type speller struct {
	sounds  *index // of single words, as squeeze writes them; a slot is the phrase meant
	slips   []slip // by key
	targets []target
	maybe   bloom
}

// slip is one of the digests of a target.
type slip struct {
	key    uint64
	target int32
}

// target is a word that may have been meant.
type target struct {
	sound  string
	phrase int32
	post   bool // more letters may follow
}

// meant is a phrase that a word may stand for.
type meant struct {
	phrase int32
	surely float64
}

// newSpeller takes those of the phrases that are one word and long enough.
func newSpeller(phrases []phrase, worth []int32) *speller {
	s := &speller{}
	var sounds []phrase
	for _, i := range worth {
		e := phrases[i].elements[0]
		if len(phrases[i].elements) > 1 || len(e.text) < leastSlip {
			continue
		}
		sound := squeeze(e.text)
		sounds = append(sounds, phrase{[]element{{sound, e.pre, e.post}}, []int32{i}})
		if len(sound) < leastSlip-1 {
			continue
		}
		for key := range without(sound) {
			s.slips = append(s.slips, slip{key, int32(len(s.targets))})
			s.maybe.add(key)
		}
		s.targets = append(s.targets, target{sound, i, e.post})
	}
	slices.SortFunc(s.slips, func(a, b slip) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.target, b.target)) })
	s.sounds = newIndex(sounds)
	return s
}

// meant are the phrases of one word that a word may stand for.
func (s *speller) meant(word string) []meant {
	if lookalikes[word] {
		return nil
	}
	var out []meant
	sound := squeeze(word)
	heard := func(phrase int32) { out = append(out, meant{s.sounds.phrases[phrase].slots[0], soundsSurely}) }
	s.sounds.descend(s.sounds.begin, sound, 0, heard)
	for from := 1; from+minWild <= len(sound); from++ {
		s.sounds.descend(s.sounds.inside, sound, from, heard)
	}
	if len(out) > 0 {
		return out
	}
	// laadpsajes: with an ending that the rule leaves open
	for ending := 0; ending <= 2 && len(sound)-ending >= leastSlip-1; ending++ {
		stem := sound[:len(sound)-ending]
		for key := range without(stem) {
			if s.maybe.has(key) {
				out = append(out, s.slipped(key, stem, ending > 0)...)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// slipped are the phrases of that digest that are one slip from a stem.
func (s *speller) slipped(key uint64, stem string, ending bool) []meant {
	var out []meant
	i, _ := slices.BinarySearchFunc(s.slips, key, func(e slip, key uint64) int { return cmp.Compare(e.key, key) })
	for ; i < len(s.slips) && s.slips[i].key == key; i++ {
		t := s.targets[s.slips[i].target]
		if (t.post || !ending) && stem[0] == t.sound[0] && oneSlip(stem, t.sound) {
			out = append(out, meant{t.phrase, slippedSurely})
		}
	}
	return out
}

// squeeze writes a folded word as Dutch spelling errors leave it: no double
// letters, d and dt at the end as t, and one letter for each sound that has two.
func squeeze(word string) string {
	var b strings.Builder
	b.Grow(len(word))
	var last byte
	for i := 0; i < len(word); i++ {
		c := word[i]
		next := byte(0)
		if i+1 < len(word) {
			next = word[i+1]
		}
		switch {
		case c == 'i' && next == 'j', c == 'e' && next == 'i':
			c = 'y'
			i++
		case c == 'c' && next == 'h':
			c = 'g'
			i++
		case c == 'd' && (next == 't' || next == 0):
			c = 't'
		case c == 'c':
			c = 'k'
		case c == 'z':
			c = 's'
		case c == 'v':
			c = 'f'
		}
		if c != last {
			b.WriteByte(c)
		}
		last = c
	}
	return b.String()
}

// without yields the digest of a word, and of what remains of it without each one
// of its letters: two words that are one slip apart share one of these.
func without(word string) func(yield func(uint64) bool) {
	const prime = 1099511628211
	return func(yield func(uint64) bool) {
		var before [64]uint64 // digest of word[:i]
		var power [64]uint64
		n := min(len(word), 63)
		power[0] = 1
		for i := range n {
			before[i+1] = before[i]*prime + uint64(word[i])
			power[i+1] = power[i] * prime
		}
		if !yield(before[n]) {
			return
		}
		for i := range n {
			after := before[n] - before[i+1]*power[n-i-1]
			if !yield(before[i]*power[n-i-1] + after) {
				return
			}
		}
	}
}

// oneSlip tells whether two words differ in no more than a letter too many, one too
// few, a wrong one, or two that changed places (Damerau).
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// bloom says of most keys that were never added that they were not, without the
// cost of asking a map.
type bloom [1 << 12]uint64

func (b *bloom) add(key uint64) { b[key>>6&(1<<12-1)] |= 1 << (key & 63) }
func (b *bloom) has(key uint64) bool {
	return b[key>>6&(1<<12-1)]&(1<<(key&63)) != 0
}

// lookalikes are real words that are one slip away from a word of the rules, and
// mean something else: storting is no storing.
//
//go:embed lookalikes.txt
var lookalikesText string

var lookalikes = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(lookalikesText) {
		m[w] = true
	}
	return m
}()
