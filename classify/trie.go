package classify

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// trie finds the phrases that begin at a place by walking step by step. It is
// flat and small: a node has a bit for each letter that leads on, and its children
// lie one after another.
type trie struct {
	nodes   []node
	phrases [][]int32 // by node: the phrases that end there
}

type node struct {
	letters uint64 // a bit for each step that leads to a child
	first   int32  // the child of the lowest bit; the others follow
}

// Letters and digits are a step each. A byte of another script takes two, so that
// all steps fit in the 64 bits of a node.
const (
	stepHigh  = 36 // 8 of them
	stepLow   = 44 // 16 of them
	stepSpace = 62 // between the words of a phrase
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

// newTrie lays phrases out level by level.
func newTrie(all []entry) *trie {
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(slices.Compare(a.steps, b.steps), cmp.Compare(a.phrase, b.phrase)) })
	size := 1 // a node for each step that no entry before has
	var before []int8
	for _, e := range all {
		same := 0
		for same < len(before) && same < len(e.steps) && before[same] == e.steps[same] {
			same++
		}
		size += len(e.steps) - same
		before = e.steps
	}
	t := &trie{make([]node, 0, size), make([][]int32, 0, size)}
	type group struct{ from, to, depth int32 } // entries that go the same way so far
	level := append(make([]group, 0, size), group{0, int32(len(all)), 0})
	for i := 0; i < len(level); i++ {
		g := level[i]
		n := node{first: int32(len(level))}
		var ends []int32
		for g.from < g.to && len(all[g.from].steps) == int(g.depth) {
			ends = append(ends, all[g.from].phrase)
			g.from++
		}
		for from := g.from; from < g.to; {
			step, to := all[from].steps[g.depth], from
			for to < g.to && all[to].steps[g.depth] == step {
				to++
			}
			n.letters |= 1 << step
			level = append(level, group{from, to, g.depth + 1})
			from = to
		}
		t.nodes = append(t.nodes, n)
		t.phrases = append(t.phrases, ends)
	}
	return t
}

// entry is a phrase as the steps that lead to it.
type entry struct {
	phrase int32
	steps  []int8
}
