package ingest

import (
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

// mail makes a mail of header lines and a body.
func mailOf(header, body string) string {
	return strings.ReplaceAll(strings.TrimSpace(header)+"\n\n"+body, "\n", "\r\n")
}

func parse(t *testing.T, raw string, o Options) complaint.Mail {
	t.Helper()
	m, err := Parse(strings.NewReader(raw), o)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return m
}

func TestKind(t *testing.T) {
	const klant = "From: Jan <jan@klant.example>\nMessage-ID: <1@klant.example>\n"
	for _, c := range []struct {
		name, header, body string
		want               complaint.Kind
	}{
		{"plain", klant + "Subject: Klacht", "De auto is kapot.", complaint.Human},
		{"own", "From: Klachten <KLACHTEN@desk.example>\nAuto-Submitted: auto-replied", "x", complaint.Own},
		{"form", "From: formulier@desk.example\nReply-To: Jan <jan@klant.example>\nAuto-Submitted: auto-generated", "Klacht", complaint.Human},
		{"auto-replied", klant + "Auto-Submitted: auto-replied (vacation)", "weg", complaint.AutoReply},
		{"auto-generated", klant + "Auto-Submitted: auto-generated; owner-email=\"x\"", "weg", complaint.AutoReply},
		{"auto no", klant + "Auto-Submitted: no", "Hallo", complaint.Human},
		{"auto-forwarded by a rule", klant + "Auto-Submitted: auto-forwarded", "Hallo", complaint.Human},
		{"suppress alone", klant + "X-Auto-Response-Suppress: All", "Hallo", complaint.Human},
		{"null return path alone", klant + "Return-Path: <>\nSubject: Klacht over aflevering", "De auto is niet bezorgd.", complaint.Human},
		{"rules loop", klant + "X-MS-Exchange-Inbox-Rules-Loop: jan@klant.example\nSubject: weg", "weg", complaint.AutoReply},
		{"rules loop of a redirect", klant + "X-MS-Exchange-Inbox-Rules-Loop: info@desk.example\nResent-From: info@desk.example", "Mijn auto is kapot", complaint.Human},
		{"vacation precedence", klant + "Precedence: auto_reply", "weg", complaint.AutoReply},
		{"subject nl", klant + "Subject: Automatisch antwoord: [K-2026-000123] Wij behandelen uw klacht", "weg", complaint.AutoReply},
		{"subject en", klant + "Subject: Out of Office: Re: x", "weg", complaint.AutoReply},
		{"subject de", klant + "Subject: Abwesenheitsnotiz", "weg", complaint.AutoReply},
		{"subject fr", klant + "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:_x?=", "weg", complaint.AutoReply},
		{"answers an automatic answer", klant + "Subject: Re: Automatisch antwoord: klacht", "Ik wil een mens spreken", complaint.Human},
		{"subject that begins alike", klant + "Subject: Out of office hours nobody answers", "Call me", complaint.Human},
		{"subject about absence", klant + "Subject: Afwezig personeel bij aflevering", "Er was niemand", complaint.Human},
		{"subject about automatic", klant + "Subject: Automatisch antwoord van u klopt niet", "Graag een mens", complaint.Human},
		{"subject about a car", klant + "Subject: Auto: lekke band", "De band is lek", complaint.Human},
		{"a postmaster with a delivery problem", "From: postmaster@klant.example\nSubject: Delivery problem with my car", "It came a week late.", complaint.Human},
		{"body nl", klant + "Subject: Re: klacht", "Bedankt voor uw bericht. Ik ben tot 3 december afwezig. Uw mail wordt niet doorgestuurd. Bij dringende zaken kunt u contact opnemen met Piet.", complaint.AutoReply},
		{"body en", klant + "Subject: Re: x", "Thank you for your email. I am currently out of the office and will reply when I return.", complaint.AutoReply},
		{"a customer on holiday", klant + "Subject: Klacht", "Ik ben tot 3 december op vakantie. Bij dringende vragen kunt u contact opnemen met mijn vrouw. De auto staat stil en ik wil mijn geld terug.", complaint.Human},
		{"complains of robots", klant + "Subject: Klacht", "Ik krijg steeds hetzelfde: 'Dit is een automatisch antwoord'. Ik ben het zat, wanneer krijg ik antwoord?", complaint.Human},
		{"a subject alone", klant + "Subject: Out of office", "Your office never answers, I have a complaint.", complaint.Human},
		{"a complaint of absence", klant + "Subject: Afwezig bij aflevering", "Ik ben afwezig geweest wegens vakantie en heb een klacht.", complaint.Human},
		{"somebody else's absence", klant + "Subject: Afwezig", "De monteur was afwezig.", complaint.Human},
		{"a few words", klant + "Subject: OOO", "Out of office. Back Tuesday. Urgent? Call Priya.", complaint.AutoReply},
		{"newsletter", "From: nieuws@winkel.example\nList-Unsubscribe: <https://x.example>\nList-Id: <n.winkel.example>\nPrecedence: bulk", "Koop nu", complaint.Bulk},
		{"campaign", "From: a@winkel.example\nList-Unsubscribe: <https://x.example>\nX-Mailgun-Tag: actie", "Koop nu", complaint.Bulk},
		{"through a list", klant + "List-Id: <klachten.groups.example>\nPrecedence: list\nList-Post: <mailto:klachten@groups.example>\nList-Unsubscribe: <mailto:u@groups.example>\nSubject: Klacht", "Hallo", complaint.Human},
		{"answer on a list", klant + "List-Id: <l.example>\nPrecedence: bulk\nIn-Reply-To: <2@l.example>\nSubject: Re: Klacht", "Hallo", complaint.Human},
		{"list without unsubscribe", klant + "List-Id: <l.example>\nSubject: Klacht", "Hallo", complaint.Human},
		{"unsubscribe alone", klant + "List-Unsubscribe: <mailto:x@klant.example>\nSubject: Klacht", "Hallo", complaint.Human},
		{"failed recipients", "From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: weg@klant.example\nAuto-Submitted: auto-replied", "This message was created automatically by mail delivery software.", complaint.Bounce},
		{"qmail", "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: failure notice", "Hi. This is the qmail-send program at mx.example.\n\n<weg@klant.example>:\nSorry, no mailbox here by that name. (#5.1.1)", complaint.Bounce},
		{"a person passes on a bounce", klant + "Return-Path: <jan@klant.example>\nSubject: Fwd: Undelivered Mail Returned to Sender", "Wat is dit?\n\nThis is the mail system at host mx. Your message could not be delivered. 550 5.1.1", complaint.Human},
		{"a postmaster who writes", "From: postmaster@klant.example\nSubject: Klacht over de factuur", "Onze factuur klopt niet.", complaint.Human},
	} {
		o := Options{Own: []string{"klachten@desk.example"}, Forms: []string{"formulier@desk.example"}}
		if m := parse(t, mailOf(c.header, c.body), o); m.Kind != c.want {
			t.Errorf("%s: kind %s, want %s", c.name, m.Kind, c.want)
		}
	}
}

func TestFormSender(t *testing.T) {
	m := parse(t, mailOf("From: formulier@desk.example\nReply-To: Jan <jan@Klant.example>", "x"), Options{Forms: []string{"Formulier@desk.example"}})
	if m.From != (complaint.Address{Name: "Jan", Address: "jan@klant.example"}) {
		t.Errorf("From %+v", m.From)
	}
}
