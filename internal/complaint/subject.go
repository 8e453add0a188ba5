package complaint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Command is what a tagged subject asks for. Verb is canonical. Args is never
// nil; its keys are Dutch and lower case, positional arguments have the key of
// their meaning, and values are canonical where the language has a fixed set
// (capitals), as typed where not. docs/subject-language.md lists them all.
type Command struct {
	Verb Verb              `json:"verb"`
	Args map[string]string `json:"args"`
}

// Tag is what stands between the brackets of a subject. A zero Number: none, or
// none that is certain. A nil Command: nothing is to be done.
type Tag struct {
	Number  Number
	Command *Command
}

// SubjectError says that a tag was meant and is wrong. Nothing may be done then;
// its sender gets Read and Suggestion back.
type SubjectError struct {
	Code       string // one of the Code constants
	Read       string // the piece that was not understood, as it was read
	Suggestion string // a whole tag to copy, "" when none is certain
}

// The codes of a SubjectError.
const (
	CodeUnknown  = "E-ONBEKEND" // no such verb
	CodeTwice    = "E-DUBBEL"   // two commands, or one argument with two values
	CodeNumber   = "E-NUMMER"   // a number is missing, unreadable, or out of place
	CodeDate     = "E-DATUM"    // a date is missing or impossible
	CodeArgument = "E-ARGUMENT" // another argument is missing or not understood
	CodeBracket  = "E-HAAK"     // the closing bracket is missing
)

var codeTexts = map[string]string{
	CodeUnknown:  "unknown command",
	CodeTwice:    "more than one command",
	CodeNumber:   "the complaint number is missing or out of place",
	CodeDate:     "a date is missing or impossible",
	CodeArgument: "an argument is missing or not understood",
	CodeBracket:  "the closing bracket is missing",
}

func (e *SubjectError) Error() string {
	text := fmt.Sprintf("%s: %s: %q", e.Code, codeTexts[e.Code], e.Read)
	if e.Suggestion != "" {
		text += "; " + e.Suggestion + " would do"
	}
	return text
}

// longestSubject bounds the work on a subject somebody made to be long, in
// bytes. Mail programs cut at 255 characters at the latest.
const longestSubject = 8 << 10

// ParseSubject finds the tag in any subject that a mail program can make, after
// its encoded words (RFC 2047) were decoded. prefix is the organisation's, "K".
//
// Without any tag it returns the zero Tag and no error. The first well-formed tag
// with a command wins; numbers without a command beside it are just text, because
// customers write them. A wrong tag before it, a second, other command and a
// command that lacks what it needs are a *SubjectError; Tag.Number is then still
// given when it is certain. Without a command, the number in brackets is given,
// else the one in the text; where two differ, none.
func ParseSubject(subject, prefix string) (Tag, error) {
	p := parser{prefix: prefix}
	text := withoutTokens(normalise(bounded(subject)))

	var bracketed []Number
	var commands []Tag
	var wrong *SubjectError
	var wrongTag Tag
	all := brackets(text)
	named := slices.ContainsFunc(all, func(b bracket) bool {
		tag, _ := p.read(b)
		return tag.Command != nil && !tag.Number.IsZero()
	})
	for _, b := range all {
		if named && !strings.Contains(b.body, " ") && lookup(b.body) != nil {
			continue // [List], [New] before a command on a complaint: a mailing list's
		}
		tag, err := p.read(b)
		switch {
		case err != nil && wrong == nil && len(commands) == 0:
			wrong, wrongTag = err, tag
		case err != nil: // behind a good one: an older subject, quoted
		case tag.Command != nil:
			commands = append(commands, tag)
		case !tag.Number.IsZero():
			bracketed = append(bracketed, tag.Number)
		}
	}
	for _, other := range commands[min(1, len(commands)):] {
		if first := commands[0]; !first.same(other) {
			return Tag{Number: only(first.Number, other.Number)},
				&SubjectError{Code: CodeTwice, Read: first.String() + " " + other.String()}
		}
	}
	number := only(bracketed...)
	if len(bracketed) == 0 {
		number = only(p.prose(text)...)
	}
	if wrong == nil && len(commands) == 0 {
		wrong = p.unbracketed(text, only(bracketed...))
	}
	switch {
	case wrong != nil:
		if wrongTag.Number.IsZero() {
			wrongTag.Number = number
			if wrong.Suggestion == "" && !number.IsZero() && wrongTag.Command != nil {
				wrong.Suggestion = wrongTag.String() // all it lacked was the number
			}
		}
		for _, c := range commands {
			wrongTag.Number = only(wrongTag.Number, c.Number)
		}
		return Tag{Number: wrongTag.Number}, wrong
	case len(commands) > 0:
		return commands[0], nil
	}
	return Tag{Number: number}, nil
}

// only is the one number that all of them are, zero when they differ.
func only(numbers ...Number) Number {
	for _, n := range numbers {
		if n != numbers[0] {
			return Number{}
		}
	}
	if len(numbers) == 0 {
		return Number{}
	}
	return numbers[0]
}

func (t Tag) same(other Tag) bool {
	return t.Number == other.Number && t.Command.Verb == other.Command.Verb && maps.Equal(t.Command.Args, other.Command.Args)
}

// String is the canonical tag, "" for the zero Tag; ParseSubject reads it back as
// the same Tag.
func (t Tag) String() string {
	switch {
	case t.Command == nil && t.Number.IsZero():
		return ""
	case t.Command == nil:
		return "[" + t.Number.String() + "]"
	case t.Number.IsZero():
		return "[" + t.Command.String() + "]"
	}
	return "[" + t.Number.String() + " " + t.Command.String() + "]"
}
