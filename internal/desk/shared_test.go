package desk

import (
	"fmt"
	"sync"
	"testing"

	"gehoord/internal/complaint"
	"gehoord/internal/realservers"
	"gehoord/notify"
)

// Two daemons on one database receive the same mails, claim the same letters and
// ring the same alarms at once: everything happens once.
func TestTwoDaemons(t *testing.T) {
	w := newWorld(t, realservers.Postgres(t), configText)
	desks := []*Desk{w.Desk, w.open("b", configText)}
	both := func(work func(d *Desk) error) {
		t.Helper()
		var wg sync.WaitGroup
		errs := make(chan error, 8)
		for _, d := range append(desks, desks...) {
			wg.Go(func() { errs <- work(d) })
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			w.ok(err)
		}
	}
	receive := func(ids []string) {
		both(func(d *Desk) error {
			for _, id := range ids {
				if err := d.Receive(w.Context(), id); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var mu sync.Mutex
	tried := map[string]int{}
	send := func() {
		both(func(d *Desk) error {
			for {
				c, next, err := d.Claim(w.Context(), w.clock)
				if err != nil || c == nil && (next.IsZero() || next.After(w.clock.Add(2e9))) {
					return err
				}
				if c == nil {
					continue // the other was quicker
				}
				mu.Lock()
				tried[c.Letter.ID]++
				w.took[c.Letter.ID] = c.Letter
				mu.Unlock()
				if err := d.Finishing(w.Context(), c); err != nil {
					return err
				}
				if err := d.Result(w.Context(), c, notify.Result{State: complaint.Sent, At: w.clock}); err != nil {
					return err
				}
			}
		})
	}

	const many = 12
	var ids []string
	for i := range many { // each mail twice, as two mailboxes show it
		raw := w.raw(fmt.Sprintf("k%d@x.example", i), "Schade aan de bumper", damage)
		ids = append(ids, w.keep("klachten", raw), w.keep("info", "Received: elsewhere\r\n"+raw))
	}
	receive(ids)
	if n := len(w.register()); n != many || w.c(many).Number.Serial != many {
		t.Fatalf("%d complaints, the last is %s", n, w.c(many).Number)
	}
	send()
	ids = nil
	for _, c := range w.register() {
		ids = append(ids, w.keep("klachten", w.raw(anna, tag(c, "OPGELOST"), solution, "Authentication-Results: mx.desk.test; dmarc=pass")),
			w.keep("klachten", w.raw(c.Customer.Address, tag(c, ""), "Hoort u mij?")))
	}
	receive(ids)
	w.pass(1e12)
	send()
	for _, c := range w.register() {
		w.is(c, complaint.Settled)
	}
	for id, n := range tried {
		if n != 1 {
			t.Errorf("letter %s was sent %d times", id, n)
		}
	}
	// Half of them come back: these are open again, and their alarms ring once.
	for i, c := range w.register() {
		if i%2 == 0 {
			w.bounce(w.letters(c.Customer.Address, complaint.Resolution)[0], "failed", "5.1.1")
		}
	}
	w.at("2026-12-01 10:00")
	both(func(d *Desk) error { _, _, err := d.Ring(w.Context(), w.clock); return err })
	for i, c := range w.register() {
		rung := 0
		for _, e := range w.events(c) {
			if e.Kind == complaint.FollowedUp {
				rung++
			}
		}
		if want := (i + 1) % 2; rung != want {
			t.Errorf("%s was followed up %d times", c.Number, rung)
		}
	}
	if n := len(w.letters(anna, complaint.Digest)); n != 1 {
		t.Errorf("the handler got %d worklists", n)
	}
}
