package complaint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

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
}

// read takes the arguments of a command from its words.
func (spec *verbSpec) read(words []word) (map[string]string, *argumentError) {
	args := make(map[string]string)
	for i := 0; i < len(words); i++ {
		w, last := words[i], i
		if i+1 < len(words) && words[i+1].key == "" { // 20-11 09:40: the time belongs to the date
			if _, isDate := readMoment(w.value); isDate && readTime(words[i+1].value) != "" {
				w.value += " " + words[i+1].value
				last = i + 1
			}
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

// place finds the argument that w is: by its key, else the first one not yet
// given that can be read from it.
func (spec *verbSpec) place(w word, args map[string]string) (*argument, string) {
	for i := range spec.args {
		a := &spec.args[i]
		if w.key != "" && (w.key == a.key || slices.Contains(a.other, w.key)) {
			if value, ok := a.value(w.value); ok {
				return a, value
			}
			return nil, ""
		}
	}
	if w.key != "" {
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
		byKey := w.key == a.key || slices.Contains(a.other, w.key)
		switch {
		case a.date && (byKey || w.key == "" && (dateLike || !given && (a.required || len(spec.args) == 1))):
			err.code = CodeDate
		case a.words != nil && (byKey || w.key == "" && !a.keyed):
			for name := range a.words {
				fixed = append(fixed, name)
			}
		}
	}
	if w.key == "" && lookup(w.value) != nil {
		return &argumentError{code: CodeTwice, i: i}
	}
	if name := nearestWord(strings.ToUpper(w.value), fixed); name != "" {
		err.code, err.instead = CodeArgument, name
		if w.key != "" {
			err.instead = w.key + "=" + name
		}
	}
	return err
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

// days are the words for a day, and how they are kept.
var days = map[string]string{
	"vandaag": "vandaag", "today": "vandaag", "morgen": "morgen", "tomorrow": "morgen",
	"ma": "ma", "mon": "ma", "maandag": "ma", "monday": "ma",
	"di": "di", "tue": "di", "dinsdag": "di", "tuesday": "di",
	"wo": "wo", "wed": "wo", "woensdag": "wo", "wednesday": "wo",
	"do": "do", "thu": "do", "donderdag": "do", "thursday": "do",
	"vr": "vr", "fri": "vr", "vrijdag": "vr", "friday": "vr",
	"za": "za", "sat": "za", "zaterdag": "za", "saturday": "za",
	"zo": "zo", "sun": "zo", "zondag": "zo", "sunday": "zo",
}

var (
	dayMonth = regexp.MustCompile(`^(\d{1,2})-(\d{1,2})(-\d{4})?$`)
	ahead    = regexp.MustCompile(`^\+[1-9]\d{0,2}(d|w|wd)$`)
	clock    = regexp.MustCompile(`^(\d{1,2})[:.uUhH](\d{2})$`)
	moment   = regexp.MustCompile(`^(.+?)[ tT](\d.*)$`)
)

// readMoment reads a day, or a day and a time: what is kept is "20-11" or
// "20-11 09:40". Which day that is depends on the day it was sent, which the
// reader does not know.
func readMoment(s string) (string, bool) {
	if d, ok := readDay(s); ok {
		return d, true
	}
	if m := moment.FindStringSubmatch(s); m != nil {
		d, ok := readDay(m[1])
		at := readTime(m[2])
		return d + " " + at, ok && at != ""
	}
	return "", false
}

func readDay(s string) (string, bool) {
	s = strings.ReplaceAll(strings.ToLower(s), "/", "-")
	if d, ok := days[s]; ok {
		return d, true
	}
	if ahead.MatchString(s) {
		return s, true
	}
	if t, err := time.Parse("2006-1-2", s); err == nil {
		return t.Format(time.DateOnly), true
	}
	m := dayMonth.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	year := m[3]
	if year == "" {
		year = "-2024" // a leap year: whether 29-2 exists this year is for the desk
	}
	_, err := time.Parse("2-1-2006", m[1]+"-"+m[2]+year)
	return s, err == nil
}

func readISODate(s string) (string, bool) {
	_, err := time.Parse(time.DateOnly, s)
	return s, err == nil
}

// readTime reads 9:40, 9.40 or 9u40 as 09:40, "" when s is no time of day.
func readTime(s string) string {
	m := clock.FindStringSubmatch(s)
	if m == nil || len(m[1]) == 2 && m[1] > "23" || m[2] > "59" {
		return ""
	}
	return ("0" + m[1])[len(m[1])-1:] + ":" + m[2]
}
