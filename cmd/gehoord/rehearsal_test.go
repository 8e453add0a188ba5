package main

import (
	"strings"
	"testing"
	"time"

	"gehoord/internal/mailworld"
)

// A complaint that nobody handles, received on a Friday morning and played at
// speed: the manager is told before and at each breach, within reminder hours.
func TestRehearsal(t *testing.T) {
	w := newWorld(t, mailworld.Options{}, "")
	if err := w.Deliver(deskBox, mailText("Sanne <"+klantBox+">", deskBox, "Inleverschade", "<1@k>", "", "Schade aan de bumper na het inleveren."),
		time.Date(2026, 11, 20, 8, 30, 0, 0, amsterdam(t))); err != nil {
		t.Fatal(err)
	}
	w.serve("--clock", "2026-11-20T09:00:00+01:00", "--speed", "40000")

	// By hand, from the procedure: 24 hours end on Saturday 08:30, three working
	// days on Wednesday 17:30. People are reminded from 07:30 to 18:00 on working
	// days, a warning earlier rather than later. A millisecond of this test is forty
	// seconds of the desk's, so the minutes are left out.
	want := []string{
		"Fri 20 18h De termijn voor de eerste reactie loopt af",
		"Mon 23 07h TERMIJN VERLOPEN – eerste reactie",
		"Mon 23 09h Vandaag op de agenda",
		"Tue 24 09h Vandaag op de agenda",
		"Wed 25 09h Vandaag op de agenda",
		"Wed 25 15h De termijn voor de oplossing loopt af",
		"Wed 25 17h TERMIJN VERLOPEN – oplossing",
		"Thu 26 09h Vandaag op de agenda",
	}
	for i, m := range w.mails(managerBox, len(want))[:len(want)] {
		got := m.Date.In(amsterdam(t)).Format("Mon 2 15h") + strings.TrimPrefix(m.Subject, "[K-2026-000001]")
		if got != want[i] {
			t.Errorf("the manager's mail %d: %q, want %q", i+1, got, want[i])
		}
	}
	customer := w.mails(klantBox, 1)
	if len(customer) != 1 {
		t.Errorf("the customer got %d letters, not one", len(customer))
	}
}

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
