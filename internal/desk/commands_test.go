package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

func TestNaar(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.command(anna, tag(c, "NAAR SERVICE"), "Dit gaat over de telefoon.")
		now := w.is(c, complaint.Assigned)
		if now.Department != "SERVICE" || now.Round.Deadlines != c.Round.Deadlines {
			w.Fatalf("%+v", now)
		}
		if l := w.letters(service, complaint.Notice); len(l) != 1 || !strings.Contains(w.text(l[0]), "Zwaluwstaart") {
			w.Fatal("the new department does not see the complaint")
		}
		w.command(sam, tag(c, "NAAR SCHADE"), "Nee hoor.")
		w.command(anna, tag(c, "NAAR SERVICE"), "Jawel.") // the third
		for _, manager := range []string{meryem, lotte} {
			if got := w.letters(manager, complaint.Decision); len(got) != 1 || !strings.Contains(w.text(got[0]), "NAAR SERVICE") {
				w.Fatalf("%s is not asked: %s", manager, kinds(w.letters(manager)))
			}
		}
		if got := w.is(c, complaint.Assigned); got.Department != "SCHADE" {
			w.Fatal(got.Department)
		}
		w.mail(lotte, tag(c, "NAAR SERVICE"), "Wij nemen hem.", answering(w.latest(lotte)))
		if got := w.is(c, complaint.Assigned); got.Department != "SERVICE" {
			w.Fatal(got.Department)
		}
		if got := kinds(w.letters(zoe)); got != "[confirmation]" {
			w.Fatal("the customer heard of it:", got)
		}
	})
}

func TestRefusals(t *testing.T) {
	for _, tc := range []struct{ verb, body, code string }{
		{"OPGELSOT", solution, "E-ONBEKEND"},
		{"NAAR GARAGE", "Dit is voor de garage.", "E-AFDELING-ONBEKEND"},
		{"NAAR SCHADE", "Hier blijven.", "E-AL-DAAR"},
		{"SPLITS SCHADE", "Twee zaken.", "E-AL-DAAR"},
		{"AGENDA 26-11", "", "E-TERMIJN"},
		{"STOP", "", "E-TE-LAAT"},
		{"OPGELOST", "Klaar.", "E-LEEG"},
	} {
		w := onSQLite(t)
		c := w.complain()
		before := len(w.customers())
		w.command(anna, tag(c, tc.verb), tc.body)
		w.refused(anna, tc.code)
		w.is(c, complaint.Assigned)
		if len(w.customers()) != before || len(w.letters(anna)) != 1 {
			w.Errorf("%s: %s", tc.verb, kinds(w.all()))
		}
	}
}

func TestCommandsAfterSettlement(t *testing.T) {
	for _, verb := range []string{"AANNEMEN", "OPGELOST", "NAAR SERVICE"} {
		w := onSQLite(t)
		c := w.settle()
		w.command(anna, tag(c, verb), solution)
		w.refused(anna, "E-TOESTAND")
		w.is(c, complaint.Settled)
	}
}

func TestOnlyTheManagerWritesWhenHeHandles(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.mail(meryem, tag(c, "AANNEMEN"), "", answering(w.latest(schade)))
		w.command(anna, tag(c, "OPGELOST"), solution)
		w.refused(anna, "E-LEIDING")
		w.command(anna, tag(c, "AANNEMEN"), "")
		w.refused(anna, "E-LEIDING")
		w.mail(meryem, tag(c, "OPGELOST"), solution, answering(w.latest(schade)))
		w.is(c, complaint.Resolving)
	})
}

func TestBareReplyIsANote(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.command(anna, "Re: "+tag(c, ""), "De garage belt terug.")
		w.command(anna, "Re: "+tag(c, ""), "En de verzekering ook.")
		if got := w.letters(anna); len(got) != 1 || !strings.Contains(w.text(got[0]), "geen opdracht") {
			w.Fatal("not told once that this is a note:", kinds(got))
		}
		w.command(anna, "Re: "+tag(c, ""), "Beste Zoë,\n\nWij betalen alles terug.")
		w.command(anna, "Re: "+tag(c, ""), "Geachte mevrouw,\n\nWij betalen alles terug.")
		w.command(anna, "Re: "+tag(c, ""), "AANNEMEN\n\nIk ga ermee aan de slag.")
		if n := len(w.letters(anna, complaint.Refusal)); n != 4 || !strings.Contains(w.text(w.latest(anna)), "AANNEMEN]") {
			w.Fatalf("told %d times that nothing was done", n)
		}
		if n := w.count(complaint.Noted); n != 5 {
			w.Fatalf("%d notes", n)
		}
		w.pass(time.Hour)
		w.send()
		if got := kinds(w.letters(zoe)); got != "[confirmation]" {
			w.Fatal(got)
		}
	})
}

func TestUnprovenWrongCommandIsNotRefused(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.mail(anna, tag(c, "OPGELSOT"), solution)
	if got := kinds(w.letters(anna)); got != "[was_this_you]" {
		w.Fatal(got)
	}
}

func TestOfTheManyLettersOneMailAnswers(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		var ids []string
		for i := range 3000 {
			ids = append(ids, "<g1."+strings.Repeat("a", 40)+string(rune('a'+i%26))+strings.Repeat("b", i%100)+"."+strings.Repeat("c", i/26)[:i/26%50]+"@desk.test>")
		}
		if got := w.mail(anna, tag(c, "AANNEMEN"), "", "References: "+strings.Join(ids, "\r\n "), answering(w.latest(schade))); got != commanded {
			w.Fatal(got)
		}
		w.is(c, complaint.InTreatment)
	})
}

// A command without its number registers nothing, nor does one that the desk does
// not carry out, or an answer to a letter about several complaints: its sender
// hears what it lacks, proven or not, but not without end.
func TestCommandAboutNothing(t *testing.T) {
	w := onSQLite(t)
	w.mail(anna, "[OPGELOST]", solution, "Authentication-Results: mx.desk.test; dmarc=pass")
	w.send()
	if len(w.register()) != 0 {
		w.Fatal(kinds(w.all()))
	}
	if l := w.letters(anna); len(l) != 1 || !strings.Contains(w.text(l[0]), "klachtnummer") {
		w.Fatal(kinds(w.all()))
	}
	for i := range 2 * heldMost {
		if got := w.mail(anna, "[LIJST SCHADEE ONBEKEND]", fmt.Sprint("Graag de lijst. ", i)); got != commanded {
			w.Fatal(got)
		}
	}
	w.send()
	if l := w.letters(anna, complaint.Refusal); len(l) != heldMost || len(w.register()) != 0 || !strings.Contains(w.text(l[1]), "niet compleet") {
		w.Fatal(len(l), kinds(w.all()))
	}
}

func TestAnswerToAWorklistNeedsANumber(t *testing.T) {
	w := onSQLite(t)
	w.complain()
	w.complain()
	w.pass(24 * time.Hour * 7)
	w.ring()
	w.send()
	list := w.letters(meryem, complaint.Digest)[0]
	if got := w.mail(meryem, "Re: "+list.Subject, "Ik kijk ernaar.", answering(list)); got != commanded || len(w.register()) != 2 {
		w.Fatal(got, len(w.register()))
	}
	if l := w.letters(meryem, complaint.Refusal); len(l) != 1 || !strings.Contains(w.text(l[0]), "over meer klachten") {
		w.Fatal(kinds(w.all()))
	}
}
