package ingest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"
)

// wire is a connection on which silence is noticed. While the server owes an
// answer (from expect to relax) every read must bring a byte within the silence,
// and all of them together must end within the limit; else the read fails and
// with it the connection. In between, as in IDLE, a read may wait for ever.
//
// The IMAP client sets read deadlines of its own that do not slide with a long
// literal and do not cover the wait for a first byte; they are ignored.
type wire struct {
	net.Conn

	mu      sync.Mutex
	silence time.Duration // 0: nothing is owed
	end     time.Time
	late    error // why a read failed on time
}

// expect begins a wait for an answer, or renews it.
func (w *wire) expect(silence, limit time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.silence, w.end = silence, time.Now().Add(limit)
	w.arm()
}

// relax ends the wait.
func (w *wire) relax() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.silence = 0
	w.arm()
}

// arm sets the deadline of the reads that run and that come. The mutex is held.
func (w *wire) arm() {
	if w.silence == 0 {
		w.Conn.SetReadDeadline(time.Time{})
		return
	}
	by := time.Now().Add(w.silence)
	if w.end.Before(by) {
		by = w.end
	}
	w.Conn.SetReadDeadline(by)
}

func (w *wire) Read(b []byte) (int, error) {
	w.mu.Lock()
	w.arm()
	w.mu.Unlock()
	n, err := w.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		w.mu.Lock()
		w.late = fmt.Errorf("the server was silent for %s", w.silence)
		if !time.Now().Before(w.end) {
			w.late = errors.New("the server did not finish its answer in time")
		}
		w.mu.Unlock()
	}
	return n, err
}

// SetReadDeadline does nothing: see wire.
func (w *wire) SetReadDeadline(time.Time) error { return nil }

// SetDeadline sets the write deadline only: see wire.
func (w *wire) SetDeadline(t time.Time) error { return w.SetWriteDeadline(t) }

// why returns the reason for err that a person understands.
func (w *wire) why(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil && w.late != nil {
		return w.late
	}
	return err
}
