package classify

// How much the parts of a mail count. Quoted text is mostly the company's own,
// unless the sender says little himself: "zie onder".
const (
	inSubject = 1.5
	inOwn     = 1.0
	inQuoted  = 0.3
	fewWords  = 15
)

// text is a mail as one row of words.
type text struct {
	tokens  []token
	factors []float64 // by sentence: how much what it says counts
	words   []string  // each once
	first   []int32   // by word: its first token
	best    []float64 // by word: the factor where it counts most
}

// token is a word of a mail and the sentence that it stands in.
type token struct {
	word     int32 // of text.words
	sentence int32
	next     int32 // the next token of the same word, -1 for none
}

func (t *text) word(at int) string { return t.words[t.tokens[at].word] }

// factor is how much a token counts.
func (t *text) factor(at int32) float64 { return t.factors[t.tokens[at].sentence] }

// read writes a mail as one row of weighed words.
func read(in Input) text {
	var t text
	size := (len(in.Subject) + len(in.Text) + len(in.Quoted)) / 5
	t.tokens = make([]token, 0, size)
	ids := make(map[string]int32, size/2)
	last := make([]int32, 0, size/2) // by word: its last token so far
	push := func(word string) {
		id, ok := ids[word]
		at := int32(len(t.tokens))
		if ok {
			t.tokens[last[id]].next = at
			last[id] = at
		} else {
			id = int32(len(t.words))
			ids[word] = id
			t.words, t.first, last = append(t.words, word), append(t.first, at), append(last, at)
		}
		t.tokens = append(t.tokens, token{id, int32(len(t.factors)), -1})
	}
	add := func(part string, factor float64) int {
		n := 0
		for _, s := range sentences(fold(part)) {
			for w := range wordsOf(s) {
				push(w)
				n++
			}
			t.factors = append(t.factors, factor)
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
	t.weigh()
	t.best = make([]float64, len(t.words))
	for _, tok := range t.tokens {
		t.best[tok.word] = max(t.best[tok.word], t.factors[tok.sentence])
	}
	return t
}
