package ingest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gehoord/internal/mailworld"
)

func TestFullDiskMarksNothing(t *testing.T) {
	large := "Subject: groot\r\n\r\n" + strings.Repeat("x", 3<<20)
	world := newWorld(t, mailworld.Options{}, klacht(1), large, klacht(3))
	full := t.TempDir() + "/weg"
	t.Setenv("TMPDIR", full)
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	w.Timeouts.Tries = 1
	run(t, w)
	ledger.until(t, "three connections", func() bool { return len(ledger.begins) >= 3 })
	if err := os.Mkdir(full, 0o700); err != nil {
		t.Fatal(err)
	}
	ledger.wantReceived(t, klacht(1), large, klacht(3))
	if left, err := os.ReadDir(full); err != nil || len(left) != 0 {
		t.Errorf("the temporary folder holds %v, %v", left, err)
	}
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
