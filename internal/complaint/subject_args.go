package complaint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// argument is one thing that a command takes.
type argument struct {
	key      string   // Dutch, lower case
	other    []string // other spellings of the key
	read     func(s string) (value string, ok bool)
	words    map[string]string // of a fixed set: what may be typed, and what it means
	flag     bool              // a word that stands for key=ja
	keyed    bool              // only as key=value
	required bool
	date     bool
	person   bool // typed with an @, kept without
	free     bool // several words, up to the next key
}

// read takes the arguments of a command from its words, tidied.
func (spec *verbSpec) read(words []word) (map[string]string, *argumentError) {
	args := make(map[string]string)
	for i := 0; i < len(words); i++ {
		w, last := words[i], i
		if value, used := spec.moment(words[i:]); used > 1 {
			w.value, last = value, i+used-1
		}
		if w.key == "" && spec.takesNumber() {
			if n, used := readSpacedNumber(words[i:]); used > 0 {
				w.value, last = n, i+used-1
			}
		}
		a, value := spec.place(w, args)
		if a == nil {
			return nil, spec.misplaced(w, i, args)
		}
		if old, given := args[a.key]; given && old != value {
			return nil, &argumentError{code: CodeTwice, i: i}
		}
		args[a.key] = value
		i = last
	}
	for _, a := range spec.args {
		if _, given := args[a.key]; a.required && !given {
			if a.date {
				return nil, &argumentError{code: CodeDate, i: -1}
			}
			return nil, &argumentError{code: CodeArgument, i: -1}
		}
	}
	if spec.some && len(args) == 0 {
		return nil, &argumentError{code: CodeArgument, i: -1}
	}
	return args, nil
}

// longestMoment is "woensdag 2 december 2026 9 uur", in words.
const longestMoment = 6

// moment reads the most words that are one date: 20-11 09:40, or 2 december.
func (spec *verbSpec) moment(words []word) (value string, used int) {
	if !slices.ContainsFunc(spec.args, func(a argument) bool { return a.date && (words[0].key == "" || a.named(words[0].key)) }) {
		return "", 0
	}
	most := 1
	for most < min(longestMoment, len(words)) && words[most].key == "" {
		most++
	}
	for used = most; used > 1; used-- {
		s := words[0].value
		for _, w := range words[1:used] {
			s += " " + w.value
		}
		if value, ok := readMoment(s); ok {
			return value, used
		}
	}
	return "", 0
}

// named tells that key is the key of a.
func (a *argument) named(key string) bool { return key == a.key || slices.Contains(a.other, key) }

// argument is the one with that key, nil for none.
func (spec *verbSpec) argument(key string) *argument {
	for i := range spec.args {
		if spec.args[i].named(key) {
			return &spec.args[i]
		}
	}
	return nil
}

// place finds the argument that w is: by its key, else the first one not yet
// given that can be read from it.
func (spec *verbSpec) place(w word, args map[string]string) (*argument, string) {
	if w.key != "" {
		if a := spec.argument(w.key); a != nil {
			if value, ok := a.value(w.value); ok {
				return a, value
			}
		}
		return nil, ""
	}
	for i := range spec.args {
		a := &spec.args[i]
		if _, given := args[a.key]; given || a.keyed {
			continue
		}
		if a.flag {
			if _, ok := a.words[strings.ToUpper(w.value)]; ok {
				return a, "ja"
			}
			continue
		}
		if value, ok := a.value(w.value); ok && (!a.person || strings.Contains(w.value, "@")) {
			return a, value
		}
	}
	return nil, ""
}

// misplaced says what is wrong with a word that is no argument.
func (spec *verbSpec) misplaced(w word, i int, args map[string]string) *argumentError {
	err := &argumentError{code: CodeArgument, i: i}
	var fixed []string
	dateLike := strings.ContainsAny(w.value[:min(1, len(w.value))], "+0123456789")
	for _, a := range spec.args {
		_, given := args[a.key]
		byKey := a.named(w.key)
		switch {
		case a.date && (byKey || w.key == "" && (dateLike || !given && (a.required || len(spec.args) == 1))):
			err.code = CodeDate
		case a.words != nil && (byKey || w.key == "" && !a.keyed):
			for name := range a.words {
				fixed = append(fixed, name)
			}
		}
	}
	if w.key == "" && (lookup(w.value) != nil || spec.given(w.value, args)) {
		return &argumentError{code: CodeTwice, i: i}
	}
	if _, isPerson := readPerson(w.value); isPerson && w.key == "" && spec.takesPerson(args) {
		err.instead = "@" + w.value
	}
	if name := nearestWord(strings.ToUpper(w.value), fixed); name != "" {
		err.code, err.instead = CodeArgument, name
		if w.key != "" {
			err.instead = w.key + "=" + name
		}
	}
	return err
}

// given tells that s is another word for an argument that has its value.
func (spec *verbSpec) given(s string, args map[string]string) bool {
	return slices.ContainsFunc(spec.args, func(a argument) bool {
		_, given := args[a.key]
		_, fixed := a.words[strings.ToUpper(s)]
		return given && fixed
	})
}

func (spec *verbSpec) takesPerson(args map[string]string) bool {
	return slices.ContainsFunc(spec.args, func(a argument) bool {
		_, given := args[a.key]
		return a.person && !given && !a.keyed
	})
}

func (spec *verbSpec) takesNumber() bool {
	return slices.ContainsFunc(spec.args, func(a argument) bool { return a.key == "nummer" })
}

// value reads s as a value of a, canonical.
func (a *argument) value(s string) (string, bool) {
	switch {
	case s == "" || len(s) > 300:
		return "", false
	case a.flag:
		return "ja", slices.Contains([]string{"JA", "YES"}, strings.ToUpper(s))
	case a.words != nil:
		value, ok := a.words[strings.ToUpper(s)]
		return value, ok
	}
	return a.read(s)
}

func readText(s string) (string, bool) { return s, !strings.HasPrefix(s, `"`) }

func readMail(s string) (string, bool) {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
	at := strings.LastIndexByte(s, '@')
	return s, at > 0 && at < len(s)-1 && !strings.ContainsAny(s, ` "<>`)
}

var department = regexp.MustCompile(`^\p{L}[\p{L}\p{N}&_-]{0,39}$`)

// readDepartment reads a code or alias; which ones there are is for the desk.
func readDepartment(s string) (string, bool) {
	return norm.NFKC.String(strings.ToUpper(s)), department.MatchString(s)
}

var person = regexp.MustCompile(`^@?([\p{L}\p{N}._%+'-]+(?:@[\p{L}\p{N}.-]+)?)$`)

func readPerson(s string) (string, bool) {
	m := person.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return norm.NFKC.String(strings.ToLower(m[1])), true
}

func readCount(s string) (string, bool) {
	n, err := strconv.Atoi(s)
	return strconv.Itoa(n), err == nil && n > 0
}

func readNumber(s string) (string, bool) {
	n, err := ParseNumber(strings.ToUpper(s))
	return n.String(), err == nil
}

// readSpacedNumber reads a number of another complaint as people write one, with
// any prefix of one to four letters, from up to three words.
func readSpacedNumber(words []word) (number string, used int) {
	for used = min(3, len(words)); used > 0; used-- {
		s := words[0].raw
		for _, w := range words[1:used] {
			s += " " + w.raw
		}
		// Not of ToLower's result: its length may differ.
		letters := len(s) - len(strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		if letters > 4 {
			continue
		}
		if n, length, _ := (parser{prefix: s[:letters]}).number(s); length == len(s) && length > 0 {
			return n.String(), used
		}
	}
	return "", 0
}
