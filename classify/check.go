package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Finding is what is wrong with a pattern of a rules file that can be read. The
// daemon takes such a file; whoever wrote it meant something else.
type Finding struct {
	Line       int
	Kind       FindingKind
	Department string
	Pattern    string
	Text       string // for people: what is wrong, and what to do
}

// FindingKind says what is wrong with a pattern.
type FindingKind string

// The kinds of findings.
const (
	Dead          FindingKind = "dead"          // it can never count
	Shadowed      FindingKind = "shadowed"      // a broader pattern counts wherever it is met
	Contradictory FindingKind = "contradictory" // what it gives is taken, or given to another as well
	Broad         FindingKind = "broad"         // it sits inside words that have nothing to do with it
)

// leastInfix is how many letters a pattern between two stars should have: "*band*"
// is in verband and aan banden leggen.
const leastInfix = 5

// Check finds what is wrong with the text of a rules file, in the order of its
// lines; name is for errors. The error is that of Parse. A department that is not
// among the given ones is a finding; nil means that all exist.
func Check(name string, text []byte, departments []string) ([]Finding, error) {
	r, err := Parse(name, text)
	if err != nil {
		return nil, err
	}
	where := places(text)
	c := checker{rules: r, byDepartment: map[string][]int{}, departments: departments}
	c.read(where)
	for i := range r.patterns {
		c.check(i)
	}
	c.unknownDepartments(where)
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	return c.found, nil
}

type checker struct {
	rules        *Rules
	departments  []string
	line         []int // by pattern
	byDepartment map[string][]int
	found        []Finding
}

// read finds the lines of all patterns. One that is written twice in a rule stands
// in two places.
func (c *checker) read(where lines) {
	type entry struct {
		rule int
		name string
	}
	times := map[entry]int{}
	for i, p := range c.rules.patterns {
		name, _, _ := strings.Cut(p.name, nearSign)
		c.line = append(c.line, where.nth(p.rule, name, times[entry{p.rule, name}]))
		times[entry{p.rule, name}]++
		department := c.rules.rules[p.rule].department
		c.byDepartment[department] = append(c.byDepartment[department], i)
	}
}

func (c *checker) find(i int, kind FindingKind, format string, args ...any) {
	p := c.rules.patterns[i]
	c.found = append(c.found, Finding{c.line[i], kind, c.rules.rules[p.rule].department, p.name, fmt.Sprintf(format, args...)})
}

// check says the first thing that is wrong with a pattern.
func (c *checker) check(i int) {
	p := c.rules.patterns[i]
	rule := c.rules.rules[p.rule]
	if c.rules.elements[i] == nil { // near
		return
	}
	if e := c.rules.elements[i][0]; len(c.rules.elements[i]) == 1 && e.pre && e.post && len(e.text) < leastInfix && !p.unless {
		c.find(i, Broad, "sits inside many other words; write whole words, or a beginning such as %s*", e.text)
	}
	if p.unless {
		c.checkUnless(i)
		return
	}
	for _, j := range c.byDepartment[rule.department] {
		q := c.rules.patterns[j]
		other := c.rules.rules[q.rule]
		if i == j || c.rules.elements[j] == nil || !covers(c.rules.elements[j], c.rules.elements[i]) || other.language != "" && other.language != rule.language {
			continue
		}
		same := covers(c.rules.elements[i], c.rules.elements[j])
		switch {
		case q.unless && q.rule == p.rule:
			c.find(i, Dead, "is taken back by unless on line %d wherever it is met; remove one of the two", c.line[j])
		case q.unless && other.takes && other.weight >= rule.weight:
			c.find(i, Contradictory, "gives %g, and %s on line %d takes %g from the same department; remove one of the two", rule.weight, q.name, c.line[j], other.weight)
		case q.unless || other.weight < rule.weight:
			continue
		case same && (other.weight > rule.weight || other.language != rule.language || j < i):
			c.find(i, Dead, "stands on line %d already, with weight %g; remove this one", c.line[j], other.weight)
		case !same && rule.weight >= deciding:
			c.find(i, Shadowed, "does nothing where %s on line %d is met, which weighs %g; give it more weight, or remove it", q.name, c.line[j], other.weight)
		default:
			continue
		}
		return
	}
	c.checkOthers(i)
}

// checkUnless looks for what an unless could take from.
func (c *checker) checkUnless(i int) {
	p := c.rules.patterns[i]
	rule := c.rules.rules[p.rule]
	if !rule.takes {
		return
	}
	for _, j := range c.byDepartment[rule.department] {
		if !c.rules.patterns[j].unless {
			return
		}
	}
	c.find(i, Dead, "takes from %s, for which no rule has words", rule.department)
}

// checkOthers looks for a department that gets as much by the same words.
func (c *checker) checkOthers(i int) {
	rule := c.rules.rules[c.rules.patterns[i].rule]
	if rule.weight < deciding {
		return
	}
	for j, q := range c.rules.patterns[:i] {
		other := c.rules.rules[q.rule]
		if q.unless || other.department == rule.department || other.weight != rule.weight || other.language != "" && rule.language != "" && other.language != rule.language {
			continue
		}
		if c.rules.elements[j] != nil && slices.Equal(c.rules.elements[i], c.rules.elements[j]) {
			c.find(i, Contradictory, "speaks as much for %s as for %s (line %d), so that it decides nothing; give one of them less", rule.department, other.department, c.line[j])
			return
		}
	}
}

// unknownDepartments names the rules for departments that do not exist.
func (c *checker) unknownDepartments(where lines) {
	if c.departments == nil {
		return
	}
	for n, rule := range c.rules.rules {
		if !slices.Contains(c.departments, rule.department) {
			c.found = append(c.found, Finding{where.nth(n, "department", 0), Dead, rule.department, "",
				"no department has this code in the configuration, so that the rule counts for the fallback"})
		}
	}
}

// covers tells whether q is met wherever p is.
func covers(q, p []element) bool {
	for from := 0; from+len(q) <= len(p); from++ {
		all := true
		for i, e := range q {
			all = all && e.covers(p[from+i])
		}
		if all {
			return true
		}
	}
	return false
}

// covers tells whether every word that o is met by also meets e.
func (e element) covers(o element) bool {
	switch {
	case e.pre && e.post:
		return strings.Contains(o.text, e.text)
	case e.pre:
		return !o.post && strings.HasSuffix(o.text, e.text)
	case e.post:
		return !o.pre && strings.HasPrefix(o.text, e.text)
	}
	return e == o
}
