package desk

import (
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

func TestComplaintFromMailToSettlement(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		if got := kinds(w.letters(zoe)) + kinds(w.letters(schade)); got != "[confirmation][notice]" {
			w.Fatal(got)
		}
		if got := w.command(anna, tag(c, "AANNEMEN"), ""); got != commanded {
			w.Fatal(got)
		}
		w.is(c, complaint.InTreatment)
		w.command(anna, tag(c, "REACTIE"), "Wij zoeken uit wat er met de bumper is gebeurd.")
		w.command(anna, "Re: "+tag(c, ""), "De garage belt morgen terug.")
		w.pass(3 * time.Minute)
		w.send()
		if got := w.is(c, complaint.InTreatment); got.Round.Responded.IsZero() || got.Handler != anna {
			w.Fatalf("%+v", got)
		}
		w.command(anna, tag(c, "OPGELOST GEGROND"), solution)
		w.is(c, complaint.Resolving)
		w.pass(3 * time.Minute)
		w.send()
		w.is(c, complaint.Settled)
		if got := kinds(w.letters(zoe)); got != "[confirmation reaction resolution]" {
			w.Fatal(got)
		}
		if body := w.text(w.letters(zoe, complaint.Resolution)[0]); !strings.Contains(body, "Geschillencommissie") || strings.Contains(body, "garage belt") {
			w.Fatal(body)
		}
	})
}
