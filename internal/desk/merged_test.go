package desk

import (
	"os"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// merged are two complaints of two customers that the manager made one: Bob's is a
// part of Zoë's.
func (w *world) merged() (into, part complaint.Complaint) {
	w.Helper()
	into = w.complain()
	w.mail(bob, "Schade aan de bumper", damage+"Ook ik.")
	w.send()
	part = w.c(2)
	w.mail(meryem, tag(part, "SAMEN "+into.Number.String()), "Zelfde ongeluk.", proofOf)
	w.is(part, complaint.Merged)
	return into, part
}

// What concerns one customer's data is about the complaint that the subject names,
// not the one it was merged into.
func TestCommandsAboutAMergedNumber(t *testing.T) {
	each(t, func(w *world) {
		into, part := w.merged()
		w.mail(meryem, tag(part, "KLANT mail=bob2@klant.example"), "", proofOf)
		w.mail(els, tag(part, "BEWAAR UIT"), "", proofOf)
		w.mail(els, tag(part, "AVG-WIS"), "", proofOf)
		w.mail(bea, tag(part, "AVG-WIS"), "", proofOf)
		if a, b := w.complaintByID(into.ID), w.complaintByID(part.ID); a.Customer.Address != zoe || a.Hold != complaint.Automatic || b.Customer.Address != "" {
			w.Fatalf("%+v\n%+v", a.Customer, b.Customer)
		}
	})
}

// Both customers get the answer, both copies can be stopped, and the receipt of the
// merge stops its own letter.
func TestAnswersToMergedCustomers(t *testing.T) {
	each(t, func(w *world) {
		into, part := w.merged()
		w.mail(meryem, "Re: uw opdracht", "STOP", answering(w.letters(meryem, complaint.Receipt)[0]))
		if l := w.letters(bob, complaint.OneNumber); len(l) != 1 || l[0].State != complaint.Stopped {
			w.Fatal("the letter about the number was not stopped")
		}
		w.mail(anna, tag(into, "REACTIE"), "Wij zoeken dit voor u beiden uit en bellen u.", proofOf)
		w.mail(anna, tag(into, "STOP"), "", proofOf)
		w.mail(anna, tag(into, "OPGELOST"), solution, proofOf)
		w.pass(w.Config.Desk.Undo.Duration)
		w.send()
		for _, who := range []string{zoe, bob} {
			if r, s := w.letters(who, complaint.Reaction), w.letters(who, complaint.Resolution); len(r) != 1 || r[0].State != complaint.Stopped || len(s) != 1 || w.tries[s[0].ID] == nil {
				w.Fatalf("%s: %s", who, kinds(w.letters(who)))
			}
		}
		// The number that he was told is his.
		if got := w.mail(bob, "Vraag over "+into.Number.String(), "Wanneer komt het geld?"); got != joined || len(w.register()) != 2 {
			w.Fatal(got)
		}
		w.is(part, complaint.Merged)
	})
}

// One mail that two mailboxes got is erased in both.
func TestErasureOfCopies(t *testing.T) {
	w := onSQLite(t)
	raw := w.raw(zoe, "Schade aan de bumper", damage)
	w.take(raw)
	w.take("Received: by mx2.desk.test; Fri, 20 Nov 2026 09:00:01 +0100\r\n" + raw)
	w.send()
	c := w.c(1)
	w.command(anna, tag(c, "OPGELOST"), solution)
	w.pass(3 * time.Minute)
	w.send()
	w.mail(els, tag(c, "BEWAAR UIT"), "", proofOf)
	w.mail(els, tag(c, "AVG-WIS"), "", proofOf)
	w.mail(bea, tag(c, "AVG-WIS"), "", proofOf)
	receipts := w.letters(bea, complaint.Receipt)
	if n := strings.Count(w.text(receipts[len(receipts)-1]), "UID"); n < 2 {
		w.Errorf("%d copies are named", n)
	}
	w.end()
	data, err := os.ReadFile(strings.TrimPrefix(w.url, "sqlite:"))
	w.ok(err)
	if strings.Contains(string(data), "waluwstaart") {
		w.Error("the copy is still there")
	}
}

// A final position that was stopped is none: what the customer wrote waits again.
func TestStoppedFinalPosition(t *testing.T) {
	w := onSQLite(t)
	c := w.settle()
	w.mail(zoe, "Re: "+tag(c, ""), "Ik ben het er niet mee eens.", answering(w.latest(zoe)))
	w.mail(anna, tag(c, "REACTIE"), "Dit is en blijft ons antwoord op uw klacht.", proofOf)
	if now := w.complaintByID(c.ID); !now.Final || !now.Pending.IsZero() {
		w.Fatalf("%+v", now)
	}
	w.mail(anna, tag(c, "STOP"), "", proofOf)
	if now := w.complaintByID(c.ID); now.Final || now.Pending.IsZero() {
		w.Fatalf("%+v", now)
	}
	w.at("2026-11-24 12:00")
	w.ring()
	w.is(c, complaint.Reopened)
}
