package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"gehoord/internal/mailworld"
)

const klachten = "klachten@directlease.example"

func klacht(n int) string {
	return fmt.Sprintf("From: anna@klant.example\r\nSubject: klacht %d\r\n\r\n%s\r\n", n, strings.Repeat("regel\r\n", n%50))
}

func klachtenTot(n int) (all []string) {
	for i := range n {
		all = append(all, klacht(i+1))
	}
	return all
}

var arrived = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func newWorld(t *testing.T, o mailworld.Options, mails ...string) *mailworld.World {
	t.Helper()
	o.Users = append(o.Users, mailworld.User{Address: klachten, Password: "geheim", Token: "munt"})
	world, err := mailworld.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { world.Close() })
	deliver(t, world, mails...)
	return world
}

func deliver(t *testing.T, world *mailworld.World, mails ...string) {
	t.Helper()
	for _, m := range mails {
		if err := world.Deliver(klachten, []byte(m), arrived); err != nil {
			t.Fatal(err)
		}
	}
}

func insecure(addr string) string { return "imap+insecure://" + klachten + "@" + addr + "/INBOX" }

func TestBacklogThenIdle(t *testing.T) {
	all := klachtenTot(450) // three batches
	world := newWorld(t, mailworld.Options{}, all...)
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	w.Mailbox.Poll = time.Hour // only IDLE can bring the last one
	seen := make(chan time.Time, 100)
	w.Seen = func(at time.Time) { seen <- at }
	run(t, w)
	ledger.wantReceived(t, all...)
	<-seen
	deliver(t, world, "Subject: nieuw\r\n\r\n")
	ledger.wantReceived(t, append(all, "Subject: nieuw\r\n\r\n")...)
	a := ledger.rows[0].Arrival
	if !a.Received.Equal(arrived) || a.Size != int64(len(all[0])) || a.Silent || a.Partial || a.Mailbox != "klachten" {
		t.Errorf("the first arrival is %+v", a)
	}
}

func TestSafetyPollFindsMailWithoutIdle(t *testing.T) {
	f := &fakeServer{mails: klachtenTot(1)}
	f.command = func(write func(string, ...any), tag, line string) (bool, error) {
		if f.count("EXAMINE") > 1 && len(f.mails) == 1 {
			f.mails = append(f.mails, klacht(2)) // no EXISTS was sent
		}
		return false, nil
	}
	w, ledger := newWatcher(t, insecure(f.listen(t)))
	w.Mailbox.Poll = time.Millisecond
	run(t, w)
	ledger.wantReceived(t, klachtenTot(2)...)
}

func TestStart(t *testing.T) {
	for start, want := range map[Start]struct {
		received []string
		silent   bool
	}{
		StartNew:    {[]string{klacht(3)}, false},
		StartAll:    {klachtenTot(3), false},
		StartSilent: {klachtenTot(3), true},
	} {
		t.Run(string(start), func(t *testing.T) {
			world := newWorld(t, mailworld.Options{}, klachtenTot(2)...)
			w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
			w.Mailbox.Start = start
			run(t, w)
			ledger.until(t, "the beginning", func() bool { return len(ledger.begins) > 0 })
			deliver(t, world, klacht(3))
			ledger.wantReceived(t, want.received...)
			if got := ledger.rows[0].Silent; got != want.silent {
				t.Errorf("the first mail is silent: %v, want %v", got, want.silent)
			}
			if last := ledger.rows[len(ledger.rows)-1]; last.Silent {
				t.Error("a mail that came after the start is silent")
			}
		})
	}
}

func TestStoppedInBetweenReceivesOnceAndInOrder(t *testing.T) {
	world := newWorld(t, mailworld.Options{}, klachtenTot(3)...)
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	ledger.recvErr = errors.New("database away")
	stop := run(t, w)
	ledger.until(t, "stored mails", func() bool { return len(ledger.rows) > 0 })
	stop()
	if len(ledger.received) != 0 {
		t.Fatal("received although the database is away")
	}
	ledger.recvErr = nil
	again, _ := newWatcher(t, w.Mailbox.URL)
	again.Ledger, again.Desk = ledger, ledger
	run(t, again)
	ledger.wantReceived(t, klachtenTot(3)...)
}

func TestDeletedMailIsLeftAloneUntilItIsNot(t *testing.T) {
	world := newWorld(t, mailworld.Options{}, klachtenTot(2)...)
	client, err := imapclient.DialInsecure(world.IMAPAddr(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	flag := func(op imap.StoreFlagsOp) {
		t.Helper()
		if err := client.Store(imap.UIDSetNum(1), &imap.StoreFlags{Op: op, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := client.Login(klachten, "geheim").Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	flag(imap.StoreFlagsAdd)
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	run(t, w)
	ledger.wantReceived(t, klacht(2))
	flag(imap.StoreFlagsDel)
	world.Disconnect() // a new connection compares the whole list
	ledger.wantReceived(t, klacht(2), klacht(1))
}

func TestUIDValidityChangeBeginsAnew(t *testing.T) {
	world := newWorld(t, mailworld.Options{}, klachtenTot(2)...)
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	w.Mailbox.Poll = 5 * time.Millisecond
	run(t, w)
	ledger.wantReceived(t, klachtenTot(2)...)
	if err := world.ResetUIDValidity(klachten); err != nil {
		t.Fatal(err)
	}
	deliver(t, world, klacht(3))
	ledger.until(t, "the mails of the new numbering", func() bool { return len(ledger.received) >= 5 })
	first, last := ledger.begins[0], ledger.begins[len(ledger.begins)-1]
	if first.validity == last.validity {
		t.Errorf("Begin was told %v: the new UIDVALIDITY is missing", ledger.begins)
	}
}

func TestReconnectsAfterDisconnect(t *testing.T) {
	world := newWorld(t, mailworld.Options{}, klacht(1))
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	run(t, w)
	ledger.wantReceived(t, klacht(1))
	world.Disconnect()
	deliver(t, world, klacht(2))
	ledger.wantReceived(t, klachtenTot(2)...)
}

func TestOverlargeMailIsPartial(t *testing.T) {
	large := "Subject: groot\r\n\r\n" + strings.Repeat("y", 400<<10)
	world := newWorld(t, mailworld.Options{}, klacht(1), large, klacht(3))
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	w.Mailbox.MaxSize = 300 << 10
	run(t, w)
	ledger.wantReceived(t, klacht(1), large[:256<<10], klacht(3))
	for _, r := range ledger.rows {
		if r.Partial != (r.UID == 2) {
			t.Errorf("UID %d: partial is %v", r.UID, r.Partial)
		}
		if r.UID == 2 && r.Size != int64(len(large)) {
			t.Errorf("its size is %d, want %d", r.Size, len(large))
		}
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	world := newWorld(t, mailworld.Options{}, klacht(1))
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- w.Run(ctx) }()
	ledger.wantReceived(t, klacht(1))
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run returned %v, want nil", err)
	}
}
