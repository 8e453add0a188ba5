package classify

import (
	_ "embed"
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
	sounds  *index // of single words, as squeeze writes them; slot is the phrase meant
	slips   map[uint64][]int32
	targets []target
	maybe   bloom
}

// target is a word that may have been meant.
type target struct {
	sound  string
	phrase int32
	post   bool // more letters may follow
}

// newSpeller takes the phrases of one word that are long enough and worth it.
func newSpeller(phrases []phrase, worth func(phrase) bool) *speller {
	s := &speller{slips: map[uint64][]int32{}}
	var sounds []phrase
	for i, p := range phrases {
		e := p.elements[0]
		if len(p.elements) > 1 || len(e.text) < leastSlip || !worth(p) {
			continue
		}
		sound := squeeze(e.text)
		sounds = append(sounds, phrase{[]element{{sound, e.pre, e.post}}, i})
		if len(sound) < leastSlip-1 {
			continue
		}
		for key := range without(sound) {
			s.slips[key] = append(s.slips[key], int32(len(s.targets)))
			s.maybe.add(key)
		}
		s.targets = append(s.targets, target{sound, int32(i), e.post})
	}
	s.sounds = newIndex(sounds)
	return s
}

// meant are the phrases of one word that a word may stand for.
func (s *speller) meant(word string) []find {
	if lookalikes[word] {
		return nil
	}
	var out []find
	sound := squeeze(word)
	s.sounds.find([]token{{word: sound}}, func(f find) {
		out = append(out, find{phrase: int32(s.sounds.phrases[f.phrase].slot), words: 1, surely: soundsSurely})
	})
	if len(out) > 0 {
		return out
	}
	// laadpsajes: with an ending that the rule leaves open
	for ending := 0; ending <= 2 && len(sound)-ending >= leastSlip-1; ending++ {
		stem := sound[:len(sound)-ending]
		for key := range without(stem) {
			if !s.maybe.has(key) {
				continue
			}
			for _, id := range s.slips[key] {
				t := s.targets[id]
				if ending > 0 && !t.post || stem[0] != t.sound[0] || !oneSlip(stem, t.sound) {
					continue
				}
				out = append(out, find{phrase: t.phrase, words: 1, surely: slippedSurely})
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
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
