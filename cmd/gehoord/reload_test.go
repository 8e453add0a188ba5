package main

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"gehoord/internal/mailworld"
)

// SIGHUP takes a good rules file and refuses a bad one without losing the old.
func TestReload(t *testing.T) {
	const rule = "[[rule]]\ndepartment = %s\nweight = 5\nwords = [\"gordijn\"]\n"
	w := newWorld(t, mailworld.Options{}, "[routing]\nrules = \"rules.toml\"\n")
	w.write("rules.toml", strings.Replace(rule, "%s", `"SCHADE"`, 1))
	log := w.serve()
	w.mailsRegistered(0, log)

	deliver := func(id string) {
		t.Helper()
		if err := w.Deliver(deskBox, mailText("Klant <"+klantBox+">", deskBox, "gordijn", "<"+id+"@k>", "", "Het gordijn in de auto."), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	deliver("1")
	w.mails(schadeBox, 1)

	w.write("rules.toml", strings.Replace(rule, "%s", `"SERVICE"`, 1))
	w.hangUp(log, "were read again")
	deliver("2")
	w.mails(serviceBox, 1)

	w.write("rules.toml", "[[rule]]\nwieght = 5\n")
	w.hangUp(log, "not read again")
	deliver("3")
	w.mails(serviceBox, 2)
	if n := len(w.Mails(schadeBox)); n != 1 {
		t.Errorf("%d notices went by the old rules", n)
	}
}

// hangUp sends SIGHUP and waits until the log says what came of it.
func (w *world) hangUp(log *lockedBuffer, answer string) {
	w.t.Helper()
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGHUP); err != nil {
		w.t.Fatal(err)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(20 * time.Second); !strings.Contains(log.String(), answer); <-tick.C {
		if time.Now().After(late) {
			w.t.Fatalf("the log does not say %q", answer)
		}
	}
}
