package ingest

import (
	"strconv"
	"strings"
)

// layout writes words in lines and paragraphs: white space is one blank, what a
// block asks for is never doubled, and each line of a quotation begins with "> ".
type layout struct {
	b      strings.Builder
	quotes int  // depth of quotation
	ends   int  // line ends asked for before the next word
	blank  bool // a blank asked for
	inLine bool // the line has a word or a bullet
	depth  int  // of the last line written
}

// words writes text whose white space does not count.
func (l *layout) words(s string) {
	for s != "" {
		i := strings.IndexFunc(s, isBlank)
		if i != 0 {
			if i < 0 {
				i = len(s)
			}
			l.begin()
			l.b.WriteString(s[:i])
			s = s[i:]
			continue
		}
		l.blank = true
		s = strings.TrimLeftFunc(s, isBlank)
	}
}

// isBlank counts the no-break space too: mailers indent with it.
func isBlank(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' || r == '\u00a0' || r == '\u200b' || r == '\u200c' || r == '\u034f'
}

// verbatim writes text whose white space counts.
func (l *layout) verbatim(s string) {
	for i, part := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if i > 0 {
			l.br()
		}
		if part != "" {
			l.begin()
			l.b.WriteString(part)
		}
	}
}

// maxQuotes bounds the signs written before a line.
const maxQuotes = 10

// begin writes what was asked for before a word.
func (l *layout) begin() {
	if l.ends > 0 {
		if l.b.Len() > 0 {
			for i := range l.ends {
				l.b.WriteByte('\n')
				if i < l.ends-1 {
					l.b.WriteString(strings.TrimRight(prefix(min(l.depth, l.quotes)), " "))
				}
			}
		}
		l.ends, l.inLine = 0, false
	}
	switch {
	case !l.inLine:
		l.b.WriteString(prefix(l.quotes))
		l.depth = l.quotes
	case l.blank:
		l.b.WriteByte(' ')
	}
	l.blank, l.inLine = false, true
}

func prefix(quotes int) string { return strings.Repeat("> ", min(quotes, maxQuotes)) }

// lines asks for n line ends at least.
func (l *layout) lines(n int) {
	if n > 0 && (l.inLine || l.b.Len() > 0) {
		l.ends = max(l.ends, n)
		l.blank = false
	}
}

// br ends the line; two leave an empty one.
func (l *layout) br() {
	if l.ends < 3 {
		l.ends++
	}
	l.blank = false
}

func (l *layout) space() { l.blank = true }

// item begins an item of the innermost list.
func (l *layout) item(lists []int) {
	l.lines(1)
	l.begin()
	if len(lists) > 1 {
		l.b.WriteString(strings.Repeat("  ", min(len(lists)-1, maxQuotes)))
	}
	bullet := "- "
	if n := len(lists); n > 0 && lists[n-1] > 0 {
		bullet = strconv.Itoa(lists[n-1]) + ". "
		lists[n-1]++
	}
	l.b.WriteString(bullet)
	l.blank = false
	l.inLine = true
}

// link writes the address of a link whose text began at from, unless the text shows
// it or it leads nowhere a reader can go.
func (l *layout) link(href string, from int) {
	lower := strings.ToLower(href)
	web := strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
	if !web && !strings.HasPrefix(lower, "mailto:") || len(href) > 2000 || l.b.Len() == from {
		return
	}
	shown := strings.ToLower(l.b.String()[max(from, l.b.Len()-2000):]) // bounded: links may be nested
	bare := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(lower, "mailto:"), "https://"), "http://"), "/")
	bare, _, _ = strings.Cut(bare, "?")
	if strings.Contains(shown, bare) || !web && strings.Contains(shown, "@") {
		return
	}
	l.b.WriteString(" <" + strings.TrimPrefix(href, "mailto:") + ">")
}
