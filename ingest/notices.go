package ingest

import (
	"bufio"
	"bytes"
	"regexp"
	"strings"

	"gehoord/internal/complaint"
)

// maxNotices bounds the recipients read of one report.
const maxNotices = 200

// notices returns a notice for each recipient of a bounce: of the report that
// machines read (RFC 3464), else of what its text says. Each bears the id of the mail
// that was returned, where the bounce shows it.
func (e evidence) notices() []complaint.BounceNotice {
	text := e.mail.Text
	own, copied := text, ""
	if loc := inBody.FindStringIndex(text); loc != nil {
		own, copied = text[:loc[0]], text[loc[0]:]
	}
	var list []complaint.BounceNotice
	switch report := e.root.find("message/delivery-status", "message/global-delivery-status"); {
	case report != nil:
		list = deliveryStatus(report.raw)
	case e.root.find("message/feedback-report") != nil:
		list = feedback(e.root.find("message/feedback-report").raw)
	}
	if len(list) == 0 {
		list = e.freeForm(own)
	}
	id := e.returned(copied)
	for i := range list {
		list[i].MessageID = id
		list[i].Final = list[i].Action == "failed"
	}
	return list
}

// fieldsOf reads groups of fields divided by blank lines.
func fieldsOf(raw []byte) []map[string]string {
	var groups []map[string]string
	var group map[string]string
	last := ""
	for l := range bytes.Lines(raw) {
		l = bytes.TrimRight(l, "\r\n")
		name, value, is := bytes.Cut(l, []byte(":"))
		switch {
		case len(bytes.TrimSpace(l)) == 0:
			group, last = nil, ""
		case (l[0] == ' ' || l[0] == '\t') && last != "":
			if len(group[last]) < 2000 {
				group[last] += " " + string(bytes.TrimSpace(l))
			}
		case is:
			if group == nil && len(groups) < maxNotices {
				group = map[string]string{}
				groups = append(groups, group)
			}
			last = strings.ToLower(string(bytes.TrimSpace(name)))
			if _, known := group[last]; group != nil && !known {
				group[last] = string(bytes.TrimSpace(value))
			} else {
				last = ""
			}
		}
	}
	return groups
}

// deliveryStatus reads a message/delivery-status: fields of the mail, then a group
// of fields for each recipient (RFC 3464 section 2).
func deliveryStatus(raw []byte) []complaint.BounceNotice {
	var list []complaint.BounceNotice
	for _, g := range fieldsOf(raw) {
		recipient := typed(g["original-recipient"])
		if !strings.Contains(recipient, "@") {
			recipient = typed(g["final-recipient"])
		}
		if recipient == "" {
			continue
		}
		action, _, _ := strings.Cut(strings.ToLower(clean(g["action"])), " ")
		status := statusCode.FindString(g["status"])
		if status == "" {
			status = statusCode.FindString(g["diagnostic-code"])
		}
		switch action {
		case "failed", "delayed", "delivered", "relayed", "expanded":
		default:
			action = "failed"
			if strings.HasPrefix(status, "4") {
				action = "delayed"
			} else if strings.HasPrefix(status, "2") {
				action = "delivered"
			}
		}
		list = append(list, complaint.BounceNotice{Recipient: recipient, Status: status, Action: action})
	}
	return list
}

// typed takes the address out of "rfc822; a@b" (RFC 3464 section 2.3.2).
func typed(v string) string {
	if _, address, is := strings.Cut(v, ";"); is {
		v = address
	}
	v = strings.Trim(clean(v), "<> \t")
	if a := tidyAddress(v); a != "" {
		return a
	}
	return ""
}

// feedback reads a message/feedback-report (RFC 5965): the mail arrived, and its
// recipient called it spam. Action and status stay empty.
func feedback(raw []byte) []complaint.BounceNotice {
	for _, g := range fieldsOf(raw) {
		for _, name := range []string{"original-rcpt-to", "removal-recipient", "original-recipient"} {
			if a := typed(g[name]); strings.Contains(a, "@") {
				return []complaint.BounceNotice{{Recipient: a}}
			}
		}
	}
	return nil
}

