package classify

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Rules are a rule book. It never changes and may be used by many at once.
type Rules struct {
	rules    []rule
	patterns []pattern
	elements [][]element // by pattern; nil for near
	index    *index
	speller  *speller
	near     []bool // by slot: half of a near, whose place matters
	bySlot   []int  // the pattern that a slot is of
	// recognised, by phrase: where it is found it is known which word stands there. A
	// hint at how a word begins does not tell, and may leave a slip in its end.
	recognised  []bool
	departments int
}

// rule gives its weight for each of its patterns that is found, once, and takes
// it back for each of those under unless.
type rule struct {
	department string
	number     int // of the department, from 0
	weight     float64
	language   string // "" for any
	// takes: the rule has no patterns of its own, and takes from what the other
	// rules gave to its department. Otherwise unless takes back only what the rule
	// itself gave.
	takes bool
}

// pattern is one entry of words, near or unless.
type pattern struct {
	name   string // as the file has it; what a verdict names
	rule   int
	unless bool
	slots  [2]int32 // where its finds are noted; the second is -1 but for near
	within int      // near: how many words apart, at most; 0 for the others
}

// Departments are the codes that rules name, in alphabetical order.
func (r *Rules) Departments() []string {
	var out []string
	for _, rule := range r.rules {
		out = append(out, rule.department)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Len is how many patterns there are.
func (r *Rules) Len() int { return len(r.patterns) }

// builder fills a rule book.
type builder struct {
	rules   *Rules
	phrases []phrase
	seen    map[string]int // the phrase that is written so
	numbers map[string]int // by department
}

func newBuilder() *builder {
	return &builder{rules: &Rules{}, seen: map[string]int{}, numbers: map[string]int{}}
}

// maxWithin is how far apart the halves of near may be said to lie.
const maxWithin = 50

func (b *builder) rule(department string, weight float64, language string, takes bool) int {
	number, ok := b.numbers[department]
	if !ok {
		number = len(b.numbers)
		b.numbers[department] = number
	}
	b.rules.rules = append(b.rules.rules, rule{department, number, weight, language, takes})
	return len(b.rules.rules) - 1
}

func (b *builder) slot(near bool) int32 {
	b.rules.near = append(b.rules.near, near)
	b.rules.bySlot = append(b.rules.bySlot, len(b.rules.patterns))
	return int32(len(b.rules.near) - 1)
}

// look adds a phrase to look for. One of two words is also met where people write
// them as one: eigenrisico.
func (b *builder) look(elements []element, slot int32) {
	b.add(elements, slot)
	if len(elements) == 2 && len(elements[0].text) >= splitLeast && len(elements[1].text) >= splitLeast {
		b.add([]element{{elements[0].text + elements[1].text, elements[0].pre, elements[1].post}}, slot)
	}
}

func (b *builder) add(elements []element, slot int32) {
	key := written(elements)
	i, ok := b.seen[key]
	if !ok {
		i = len(b.phrases)
		b.seen[key] = i
		b.phrases = append(b.phrases, phrase{elements: elements})
	}
	b.phrases[i].slots = append(b.phrases[i].slots, slot)
}

// deciding is the weight of a word that decides something by itself: it is worth
// guessing at where it is typed wrong. Lighter ones hint, and may well speak for two
// departments.
const deciding = 3

// finish makes the rule book ready for use.
func (b *builder) finish() *Rules {
	r := b.rules
	r.departments = len(b.numbers)
	r.index = newIndex(b.phrases)
	r.recognised = make([]bool, len(b.phrases))
	var worth []int32 // guessing at: words that hint, and halves of a near, are everyday words
	for i, p := range b.phrases {
		sure := slices.ContainsFunc(p.slots, func(slot int32) bool {
			return !r.near[slot] && r.rules[r.patterns[r.bySlot[slot]].rule].weight >= deciding
		})
		half := slices.ContainsFunc(p.slots, func(slot int32) bool { return r.near[slot] })
		r.recognised[i] = sure || half || !p.elements[len(p.elements)-1].post
		if sure {
			worth = append(worth, int32(i))
		}
	}
	r.speller = newSpeller(b.phrases, worth)
	return r
}

func (b *builder) word(rule int, name string, unless bool) error {
	elements, err := parsePhrase(name)
	if err != nil {
		return err
	}
	slot := b.slot(false)
	b.look(elements, slot)
	b.rules.elements = append(b.rules.elements, elements)
	b.rules.patterns = append(b.rules.patterns, pattern{name: strings.TrimSpace(name), rule: rule, unless: unless, slots: [2]int32{slot, -1}})
	return nil
}

// nearSign stands between the halves of a near where it is named.
const nearSign = " … "

// near reads ["leenauto", "niet|geen|zonder", 6].
func (b *builder) near(rule int, entry []any) error {
	if len(entry) != 3 {
		return fmt.Errorf("it has %d parts", len(entry))
	}
	one, ok1 := entry[0].(string)
	other, ok2 := entry[1].(string)
	within, ok3 := entry[2].(int64)
	if !ok1 || !ok2 || !ok3 {
		return errors.New("two texts and a number are wanted")
	}
	if within < 1 || within > maxWithin {
		return fmt.Errorf("%d is no number from 1 to %d", within, maxWithin)
	}
	p := pattern{name: one + nearSign + other, rule: rule, within: int(within)}
	for i, side := range []string{one, other} {
		p.slots[i] = b.slot(true)
		for _, alternative := range strings.Split(side, "|") {
			elements, err := parsePhrase(alternative)
			if err != nil {
				return fmt.Errorf("the pattern %q %w", alternative, err)
			}
			b.look(elements, p.slots[i])
		}
	}
	b.rules.elements = append(b.rules.elements, nil)
	b.rules.patterns = append(b.rules.patterns, p)
	return nil
}
