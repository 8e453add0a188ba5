package complaint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// read makes of a bracket: the zero Tag for one that is none of ours, a Tag
// without command for a number or a tag that only names, a command, or an error
// where a command was meant. The Tag beside an error holds what could be read.
func (p parser) read(b bracket) (Tag, *SubjectError) {
	n, length, _ := p.digits(b.body)
	if length == 0 {
		return p.deskTag(b)
	}
	tag := Tag{Number: n}
	rest := strings.TrimLeft(b.body[length:], " :,.;-/|>")
	if rest == "" {
		if !b.closed && trailingDigits(b.body) < 6 {
			return Tag{}, nil // see cut
		}
		return tag, nil
	}
	words, ok := split(rest)
	if !ok {
		return tag, &SubjectError{Code: CodeArgument, Read: rest}
	}
	spec, used := verbOf(words)
	if !strings.ContainsRune(" :,", rune(b.body[length])) && (spec == nil || used == 0) {
		if _, whole, _ := p.number(b.body); whole == 0 {
			return p.deskTag(b) // K-2026-00O123
		}
		return Tag{}, nil // K-2026-000123-x
	}
	switch {
	case spec == nil:
		return tag, p.unknown(b, n, words)
	case spec.about == theDesk:
		return tag, &SubjectError{Code: CodeNumber, Read: b.body, Suggestion: "[" + join(words, 0, string(spec.verb)) + "]"}
	}
	given := spec.tidy(words[used:])
	args, err := spec.read(given)
	if err != nil && b.closed {
		wrong := err.within(n.String()+" "+string(spec.verb), given)
		if !p.whole(wrong.Suggestion) {
			wrong.Suggestion = ""
		}
		return tag, wrong
	}
	if !b.closed && (err != nil || !b.atEnd || b.mayBeCut(spec, given)) {
		open := &SubjectError{Code: CodeBracket, Read: b.body}
		if err == nil {
			open.Suggestion = Tag{n, &Command{spec.verb, args}}.String()
		}
		return tag, open
	}
	tag.Command = &Command{spec.verb, args}
	return tag, nil
}

// mayBeCut tells that a bracket without end may have held more: its mail program
// says so, or it ends with a value that would go unnoticed when it were cut, such
// as the 2-1 of 2-12.
func (b bracket) mayBeCut(spec *verbSpec, given []word) bool {
	if strings.HasSuffix(b.body, "..") {
		return true
	}
	if !b.long || len(given) == 0 {
		return false
	}
	a, _ := spec.place(given[len(given)-1], nil)
	return a == nil || a.words == nil
}

// unknown says what is wrong with words behind a number that name no command,
// nil when they are a person's own.
func (p parser) unknown(b bracket, n Number, words []word) *SubjectError {
	first := words[0].raw
	names := slices.DeleteFunc(slices.Clone(verbNames), func(name string) bool {
		near := oneSlip(strings.ToUpper(first), name)
		if !b.closed && b.atEnd && len(words) == 1 { // cut in the middle
			near = near || len(first) > 2 && strings.HasPrefix(name, strings.ToUpper(first))
		}
		return !near
	})
	if meant, ok := insteads[strings.ToUpper(first)]; ok {
		names = append(names, string(meant))
	}
	if len(names) == 0 && !b.closed {
		return nil
	}
	err := &SubjectError{Code: CodeUnknown, Read: first}
	names = slices.DeleteFunc(names, func(name string) bool {
		return !p.whole("[" + n.String() + " " + join(words, 0, name) + "]")
	})
	for _, name := range names {
		if lookup(name) != lookup(names[0]) {
			return err
		}
	}
	if len(names) > 0 {
		err.Suggestion = "[" + n.String() + " " + join(words, 0, names[0]) + "]"
	}
	return err
}

