package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/realservers"
	"gehoord/internal/store"
)

const (
	killMails = 300
	killTimes = 12
)

// A daemon that is killed at any moment loses no mail, registers none twice and
// delivers a letter twice only where the answer to DATA was lost, which is on
// record (invariants 1 to 3).
func TestKilled(t *testing.T) {
	stores(t, func(t *testing.T, url string) { killed(t, url, 1) })
	t.Run("two daemons", func(t *testing.T) { killed(t, realservers.Postgres(t), 2) })
}

func killed(t *testing.T, url string, daemons int) {
	r := newRig(t, url)
	var mails [][]byte
	for i := range killMails {
		mails = append(mails, mailText(fmt.Sprintf("Klant %d <k%03d@customers.test>", i, i), deskBox, "Inleverschade",
			fmt.Sprintf("<kill-%d@customers.test>", i), "", fmt.Sprintf("Mail %d: schade aan de bumper na het inleveren.", i)))
	}
	r.mail.Fill(deskBox, mails, time.Now().Add(-time.Hour))
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	running := make([]*process, daemons)
	for i := range running {
		running[i] = r.serve(t)
	}
	for n := range killTimes {
		<-time.After(time.Duration(30+random.IntN(400)) * time.Millisecond) // the random moment is what is tested
		running[n%daemons].end(os.Kill)
		running[n%daemons] = r.serve(t)
	}
	r.until("every complaint is confirmed and every letter sent", func() bool {
		confirmed := 0
		for _, c := range lines[listed](r, "list") {
			if c.Confirmed != nil {
				confirmed++
			}
		}
		return confirmed >= killMails && strings.Count(r.call("outbox"), "\n") == 1
	})
	for _, p := range running {
		p.end(os.Interrupt)
	}
	r.accountedFor(t, killMails)
}

// accountedFor compares the register with what lies in the mailboxes.
func (r *rig) accountedFor(t *testing.T, mails int) {
	t.Helper()
	ctx := context.Background()
	_, s, err := (&env{ctx: ctx, config: r.conf}).open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := s.Complaints(ctx)
	if err != nil {
		t.Fatal(err)
	}
	customers := map[string]int{}
	for i, c := range all {
		if c.Number.Serial != i+1 {
			t.Errorf("the %dth number is %s: a gap or a double", i+1, c.Number)
		}
		customers[c.Customer.Address]++
		if err := s.VerifyHistory(ctx, c); err != nil {
			t.Error(err)
		}
	}
	if len(all) != mails || len(customers) != mails {
		t.Errorf("%d complaints of %d customers are registered, not %d of each", len(all), len(customers), mails)
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range counts.Ledger {
		if l.Mailbox == "klachten" && (l.Outcome != "complaint" || l.Count != int64(mails)) {
			t.Errorf("the ledger holds %d times %s", l.Count, l.Outcome)
		}
	}
	twice := r.delivered(t, ctx, s, klantBox, mails) + r.delivered(t, ctx, s, schadeBox, mails)
	t.Logf("%d letters were delivered twice, each on record as uncertain", twice)
}

// delivered proves that a mailbox holds one letter a complaint, under one
// Message-ID, and that a second delivery is explained. It returns how many were.
func (r *rig) delivered(t *testing.T, ctx context.Context, s *store.Store, box string, want int) (twice int) {
	t.Helper()
	// Postfix has taken them all; it may still be putting them there.
	r.until("all letters lie in "+box, func() bool { return len(r.mail.Mails(box)) >= want })
	copies := map[string]int{}
	about := map[string]map[string]bool{} // number → Message-IDs
	for _, raw := range r.mail.Mails(box) {
		m, err := ingest.Parse(bytes.NewReader(raw), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		copies[m.MessageID]++
		tag, err := complaint.ParseSubject(m.Subject, "K")
		if err != nil {
			t.Fatal(err)
		}
		if about[tag.Number.String()] == nil {
			about[tag.Number.String()] = map[string]bool{}
		}
		about[tag.Number.String()][m.MessageID] = true
	}
	if len(about) != want {
		t.Errorf("%s has letters about %d complaints, not %d", box, len(about), want)
	}
	for number, ids := range about {
		if len(ids) != 1 {
			t.Errorf("%s has %d different letters about %s, not one", box, len(ids), number)
		}
	}
	for id, n := range copies {
		if n == 1 {
			continue
		}
		twice++
		letters, err := s.LettersNamed(ctx, []string{id})
		if err != nil || len(letters) != 1 {
			t.Fatalf("letter %s: %v", id, err)
		}
		attempts, err := s.AttemptsAt(ctx, letters[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		uncertain := 0
		for _, a := range attempts {
			if a.State == string(complaint.Uncertain) {
				uncertain++
			}
		}
		if uncertain < n-1 {
			t.Errorf("%s was delivered %d times, and only %d attempts are uncertain: %+v", id, n, uncertain, attempts)
		}
	}
	return twice
}
