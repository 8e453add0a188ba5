package complaint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Form is what a member of staff wrote down for a customer, in the body of a
// [NIEUW TEL SCHADE] or [POST SCHADE]. A field that was not given is "".
type Form struct {
	Customer string // name, as typed
	Mail     string // an address, without anything around it
	Phone    string // as typed; two kinds of number are joined with " / "
	Plate    string // as typed
	Contract string // as typed
	Post     string // address for letters, a line each
	Language string // "nl" or "en"
	Wish     string
	Story    string // what follows Klacht:, after all else that is no field

	// Twice names, in Dutch, the keys that came twice with different values: two
	// complaints in one mail. The first value is in the field, the other in Story.
	Twice []string
	// Wrong names the keys whose value cannot be, such as mail without an @. Their
	// lines are in Story.
	Wrong []string
}

// nothing is what people write where they have no value.
var nothing = []string{"", "nvt", "n.v.t", "geen", "onbekend", "n/a", "none", "unknown"}

const (
	longestValue = 300 // bytes; no field is longer
	longestLine  = 60  // characters, of an address or of a value below its key
	longestPost  = 6   // lines
)

// ReadForm reads loose "key: value" lines in any order, in Dutch or English, from
// the text of a mail; docs/subject-language.md has the grammar. No word is lost:
// what is no key stands in a field or in Story, but for a language's name and for
// words that say there is nothing ("onbekend").
func ReadForm(text string) Form {
	r := formReader{lines: formLines(text)}
	for r.at < len(r.lines) {
		line := r.lines[r.at]
		r.at++
		entries := entriesOf(line)
		if len(entries) == 0 {
			r.tell(line)
			continue
		}
		for i, e := range entries {
			r.take(e, i == len(entries)-1)
		}
		if r.ended {
			r.rest()
			break
		}
	}
	return r.form()
}

// formReader goes through the lines once.
type formReader struct {
	lines  []string
	at     int // the next line
	values map[string]entry
	wrong  []string
	twice  []string
	later  []entry  // other values for keys that have one, once a story had begun
	rests  []string // lines that are no field
	words  int      // in rests
	story  []string // what follows Klacht:
	ended  bool     // Klacht: was met
}

// someWords is where a greeting ends and a story begins.
const someWords = 8

// take puts an entry where it belongs. The last one of a line may go on below.
func (r *formReader) take(e entry, last bool) {
	if e.aside != "" {
		r.tell(e.aside)
	}
	if e.key == keyStory {
		r.ended = true
		r.story = append(r.story, e.value)
		return
	}
	if last {
		r.below(&e)
	}
	if slices.Contains(nothing, strings.Trim(strings.ToLower(e.value), " .,;?!-–—…")) {
		return
	}
	value, whole, ok := readField(e.key, e.value)
	if !ok {
		if !slices.Contains(r.wrong, e.key) {
			r.wrong = append(r.wrong, e.key)
		}
		r.tell(e.typed)
		return
	}
	if !whole {
		r.tell(e.typed)
	}
	e.value = value
	r.put(e)
}

func (r *formReader) put(e entry) {
	if r.values == nil {
		r.values = make(map[string]entry)
	}
	old, given := r.values[e.key]
	switch {
	case given && within(e.value, old.value):
	case !given || within(old.value, e.value):
		r.values[e.key] = e
	case e.key == keyPhone && e.kind != old.kind && len(old.value) < longestValue:
		old.value += " / " + e.value
		r.values[e.key] = old
	case e.key == keyPost && e.kind != old.kind:
		if e.kind == "" {
			old, e = e, old
		}
		r.values[e.key] = e
		r.tell(old.typed)
	default:
		r.again(e)
		r.tell(e.typed)
	}
}

// again notes another value for a key.
func (r *formReader) again(e entry) {
	if r.words >= someWords || r.ended {
		r.later = append(r.later, e)
	} else if !slices.Contains(r.twice, e.key) {
		r.twice = append(r.twice, e.key)
	}
}

// below adds the lines below a key that belong to it: the other lines of an
// address, an indented line of a wish, and a value that stands under its key.
func (r *formReader) below(e *entry) {
	next := func(i int) (line string, isEntry bool) {
		if r.at+i >= len(r.lines) {
			return "", false
		}
		line = r.lines[r.at+i]
		return line, len(entriesOf(line)) > 0
	}
	short := func(line string) bool {
		return strings.TrimSpace(line) != "" && utf8.RuneCountInString(line) <= longestLine
	}
	add := func(line string) {
		e.value = strings.TrimSpace(e.value + "\n" + strings.TrimSpace(line))
		e.typed += "\n" + line
		r.at++
	}
	if e.key == keyPost || e.key == keyWish && e.value != "" {
		for range longestPost {
			line, isEntry := next(0)
			if isEntry || !short(line) || e.key == keyWish && strings.TrimLeft(line, " \t") == line {
				break
			}
			add(line)
		}
		return
	}
	if e.value != "" {
		return
	}
	line, isEntry := next(0)
	if isEntry || !short(line) {
		return
	}
	_, whole, fits := readField(e.key, bare(line))
	follower, isEntry := next(1)
	if strings.TrimSpace(follower) == "" {
		_, isEntry = next(2)
	}
	sure := e.key != keyCustomer && e.key != keyWish // the others know their values
	if fits && whole && (isEntry || sure) {
		add(line)
		e.value = bare(e.value)
	}
}

// rest reads what follows Klacht:. It is the story, but for fields that follow at
// once a complaint of one line; and it may hold another complaint.
func (r *formReader) rest() {
	for r.story[0] != "" && r.at < len(r.lines) {
		entries := entriesOf(r.lines[r.at])
		if len(entries) == 0 || slices.ContainsFunc(entries, func(e entry) bool { return e.key == keyStory }) {
			break
		}
		r.at++
		for i, e := range entries {
			r.take(e, i == len(entries)-1)
		}
	}
	for _, line := range r.lines[r.at:] {
		for _, e := range entriesOf(line) {
			value, _, ok := readField(e.key, e.value)
			if old := r.values[e.key]; e.key == keyStory || ok && old.value != "" && !within(value, old.value) {
				r.again(e)
			}
		}
		r.story = append(r.story, line)
	}
}

func (r *formReader) tell(line string) {
	r.rests = append(r.rests, strings.TrimRightFunc(line, unicode.IsSpace))
	r.words += len(strings.Fields(line))
}
