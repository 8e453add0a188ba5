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
	if a, p := len(w.letters(anna)), len(w.letters(piet)); a != heldMost || p != 1 {
		w.Fatalf("Anna is asked %d times, Piet warned %d times", a, p)
	}
}