// whole tells that a suggestion would do what it says.
func (p parser) whole(suggestion string) bool {
	body, _ := strings.CutPrefix(strings.TrimSuffix(suggestion, "]"), "[")
	if body == "" {
		return false
	}
	tag, err := p.read(bracket{body: body, closed: true})
	return err == nil && tag.Command != nil
}

// deskTag reads a bracket that begins with no number. Subjects are full of
// brackets of others, so it is wrong only where a command was surely meant.
func (p parser) deskTag(b bracket) (Tag, *SubjectError) {
	words, ok := split(b.body)
	if !ok || len(words) == 0 {
		return Tag{}, nil
	}
	first := words[0].raw
	spec, used := verbOf(words)
	given := words[used:]
	if day, rest := dayOf(words); day != "" {
		if i := slices.IndexFunc(rest, func(w word) bool { s := lookup(w.raw); return s != nil && s.verb == Gezien }); i >= 0 {
			rest = append(append(slices.Clone(rest[:i]), rest[i+1:]...), rest[i]) // GEZIEN SCHADE
		}
		last := rest[len(rest)-1].raw
		spec = lookup(last)
		given = append([]word{{raw: day, key: "dag", value: day}}, rest[:len(rest)-1]...)
		if spec == nil || spec.verb != Gezien {
			if name := nearest(last, namesOf(Gezien)); name != "" {
				return Tag{}, &SubjectError{Code: CodeUnknown, Read: last, Suggestion: "[" + join(words, len(words)-1, name) + "]"}
			}
			return Tag{}, nil // [DAG-2026-11-23]: the digest's own subject
		}
	}
	if spec == nil {
		return Tag{}, p.meant(b.body, words)
	}
	given = spec.tidy(given)
	args, err := spec.read(given)
	switch {
	case err != nil && spec.about == aComplaint:
		return p.reversed(b, spec, given)
	case err != nil && spec.loud && b.closed:
		return Tag{}, err.within(string(spec.verb), given)
	case err != nil || strings.EqualFold(first, "TO"): // [to do] is no command
		return Tag{}, nil
	}
	tag := Tag{Command: &Command{spec.verb, args}}
	switch {
	case spec.about == aComplaint:
		return tag, &SubjectError{Code: CodeNumber, Read: b.body}
	case !b.closed:
		return tag, &SubjectError{Code: CodeBracket, Read: b.body, Suggestion: tag.String()}
	}
	return tag, nil
}

// reversed reads a command with its number at the end: [OPGELOST K-2026-000123].
func (p parser) reversed(b bracket, spec *verbSpec, words []word) (Tag, *SubjectError) {
	for i := range words {
		end := join(words[i:], 0, words[i].raw)
		n, length, _ := p.number(end)
		if length == 0 || length != len(end) {
			continue
		}
		args, err := spec.read(words[:i])
		if err != nil {
			return Tag{}, nil
		}
		tag := Tag{Number: n, Command: &Command{spec.verb, args}}
		return Tag{Number: n}, &SubjectError{Code: CodeNumber, Read: b.body, Suggestion: tag.String()}
	}
	return Tag{}, nil
}

// before is what precedes a tag: Re: FW: AW: [EXTERN] and the like.
var before = regexp.MustCompile(`^(?:[\pL.]{1,20} ?(?:[\[(^]\d+[\])]?)? ?: ?|\[[^\]]*\] ?)*`)

// unbracketed is the error of a command without its brackets, with others, or
// behind a number that has them, when it is all that somebody wrote; nil for
// anything else. n is the number that stands in brackets.
func (p parser) unbracketed(text string, n Number) *SubjectError {
	body := strings.Trim(text[len(before.FindString(text)):], " (){}<>")
	own, length, _ := p.digits(body)
	switch {
	case length == 0 && !n.IsZero():
		body = n.String() + " " + strings.TrimLeft(body, ":- ")
	case length > 0 && (own.Year < 2000 || own.Year > 2099):
		return nil
	}
	tag, err := p.read(bracket{body: body, closed: true})
	if err != nil || tag.Command == nil {
		return nil
	}
	spec := byName[string(tag.Command.Verb)]
	required := slices.ContainsFunc(spec.args, func(a argument) bool { return a.required })
	if tag.Number.IsZero() && !(spec.loud && required) {
		return nil // of lists and the post people speak, too
	}
	return &SubjectError{Code: CodeBracket, Read: body, Suggestion: tag.String()}
}

