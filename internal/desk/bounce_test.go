package desk

import (
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// Invariant 7, as far as the desk decides it: what does not arrive is told to a
// person, starts its clock again, and delays nobody else.

func TestBounceOfTheConfirmation(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		if got := w.bounce(w.latest(zoe), "failed", "5.1.1"); got != bounced {
			w.Fatal(got)
		}
		if now := w.is(c, complaint.Assigned); !now.Round.Confirmed.IsZero() {
			w.Fatal("the clock of the confirmation does not run again")
		}
		if got := kinds(w.letters(schade, complaint.Undelivered)); got != "[undelivered]" {
			w.Fatal(got)
		}
		w.bounce(w.latest(zoe), "failed", "5.1.1")
		if got := len(w.letters(schade, complaint.Undelivered)); got != 1 {
			w.Fatal("told twice")
		}
		w.at("2026-11-23 07:30")
		w.ring()
		if n := w.count(complaint.Breached); n == 0 {
			w.Fatal("nobody hears that the confirmation is late")
		}
	})
}

func TestBounceOfTheResolution(t *testing.T) {
	each(t, func(w *world) {
		c := w.settle()
		w.bounce(w.letters(zoe, complaint.Resolution)[0], "failed", "5.2.2")
		now := w.is(c, complaint.InTreatment)
		if !now.Round.Resolved.IsZero() || !now.Round.Responded.IsZero() {
			w.Fatalf("%+v", now.Round)
		}
		if len(w.letters(anna, complaint.Undelivered)) != 1 || len(w.letters(schade, complaint.Undelivered)) != 1 {
			w.Fatal("handler and department are not told")
		}
		w.at("2026-11-26 07:30")
		w.ring()
		if n := w.count(complaint.Breached); n != 2 {
			w.Fatalf("%d terms were missed, not reaction and resolution", n)
		}
		w.command(anna, tag(c, "OPGELOST"), solution)
		w.pass(3 * time.Minute)
		w.send()
		w.is(c, complaint.Settled)
	})
}

// The alarm of a term that was met rings in silence. When the letter then comes
// back, the term was missed after all, and that is on record once.
func TestBounceAfterTheTerm(t *testing.T) {
	w := onSQLite(t)
	w.settle()
	w.at("2026-12-01 10:00")
	w.ring()
	if n := w.count(complaint.Breached); n != 0 {
		w.Fatal(n)
	}
	w.bounce(w.letters(zoe, complaint.Resolution)[0], "failed", "5.2.2")
	w.ring()
	if n := w.count(complaint.Breached); n != 2 {
		w.Fatalf("%d terms were missed, not reaction and resolution", n)
	}
}

func TestBounceOvertakesTheAnswer(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.command(anna, tag(c, "OPGELOST"), solution)
	w.pass(3 * time.Minute)
	w.lose[zoe] = true
	w.send()
	w.bounce(w.letters(zoe, complaint.Resolution)[0], "failed", "5.1.1")
	w.lose[zoe] = false
	w.pass(3 * time.Minute)
	w.send() // it was sent again, and accepted again
	if now := w.is(c, complaint.InTreatment); !now.Round.Responded.IsZero() {
		w.Fatal("what came back counts as an answer")
	}
}

func TestDelayIsOnlyRecorded(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	before, letters := len(w.events(c)), len(w.all())
	if got := w.bounce(w.latest(zoe), "delayed", "4.4.1"); got != bounced {
		w.Fatal(got)
	}
	if now := w.is(c, complaint.Assigned); now.Round.Confirmed.IsZero() || now.Events != before+1 || len(w.all()) != letters {
		w.Fatalf("%+v, %d letters more", now, len(w.all())-letters)
	}
}

func TestBounceOfALetterToStaff(t *testing.T) {
	each(t, func(w *world) {
		w.complain()
		w.bounce(w.latest(schade), "failed", "5.1.1")
		told := w.letters(boss, complaint.Undelivered)
		if len(told) != 1 {
			w.Fatal("management is not told")
		}
		// Telling that fails is not told of in its turn.
		w.send()
		before := len(w.all())
		w.bounce(told[0], "failed", "5.1.1")
		if n := len(w.all()); n != before {
			w.Fatalf("%d letters more", n-before)
		}
	})
}

func TestRefusedLettersAreTold(t *testing.T) {
	each(t, func(w *world) {
		w.dead[zoe], w.dead[schade] = true, true
		w.mail(zoe, "Schade", damage)
		w.mail(bob, "Schade", damage)
		if n := w.send(); n == 0 || w.c(2).Round.Confirmed.IsZero() {
			w.Fatal("one dead recipient delays another")
		}
		if got := w.letters(boss, complaint.Undelivered); len(got) == 0 {
			w.Fatal("nobody knows that the department got nothing")
		}
	})
}

func TestFailedWorklistIsTold(t *testing.T) {
	w := onSQLite(t)
	w.complain()
	w.mail(bob, "Schade", damage)
	w.send()
	w.dead[meryem] = true
	w.at("2026-11-23 09:00")
	w.ring()
	w.send()
	if got := kinds(w.letters(boss, complaint.Undelivered)); got != "[undelivered]" {
		w.Fatal(got)
	}
	w.dead[boss] = true
	w.send()
	if got := kinds(w.letters(service)); got != "[]" {
		w.Fatal("told of what tells:", got)
	}
}

func TestManagementsDeadInboxIsToldToTheManager(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.mail("zaak@degeschillencommissie.nl", "Zaak 1 over "+c.Number.String(), damage)
	w.dead[boss] = true
	w.send()
	if got := kinds(w.letters(meryem)); got != "[committee undelivered]" {
		w.Fatal(got)
	}
}

func TestAccountTroubleUsesUpNoAttempt(t *testing.T) {
	each(t, func(w *world) {
		w.mail(zoe, "Schade", damage)
		w.stuck = true
		for range 30 {
			w.send()
			w.pass(2 * time.Minute)
		}
		for _, l := range w.all() {
			if l.Attempts != 0 || l.State != complaint.Waiting {
				w.Fatalf("%s: %d attempts, %s", l.Kind, l.Attempts, l.State)
			}
		}
		w.stuck = false
		if w.send() != 2 {
			w.Fatal("they do not leave")
		}
	})
}

func TestForgedBounceDoesNothing(t *testing.T) {
	w := onSQLite(t)
	c := w.settle()
	l := w.letters(zoe, complaint.Resolution)[0]
	l.MessageID = strings.Replace(l.MessageID, "g1.", "g1.x", 1)
	if got := w.bounce(l, "failed", "5.1.1"); got != unjoined {
		w.Fatal(got)
	}
	w.is(c, complaint.Settled)
}
