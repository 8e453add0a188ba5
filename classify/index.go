package classify

import "strings"

// index finds the phrases of a rule book in one walk over a text.
type index struct {
	phrases []phrase
	begin   *trie // by first word
	inside  *trie // those of them that may begin within a word
}

// phrase is something to look for, and what looks for it.
type phrase struct {
	elements []element
	slot     int
}

// String writes p as a rules file has it.
func (p phrase) String() string {
	words := make([]string, len(p.elements))
	for i, e := range p.elements {
		words[i] = e.String()
	}
	return strings.Join(words, " ")
}

// find is a place where a phrase stands.
type find struct {
	phrase int32
	at     int32   // its first word
	words  int32   // how many it takes
	surely float64 // 1 as it is written in the rules, less where spelling came between
}

// A compound that was typed as two words is less sure than as one.
const (
	splitSurely = 0.9
	splitLeast  = 3 // letters of each half
)

func newIndex(phrases []phrase) *index {
	var begin, inside sketch
	for i, p := range phrases {
		first := p.elements[0]
		begin.add(first.text, int32(i))
		if first.pre {
			inside.add(first.text, int32(i))
		}
	}
	return &index{phrases, begin.trie(), inside.trie()}
}

// find calls found for every place where a phrase stands; the same phrase may be
// found twice at one word.
func (x *index) find(tokens []token, found func(find)) {
	for at := range tokens {
		word := tokens[at].word
		n := x.descend(x.begin, tokens, at, 0, found)
		if n >= 0 && len(word) >= splitLeast && at+1 < len(tokens) && tokens[at+1].sentence == tokens[at].sentence {
			x.split(n, tokens, at, found)
		}
		for from := 1; from+minWild <= len(word); from++ {
			x.descend(x.inside, tokens, at, from, found)
		}
	}
}

// descend walks down a trie over a word from a place in it. The result is the node
// at the word's end, -1 where the trie does not reach so far.
func (x *index) descend(t *trie, tokens []token, at, from int, found func(find)) int32 {
	word := tokens[at].word
	n := int32(0)
	for to := from; to < len(word); to++ {
		if n = t.walk(n, word[to]); n < 0 {
			return n
		}
		for _, id := range t.phrases[n] {
			elements := x.phrases[id].elements
			if from > 0 && !elements[0].pre || to+1 < len(word) && !elements[0].post {
				continue
			}
			if follows(tokens[at+1:], elements[1:]) {
				found(find{id, int32(at), int32(len(elements)), 1})
			}
		}
	}
	return n
}

// split goes on from the end of a word into the next: people write "laad pas".
func (x *index) split(n int32, tokens []token, at int, found func(find)) {
	next := tokens[at+1].word
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
				found(find{id, int32(at), 2, splitSurely})
			}
		}
	}
}

// follows tells whether the further words of a phrase stand next.
func follows(tokens []token, elements []element) bool {
	if len(tokens) < len(elements) {
		return false
	}
	for i, e := range elements {
		if !e.is(tokens[i].word) {
			return false
		}
	}
	return true
}
