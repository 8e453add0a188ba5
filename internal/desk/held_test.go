package desk

import (
	"fmt"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// asked is a complaint about which Anna is asked whether a settlement was hers.
func (w *world) asked() (complaint.Complaint, complaint.Letter) {
	w.Helper()
	c := w.complain()
	w.mail(anna, tag(c, "OPGELOST"), solution)
	w.send()
	return c, w.letters(anna, complaint.WasThisYou)[0]
}

func TestHeldCommandIsConfirmed(t *testing.T) {
	each(t, func(w *world) {
		c, question := w.asked()
		w.mail(anna, "Re: "+question.Subject, "", answering(question))
		w.is(c, complaint.Resolving)
		w.command(anna, tag(c, "STOP"), "")
		w.is(c, complaint.InTreatment)
		// A second answer to the question does nothing, and says so.
		w.mail(anna, "Re: "+question.Subject, "Ja!", answering(question))
		w.is(c, complaint.InTreatment)
		w.refused(anna, "E-VERLOPEN")
	})
}

func TestHeldCommandIsNotConfirmed(t *testing.T) {
	for name, answer := range map[string]func(w *world, q complaint.Letter){
		"by somebody else": func(w *world, q complaint.Letter) { w.mail(piet, "Re: "+q.Subject, "Ja", answering(q)) },
		"by the customer":  func(w *world, q complaint.Letter) { w.mail(zoe, "Re: "+q.Subject, "Ja", answering(q)) },
		"by a machine": func(w *world, q complaint.Letter) {
			w.mail(anna, "Automatisch antwoord: "+q.Subject, "Ik ben afwezig.", answering(q), "Auto-Submitted: auto-replied")
		},
		"after a day": func(w *world, q complaint.Letter) {
			w.pass(24 * time.Hour)
			w.mail(anna, "Re: "+q.Subject, "Ja", answering(q))
			w.refused(anna, "E-VERLOPEN")
		},
		"forged": func(w *world, q complaint.Letter) {
			w.mail(anna, "Re: "+q.Subject, "Ja", answering(q), "Authentication-Results: mx.desk.test; dmarc=fail")
		},
		"with no": func(w *world, q complaint.Letter) {
			w.mail(anna, "Re: "+q.Subject, "Nee, dat was ik niet!", answering(q))
			w.refused(anna, "E-NIET-U")
			w.mail(anna, "Re: "+q.Subject, "Ja", answering(q))
			w.refused(anna, "E-VERLOPEN")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := onSQLite(t)
			c, question := w.asked()
			answer(w, question)
			w.pass(time.Hour)
			w.send()
			w.is(c, complaint.Assigned)
			if got := kinds(w.letters(zoe)); got != "[confirmation]" {
				w.Fatal(got)
			}
		})
	}
}

// Only a yes is a yes: denials come in any words, and what is neither is asked again.
func TestAnswersToWasThisYou(t *testing.T) {
	for answer, want := range map[string]complaint.Status{
		"": complaint.Resolving, "Ja": complaint.Resolving, "Ja hoor, klopt.\n\nMet vriendelijke groet,\nAnna": complaint.Resolving, "Ok": complaint.Resolving,
		"Verstuurd vanaf mijn iPhone": complaint.Resolving, "Dat was ik inderdaad": complaint.Resolving, "Yes, it was me": complaint.Resolving,
		"Dat was ik niet": complaint.Assigned, "Ik was dit niet. Meld dit aub bij ICT.": complaint.Assigned, "Dit is niet van mij": complaint.Assigned,
		"Klopt niet, ik heb niets gestuurd": complaint.Assigned, "Hoi,\nNee dat was ik niet": complaint.Assigned, "Phishing! Niet door mij verzonden.": complaint.Assigned,
		"STOP": complaint.Assigned, "Huh? wat is dit": complaint.Assigned, "Wie heeft dit gedaan??": complaint.Assigned, "geen idee": complaint.Assigned, "?": complaint.Assigned, "...": complaint.Assigned, "Ja maar wacht nog even": complaint.Assigned, "Ja, wacht": complaint.Assigned, "yes, but change the text first": complaint.Assigned,
		"Akkoord met annuleren": complaint.Assigned, "Jazeker": complaint.Resolving, "Met vriendelijke groet,\nAnna de Vries": complaint.Resolving, "Ja, bedankt. Groet Anna": complaint.Resolving, "Raar zeg.": complaint.Assigned,
	} {
		w := onSQLite(t)
		c, question := w.asked()
		w.mail(anna, "Re: "+question.Subject, answer, answering(question))
		if got := w.complaintByID(c.ID).Status; got != want {
			t.Errorf("%q: %s, not %s", answer, got, want)
		}
		quoted := answer + "\n\nOp vrijdag 20 november 2026 schreef DirectLease:\n> Er kwam een opdracht op uw naam.\n> Was u dit? Beantwoord deze mail.\n"
		if v := onSQLite(t); true {
			c, question := v.asked()
			v.mail(anna, "Re: "+question.Subject, quoted, answering(question))
			if got := v.complaintByID(c.ID).Status; got != want {
				t.Errorf("%q above our question: %s, not %s", answer, got, want)
			}
		}
		if answer == "Raar zeg." {
			w.mail(anna, "Re: "+question.Subject, "Ja", answering(question))
			w.is(c, complaint.Resolving)
		}
	}
}

func TestAnswerWithACommandIsThatCommand(t *testing.T) {
	w := onSQLite(t)
	c, question := w.asked()
	w.mail(anna, tag(c, "AANNEMEN"), "", answering(question))
	w.is(c, complaint.InTreatment)
}

func TestHeldCommandThatIsWrongIsRefusedNotHeldAgain(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.mail("anna@desk.test, evil@x.example", tag(c, "OPGELOST"), "te kort")
	question := w.letters(anna, complaint.WasThisYou)[0]
	w.mail(anna, "Re: "+question.Subject, "Ja", answering(question))
	w.refused(anna, "E-LEEG")
	if n := len(w.letters(anna, complaint.WasThisYou)); n != 1 {
		w.Fatalf("asked %d times", n)
	}
}

func TestForgerFillsNobodysInbox(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	for i := range 20 {
		w.mail(anna, tag(c, "OPGELOST"), fmt.Sprint(solution, i))
		w.mail(piet, tag(c, "OPGELOST"), fmt.Sprint(solution, i), "Authentication-Results: mx.desk.test; dmarc=fail")
	}
	if a, p := len(w.letters(anna)), len(w.letters(piet)); a != heldMost+1 || p != 1 { // and once that there are too many
		w.Fatalf("Anna is asked %d times, Piet warned %d times", a, p)
	}
}
