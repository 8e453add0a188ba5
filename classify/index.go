package classify

import "strings"

// index finds the phrases of a rule book in one walk over a text.
type index struct {
	phrases []phrase
	begin   *trie // by first word
	inside  *trie // those of them that may begin within a word
}

// phrase is something to look for. It stands in an index once, whoever looks for it.
type phrase struct {
	elements []element
	slots    []int32 // who looks for it
}

// String writes p as a rules file has it.
func (p phrase) String() string { return written(p.elements) }

func written(elements []element) string {
	words := make([]string, len(elements))
	for i, e := range elements {
		words[i] = e.String()
	}
	return strings.Join(words, " ")
}

// find is a place where a phrase stands: a word wherever it is, or a row of words
// from a place on.
type find struct {
	phrase int32
	word   int32   // of text.words; its first word
	at     int32   // the token where it begins; -1 for every place of the word
	words  int32   // how many it takes
	surely float64 // 1 as it is written in the rules, less where spelling came between
}

// A compound that was typed as two words is less sure than as one.
const (
	splitSurely = 0.9
	splitLeast  = 3 // letters of each half
)

func newIndex(phrases []phrase) *index {
	var begin, inside []entry
	for i, p := range phrases {
		e := entry{int32(i), make([]int8, 0, 16*len(p.elements))}
		for j, element := range p.elements {
			if j > 0 {
				e.steps = append(e.steps, stepSpace)
			}
			for k := range len(element.text) {
				first, second := steps(element.text[k])
				e.steps = append(e.steps, int8(first))
				if second >= 0 {
					e.steps = append(e.steps, int8(second))
				}
			}
		}
		begin = append(begin, e)
		if p.elements[0].pre {
			inside = append(inside, e)
		}
	}
	return &index{phrases, newTrie(begin), newTrie(inside)}
}

// find calls found for every phrase that stands in a text; the same one may be found
// twice in a word.
func (x *index) find(t *text, found func(find)) {
	begin := make([]int32, len(t.words)) // by word: where in the trie it ends, -1 nowhere
	inside := map[int32][]int32{}        // by word: where in the other trie what it ends with does
	for id, word := range t.words {
		single := func(phrase int32) { found(find{phrase, int32(id), -1, 1, 1}) }
		begin[id] = x.descend(x.begin, word, 0, single)
		for from := 1; from < len(word); from++ {
			if n := x.descend(x.inside, word, from, single); n >= 0 && x.inside.step(n, stepSpace) >= 0 {
				inside[int32(id)] = append(inside[int32(id)], n)
			}
		}
	}
	for at, tok := range t.tokens {
		if n := begin[tok.word]; n > 0 {
			x.row(x.begin, n, t, at, found)
			x.split(n, t, at, found)
		}
		if len(inside) > 0 {
			for _, n := range inside[tok.word] {
				x.row(x.inside, n, t, at, found)
			}
		}
	}
}

// descend walks down a trie over a word from a place in it, and calls met for each
// phrase that it passes. The result is the node at the word's end, -1 where the trie
// does not reach so far.
func (x *index) descend(t *trie, word string, from int, met func(phrase int32)) int32 {
	n := int32(0)
	for to := from; to < len(word); to++ {
		if n = t.walk(n, word[to]); n < 0 {
			return n
		}
		for _, id := range t.phrases[n] {
			only := &x.phrases[id].elements[0]
			if (from == 0 || only.pre) && (to+1 == len(word) || only.post) {
				met(id)
			}
		}
	}
	return n
}

// row goes on from the end of a word over the words behind it.
func (x *index) row(trie *trie, n int32, t *text, at int, found func(find)) {
	for words := int32(2); at+int(words) <= len(t.tokens); words++ {
		if n = trie.step(n, stepSpace); n < 0 {
			return
		}
		if t.tokens[at+int(words)-1].sentence != t.tokens[at].sentence {
			return
		}
		word := t.word(at + int(words) - 1)
		for i := range len(word) {
			if n = trie.walk(n, word[i]); n < 0 {
				return
			}
			for _, id := range trie.phrases[n] {
				elements := x.phrases[id].elements
				if i+1 == len(word) || elements[len(elements)-1].post {
					found(find{id, t.tokens[at].word, int32(at), words, 1})
				}
			}
		}
	}
}

// split goes on from the end of a word into the next: people write "laad pas".
func (x *index) split(n int32, t *text, at int, found func(find)) {
	if at+1 >= len(t.tokens) || t.tokens[at+1].sentence != t.tokens[at].sentence || len(t.word(at)) < splitLeast || x.begin.nodes[n].letters == 0 {
		return
	}
	next := t.word(at + 1)
	for i := range len(next) {
		if n = x.begin.walk(n, next[i]); n < 0 {
			return
		}
		if i+1 < splitLeast {
			continue
		}
		for _, id := range x.begin.phrases[n] {
			elements := x.phrases[id].elements
			if len(elements) == 1 && (i+1 == len(next) || elements[0].post) {
				found(find{id, t.tokens[at].word, int32(at), 2, splitSurely})
			}
		}
	}
}