var (
	// inBody begins the copy of the returned mail in a bounce's text.
	inBody  = regexp.MustCompile(`(?im)^[ >-]*(-{2,} ?(this is a copy of|below this line is a copy|original message|returned message|the (header|body) of the original|unsent message|message header|transcript of message|retained|message text|returned mail)|original message (headers?|follows)|the header of the original message|a copy of the (original|message)|return-path:|received: from|received: \(qmail|message-id: ?<)`)
	delayed = regexp.MustCompile(`(?i)(delayed|not yet been delivered|will (continue to |keep )?(be )?(try|retr)|still being (retried|processed)|warning: (message|could not)|no action is required|vertraagd|nog niet (bezorgd|afgeleverd)|you do not need to resend|temporary)`)
	givenUp = regexp.MustCompile(`(?i)(i.ve given up|gave up|giving up|permanent|could not be delivered|has failed|undeliverable)`)
	anyAddr = regexp.MustCompile(`[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}`)
	ourID   = regexp.MustCompile(`<g1\.[^<>\s]{1,200}@[^<>\s]{1,200}>`)
)

// freeForm finds the recipients in prose: X-Failed-Recipients, else the addresses in
// the text before the returned copy, without those of the bounce itself.
func (e evidence) freeForm(text string) []complaint.BounceNotice {
	n := complaint.BounceNotice{Action: "failed", Status: statusCode.FindString(text)}
	about := e.mail.Subject + "\n" + shorten(text, 4000)
	if delayed.MatchString(about) && !givenUp.MatchString(about) || strings.HasPrefix(n.Status, "4") && !givenUp.MatchString(about) {
		n.Action = "delayed"
	}
	var found []string
	for _, a := range addresses(e.header.Get("X-Failed-Recipients")) {
		found = append(found, a.Address)
	}
	if len(found) == 0 {
		found = anyAddr.FindAllString(shorten(text, 16_000), maxNotices)
	}
	var list []complaint.BounceNotice
	seen := map[string]bool{strings.ToLower(e.mail.From.Address): true}
	for _, a := range e.mail.To {
		seen[strings.ToLower(a.Address)] = true
	}
	for _, a := range found {
		a = tidyAddress(strings.Trim(a, ".'"))
		local, _, _ := strings.Cut(strings.ToLower(a), "@")
		if a == "" || seen[strings.ToLower(a)] || local == "postmaster" || local == "mailer-daemon" {
			continue
		}
		seen[strings.ToLower(a)] = true
		n.Recipient = a
		list = append(list, n)
	}
	return list
}

// returned gives the id of the mail that came back. Relays rewrite Message-ID, so
// our own id at the end of its References is believed first.
func (e evidence) returned(copied string) string {
	raw := []byte(copied)
	if part := e.root.find("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"); part != nil {
		raw = part.raw
	}
	w := &walker{src: newSource(bufio.NewReader(bytes.NewReader(bytes.TrimLeft(raw, "\r\n"))))}
	w.parts = 1 // what is wrong with it is no problem of this mail's
	h, _, _ := w.header()
	if ids := ourID.FindAllString(clean(strings.Join(h.Values("References"), " ")), -1); len(ids) > 0 {
		return ids[len(ids)-1]
	}
	if id := ownID(h); id != "" {
		return id
	}
	if m := copiedID.FindSubmatch(raw); m != nil {
		return clean(string(m[1]))
	}
	for i := len(e.mail.References) - 1; i >= 0; i-- {
		if ourID.MatchString(e.mail.References[i]) {
			return e.mail.References[i]
		}
	}
	return ""
}

var copiedID = regexp.MustCompile(`(?im)^[> \t]*message-id:\s*(<[^<>\s]{3,300}>)`)
