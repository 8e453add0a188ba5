package classify

import (
	"errors"
	"fmt"
	"strings"
)

// element is one word of a pattern: pre and post say that more letters may stand
// before or after it.
type element struct {
	text      string
	pre, post bool
}

// is tells whether a folded word is what e asks for.
func (e element) is(word string) bool {
	switch {
	case e.pre && e.post:
		return strings.Contains(word, e.text)
	case e.pre:
		return strings.HasSuffix(word, e.text)
	case e.post:
		return strings.HasPrefix(word, e.text)
	}
	return word == e.text
}

// minWild is the fewest letters that a single word with a * may have: "*in*" would
// match nearly every mail.
const minWild = 3

// parsePhrase reads a pattern: words with whatever space between them, and a *
// where letters may stand before the first or after the last.
func parsePhrase(pattern string) ([]element, error) {
	trimmed := strings.TrimSpace(pattern)
	pre, post := strings.HasPrefix(trimmed, "*"), strings.HasSuffix(trimmed, "*")
	inner := strings.Trim(trimmed, "*")
	if strings.Contains(inner, "*") {
		return nil, errors.New("a * may only stand at the beginning or the end")
	}
	ws := words(fold(inner))
	if len(ws) == 0 {
		return nil, errors.New("is empty: it has no letters or digits")
	}
	elements := make([]element, len(ws))
	for i, w := range ws {
		elements[i] = element{text: w, pre: pre && i == 0, post: post && i == len(ws)-1}
		if e := elements[i]; len(ws) == 1 && (e.pre || e.post) && len(e.text) < minWild {
			return nil, fmt.Errorf("has a * beside %q, which is too short: it needs at least %d letters", e.text, minWild)
		}
	}
	return elements, nil
}

// index finds all patterns of a rule book in one walk over a text. Its trie holds
// the first word of every phrase; the further words are compared where it is
// found.
type index struct {
	next  map[uint64]int32 // node and byte to node; 0 is the root
	at    [][]int32        // node to the phrases whose first word ends there
	known []phrase
}

// phrase is something to look for; slot is where its finds are noted.
type phrase struct {
	elements []element
	slot     int
}

func newIndex() *index { return &index{next: map[uint64]int32{}, at: make([][]int32, 1)} }

func (x *index) add(p phrase) {
	node := int32(0)
	for i := 0; i < len(p.elements[0].text); i++ {
		key := uint64(node)<<8 | uint64(p.elements[0].text[i])
		to, ok := x.next[key]
		if !ok {
			to = int32(len(x.at))
			x.next[key] = to
			x.at = append(x.at, nil)
		}
		node = to
	}
	x.at[node] = append(x.at[node], int32(len(x.known)))
	x.known = append(x.known, p)
}

// find calls found for every place where a phrase stands; the same phrase may be
// found twice at one word.
func (x *index) find(tokens []token, found func(slot, at int)) {
	for at, tok := range tokens {
		for from := 0; from < len(tok.word); from++ {
			node, ok := int32(0), true
			for to := from; to < len(tok.word); to++ {
				if node, ok = x.next[uint64(node)<<8|uint64(tok.word[to])]; !ok {
					break
				}
				for _, id := range x.at[node] {
					p := &x.known[id]
					first := p.elements[0]
					if from > 0 && !first.pre || to+1 < len(tok.word) && !first.post {
						continue
					}
					if follows(tokens[at+1:], p.elements[1:]) {
						found(p.slot, at)
					}
				}
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
