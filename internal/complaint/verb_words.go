package complaint

import "strings"

// TokenPrefix begins the token in the subject of a mailto: link: see SubjectToken.
const TokenPrefix = "g1-"

// In is the verb as the people of a desk write it in their language: Dutch, or the
// English word where there is one.
func (v Verb) In(language string) string {
	spec := byName[string(v)]
	if language == "nl" || spec == nil {
		return string(v)
	}
	if len(spec.other) > 0 {
		return spec.other[0]
	}
	return string(v)
}

// InLanguage is a command as it is typed, its verb in the language.
func InLanguage(command, language string) string {
	verb, rest, _ := strings.Cut(command, " ")
	return strings.TrimSpace(Verb(verb).In(language) + " " + rest)
}

// Verbs are all of the language.
func Verbs() []Verb {
	var list []Verb
	for _, spec := range verbs {
		list = append(list, spec.verb)
	}
	return list
}

// Canonical is the verb that a word means, "" for none.
func Canonical(word string) Verb {
	if spec := lookup(word); spec != nil {
		return spec.verb
	}
	return ""
}
