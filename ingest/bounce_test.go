package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// report makes a delivery report as RFC 3464 has it.
func report(status, returned string) string {
	return mailOf("From: Mail Delivery System <MAILER-DAEMON@mx.example>\nReturn-Path: <>\nAuto-Submitted: auto-replied\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
		"--b\n\nI'm sorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"+status+"\n--b\n"+returned+"\n--b--\n")
}

func TestBounces(t *testing.T) {
	const (
		dead  = "Final-Recipient: rfc822; weg@klant.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n"
		late  = "Final-Recipient: rfc822;vol@klant.example\nAction: delayed\nStatus: 4.2.2\nWill-Retry-Until: Tue, 17 Nov 2026 09:12:00 +0100\n"
		mail  = "Content-Type: message/rfc822\n\nMessage-ID: <relay@ses.example>\nReferences: <klant@x.example> <g1.aa.bb@desk.example>\nSubject: y\n\ntext"
		heads = "Content-Type: text/rfc822-headers\n\nMessage-ID: <sent@desk.example>\nSubject: y\n"
	)
	for _, c := range []struct{ name, raw, want string }{
		{"dsn", report(dead, heads), "weg@klant.example 5.1.1 failed <sent@desk.example> true"},
		{"id rewritten by a relay", report(dead, mail), "weg@klant.example 5.1.1 failed <g1.aa.bb@desk.example> true"},
		{"delay", report(late, heads), "vol@klant.example 4.2.2 delayed <sent@desk.example> false"},
		{"two recipients", report(dead+"\n"+late, heads), "weg@klant.example 5.1.1 failed <sent@desk.example> true; vol@klant.example 4.2.2 delayed <sent@desk.example> false"},
		{"delivered", report("Final-Recipient: rfc822;a@b.example\nAction: delivered\nStatus: 2.0.0\n", heads), "a@b.example 2.0.0 delivered <sent@desk.example> false"},
		{"original recipient", report("Original-Recipient: rfc822;a@b.example\n"+dead, heads), "a@b.example 5.1.1 failed <sent@desk.example> true"},
		{"nothing returned", report(dead, "Content-Type: text/plain\n\nx"), "weg@klant.example 5.1.1 failed  true"},
		{"qmail", mailOf("From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nTo: klachten@desk.example\nSubject: failure notice",
			"Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<weg@klant.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <klachten@desk.example>\nMessage-ID: <g1.q@desk.example>\nTo: weg@klant.example\n\nx"),
			"weg@klant.example 5.1.1 failed <g1.q@desk.example> true"},
		{"exim", mailOf("From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: weg@klant.example\nSubject: Mail delivery failed: returning message to sender",
			"This message was created automatically by mail delivery software.\n\n  weg@klant.example\n    550 5.1.1 unknown\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-Id: <e@desk.example>\n\nx"),
			"weg@klant.example 5.1.1 failed <e@desk.example> true"},
		{"exim delay", mailOf("From: Mail Delivery System <Mailer-Daemon@mx.example>\nReturn-path: <>\nAuto-Submitted: auto-replied\nSubject: Warning: message 1abc delayed 24 hours",
			"This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its recipients.\n\n  traag@klant.example\n\nNo action is required on your part."),
			"traag@klant.example  delayed  false"},
		{"feedback", mailOf("From: fbl@isp.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b",
			"--b\n\nabuse\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <klaagt@isp.example>\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <m@desk.example>\n\nx\n--b--\n"),
			"klaagt@isp.example   <m@desk.example> false"},
	} {
		m := parse(t, c.raw, Options{})
		var got []string
		for _, b := range m.Bounces {
			got = append(got, fmt.Sprintf("%s %s %s %s %v", b.Recipient, b.Status, b.Action, b.MessageID, b.Final))
		}
		if s := strings.Join(got, "; "); m.Kind != "bounce" || s != c.want {
			t.Errorf("%s: %s %q, want %q", c.name, m.Kind, s, c.want)
		}
	}
}

func TestReadReceiptIsAutomatic(t *testing.T) {
	m := parse(t, mailOf("From: jan@klant.example\nSubject: Gelezen: klacht\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b",
		"--b\n\nUw bericht is gelezen\n--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"), Options{})
	if m.Kind != "auto-reply" {
		t.Errorf("kind %s", m.Kind)
	}
}
