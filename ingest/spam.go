package ingest

import (
	"regexp"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// spamSubject is what filters put before a subject.
var spamSubject = regexp.MustCompile(`(?i)^\s*(\*{2,5}\s?spam\s?\*{2,5}|\[spam\]|\{spam\??\})`)

// spam tells whether the receiving server's filter took a mail for spam. Nobody says
// so of his own mail.
func spam(h textproto.Header, subject string) bool {
	for _, name := range []string{"X-Spam-Flag", "X-Spam", "X-Spam-Status"} {
		if v := strings.ToLower(strings.TrimSpace(h.Get(name))); v == "yes" || v == "true" || strings.HasPrefix(v, "yes,") {
			return true
		}
	}
	return spamSubject.MatchString(subject)
}
