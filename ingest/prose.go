package ingest

import (
	"bytes"
	"strings"
)

// maxDoubt bounds the lines and bytes held while it is open whether they are a
// header. Nobody writes a text that goes on like one for longer.
const (
	maxDoubt      = 200
	maxDoubtBytes = 64 << 10
)

// doubt holds the lines of what should be a header until a field is met that mails
// have. Somebody's text may begin "Klacht: de auto", in a mail or part that has no
// header at all, and must not be lost for it.
type doubt struct {
	lines  []line
	size   int
	fields int
	over   bool // it is a header, or too long to be anything else
}

// saw takes the next line of the section.
func (d *doubt) saw(l line, field bool) {
	if d.over {
		return
	}
	if d.size += len(l.text); field && mailField(l.text) || len(d.lines) == maxDoubt || d.size > maxDoubtBytes {
		*d = doubt{over: true}
		return
	}
	if field {
		d.fields++
	}
	l.text = bytes.Clone(l.text)
	d.lines = append(d.lines, l)
}

// prose reports whether the section was text.
func (d *doubt) prose() bool { return !d.over && d.fields > 0 }

// mailField reports whether the field in a line is one that mails have: registered
// (RFC 4021), or in use.
func mailField(b []byte) bool {
	i := bytes.IndexByte(b, ':')
	if i < 0 || i > 60 {
		return false
	}
	name := strings.ToLower(strings.TrimRight(string(b[:i]), " \t"))
	if mailFields[name] {
		return true
	}
	for _, p := range []string{"content-", "x-", "list-", "resent-", "arc-", "authentication-", "original-", "old-", "ms-", "delivery-", "disposition-", "envelope-"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

var mailFields = map[string]bool{
	"from": true, "to": true, "cc": true, "bcc": true, "subject": true, "date": true, "sender": true, "reply-to": true, "message-id": true,
	"in-reply-to": true, "references": true, "received": true, "return-path": true, "mime-version": true, "delivered-to": true,
	"dkim-signature": true, "domainkey-signature": true, "received-spf": true, "precedence": true, "auto-submitted": true, "importance": true,
	"thread-topic": true, "thread-index": true, "user-agent": true, "return-receipt-to": true, "errors-to": true, "apparently-to": true,
	"newsgroups": true, "followup-to": true, "accept-language": true, "autocrypt": true, "feedback-id": true, "mailing-list": true,
	"mail-followup-to": true, "mail-reply-to": true, "archived-at": true, "organization": true, "keywords": true, "comments": true,
	"sensitivity": true, "acceptlanguage": true, "require-recipient-valid-since": true, "auto-forwarded": true, "conversion": true,
	"final-recipient": true, "reporting-mta": true, "openpgp": true, "face": true, "x400-content-type": true, "xref": true, "lines": true,
}
