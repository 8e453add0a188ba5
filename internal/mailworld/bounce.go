package mailworld

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// bounce tells the envelope sender that nobody has the address to: a delivery
// status notification (RFC 3464) in a multipart/report (RFC 6522), itself from
// the null sender. A mail from the null sender, or from somebody who has no
// mailbox here, is dropped (RFC 5321 section 4.5.5).
func (w *World) bounce(from, to string, raw []byte, at time.Time) error {
	if from == "" || w.user(from) == nil {
		return nil
	}
	header, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	const boundary = "=_mailworld_report"
	lines := []string{
		"From: Mail Delivery System <MAILER-DAEMON@mailworld.example>",
		"To: <" + from + ">",
		"Subject: Undelivered Mail Returned to Sender",
		"Date: " + at.Format(time.RFC1123Z),
		fmt.Sprintf("Message-ID: <%d.%d@mailworld.example>", at.UnixNano(), len(w.Mails(from))),
		"Auto-Submitted: auto-replied",
		"MIME-Version: 1.0",
		`Content-Type: multipart/report; report-type=delivery-status; boundary="` + boundary + `"`,
		"",
		"--" + boundary,
		"Content-Type: text/plain; charset=us-ascii",
		"",
		"Your message could not be delivered to <" + to + ">:",
		"550 5.1.1 nobody here has that address",
		"",
		"--" + boundary,
		"Content-Type: message/delivery-status",
		"",
		"Reporting-MTA: dns; mailworld.example",
		"",
		"Final-Recipient: rfc822; " + to,
		"Action: failed",
		"Status: 5.1.1",
		"Diagnostic-Code: smtp; 550 5.1.1 nobody here has that address",
		"",
		"--" + boundary,
		"Content-Type: text/rfc822-headers",
		"",
		string(header),
		"",
		"--" + boundary + "--",
		"",
	}
	report := []byte(strings.Join(lines, "\r\n"))
	return w.deliver(Delivered{Raw: report, To: from, At: at}, w.o.Trace("", from, at))
}