// meant tells why a bracket that begins with neither number nor verb is a command
// gone wrong, nil when it is none.
func (p parser) meant(body string, words []word) *SubjectError {
	first := words[0].raw
	if name := nearest(first, verbNames); name != "" && lookup(name).about != aComplaint {
		if _, err := lookup(name).read(words[1:]); err == nil {
			return &SubjectError{Code: CodeUnknown, Read: first, Suggestion: "[" + join(words, 0, name) + "]"}
		}
	}
	// [K-20266-123 OPGELOST], [2026-000123 OPGELOST], [K 123 OPGELOST]
	number := strings.ContainsFunc(first, unicode.IsDigit) || strings.EqualFold(first, p.prefix)
	if number && slices.ContainsFunc(words[1:], func(w word) bool { return lookup(w.raw) != nil }) {
		return &SubjectError{Code: CodeNumber, Read: body}
	}
	return nil
}

// dayOf splits DAG-2026-11-23 or DAG 2026-11-23 from the words behind it; "" when
// the words do not begin with a day or nothing follows.
func dayOf(words []word) (day string, rest []word) {
	head := strings.ToUpper(words[0].raw)
	switch {
	case len(words) > 1 && (strings.HasPrefix(head, "DAG-") || strings.HasPrefix(head, "DAY-")):
		return words[0].raw[len("DAG-"):], words[1:]
	case len(words) > 2 && (head == "DAG" || head == "DAY"):
		return words[1].raw, words[2:]
	}
	return "", nil
}

// word is one argument as typed: a word by itself, or key=value.
type word struct{ raw, key, value string }

// split cuts a tag into words. It is false when a quoted value has no end.
func split(s string) ([]word, bool) {
	var words []word
	for s = strings.TrimLeft(s, " "); s != ""; s = strings.TrimLeft(s, " ") {
		end := 0
		for end < len(s) && s[end] != ' ' {
			end = skip(s, end)
		}
		w := word{raw: s[:end], value: s[:end]}
		s = s[end:]
		key, value, ok := strings.Cut(w.raw, "=")
		if ok && key != "" && strings.Trim(strings.ToLower(key), "abcdefghijklmnopqrstuvwxyz-") == "" {
			w.key, w.value = strings.ToLower(key), value
			if inner, quoted := strings.CutPrefix(value, `"`); quoted {
				inner, ok = strings.CutSuffix(inner, `"`)
				if !ok || strings.Contains(inner, `"`) {
					return nil, false
				}
				w.value = strings.TrimSpace(inner)
			}
		}
		words = append(words, w)
	}
	return words, true
}

// join writes words as they were typed, but for one of them.
func join(words []word, i int, instead string) string {
	typed := make([]string, len(words))
	for j, w := range words {
		typed[j] = w.raw
	}
	typed[i] = instead
	return strings.Join(typed, " ")
}

// argumentError is what is wrong with one argument.
type argumentError struct {
	code    string
	i       int    // the word, -1: one is missing
	instead string // what it may have been meant to be
}

// within says which tag the argument stood in; before is what precedes its words.
func (e *argumentError) within(before string, words []word) *SubjectError {
	if e.i < 0 {
		return &SubjectError{Code: e.code, Read: before}
	}
	err := &SubjectError{Code: e.code, Read: words[e.i].raw}
	if e.instead != "" {
		err.Suggestion = "[" + before + " " + join(words, e.i, e.instead) + "]"
	}
	return err
}
