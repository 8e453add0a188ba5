package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

const outlookHeader = "\n\nVan: DirectLease <klachten@desk.test>\nVerzonden: vrijdag 20 november 2026 09:00\nAan: Anna\nOnderwerp: Nieuwe klacht\n\n"

// What a REACTIE sends, "" for nothing, and the code of the refusal then.
var wordsCases = []struct{ name, body, sends, code string }{
	{"plain", "Wij zoeken dit vandaag voor u uit.", "Wij zoeken dit vandaag voor u uit.", ""},
	{"above the marker", "Wij zoeken dit vandaag voor u uit.\n\n" + complaint.Marker + " (alleen bij) -- --\n\nGeheim van binnen.", "Wij zoeken dit vandaag voor u uit.", ""},
	{"above a quotation", "Wij zoeken dit vandaag voor u uit.\n\nOp vr 20 nov 2026 schreef DirectLease <klachten@desk.test>:\n> Geheim van binnen.", "Wij zoeken dit vandaag voor u uit.", ""},
	{"above an Outlook header", "Wij zoeken dit vandaag voor u uit." + outlookHeader + "Geheim van binnen.", "Wij zoeken dit vandaag voor u uit.", ""},
	{"its own number", "Wij zoeken K-2026-000001 vandaag voor u uit.", "K-2026-000001", ""},
	{"another prefix", "Uw kenteken K-99-BB staat in offerte OF-2026-000123.", "OF-2026-000123", ""},
	{"empty", "", "", "E-LEEG"},
	{"too short", "Komt goed.", "", "E-LEEG"},
	{"only below the marker", "\n" + complaint.Marker + " (alleen bij) -- --\nGeheim van binnen, en lang genoeg.", "", "E-LEEG"},
	{"only below a wrapped, quoted marker", "> -- -- tekst boven deze lijn\n> gaat naar de klant (alleen) -- --\n> Geheim van binnen, en lang genoeg.", "", "E-LEEG"},
	{"only a marker with hard spaces", strings.ReplaceAll(complaint.Marker, " ", "\u00a0") + "\nGeheim van binnen, en lang genoeg.", "", "E-LEEG"},
	{"only a quotation", "Op vr 20 nov 2026 schreef DirectLease <klachten@desk.test>:\n> Geheim van binnen, en lang genoeg.", "", "E-LEEG"},
	{"only below an Outlook header", outlookHeader + "Geheim van binnen, en lang genoeg.", "", "E-LEEG"},
	{"a forwarded mail with a few words", "Zie hieronder.\n\n---------- Forwarded message ---------\nVan: Piet <piet@desk.test>\nDate: vr 20 nov 2026\nSubject: intern\nTo: Anna\n\nGeheim van binnen, en lang genoeg.", "", "E-LEEG"},
	{"only a signature", "-- \nAnna de Vries\nafdeling Schade en inname", "", "E-LEEG"},
	{"INTERN", "Wij zoeken dit uit.\nINTERN: de klant is lastig.", "", "E-INTERN"},
	{"Interne", "Wij zoeken dit uit.\n**Interne notitie**: de klant is lastig.", "", "E-INTERN"},
	{"another number", "Net als bij K-2026-000002 betalen wij dit terug.", "", "E-INTERN"},
	{"another number, spelt otherwise", "Net als bij k2026‑000002 betalen wij dit terug.", "", "E-INTERN"},
}

func TestWordsForTheCustomer(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	for _, tc := range wordsCases {
		before := len(w.letters(zoe))
		w.command(anna, tag(c, "REACTIE"), tc.body)
		w.pass(3 * time.Minute)
		w.send()
		sent := w.letters(zoe)[before:]
		switch {
		case tc.sends == "" && len(sent) > 0:
			w.Errorf("%s: the customer got\n%s", tc.name, w.text(sent[0]))
		case tc.sends == "":
			w.refused(anna, tc.code)
		case len(sent) != 1 || !strings.Contains(w.text(sent[0]), tc.sends) || strings.Contains(w.text(sent[0]), "Geheim"):
			w.Errorf("%s: %d letters", tc.name, len(sent))
		}
	}
}

