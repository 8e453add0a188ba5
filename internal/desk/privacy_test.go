package desk

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/realservers"
)

// erasable is a settled complaint with words of the customer wherever they can be:
// mails, letters, notes, names, numbers, a bounce's answer.
func (w *world) erasable() complaint.Complaint {
	w.Helper()
	w.mail("Zoë Zwaluwstaart <"+zoe+">", "Zwaluwstaart is boos", damage)
	w.send()
	c := w.c(1)
	w.command(anna, tag(c, `KLANT tel=06-zwaluwstaart naam="Zoë Zwaluwstaart"`), "Zwaluwstaart belde.")
	w.command(anna, tag(c, "REACTIE"), "Beste mevrouw Zwaluwstaart, wij zoeken dit voor u uit.")
	w.pass(3 * time.Minute)
	w.send()
	w.mail(zoe, "Re: "+tag(c, ""), "Hier is nog iets van Zwaluwstaart.", answering(w.latest(zoe)))
	w.command(anna, tag(c, "OPGELOST"), solution)
	w.pass(3 * time.Minute)
	w.send()
	return w.is(c, complaint.Settled)
}

// Two people erase: an officer and somebody of the management, in either order. The
// number, the dates and the chain stay; nothing that tells of the customer does.
func TestErasure(t *testing.T) {
	for _, order := range [][2]string{{els, bea}, {bea, els}} {
		each(t, func(w *world) {
			c := w.erasable()
			w.mail(els, tag(c, "AVG-WIS"), "Zwaluwstaart vroeg erom.", proofOf)
			w.refused(els, "E-BEWAAR") // the customer can still go to the committee
			w.mail(els, tag(c, "BEWAAR UIT"), "", proofOf)
			w.mail(order[0], tag(c, "AVG-WIS"), "Zwaluwstaart vroeg erom.", proofOf)
			w.mail(order[0], tag(c, "AVG-WIS"), "Nog eens.", proofOf)
			if w.complaintByID(c.ID).Customer.Address == "" {
				w.Fatal("one person alone has erased")
			}
			w.mail(order[1], tag(c, "AVG-WIS"), "Akkoord. Zwaluwstaart weet ervan.", proofOf)
			now := w.complaintByID(c.ID)
			if now.Customer != (complaint.Address{}) || now.Contact != (complaint.Contact{}) || now.Subject != "" || now.Status != complaint.Settled || now.Number != c.Number {
				w.Fatalf("%+v", now)
			}
			w.ok(w.Store.VerifyHistory(w.Context(), now))
			receipts := w.letters(order[1], complaint.Receipt)
			body := strings.Join(strings.Fields(w.text(receipts[len(receipts)-1])), " ")
			for _, left := range []string{"UID", "mailbox klachten", schade, "Back-ups"} {
				if !strings.Contains(body, left) {
					w.Errorf("the receipt does not say that copies stay (%s): %s", left, body)
				}
			}
			w.mail(els, tag(c, "AVG-WIS"), "", proofOf)
			w.refused(els, "E-GEWIST")
			w.mail(zoe, "Re: "+tag(c, ""), "Hallo?")
			if got := w.register(); len(got) != 2 {
				w.Fatal("a mail joined an erased complaint")
			}
		})
	}
}

// Nothing of the erased is left in what the databases keep, deleted rows of SQLite
// included. (bytea is hex in a dump.)
func TestErasedBytes(t *testing.T) {
	each(t, func(w *world) {
		c := w.erasable()
		w.send()
		w.mail(els, tag(c, "BEWAAR UIT"), "", proofOf)
		w.mail(els, tag(c, "AVG-WIS"), "Zwaluwstaart vroeg erom.", proofOf)
		w.mail(bea, tag(c, "AVG-WIS"), "Akkoord. Zwaluwstaart weet ervan.", proofOf)
		w.end()
		left := ""
		if path, ok := strings.CutPrefix(w.url, "sqlite:"); ok {
			data, err := os.ReadFile(path)
			w.ok(err)
			left = string(data)
			if _, err := os.Stat(path + "-wal"); err == nil {
				w.Error("the write-ahead log is still there")
			}
		} else {
			left = realservers.Dump(w.TB, w.url)
		}
		if !strings.Contains(left, c.Number.String()) {
			w.Fatal("the register is not where it was looked for")
		}
		for _, word := range []string{"waluwstaart", "zoe@klant", "Zo\u00eb", hex.EncodeToString([]byte("waluwstaart")), hex.EncodeToString([]byte("zoe@klant"))} {
			if i := strings.Index(left, word); i >= 0 {
				w.Errorf("%q is still there: %q", word, left[max(0, i-100):min(len(left), i+100)])
			}
		}
	})
}

// Access gives everything that is kept of a person, and nothing of others.
func TestAccess(t *testing.T) {
	each(t, func(w *world) {
		c := w.erasable()
		w.mail(zoe, "Heel iets anders", "Mijn laadpas werkt niet bij de laadpaal. Zwaluwstaart.")
		w.mail(bob, "Schade", "Dit is van Bob, en van niemand anders. Schade aan de bumper.")
		w.mail(els, tag(c, "AVG-INZAGE"), "", proofOf)
		files := w.letters(els, complaint.Access)
		if len(files) != 1 {
			w.Fatal(kinds(w.letters(els)))
		}
		body := w.text(files[0])
		for _, n := range []string{w.c(1).Number.String() + ".txt", w.c(2).Number.String() + ".txt"} {
			if !strings.Contains(body, n) {
				w.Errorf("%s is missing", n)
			}
		}
		if strings.Contains(body, w.c(3).Number.String()) {
			w.Error("it holds what is of somebody else")
		}
		w.send()
		if left := w.text(files[0]); left != "" {
			w.Error("what was given is kept a second time")
		}
		w.mail(els, "[AVG-INZAGE mail=niemand@klant.example]", "", proofOf)
		w.mail(els, "[AVG-INZAGE]", "", proofOf)
		if n := len(w.letters(els, complaint.Refusal)); n != 2 {
			w.Fatalf("%d refusals", n)
		}
	})
}

func TestHold(t *testing.T) {
	w := onSQLite(t)
	c := w.settle()
	w.mail(els, tag(c, "BEWAAR AAN"), "", proofOf)
	w.at("2027-02-01 09:00")
	w.ring()
	w.is(c, complaint.Settled)
	w.mail(els, tag(c, "BEWAAR UIT"), "", proofOf)
	w.ring()
	w.is(c, complaint.Closed)
}

// Somebody who is both the officer and of the management is still one person.
func TestErasureTakesTwoPeople(t *testing.T) {
	w := newWorld(t, "sqlite:"+t.TempDir()+"/desk.db", strings.Replace(configText, `staff = ["Bea Boven <bea@desk.test>"]`, `staff = ["Bea Boven <bea@desk.test>", "Els Pot <els@desk.test>"]`, 1))
	c := w.erasable()
	w.mail(els, tag(c, "BEWAAR UIT"), "", proofOf)
	for range 3 {
		w.mail(els, tag(c, "AVG-WIS"), "", proofOf)
	}
	if w.complaintByID(c.ID).Customer.Address == "" {
		w.Fatal("one person has erased")
	}
	w.mail(bea, tag(c, "AVG-WIS"), "", proofOf)
	if w.complaintByID(c.ID).Customer.Address != "" {
		w.Fatal("two have not")
	}
}
