package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// Invariant 8: after a week's standstill everything rings, the oldest first, and
// each person gets one letter.
func TestStoppedForAWeek(t *testing.T) {
	each(t, func(w *world) {
		for i := range 25 {
			w.mail(fmt.Sprintf("klant%d@x.example", i), "Schade aan de bumper", damage)
			w.pass(time.Minute)
		}
		w.send()
		w.command(anna, tag(w.c(25), "AANNEMEN"), "")
		var ids []string
		for i := range 25 { // these came while it stood still
			ids = append(ids, w.keep("klachten", w.raw(fmt.Sprintf("later%d@x.example", i), "Schade aan de bumper", damage)))
			w.pass(time.Minute)
		}
		w.at("2026-11-27 11:00")
		for _, id := range ids {
			w.ok(w.Receive(w.Context(), id))
		}
		w.pass(together)
		before := len(w.all())
		if rung := w.ring(); rung < 50*4 {
			w.Fatalf("%d alarms rang", rung)
		}
		if again := w.ring(); again != 0 {
			w.Fatalf("%d alarms rang twice", again)
		}
		told := map[string]int{}
		for _, l := range w.all()[before:] {
			told[l.Recipient]++
		}
		if len(told) != 3 || told[meryem] != 1 || told[anna] != 1 || told[boss] != 1 {
			w.Fatal(told)
		}
		body := w.text(w.letters(meryem, complaint.Digest)[0])
		if strings.Contains(body, "De termijn loopt af") {
			w.Fatal("a term that is over is announced:\n" + body)
		}
		for i, c := range w.register() {
			confirmations := 0
			for _, l := range w.letters(c.Customer.Address) {
				if l.Kind == complaint.Confirmation {
					confirmations++
				}
			}
			if confirmations != 1 {
				w.Fatalf("complaint %d was confirmed %d times", i, confirmations)
			}
			last, at := "", time.Time{}
			for _, e := range w.events(c) {
				if e.Kind == complaint.Breached || e.Kind == complaint.Warned || e.Kind == complaint.FollowedUp {
					if _, instant, _ := strings.Cut(e.Data, `"instant":"`); instant < last && e.At.Equal(at) {
						w.Errorf("%s rang out of order: %s after %s", c.Number, instant, last)
					} else {
						last, at = instant, e.At
					}
				}
			}
		}
		w.check()
	})
}

func TestAlarmsTellWhoMustAct(t *testing.T) {
	each(t, func(w *world) {
		w.at("2026-11-23 09:00") // a Monday
		c := w.complain()
		w.command(anna, tag(c, "AANNEMEN"), "")
		w.at("2026-11-24 07:30")
		w.ring()
		w.at("2026-11-24 09:00")
		w.ring()
		w.at("2026-11-24 09:01")
		w.ring()
		if got := kinds(w.letters(anna)); got != "[digest receipt]" && got != "[follow_up receipt warning]" {
			w.Fatal("the handler got", got)
		}
		if got := w.letters(meryem, complaint.Breach, complaint.Digest); len(got) != 1 {
			w.Fatal("the manager got", kinds(w.letters(meryem)))
		}
		if n := w.count(complaint.Breached); n != 1 {
			w.Fatalf("%d terms were missed", n)
		}
	})
}

// A warning names the end of the term, not the moment it was given.
func TestWarningNamesTheTermsEnd(t *testing.T) {
	w := onSQLite(t)
	w.at("2026-11-23 14:00")
	c := w.complain()
	w.command(anna, tag(c, "AANNEMEN"), "")
	w.at("2026-11-24 09:00")
	w.ring() // the agenda
	w.at("2026-11-24 10:01")
	w.ring()
	l := w.letters(anna, complaint.Warning)
	if len(l) != 1 {
		w.Fatal(kinds(w.letters(anna)))
	}
	if body := w.text(l[0]); !strings.Contains(body, "14.00") || strings.Contains(body, "Behandelaar is") {
		w.Fatal(body)
	}
}

func TestManagerDoesNotWatchHimself(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.mail(meryem, tag(c, "AANNEMEN"), "", answering(w.latest(schade)))
	w.at("2026-11-23 07:30")
	w.ring()
	if len(w.letters(boss)) == 0 {
		w.Fatal("nobody above the manager hears of the breach")
	}
}

// What happens between a date and its alarm does not swallow the alarm.
func TestNextDateIsToldWhateverHappens(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.at("2026-11-30 10:00") // the daemon stood still over the date
		w.mail(zoe, "Re: "+tag(c, ""), "Hoort u mij?", answering(w.latest(zoe)))
		w.send()
		w.ring()
		if n := w.count(complaint.FollowedUp); n != 1 {
			w.Fatalf("the date was told %d times", n)
		}
	})
}

// A term that was met late, over a weekend, is on record as missed; a letter that
// says so would come too late.
func TestMetInTheWeekendAfterTheTerm(t *testing.T) {
	w := onSQLite(t)
	w.mail(zoe, "Schade", damage)
	w.at("2026-11-21 12:00")
	w.send() // three hours after the confirmation's term
	w.at("2026-11-23 07:30")
	w.ring()
	found := false
	for _, e := range w.events(w.c(1)) {
		found = found || e.Kind == complaint.Breached && strings.Contains(e.Data, "confirmation_breach") && strings.Contains(e.Data, "2026-11-21T08:00:00")
	}
	if !found {
		w.Fatal("the late confirmation is not on record")
	}
}

// A complaint that opens again has one next date, and its alarm: also when that
// of the time before has not rung yet, and when it is the same.
func TestOpenedAgain(t *testing.T) {
	for _, at := range []string{"2026-11-20 10:00", "2026-11-21 10:00", "2026-11-23 08:00", "2026-11-23 10:00"} {
		for _, rings := range []bool{false, true} {
			w := onSQLite(t)
			c := w.settle()
			w.at(at)
			if rings {
				w.ring()
			}
			w.bounce(w.letters(zoe, complaint.Resolution)[0], "failed", "5.1.1")
			w.is(c, complaint.InTreatment)
			w.check()
		}
	}
}
