package desk

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"gehoord/internal/complaint"

	"pgregory.net/rapid"
)

// Invariants 5 and 6: weeks of mails, commands, answers of servers, bounces and
// alarms in any order; after each, the deadlines are where they were, every open
// complaint has its one next date and somebody who is told of it, every history
// verifies, and no complaint that was registered is gone.
func TestRandomWeeks(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		w := newWorld(t, "sqlite:"+filepath.Join(dir, fmt.Sprint(n, ".db")), configText)
		defer w.end()
		w.complain()
		pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(rt, label) }
		some := func() complaint.Complaint { return rapid.SampledFrom(w.register()).Draw(rt, "complaint") }
		known := 1
		rt.Repeat(map[string]func(*rapid.T){
			"complain": func(*rapid.T) {
				w.mail(pick("customer", zoe, bob), "Schade aan de bumper", damage)
				known++
				w.mail(anna, "[NIEUW TEL SCHADE]", "Klant: Bob\nMail: "+bob+"\nKlacht: "+damage, proofOf)
				known++
			},
			"write again": func(*rapid.T) {
				c := some()
				w.mail(c.Customer.Address, tag(c, ""), "Hoort u mij?")
				known = max(known, len(w.register())) // what is closed or erased begins another
			},
			"command": func(*rapid.T) {
				c := some()
				w.mail(pick("who", anna, piet, meryem, sam, lotte, bea, els),
					tag(c, pick("verb", "", "AANNEMEN", "REACTIE", "REACTIE TEL", "VRAAG", "DUURT +9wd", "AGENDA +1wd", "WACHT DERDE +1wd", "OPGELOST",
						"OPGELOST BRIEF", "BEVESTIGD BRIEF", "NAAR SERVICE", "NAAR SCHADE", "SPLITS SERVICE", "STOP", "NOTITIE", "BESPREKEN COMPLEX", "OVERNEMEN",
						"TERUG", "TOEWIJZEN @piet", "PRIO VEILIGHEID", "HEROPEN", "GEENKLACHT SPAM", "GEENKLACHT VRAAG", "KLANT tel=06-1", "GESCHIL zaak=1",
						"GESCHIL INGETROKKEN", "UITSPRAAK DEELS", "UITGEVOERD", "SLUIT", "BEWAAR UIT", "AVG-WIS", "STATUS", "OPGELSOT")),
					pick("words", solution, "Kort.", "INTERN: "+solution), pick("proof", proofOf, proofOf, "X-No: proof",
						"Authentication-Results: mx.desk.test; dmarc=fail"))
				known = max(known, len(w.register())) // SPLITS makes another
			},
			"merge": func(*rapid.T) {
				w.mail(meryem, tag(some(), "SAMEN "+some().Number.String()), "Dezelfde.", proofOf)
			},
			"go away": func(*rapid.T) {
				w.mail(pick("who", anna, piet, meryem, lotte), "[AFWEZIG tot=+2wd vervanger=@"+pick("deputy", "anna", "piet", "sam", "lotte", "meryem")+"]", "", proofOf)
			},
			"confirm a held command": func(*rapid.T) {
				if list := w.letters(pick("who", anna, sam), complaint.WasThisYou); len(list) > 0 {
					l := rapid.SampledFrom(list).Draw(rt, "question")
					w.mail(l.Recipient, "Re: "+l.Subject, pick("answer", "Ja", "Nee"), answering(l))
				}
			},
			"send": func(*rapid.T) {
				for _, to := range []string{zoe, schade, meryem} {
					w.dead[to] = rapid.IntRange(0, 5).Draw(rt, "dead") == 0
					w.lose[to] = rapid.IntRange(0, 5).Draw(rt, "lost") == 0
				}
				w.stuck = rapid.IntRange(0, 9).Draw(rt, "stuck") == 0
				w.send()
			},
			"bounce": func(*rapid.T) {
				w.bounce(rapid.SampledFrom(w.all()).Draw(rt, "letter"), pick("action", "failed", "delayed"), "5.1.1")
			},
			"answer automatically": func(*rapid.T) {
				l := rapid.SampledFrom(w.all()).Draw(rt, "letter")
				w.mail(l.Recipient, "Automatisch antwoord", "Ik ben er niet.", answering(l), "Auto-Submitted: auto-replied")
			},
			"wait": func(*rapid.T) {
				w.pass(rapid.SampledFrom([]time.Duration{time.Minute, time.Hour, 9 * time.Hour, 24 * time.Hour, 100 * time.Hour}).Draw(rt, "so long"))
			},
			"ring": func(rt *rapid.T) {
				w.ring()
				for _, c := range w.register() {
					if c.Status.Open() && !c.Agenda.After(w.clock) {
						rt.Errorf("%s: the date %v has passed and nobody was told", c.Number, c.Agenda)
					}
				}
			},
			"": func(rt *rapid.T) {
				w.check()
				if got := len(w.register()); got != known {
					rt.Errorf("%d complaints are registered, not %d", got, known)
				}
				if t.Failed() {
					rt.Fatal("see above")
				}
			},
		})
	})
}
