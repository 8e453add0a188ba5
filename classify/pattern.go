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

// String writes e as a rules file has it.
func (e element) String() string {
	s := e.text
	if e.pre {
		s = "*" + s
	}
	if e.post {
		s += "*"
	}
	return s
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
