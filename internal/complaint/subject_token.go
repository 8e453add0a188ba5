package complaint

import (
	"regexp"
	"strings"
)

// token is what a mailto link leaves in the subject beside the tag, in a
// normalised text: g1-abcdefghij234567, with the punctuation behind it.
var token = regexp.MustCompile(`(?i)\bg1 ?- ?([a-z2-7]{16})\b[.,;:!]*`)

// SubjectToken finds the token that a link of ours put into a subject, without
// its g1- and in lower case; "" when there is none, or two that differ. It proves
// nothing by itself.
func SubjectToken(subject string) string {
	found := ""
	for _, m := range token.FindAllStringSubmatch(normalise(bounded(subject)), -1) {
		t := strings.ToLower(m[1])
		if found != "" && found != t {
			return ""
		}
		found = t
	}
	return found
}

// withoutTokens is a normalised subject as it was before a link of ours.
func withoutTokens(text string) string {
	return strings.Join(strings.Fields(token.ReplaceAllLiteralString(text, " ")), " ")
}

func bounded(subject string) string { return subject[:min(len(subject), longestSubject)] }
