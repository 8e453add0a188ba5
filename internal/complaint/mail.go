package complaint

import (
	"net/mail"
	"strings"
	"time"
)

// Kind tells what sort of mail it is, before anybody asks whose.
type Kind string

// The kinds of mail. Only Human registers a complaint; nothing else is answered.
const (
	Human     Kind = "human"
	AutoReply Kind = "auto-reply" // RFC 3834: an out-of-office, a ticket system's confirmation
	Bounce    Kind = "bounce"     // RFC 3464 and the free-form ones; notices of delay too
	Bulk      Kind = "bulk"       // a mass mailing
	Own       Kind = "own"        // from our own address
)

// Address is a mailbox (RFC 5322 section 3.4). Address is never empty; its
// domain is lower case, its local part as it was written.
type Address struct {
	Name    string
	Address string
}

// SameAddress compares two addresses as mail servers do in practice: without
// regard to case. Letters outside ASCII that only fold to an ASCII one, such as
// the long s, are others: their length in bytes differs.
func SameAddress(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a != "" && len(a) == len(b) && strings.EqualFold(a, b)
}

// Attachment describes a part of a mail that is not its text. Its bytes stay in
// the raw mail.
type Attachment struct {
	Name   string
	Type   string // media type, lower case
	Size   int64  // decoded bytes
	SHA256 string // hex, of the decoded bytes
	Inline bool   // shown within the text (Content-Disposition: inline, or Content-ID in multipart/related)
}

// File is an attachment with its bytes.
type File struct {
	Attachment
	Data []byte
}

// Forwarded is a mail that somebody passed on, as an attachment or in his text.
type Forwarded struct {
	From    Address   // who wrote it; the zero Address when that cannot be told
	Date    time.Time // when it was sent; zero when that cannot be told
	Subject string
	Text    string // what he wrote, without what he quotes himself
}

// BounceNotice is one recipient of a delivery status notification.
type BounceNotice struct {
	Recipient string
	Status    string // RFC 3463, "5.1.1"; "" when unknown
	Action    string // RFC 3464: failed, delayed, delivered, relayed, expanded
	MessageID string // of the mail that did not arrive, with its <>; "" when unknown
	Final     bool   // failed for good: not a notice of delay, not a success
}

// Mail is what the reader made of a mail's bytes. Nothing in it is trusted: every
// field is what the sender chose to write.
type Mail struct {
	MessageID    string    // with its <>; "" when absent
	From         Address   // the zero Address when absent or unreadable
	FromCount    int       // mailboxes in all From fields together; a command needs exactly one
	ReplyTo      *Address  // the first, nil when absent
	To, Cc       []Address // in order
	Subject      string    // decoded, on one line
	Date         time.Time // of the Date field, zone kept; zero when absent or unreadable
	Kind         Kind
	Language     string     // "nl" or "en"
	LanguageSure bool       // false: the organisation's language is to be used
	Text         string     // the whole readable body: valid UTF-8, no NUL, \n lines
	Reply        string     // what the sender wrote now: no quotes, no signature; never "" when Text is not
	Quoted       string     // what others wrote: the quotations and the mail that is forwarded, unless Reply holds it
	Borrowed     bool       // Reply is, or holds, what he quotes or forwards: there were no words of his own, or hardly any
	Forwarded    *Forwarded // the mail that is passed on; nil when none is
	Attachments  []Attachment
	References   []string // ids of References, then of In-Reply-To, each once, with <>
	Form         bool     // From is what somebody typed into a web form: it proves nobody
	Spam         bool     // the receiving server's filter says so
	AuthResults  []string // bodies of the Authentication-Results fields, topmost first
	Bounces      []BounceNotice
	Problems     []string // what could not be read, a sentence each
	Same         string   // digest of Message-ID, From, Date, Subject and decoded parts; "" without Message-ID and Date
}

// ValidAddress tells whether a text is a mail address that a letter can be sent to:
// one, bare, with a domain (RFC 5321 section 4.1.2).
func ValidAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	_, domain, ok := strings.Cut(s, "@")
	return err == nil && a.Address == s && ok && strings.Contains(domain, ".") && !strings.ContainsAny(s, " \r\n\x00<>")
}
