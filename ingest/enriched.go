package ingest

import (
	"regexp"
	"strings"
)

var (
	enrichedTag   = regexp.MustCompile(`</?[A-Za-z0-9-]{1,60}>`)
	enrichedBreak = regexp.MustCompile(`\r?\n(?:\r?\n)*`)
)

// enrichedText takes the formatting out of text/enriched (RFC 1896), where one line
// end is a blank and each more ends a line, and out of its ancestor text/richtext (RFC
// 1341 section 7.1.3), which has words for them.
func enrichedText(s string, rich bool) string {
	if rich {
		s = strings.Join(strings.Fields(s), " ")
		s = strings.NewReplacer("<nl>", "\n", "<np>", "\n\n", "<paragraph>", "\n", "</paragraph>", "\n", "<lt>", "<<").Replace(s)
	} else {
		s = enrichedBreak.ReplaceAllStringFunc(s, func(ends string) string {
			if n := strings.Count(ends, "\n"); n > 1 {
				return strings.Repeat("\n", n-1)
			}
			return " "
		})
	}
	s = strings.ReplaceAll(s, "<<", "\x00")
	s = enrichedTag.ReplaceAllString(withoutParams(s), "")
	return strings.ReplaceAll(s, "\x00", "<")
}

// withoutParams takes out the parameters of the formatting, which are no text.
func withoutParams(s string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<param>")
		_, after, closed := strings.Cut(rest, "</param>")
		if !found || !closed {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(before)
		s = after
	}
}
