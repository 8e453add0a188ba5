package complaint

import (
	"slices"
	"strings"
)

// fillers are what people write before a value: tot 2-12, aan @anna.
var fillers = []string{"op", "om", "tot", "voor", "aan", "naar", "met", "per", "on", "at", "until", "till", "to", "with", "for", "by"}

// quotes are not part of a value at its ends, and neither is punctuation.
const quotes = " '‘’,;.!"

// tidy makes the words behind a verb what the grammar knows: it joins a key to
// its value over a space or a colon, and a name's words to one value, and leaves
// out what only reads well.
func (spec *verbSpec) tidy(words []word) []word {
	var all []word
	for i := 0; i < len(words); i++ {
		w := words[i].trimmed()
		if w.raw == "" {
			continue
		}
		if keyed, used := spec.keyed(words[i:]); used > 0 {
			w = keyed
			i += used - 1
		}
		switch a := spec.argument(w.key); {
		case a != nil && a.free && !strings.HasSuffix(w.raw, `"`):
			for i+1 < len(words) && spec.goesOn(words[i+1:]) {
				i++
				w.value += " " + words[i].raw
			}
			value := strings.Join(strings.Fields(strings.ReplaceAll(w.value, `"`, "")), " ")
			w = keyValue(w.key, strings.Trim(value, quotes))
		case w.key == "" && i+1 < len(words) && slices.Contains(fillers, strings.ToLower(w.raw)):
			continue
		}
		all = append(all, w)
	}
	return all
}

// keyed reads a key and its value from words that were typed with a space or a
// colon between them: uitkomst = gegrond, uitkomst: gegrond, uitkomst gegrond.
func (spec *verbSpec) keyed(words []word) (w word, used int) {
	first, next := words[0].trimmed(), func(i int) string {
		if i < len(words) && words[i].key == "" {
			return words[i].trimmed().raw
		}
		return ""
	}
	if first.key != "" {
		if first.value == "" && spec.argument(first.key) != nil && next(1) != "" && !strings.HasSuffix(first.raw, `"`) { // key= value
			return keyValue(first.key, next(1)), 2
		}
		return word{}, 0
	}
	key, value, colon := strings.Cut(first.raw, ":")
	key = strings.ToLower(key)
	a := spec.argument(key)
	if a == nil || a.flag {
		return word{}, 0
	}
	if value != "" { // key:value
		return keyValue(key, value), 1
	}
	value = next(1)
	if after, equals := strings.CutPrefix(value, "="); equals { // key = value, key =value
		if after != "" {
			return keyValue(key, after), 2
		}
		if next(2) != "" {
			return keyValue(key, next(2)), 3
		}
		return word{}, 0
	}
	if _, readable := a.value(value); value != "" && (colon || readable || a.date && value[0] >= '0' && value[0] <= '9') {
		return keyValue(key, value), 2
	}
	return word{}, 0
}

// goesOn tells that the value of a free argument may go on with words[0].
func (spec *verbSpec) goesOn(words []word) bool {
	if words[0].key != "" {
		return false
	}
	if _, used := spec.keyed(words); used > 0 {
		return false
	}
	a, _ := spec.place(words[0].trimmed(), nil)
	return a == nil
}

// trimmed is the word without the punctuation that follows it, and no word where
// it is nothing else.
func (w word) trimmed() word {
	if strings.HasSuffix(w.raw, `"`) {
		return w
	}
	if strings.Trim(w.raw, "-|:;,.!>") == "" {
		return word{}
	}
	w.raw = strings.TrimRight(w.raw, ",;.!")
	w.value = strings.TrimRight(w.value, ",;.!")
	return w
}

// keyValue is a word as it should have been typed.
func keyValue(key, value string) word {
	w := word{key: key, value: value, raw: key + "=" + value}
	if strings.ContainsAny(value, " []") {
		w.raw = key + `="` + value + `"`
	}
	return w
}
