package desk

import (
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

func TestSilentStart(t *testing.T) {
	each(t, func(w *world) {
		w.silent = true
		w.mail(zoe, "Schade", damage)
		w.mail(anna, "[K-2026-000001 OPGELOST]", solution, "Authentication-Results: mx.desk.test; dmarc=pass")
		w.silent = false
		if got := w.all(); len(got) != 0 || w.c(1).Status != complaint.Assigned {
			w.Fatal(kinds(got), w.c(1).Status)
		}
		alarms, err := w.Store.OpenAlarms(w.Context(), w.c(1).ID)
		w.ok(err)
		if len(alarms) != 1 || alarms[0].Kind != complaint.AgendaDue {
			w.Fatal(alarms)
		}
	})
}

func TestPossiblyKnownAfterRenumbering(t *testing.T) {
	each(t, func(w *world) {
		w.mail(zoe, "Schade", damage, "Message-ID: <one@mail.example>")
		c := w.c(1)
		w.send()
		w.mail(anna, tag(c, "AANNEMEN"), "", "Message-ID: <two@desk.test>", answering(w.latest(schade)))
		w.epoch = 2
		w.mail(zoe, "Schade", damage+"\nMet een voettekst van de server.", "Message-ID: <one@mail.example>")
		if got := w.c(2); got.Status != complaint.Triage || got.Department != "SERVICE" {
			w.Fatalf("%+v", got)
		}
		if n := len(w.letters(zoe, complaint.Confirmation)); n != 1 {
			w.Fatalf("%d confirmations", n)
		}
		if got := kinds(w.letters(service)); got != "[notice]" {
			w.Fatal(got)
		}
		// A command is not carried out again either: its owner is asked.
		w.mail(anna, tag(c, "OPGELOST"), solution, "Message-ID: <two@desk.test>", answering(w.latest(schade)))
		w.is(c, complaint.InTreatment)
		if len(w.letters(anna, complaint.WasThisYou)) != 1 {
			w.Fatal("its owner is not asked")
		}
	})
}

// The disputes committee is never answered, whatever it sends; management gets its
// mail with the complaint it is about, by our number or by the committee's.
func TestCommittee(t *testing.T) {
	each(t, func(w *world) {
		c := w.settle()
		before := len(w.customers())
		w.mail(meryem, tag(c, "GESCHIL zaak=187573/191798"), "De klant is naar de commissie.", "Authentication-Results: mx.desk.test; dmarc=pass")
		for _, tc := range []struct{ from, subject, want, field string }{
			{"zaak@degeschillencommissie.nl", "Over uw klacht " + c.Number.String(), joined, "X-A: b"},
			{"zaak@post.DeGeschillencommissie.nl", "Zaak 187573/191798: verweer", joined, "Auto-Submitted: auto-generated"},
			{"zaak@degeschillencommissie.nl", "Zaak 999999", unjoined, "X-A: b"},
		} {
			told := len(w.letters(boss, complaint.Committee))
			if got := w.mail(tc.from, tc.subject, "Wij vragen uw verweer.", tc.field); got != tc.want {
				w.Errorf("%s: %s, not %s", tc.subject, got, tc.want)
			}
			if got := w.letters(boss, complaint.Committee); len(got) != told+1 || (got[told].Complaint == c.ID) != (tc.want == joined) {
				w.Errorf("%s: management is told %d times", tc.subject, len(got)-told)
			}
		}
		if len(w.register()) != 1 || len(w.customers()) != before {
			w.Fatal(kinds(w.all()))
		}
		if got := w.mail("zaak@nepdegeschillencommissie.nl", "Zaak 1", damage); got != registered {
			w.Fatal("who only looks like the committee:", got)
		}
	})
}

func TestPrivacyOfficerIsToldAtOnce(t *testing.T) {
	w := onSQLite(t)
	w.mail(zoe, "Datalek", "Jullie hebben mijn persoonsgegevens aan een andere klant gestuurd. Dat is een datalek onder de AVG. Ik wil inzage in mijn gegevens.")
	if got := kinds(w.letters(els)); got != "[notice]" {
		w.Fatal(got, w.c(1).Department)
	}
	// Also where no department has privacy for its work.
	w = onSQLite(t)
	w.Config.Departments = w.Config.Departments[:2]
	w.mail(zoe, "Datalek", "Mijn paspoort is naar een ander gestuurd. Dat is een datalek onder de AVG.")
	if got := kinds(w.letters(els)); got != "[notice]" || w.c(1).Department == "PRIVACY" {
		w.Fatal(got, w.c(1).Department)
	}
}

// What a notice has to say beside the complaint.
func TestNoticeSaysWhatElseIsKnown(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.command(anna, tag(c, "NAAR SERVICE"), "Dit gaat over de telefoon.")
	if body := strings.Join(strings.Fields(w.text(w.latest(service))), " "); !strings.Contains(body, "Doorgegeven van SCHADE door Anna de Vries. Reden: Dit gaat over de telefoon.") {
		w.Fatal(body)
	}
	w.mail(bob, "Re: "+tag(c, ""), damage)
	if body := w.text(w.latest(schade)); !strings.Contains(body, "De klant noemt klacht "+c.Number.String()) {
		w.Fatal(body)
	}
	w.partial = true
	w.mail(zoe, "Schade", damage+"Dit is een andere.")
	if body := w.text(w.latest(schade)); !strings.Contains(body, "De hele mail ligt nog in de mailbox") {
		w.Fatal(body)
	}
}

func TestColleagueIsNoComplainant(t *testing.T) {
	for _, from := range []string{anna, schade, boss, "ANNA@Desk.test"} {
		w := onSQLite(t)
		w.mail(from, "Fwd: schade", damage)
		if c := w.c(1); c.Customer.Address != "" || len(w.customers()) != 0 {
			w.Errorf("%s: %+v", from, c.Customer)
		}
		if got := w.letters(schade, complaint.Notice); len(got) != 1 {
			w.Error(kinds(got))
		}
		if got := w.letters(strings.ToLower(from), complaint.Whose); len(got) != 1 {
			w.Errorf("%s is not asked whose complaint it is", from)
		}
	}
}

func TestStrangersNumberRegistersAnother(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.mail(bob, "Re: "+tag(c, ""), damage)
		if got := w.register(); len(got) != 2 || got[1].Customer.Address != bob {
			w.Fatal(len(got))
		}
		found := false
		for _, e := range w.events(w.c(2)) {
			found = found || strings.Contains(e.Data, `"mentions":"`+c.Number.String()+`"`)
		}
		if !found {
			w.Fatal("the number that was named is not on record")
		}
	})
}

