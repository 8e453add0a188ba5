package desk

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"gehoord/classify"
	"gehoord/internal/complaint"
	"gehoord/internal/store"
	"gehoord/notify"
)

// Invariants 1, 2 and 3: a mail is registered once and none disappears; a letter
// is queued once, with its cause.

func TestMailIsRegisteredOnce(t *testing.T) {
	each(t, func(w *world) {
		raw := w.raw(zoe, "Schade", damage)
		first := w.take(raw)
		again := w.take(raw) // the same bytes under another UID
		two := w.take("Received: by another mailbox\r\n" + raw)
		if first != registered || again != registered || two != duplicate || len(w.register()) != 1 {
			w.Fatal(first, again, two, len(w.register()))
		}
		if w.send(); len(w.letters(zoe)) != 1 {
			w.Fatal(kinds(w.letters(zoe)))
		}
	})
}

func TestTwoMailsWithOneMessageIDAreTwo(t *testing.T) {
	each(t, func(w *world) {
		w.mail(zoe, "Schade", damage, "Message-ID: <same@mail.example>")
		w.mail(zoe, "Schade", damage+"En nog iets.", "Message-ID: <same@mail.example>")
		if len(w.register()) != 2 {
			w.Fatal(len(w.register()))
		}
	})
}

func TestReceivingTwiceDoesNothingMore(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		id := w.keep("klachten", w.raw(anna, tag(c, "OPGELOST"), solution, answering(w.latest(schade))))
		for range 3 {
			w.ok(w.Receive(context.Background(), id))
		}
		if got := kinds(w.letters(zoe)); got != "[confirmation resolution]" {
			w.Fatal(got)
		}
	})
}

func TestPanicIsQuarantinedAndTheNextIsTaken(t *testing.T) {
	each(t, func(w *world) {
		ctx := context.Background()
		p := *w.policy.Load()
		w.SetPolicy(Policy{Rules: (*classify.Rules)(nil), Letters: p.Letters, Calendar: p.Calendar})
		bad := w.keep("klachten", w.raw(zoe, "Schade", damage))
		w.ok(w.Receive(ctx, bad))
		w.SetPolicy(p)
		if got := w.mail(bob, "Schade", damage); got != registered || len(w.register()) != 1 {
			w.Fatal(got, len(w.register()))
		}
		if got := kinds(w.letters(service, complaint.QuarantineAlert)); got != "[quarantine_alert]" {
			w.Fatal(got)
		}
		if n, err := w.Store.Release(ctx); n != 1 || err != nil {
			w.Fatal(n, err)
		}
		w.ok(w.Receive(ctx, bad))
		if m, _ := w.Store.Mail(ctx, bad); m.Outcome != registered || len(w.register()) != 2 {
			w.Fatalf("%+v", m)
		}
	})
}

func TestFailureAfterQueueingLeavesNothing(t *testing.T) {
	each(t, func(w *world) {
		ctx := context.Background()
		broken := errors.New("the disk went away")
		id := w.keep("klachten", w.raw(zoe, "Schade", damage))
		err := w.Store.InTx(ctx, func(tx *store.Tx) error {
			m, err := w.read(ctx, tx, id)
			w.ok(err)
			stored, err := tx.MailForReceipt(ctx, id)
			w.ok(err)
			r := &receipt{d: w.Desk, tx: tx, now: w.clock, m: m, stored: stored}
			outcome, err := r.run(ctx)
			w.ok(err)
			if outcome != registered {
				w.Fatal(outcome)
			}
			return broken
		})
		if !errors.Is(err, broken) || len(w.register()) != 0 || len(w.all()) != 0 {
			w.Fatal(err, len(w.register()), kinds(w.all()))
		}
		// And the mail is still there to be received.
		ids, err := w.Unfinished(ctx, "klachten")
		w.ok(err)
		if len(ids) != 1 || ids[0] != id {
			w.Fatal(ids)
		}
		w.ok(w.Receive(ctx, id))
		if n := w.c(1).Number.Serial; n != 1 || len(w.all()) != 2 {
			w.Fatal("a number was lost", n, kinds(w.all()))
		}
	})
}

func TestOneCauseMakesOneLetter(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		before := len(w.all())
		for range 3 {
			w.ok(w.Store.InTx(context.Background(), func(tx *store.Tx) error {
				return w.tell(context.Background(), tx, c, complaint.FollowUp, "the same", anna, w.clock, nil)
			}))
		}
		if got := len(w.all()) - before; got != 1 {
			w.Fatal(got)
		}
	})
}

func TestUncertainIsRecordedAndSentAgainUnderOneMessageID(t *testing.T) {
	each(t, func(w *world) {
		w.lose[zoe] = true
		w.complain()
		w.pass(2 * time.Minute)
		w.send()
		w.lose[zoe] = false
		w.pass(2 * time.Minute)
		w.send()
		l := w.letters(zoe)[0]
		if ids := w.tries[l.ID]; len(ids) != 3 || ids[0] != ids[1] || ids[1] != ids[2] || l.State != complaint.Sent {
			w.Fatal(w.tries, l.State)
		}
		if n := w.count(complaint.LetterUncertain); n != 2 {
			w.Fatalf("uncertain %d times", n)
		}
		if w.c(1).Round.Confirmed.IsZero() {
			w.Fatal("the clock of the confirmation still runs")
		}
	})
}

func TestDaemonThatDiesAtTheFinalDotIsUncertain(t *testing.T) {
	each(t, func(w *world) {
		ctx := context.Background()
		w.mail(zoe, "Schade", damage)
		c, _, err := w.Claim(ctx, w.clock)
		w.ok(err)
		for c.Letter.Recipient != zoe {
			w.result(w.Desk, c)
			c, _, err = w.Claim(ctx, w.clock)
			w.ok(err)
		}
		w.ok(w.Finishing(ctx, c))
		w.ok(w.Store.Bury(ctx, "a")) // here it dies
		w.send()
		if n := w.count(complaint.LetterUncertain); n != 1 {
			w.Fatalf("uncertain %d times", n)
		}
		// What the dead one says after all counts for nothing.
		w.ok(w.Result(ctx, c, notify.Result{State: complaint.Failed, At: w.clock, Answer: "550"}))
		if l := w.letters(zoe)[0]; l.State != complaint.Sent || !strings.HasPrefix(l.MessageID, "<g1.") {
			w.Fatal(l.State)
		}
	})
}