// A reaction by telephone stops the clock when it was given; the customer reads
// what was said.
func TestReactionByTelephone(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.command(anna, tag(c, "REACTIE TEL"), "Wij vragen het rapport van de inname op. Maandag belt Anna u terug.")
		called := w.clock
		if now := w.is(c, complaint.InTreatment); !now.Round.Responded.Equal(called) {
			w.Fatalf("the clock says %v, not %v", now.Round.Responded, called)
		}
		w.pass(time.Hour)
		w.send()
		if got := w.letters(zoe, complaint.Reaction); len(got) != 1 || !strings.Contains(w.text(got[0]), "telefoon") {
			w.Fatal(kinds(w.letters(zoe)))
		}
		if now := w.is(c, complaint.InTreatment); !now.Round.Responded.Equal(called) {
			w.Fatalf("the recap moved the clock to %v", now.Round.Responded)
		}
	})
}

func TestStop(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.command(anna, tag(c, "OPGELOST"), solution)
		w.send()
		w.pass(time.Minute)
		receipt := w.latest(anna)
		w.mail(anna, w.link(receipt, "STOP"), "") // tapped: it answers nothing
		w.pass(time.Hour)
		w.send()
		w.is(c, complaint.InTreatment)
		if got := w.letters(zoe, complaint.Resolution); got[0].State != complaint.Stopped || len(w.tries[got[0].ID]) > 0 {
			w.Fatal(got[0].State)
		}
		w.command(anna, tag(c, "OPGELOST"), solution)
		w.pass(3 * time.Minute)
		w.send()
		w.command(anna, tag(c, "STOP"), "")
		w.refused(anna, "E-WEG")
		w.is(c, complaint.Settled)
	})
}

// The undo never makes a letter miss the term it is to meet, and is there when
// the term has passed.
func TestUndo(t *testing.T) {
	for _, tc := range []struct{ at, verb, due string }{
		{"2026-11-20 12:00", "REACTIE", "12:02"},
		{"2026-11-21 08:59", "REACTIE", "09:00"},
		{"2026-11-21 08:59", "OPGELOST", "09:00"}, // it is the first response too
		{"2026-11-21 09:00", "REACTIE", "09:00"},
		{"2026-11-21 09:01", "REACTIE", "09:03"},
		{"2026-11-25 17:29", "OPGELOST", "17:30"},
		{"2026-11-25 17:31", "OPGELOST", "17:33"},
	} {
		w := onSQLite(t)
		c := w.complain() // Friday 20 November, 09:00
		w.at(tc.at)
		w.command(anna, tag(c, tc.verb), solution)
		l := w.letters(zoe, complaint.CommandedToCustomer...)[0]
		if got := l.Due.In(w.Config.Organisation.Zone).Format("15:04"); got != tc.due {
			w.Errorf("%s at %s leaves at %s, not %s", tc.verb, tc.at, got, tc.due)
		}
	}
}

func TestPassedDayIsNoGoal(t *testing.T) {
	w := onSQLite(t)
	raw := w.raw(zoe, "Schade", damage)
	id := w.keep("klachten", raw)
	w.at("2026-11-30 09:00") // it lay there for ten days
	w.ok(w.Receive(w.Context(), id))
	for _, l := range w.letters(zoe) {
		if body := w.text(l); strings.Contains(body, "uiterlijk") || strings.Contains(body, "Ons doel") {
			w.Fatal(body)
		}
	}
}

func TestCeiling(t *testing.T) {
	each(t, func(w *world) {
		for i := range 9 {
			from := zoe
			if i%2 == 1 {
				from = "ZOE@klant.example" // one address, however it is spelt
			}
			w.mail(from, fmt.Sprint("Schade ", i), damage)
		}
		if n, by := len(w.letters(zoe, complaint.Confirmation)), len(w.letters(service, complaint.ConfirmByHand)); n != 5 || by != 4 {
			w.Fatalf("%d confirmations, %d tasks", n, by)
		}
		w.pass(25 * time.Hour)
		w.mail(zoe, "Schade", damage)
		if n := len(w.letters(zoe, complaint.Confirmation)); n != 6 {
			w.Fatalf("%d confirmations", n)
		}
	})
}

