package complaint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	mailAddress = regexp.MustCompile(`[^\s<>()\[\]{}"',;:|*]+@[^\s<>()\[\]{}"',;:|*]+`)
	phoneLink   = regexp.MustCompile(`\s?[<(\[]tel:([^<>()\[\]]*)[>)\]]`)
)

// readField reads the value of a field. It is not ok when that cannot be one, and
// not whole when words of it are left over.
func readField(key, typed string) (value string, whole, ok bool) {
	if typed == "" || len(typed) > longestValue {
		return "", false, false
	}
	switch key {
	case keyMail:
		return readFormMail(typed)
	case keyPhone:
		return withoutLink(typed), true, digitsIn(typed) >= 3
	case keyPlate:
		return typed, true, digitsIn(typed) > 0 && strings.ContainsFunc(typed, unicode.IsLetter)
	case keyContract:
		return typed, true, digitsIn(typed) > 0
	case keyLanguage:
		value, ok := languages[strings.ToUpper(strings.TrimRight(typed, ".,;"))]
		return value, true, ok
	case keyStory:
		return typed, true, true
	}
	return typed, true, strings.ContainsFunc(typed, isWord)
}

// readFormMail takes an address out of what mail programs and people put around
// it: a@b.nl<mailto:a@b.nl>, [a@b.nl](mailto:a@b.nl), Anna <a@b.nl>.
func readFormMail(typed string) (address string, whole, ok bool) {
	all := mailAddress.FindAllString(typed, -1)
	if len(all) == 0 {
		return "", false, false
	}
	address = strings.TrimRight(all[0], ".!?")
	whole = !slices.ContainsFunc(all, func(other string) bool {
		return !SameAddress(address, strings.TrimRight(other, ".!?"))
	})
	around := strings.ReplaceAll(strings.ToLower(mailAddress.ReplaceAllLiteralString(typed, " ")), "mailto:", " ")
	_, ok = readMail(address)
	return address, whole && !strings.ContainsFunc(around, isWord), ok
}

// withoutLink is a phone number without the link that HTML hid behind it.
func withoutLink(typed string) string {
	m := phoneLink.FindStringSubmatchIndex(typed)
	if m == nil || !within(typed[m[2]:m[3]], typed[:m[0]]) {
		return typed
	}
	return strings.TrimSpace(typed[:m[0]] + typed[m[1]:])
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// within tells that all letters and digits of a stand, in their order, in b.
func within(a, b string) bool { return strings.Contains(letters(b), letters(a)) }

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if isWord(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// form puts together what was read.
func (r *formReader) form() Form {
	if slices.ContainsFunc(r.later, func(e entry) bool { return e.label == label{key: keyCustomer} || e.key == keyStory }) {
		for _, e := range r.later {
			if !slices.Contains(r.twice, e.key) {
				r.twice = append(r.twice, e.key)
			}
		}
	}
	story := strings.TrimSpace(strings.Join(r.story, "\n"))
	if rest := strings.TrimSpace(strings.Join(r.rests, "\n")); rest != "" {
		story = strings.TrimSpace(rest + "\n\n" + story)
	}
	get := func(key string) string { return r.values[key].value }
	return Form{
		Customer: get(keyCustomer), Mail: get(keyMail), Phone: get(keyPhone), Plate: get(keyPlate),
		Contract: get(keyContract), Post: get(keyPost), Language: get(keyLanguage), Wish: get(keyWish),
		Story: story, Twice: r.twice, Wrong: r.wrong,
	}
}
