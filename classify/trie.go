package classify

import (
	"maps"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// trie finds the phrases that begin at a place by walking letter by letter. It is
// flat and small: a node has a bit for each letter that leads on, and its children
// lie one after another.
type trie struct {
	nodes   []node
	phrases [][]int32 // by node: the phrases whose first word ends there
}

type node struct {
	letters uint64 // a bit for each step that leads to a child
	first   int32  // the child of the lowest bit; the others follow
}

// Letters and digits are a step each. A byte of another script takes two, so that
// all steps fit in the 64 bits of a node.
const (
	stepHigh = 36 // 8 of them
	stepLow  = 44 // 16 of them
)

// steps are those of one byte of a folded word; second is -1 where there is none.
func steps(b byte) (first, second int) {
	switch {
	case 'a' <= b && b <= 'z':
		return int(b - 'a'), -1
	case '0' <= b && b <= '9':
		return 26 + int(b-'0'), -1
	case b < utf8.RuneSelf:
		return 63, -1 // not in a folded word
	}
	return stepHigh + int(b>>4&7), stepLow + int(b&15)
}

// walk goes from a node over one byte; -1 is nowhere.
func (t *trie) walk(at int32, b byte) int32 {
	first, second := steps(b)
	if at = t.step(at, first); at >= 0 && second >= 0 {
		at = t.step(at, second)
	}
	return at
}

func (t *trie) step(at int32, step int) int32 {
	n := &t.nodes[at]
	bit := uint64(1) << step
	if n.letters&bit == 0 {
		return -1
	}
	return n.first + int32(bits.OnesCount64(n.letters&(bit-1)))
}

// sketch is a trie while it grows.
type sketch struct {
	children map[int]*sketch
	phrases  []int32
}

func (s *sketch) add(word string, phrase int32) {
	at := s
	down := func(step int) {
		if step < 0 {
			return
		}
		if at.children == nil {
			at.children = map[int]*sketch{}
		}
		if at.children[step] == nil {
			at.children[step] = &sketch{}
		}
		at = at.children[step]
	}
	for i := range len(word) {
		first, second := steps(word[i])
		down(first)
		down(second)
	}
	at.phrases = append(at.phrases, phrase)
}

// trie lays a sketch out flat, level by level.
func (s *sketch) trie() *trie {
	t := &trie{}
	level := []*sketch{s}
	for i := 0; i < len(level); i++ {
		from := level[i]
		n := node{first: int32(len(level))}
		for _, step := range slices.Sorted(maps.Keys(from.children)) {
			n.letters |= 1 << step
			level = append(level, from.children[step])
		}
		t.nodes = append(t.nodes, n)
		t.phrases = append(t.phrases, from.phrases)
	}
	return t
}