func TestCustomersFurtherMail(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		if got := w.mail(zoe, "Re: bumper", "Hier is nog een foto.", answering(w.latest(zoe))); got != joined {
			w.Fatal(got)
		}
		if got := w.mail("Zoe@Klant.example", "nog iets "+c.Number.String(), "En nog een."); got != joined {
			w.Fatal(got)
		}
		if n := len(w.letters(schade, complaint.CustomerMail)); n != 2 {
			w.Fatalf("shown %d times", n)
		}
	})
}

func TestCustomersMailAfterSettlementReachesTheHandler(t *testing.T) {
	each(t, func(w *world) {
		c := w.settle()
		before := len(w.customers())
		w.mail(zoe, "Re: "+tag(c, ""), "Bedankt!", answering(w.latest(zoe)))
		if len(w.letters(anna, complaint.AfterMail)) != 0 {
			w.Fatal("somebody is asked about a thank-you")
		}
		w.mail(zoe, "Re: "+tag(c, ""), "Ik ben het er niet mee eens.", answering(w.latest(zoe)))
		w.is(c, complaint.Settled)
		if len(w.letters(anna, complaint.AfterMail)) != 1 || len(w.customers()) != before {
			w.Fatal(kinds(w.letters(anna)))
		}
		w.command(anna, tag(c, "REACTIE"), "Dit is en blijft ons antwoord op uw klacht.")
		final := w.letters(zoe, complaint.Reaction)
		if len(final) != 1 || !strings.Contains(w.text(final[0]), "Geschillencommissie") {
			w.Fatal("the final position lacks the way to the committee")
		}
		w.is(c, complaint.Settled)
	})
}

func TestWhatNoPersonWroteIsNeverAnswered(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		answer := answering(w.latest(zoe))
		before := len(w.all())
		for _, tc := range []struct {
			from, field, want string
			with              string
		}{
			{zoe, "Auto-Submitted: auto-replied", automatic, answer},
			{zoe, "Auto-Submitted: auto-replied", unjoined, "X-A: b"},
			{"nieuws@x.example", "Precedence: bulk", unjoined, "List-Unsubscribe: <mailto:a@b>"},
			{us, "X-A: b", own, "X-C: d"},
		} {
			if got := w.mail(tc.from, "Schade", damage, tc.field, tc.with); got != tc.want {
				w.Errorf("%s: %s, not %s", tc.field, got, tc.want)
			}
		}
		if len(w.all()) != before || len(w.register()) != 1 {
			w.Fatal(kinds(w.all()))
		}
		w.is(c, complaint.Assigned)
	})
}

func TestSenderThatNoLetterReaches(t *testing.T) {
	for _, from := range []string{"", "zoe", "<>", `"zoe klant"@klant.example`, "zoe@[10.0.0.1]", "zoë@klant.example"} {
		w := onSQLite(t)
		if got := w.mail(from, "Schade aan de bumper", damage); got != registered {
			w.Errorf("%q: %s", from, got)
		}
		if len(w.letters(schade)) != 1 {
			w.Errorf("%q: the department is not told", from)
		}
	}
}

// A mail about a complaint that is closed for good is another that names it; thanks
// are thanks.
func TestMailAboutWhatIsClosed(t *testing.T) {
	w := onSQLite(t)
	c := w.settle()
	w.at("2027-01-04 09:00")
	w.ring()
	w.is(c, complaint.Closed)
	if got := w.mail(zoe, "Re: "+tag(c, ""), "Alsnog bedankt!"); got != joined || len(w.register()) != 1 {
		w.Fatal(got)
	}
	if got := w.mail(zoe, "Re: "+tag(c, ""), "Er staat weer een rekening voor die bumper."); got != registered {
		w.Fatal(got)
	}
	if body := w.text(w.latest(schade, service)); !strings.Contains(body, c.Number.String()) {
		w.Fatal(body)
	}
	w.is(c, complaint.Closed)
}

func TestThanks(t *testing.T) {
	for text, want := range map[string]bool{
		"Bedankt!": true, "Hartelijk dank voor uw antwoord. Prima zo.": true, "Thanks, great.": true, "Top, dank je wel!": true,
		"Dank, maar ik ben het er niet mee eens.": false, "Bedankt. Wanneer komt het geld?": false, "Ik wil mijn geld.": false,
		"Thank you, but this is not what we agreed.": false, "": false,
		"Dank voor uw bericht, ik heb daar een heel verhaal over dat ik u graag wil vertellen omdat het belangrijk is en u het moet weten en onthouden vanaf vandaag": false,
	} {
		if got := thanks(complaint.Mail{Reply: text}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if thanks(complaint.Mail{Reply: "Bedankt!", Attachments: []complaint.Attachment{{Name: "brief.pdf"}}}) {
		t.Error("a mail that brings something does more than thank")
	}
}