// What staff attach goes along; what the customer had attached does not come back,
// nor do pictures within the text.
func TestAttachments(t *testing.T) {
	each(t, func(w *world) {
		const parts = "--b\r\nContent-Type: text/plain\r\n\r\n%s\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=foto.pdf\r\n\r\n%%PDF van de klant\r\n"
		mixed := []string{"MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b"}
		w.mail(zoe, "Schade", fmt.Sprintf(parts, damage)+"--b--", mixed...)
		w.send()
		c := w.c(1)
		if body := w.text(w.letters(schade)[0]); !strings.Contains(body, "foto.pdf") || !strings.Contains(body, "JVBERiB2YW4gZGUga2xhbnQ") {
			w.Fatal("the department does not get what the customer attached:\n" + body)
		}
		w.mail(anna, tag(c, "REACTIE"), fmt.Sprintf(parts, "Hierbij het rapport van de inname in de bijlage.")+
			"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=rapport.pdf\r\n\r\n%PDF van ons\r\n"+
			"--b\r\nContent-Type: image/png\r\nContent-Disposition: inline; filename=logo.png\r\n\r\nplaatje\r\n--b--",
			append(mixed, answering(w.latest(schade)))...)
		w.pass(3 * time.Minute)
		w.send()
		body := w.text(w.letters(zoe, complaint.Reaction)[0])
		if !strings.Contains(body, "rapport.pdf") || !strings.Contains(body, "JVBERiB2YW4gb25z") || strings.Contains(body, "foto.pdf") || strings.Contains(body, "logo.png") {
			w.Fatal(body)
		}
		if receipt := w.text(w.letters(anna, complaint.Receipt)[0]); !strings.Contains(receipt, "rapport.pdf") || !strings.Contains(receipt, "Afbeeldingen in uw tekst gaan niet mee") {
			w.Fatal(receipt)
		}
	})
}

func TestAttachmentThatIsTooLarge(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.mail(anna, tag(c, "REACTIE"), "--b\r\nContent-Type: text/plain\r\n\r\nHierbij het rapport van de inname in de bijlage.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=groot.pdf\r\n\r\n"+
		strings.Repeat(strings.Repeat("x", 70)+"\r\n", 160_000)+"\r\n--b--", answering(w.latest(schade)), "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b")
	w.send()
	w.refused(anna, "E-BIJLAGE")
	if got := kinds(w.letters(zoe)); got != "[confirmation]" {
		w.Fatal(got)
	}
}

// A mail that is attached may hold what no customer may read, and so may a text.
func TestAttachmentsThatBetray(t *testing.T) {
	for name, part := range map[string]string{
		"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=notice.eml":      "From: " + us + "\r\n\r\nGeheim.",
		"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=x.msg": "abc",
		"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=notitie.txt":         "INTERN: klant is lastig",
	} {
		w := onSQLite(t)
		c := w.complain()
		w.mail(anna, tag(c, "REACTIE"), "--b\r\nContent-Type: text/plain\r\n\r\nHierbij het rapport van de inname in de bijlage.\r\n--b\r\n"+name+"\r\n\r\n"+part+"\r\n--b--",
			answering(w.latest(schade)), "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b")
		w.pass(time.Hour)
		w.send()
		if got := kinds(w.letters(zoe)); got != "[confirmation]" {
			t.Errorf("%s: %s", name, got)
		}
	}
	for text, bad := range map[string]bool{
		"I\u200bNTERN klant is lastig": true, "\uff29\uff2e\uff34\uff25\uff32\uff2e lastig": true, "zie g1-abcdefghij234567": true, "mailto:x?subject=OPGELOST%20g1-abcdefghij234567": true,
		"Wij gebruiken dit intern niet.": false, "De internationale garantie geldt.": false, "Beste klant, het is goed.": false,
	} {
		if betrays(text) != bad {
			t.Errorf("%q", text)
		}
	}
}
