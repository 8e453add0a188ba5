package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	"gehoord/ingest"
	"gehoord/internal/complaint"
)

// draft is a mail that somebody in a story writes.
type draft struct {
	from, to, subject, id, text string
	at                          time.Time
	header                      []string // further lines, topmost first
	answers                     []string // message ids, the last of which it answers
	files                       []string // names of attachments
	forwards                    []byte   // a whole mail, as an attachment
}

// raw is the mail as a mail program writes it.
func (d draft) raw() []byte {
	var b strings.Builder
	for _, h := range d.header {
		b.WriteString(h + "\n")
	}
	fmt.Fprintf(&b, "From: %s\nTo: %s\nSubject: %s\nDate: %s\nMessage-ID: %s\n",
		written(d.from), written(d.to), mime.QEncoding.Encode("utf-8", d.subject), d.at.Format(time.RFC1123Z), d.id)
	if n := len(d.answers); n > 0 {
		fmt.Fprintf(&b, "In-Reply-To: %s\nReferences: %s\n", d.answers[n-1], strings.Join(d.answers, " "))
	}
	b.WriteString("MIME-Version: 1.0\n")
	const plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
	if len(d.files) == 0 && d.forwards == nil {
		return crlf(b.String() + plain + d.text)
	}
	const boundary = "=_verhaal"
	fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n%s%s\n", boundary, boundary, plain, d.text)
	for _, name := range d.files {
		fmt.Fprintf(&b, "--%s\nContent-Type: application/octet-stream; name=\"%s\"\nContent-Disposition: attachment; filename=\"%s\"\nContent-Transfer-Encoding: base64\n\n%s\n",
			boundary, name, name, base64.StdEncoding.EncodeToString([]byte(contentOf(name))))
	}
	if d.forwards != nil {
		fmt.Fprintf(&b, "--%s\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n%s\n",
			boundary, strings.ReplaceAll(string(d.forwards), "\r\n", "\n"))
	}
	return crlf(b.String() + "--" + boundary + "--\n")
}

// written is an address field as it goes over the wire (RFC 2047).
func written(field string) string {
	a, err := mail.ParseAddress(field)
	if err != nil {
		return field
	}
	return a.String()
}

// contentOf is what a story's attachment of that name holds, so that whoever
// gets it can be shown to have got that one.
func contentOf(name string) string { return "the bytes of " + name }

func crlf(s string) []byte {
	return []byte(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n"))
}

// quoting is a text with a letter quoted below it.
func quoting(text string, m complaint.Mail, at time.Time) string {
	var b strings.Builder
	b.WriteString(text + "\nOp " + at.Format("02-01-2006 15:04") + " schreef DirectLease:\n\n")
	for line := range strings.Lines(m.Text) {
		b.WriteString("> " + line)
	}
	return b.String() + "\n"
}

// passingOn is a text with somebody's mail below it, as Gmail forwards.
func passingOn(text string, m complaint.Mail) string {
	return fmt.Sprintf("%s\n---------- Forwarded message ---------\nVan: %s <%s>\nDate: %s\nSubject: %s\nTo: <%s>\n\n\n%s",
		text, m.From.Name, m.From.Address, dutchDate(m.Date), m.Subject, m.To[0].Address, m.Text)
}

func dutchDate(t time.Time) string {
	return fmt.Sprintf("%s %d %s", strings.Fields("zo ma di wo do vr za")[t.Weekday()], t.Day(),
		strings.Fields("jan feb mrt apr mei jun jul aug sep okt nov dec")[t.Month()-1]) + t.Format(" 2006 om 15:04")
}

// report tells that a letter did not arrive (RFC 3464).
func report(letter []byte, to, from, us, id string, at time.Time) []byte {
	header, _, _ := bytes.Cut(letter, []byte("\r\n\r\n"))
	return crlf(fmt.Sprintf(`From: Mail Delivery System <mailer-daemon@%s>
To: <%s>
Subject: Undelivered Mail Returned to Sender
Date: %s
Message-ID: %s
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"

--=_report
Content-Type: text/plain

Your message to <%s> could not be delivered: 550 5.1.1 user unknown

--=_report
Content-Type: message/delivery-status

Reporting-MTA: dns; %s

Final-Recipient: rfc822; %s
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--=_report
Content-Type: text/rfc822-headers

%s

--=_report--
`, from, us, at.Format(time.RFC1123Z), id, to, from, to, header))
}

// got is a mail in somebody's mailbox.
type got struct {
	complaint.Mail
	raw   []byte
	kind  complaint.LetterKind // "" for a mail that is no letter of the desk's
	files map[string]string    // the attachments' contents by name
	html  string
}

// readMail takes a delivered mail apart.
func readMail(raw []byte) (got, error) {
	m, err := ingest.Parse(bytes.NewReader(raw), ingest.Options{})
	if err != nil {
		return got{}, err
	}
	g := got{Mail: m, raw: raw, files: map[string]string{}}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return g, err
	}
	return g, g.part(parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), "", parsed.Body)
}

func (g *got) part(contentType, encoding, name string, r io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "text/plain"
	}
	switch strings.ToLower(encoding) {
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(r, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := g.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.FileName(), p); err != nil {
				return err
			}
		}
	}
	text, err := io.ReadAll(r)
	switch {
	case err != nil:
		return err
	case name != "":
		g.files[name] = string(text)
	case kind == "text/html":
		g.html = string(text)
	}
	return nil
}

// words is all that the reader of a mail sees, line breaks and marks of
// quotation aside.
func (g got) words() string { return spaced(g.Subject + "\n" + quoteMark.ReplaceAllString(g.Text, "")) }

var quoteMark = regexp.MustCompile(`(?m)^>[> ]*`)

var mailtoLink = regexp.MustCompile(`(?is)<a [^>]*href="(mailto:[^"]*)"[^>]*>(.*?)</a>`)

// link is the fields of the mail that the link with a label begins (RFC 6068),
// by their names in lower case. ok is false where there is none.
func (g got) link(label string) (to string, fields map[string]string, ok bool) {
	for _, m := range mailtoLink.FindAllStringSubmatch(g.html, -1) {
		text, _, _ := strings.Cut(m[2], "<") // what it does stands below the label
		if spaced(html.UnescapeString(text)) != label {
			continue
		}
		address, query, _ := strings.Cut(strings.TrimPrefix(html.UnescapeString(m[1]), "mailto:"), "?")
		fields = map[string]string{}
		for _, field := range strings.Split(query, "&") {
			key, value, _ := strings.Cut(field, "=")
			value, err := url.PathUnescape(value) // a plus is a plus
			if err != nil {
				return "", nil, false
			}
			fields[strings.ToLower(key)] = value
		}
		return address, fields, true
	}
	return "", nil, false
}
