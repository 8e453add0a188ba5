package notify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"mime"
	"net/mail"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"gehoord/internal/complaint"
)

// Render writes a letter and attaches the files, in order: the bytes are what the
// outbox keeps and the server gets, CRLF at every line's end, and the same for the
// same arguments. An error means that the headers or the template are wrong, never
// that a customer's words or a file were.
func (t *Templates) Render(kind complaint.LetterKind, h Headers, c Content, files ...complaint.File) (subject string, raw []byte, err error) {
	if c.Zone != nil {
		h.Date = h.Date.In(c.Zone)
	}
	subject, body, err := t.compose(kind, h.Language, h.Date, c)
	if err != nil {
		return "", nil, fmt.Errorf("write letter %s: %w", kind, err)
	}
	language := "en"
	if h.Language == "nl" {
		language = "nl"
	}
	var page bytes.Buffer
	err = t.layout.Execute(&page, struct {
		Language, Subject string
		Body              htmltemplate.HTML
	}{language, subject, htmltemplate.HTML(rich(body))}) // rich escapes every value
	if err != nil {
		return "", nil, fmt.Errorf("write letter %s: %w", kind, err)
	}
	msg, err := envelope(h, subject)
	if err != nil {
		return "", nil, fmt.Errorf("write letter %s: %w", kind, err)
	}
	msg.SetGenHeader(gomail.HeaderContentLang, language)
	msg.SetBodyString(gomail.TypeTextPlain, plain(body))
	msg.AddAlternativeString(gomail.TypeTextHTML, page.String())
	for _, f := range files {
		if err := attach(msg, f); err != nil {
			return "", nil, fmt.Errorf("write letter %s: attach %q: %w", kind, f.Name, err)
		}
	}
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return "", nil, fmt.Errorf("write letter %s: %w", kind, err)
	}
	return subject, settle(out.Bytes(), h.MessageID), nil
}

var boundary = regexp.MustCompile(`\r\nContent-Type: multipart/[a-z]+;\r\n boundary=([0-9a-f]{60})\r\n`)

// settle puts boundaries made of the letter's id in the place of go-mail's random
// ones: the same letter is the same bytes. go-mail can be told one boundary only,
// and two multiparts stand in one another where there are files. Nobody can have
// written 60 random digits into a text before they were drawn.
func settle(raw []byte, id string) []byte {
	for i := range 2 {
		at := boundary.FindAllSubmatch(raw, 2)
		if i >= len(at) {
			break
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", id, i))
		raw = bytes.ReplaceAll(raw, at[i][1], []byte(hex.EncodeToString(sum[:30])))
	}
	return raw
}

// messageID is an RFC 5322 msg-id as the world writes them: customers' mails have
// odd ones, but never with spaces or control characters.
var messageID = regexp.MustCompile(`^<[!-;=?-~]{1,250}>$`)

// maxReferences keeps the field within what servers take; RFC 5322 section 3.6.4
// wants the thread's beginning and end.
const maxReferences = 20

// envelope makes the header. Nothing in it can begin another field: addresses and
// ids are checked, everything else is encoded.
func envelope(h Headers, subject string) (*gomail.Msg, error) {
	from, err := mailbox(h.From)
	if err != nil {
		return nil, fmt.Errorf("read From: %w", err)
	}
	to, err := mailbox(h.To)
	if err != nil {
		return nil, fmt.Errorf("read To: %w", err)
	}
	if !messageID.MatchString(h.MessageID) {
		return nil, fmt.Errorf("read Message-ID: %q is none", h.MessageID)
	}
	if h.Date.IsZero() {
		return nil, errors.New("read Date: there is none")
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	if h.ReplyTo != "" {
		reply, err := mailbox(complaint.Address{Address: h.ReplyTo})
		if err != nil {
			return nil, fmt.Errorf("read Reply-To: %w", err)
		}
		msg.ReplyToMailAddress(reply)
	}
	msg.SetGenHeaderPreformatted(gomail.HeaderSubject, foldSubject(subject))
	msg.SetDateWithValue(h.Date)
	msg.SetMessageIDWithValue(strings.Trim(h.MessageID, "<>"))
	if messageID.MatchString(h.InReplyTo) {
		msg.SetGenHeader(gomail.HeaderInReplyTo, h.InReplyTo)
	}
	msg.SetGenHeader(gomail.HeaderReferences, strings.Join(thread(h), " "))
	switch h.Auto {
	case "":
	case "auto-generated", "auto-replied":
		msg.SetGenHeader("Auto-Submitted", h.Auto) // RFC 3834 section 5
		msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	default:
		return nil, fmt.Errorf("read Auto-Submitted: %q is not in RFC 3834", h.Auto)
	}
	return msg, nil
}

// thread is the ids of References, the letter's own last.
func thread(h Headers) (ids []string) {
	seen := map[string]bool{h.MessageID: true}
	for _, id := range append(append([]string(nil), h.References...), h.InReplyTo) {
		if messageID.MatchString(id) && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	if len(ids) > maxReferences {
		ids = append(ids[:1:1], ids[len(ids)-maxReferences+1:]...)
	}
	return append(ids, h.MessageID)
}

// foldSubject encodes a subject (RFC 2047) and folds it at 76 columns; the number
// in front stays readable to programs that do not decode.
func foldSubject(subject string) string {
	tag, rest := "", subject
	if strings.HasPrefix(subject, "[") {
		if end := strings.Index(subject, "] "); end > 0 {
			tag, rest = subject[:end+2], subject[end+2:]
		}
	}
	var b strings.Builder
	column := len("Subject: ")
	for i, word := range strings.Split(tag+mime.QEncoding.Encode("utf-8", rest), " ") {
		if word == "" {
			continue
		}
		if i > 0 {
			if column+1+len(word) > 76 {
				b.WriteString("\r\n")
				column = 0
			}
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// mailbox checks an address by reading what it would be written as.
func mailbox(a complaint.Address) (*mail.Address, error) {
	bare := &mail.Address{Address: a.Address}
	read, err := mail.ParseAddress(bare.String())
	if err != nil || read.Address != a.Address || strings.ContainsAny(a.Address, "\r\n\x00") {
		return nil, fmt.Errorf("%q is not a mail address", a.Address)
	}
	return &mail.Address{Name: oneLine(a.Name), Address: a.Address}, nil
}

// sampleTime is when samples are written.
var sampleTime = time.Date(2026, 11, 24, 13, 5, 0, 0, time.UTC)
