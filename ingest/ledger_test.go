package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"
)

type begun struct{ validity, next uint32 }

type row struct {
	Arrival
	id   string
	raw  string
	done bool
	lost string
}

// memLedger is a Ledger and a Desk in memory.
type memLedger struct {
	mu       sync.Mutex
	changed  chan struct{}
	epoch    Epoch
	last     begun
	begins   []begun
	rows     []*row
	received []string // texts, in the order of Receive
	keepErr  error    // of Keep and Receive, while set
	recvErr  error
}

func newMemLedger() *memLedger { return &memLedger{changed: make(chan struct{})} }

func (l *memLedger) change() {
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *memLedger) Begin(_ context.Context, _ string, validity, next uint32, start Start) (Epoch, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.change()
	l.begins = append(l.begins, begun{validity, next})
	if l.epoch.ID == 0 || validity != l.last.validity || next < l.last.next {
		first := l.epoch.ID == 0
		l.epoch = Epoch{ID: l.epoch.ID + 1, From: 1}
		switch {
		case first && start == StartNew:
			l.epoch.From = next
		case first && start == StartSilent:
			l.epoch.Silent = next
		}
	}
	l.last = begun{validity, next}
	return l.epoch, nil
}

func (l *memLedger) Known(_ context.Context, _ string, epoch int64, from uint32) (map[uint32]bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := map[uint32]bool{}
	for _, r := range l.rows {
		if r.Epoch == epoch && r.UID >= from {
			known[r.UID] = r.done
		}
	}
	return known, nil
}

func (l *memLedger) Keep(_ context.Context, a Arrival) (string, error) {
	raw, err := io.ReadAll(a.Reader)
	if err != nil {
		return "", err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.keepErr != nil {
		return "", l.keepErr
	}
	for _, r := range l.rows {
		if r.Epoch == a.Epoch && r.UID == a.UID {
			return r.id, nil
		}
	}
	defer l.change()
	id := fmt.Sprintf("%d/%d", a.Epoch, a.UID)
	l.rows = append(l.rows, &row{Arrival: a, id: id, raw: string(raw)})
	return id, nil
}

func (l *memLedger) Lost(_ context.Context, _ string, epoch int64, uid uint32, reason string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.change()
	l.rows = append(l.rows, &row{Arrival: Arrival{Epoch: epoch, UID: uid}, lost: reason})
	return nil
}

func (l *memLedger) Receive(_ context.Context, id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.recvErr != nil {
		return l.recvErr
	}
	for _, r := range l.rows {
		if r.id == id && !r.done {
			r.done = true
			l.received = append(l.received, r.raw)
			l.change()
			return nil
		}
	}
	return errors.New("received twice, or never stored: " + id)
}

func (l *memLedger) Unfinished(context.Context, string) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var ids []string
	for _, r := range l.rows {
		if !r.done && r.id != "" {
			ids = append(ids, r.id)
		}
	}
	return ids, nil
}

// until waits for ok, which is asked after every change.
func (l *memLedger) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	timeout := time.After(10 * time.Second)
	for {
		l.mu.Lock()
		changed, done := l.changed, ok()
		l.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			t.Fatalf("waited in vain for %s; received %d, rows %d, begins %v", what, len(l.received), len(l.rows), l.begins)
		}
	}
}

// wantReceived waits until just these mails were received, in this order.
func (l *memLedger) wantReceived(t *testing.T, want ...string) {
	t.Helper()
	l.until(t, fmt.Sprintf("%d mails", len(want)), func() bool { return len(l.received) >= len(want) })
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.Equal(l.received, want) {
		t.Errorf("received %d mails %.200q, want %d %.200q", len(l.received), l.received, len(want), want)
	}
}

// quick are timeouts for tests in which something goes wrong on purpose.
var quick = Timeouts{Backoff: time.Millisecond, Longest: time.Millisecond, Refused: time.Millisecond, Again: time.Millisecond}

// newWatcher is a watcher of url that takes all mail, with both doubles.
func newWatcher(t *testing.T, url string) (*Watcher, *memLedger) {
	l := newMemLedger()
	return &Watcher{
		Mailbox: Mailbox{
			Name: "klachten", URL: url, Start: StartAll,
			Secret: func(context.Context) (Secret, error) { return Secret{Password: "geheim"}, nil },
		},
		Ledger: l, Desk: l, Timeouts: quick,
		Log: slog.New(slog.NewTextHandler(testLog{t}, nil)),
	}, l
}

type testLog struct{ t *testing.T }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Logf("%s", b)
	return len(b), nil
}

// run runs the watcher until the test, or stop, ends it.
func run(t *testing.T, w *Watcher) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		defer close(ended)
		if err := w.Run(ctx); err != nil {
			t.Errorf("Run returned %v", err)
		}
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	t.Cleanup(stop)
	return stop
}
