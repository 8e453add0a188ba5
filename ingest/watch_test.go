package ingest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
	w, w2 := w, *w
	w2.troubles = troubles{}
	run(t, &w2)
	ledger.wantReceived(t, klachtenTot(3)...)
	_ = w
}

func TestDatabaseTroubleMarksNothing(t *testing.T) {
	world := newWorld(t, mailworld.Options{}, klachtenTot(3)...)
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	ledger.keepErr = errors.New("disk full")
	run(t, w)
	ledger.until(t, "three connections", func() bool { return len(ledger.begins) >= 3 })
	ledger.mu.Lock()
	ledger.keepErr = nil
	ledger.mu.Unlock()
	ledger.wantReceived(t, klachtenTot(3)...)
	for _, r := range ledger.rows {
		if r.lost != "" {
			t.Errorf("UID %d was recorded as lost: %s", r.UID, r.lost)
		}
	}
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

// cutter closes the connection after so many bytes were written to it.
type cutter struct {
	net.Conn
	left *atomic.Int64
}

func (c cutter) Write(b []byte) (int, error) {
	if left := c.left.Add(-int64(len(b))); left < 0 && left+int64(len(b)) >= 0 {
		n, _ := c.Conn.Write(b[:left+int64(len(b))])
		c.Conn.Close()
		return n, net.ErrClosed
	}
	return c.Conn.Write(b)
}

func TestCutConnectionLosesNothing(t *testing.T) {
	all := []string{klacht(1), "Subject: groot\r\n\r\n" + strings.Repeat("x", 3<<20), klacht(3), klacht(4)}
	for _, at := range []int64{100, 700, 900, 1200, 1 << 20, 3 << 20, 3<<20 + 1100} {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			var left atomic.Int64
			left.Store(1 << 40)
			world := newWorld(t, mailworld.Options{IMAPConn: func(c net.Conn) net.Conn { return cutter{c, &left} }}, all...)
			left.Store(at)
			w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
			run(t, w)
			ledger.wantReceived(t, all...)
			if left.Load() > 0 {
				t.Fatal("the connection was not cut")
			}
		})
	}
}

func TestMuteServerIsNoticed(t *testing.T) {
	for _, mute := range []string{"LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "IDLE", "DONE"} {
		t.Run(mute, func(t *testing.T) {
			f := &fakeServer{mails: klachtenTot(2), caps: "IDLE"}
			var done atomic.Bool
			f.command = func(write func(string, ...any), tag, line string) (bool, error) {
				if mute == "DONE" && line == "IDLE" && !done.Swap(true) {
					write("+ idling")
					return true, nil // and DONE, which is taken for a tag, is met with silence
				}
				if tag == "DONE" {
					return true, nil
				}
				return strings.HasPrefix(line, mute) && !done.Swap(true), nil
			}
			w, ledger := newWatcher(t, insecure(f.listen(t)))
			w.Timeouts.Silence = 50 * time.Millisecond
			w.Mailbox.Poll = 10 * time.Millisecond
			run(t, w)
			ledger.wantReceived(t, klachtenTot(2)...)
			ledger.until(t, "a second connection", func() bool { return done.Load() && f.count("LOGIN") > 1 || len(ledger.begins) > 1 })
		})
	}
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
