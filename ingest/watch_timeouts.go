package ingest

import (
	"context"
	"net"
	"time"
)

// Timeouts bound every step. Zero fields mean the defaults.
type Timeouts struct {
	Dial    time.Duration // 30 s: connection and TLS, each
	Silence time.Duration // 1 min without a byte while the server owes an answer
	Answer  time.Duration // 5 min for a whole answer; a mail's bytes get more by its size
	Idle    time.Duration // 5 min at most between two signs of life in IDLE (RFC 2177 allows 29)
	Backoff time.Duration // 1 s: the ceiling of the first pause before connecting again
	Longest time.Duration // 1 min: that of all pauses
	Refused time.Duration // 5 min after a refused login
	Again   time.Duration // 30 s before a mail that the server does not give is asked for again; doubles
	Tries   int           // 5: after so many it is Lost
}

type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// slowest is the speed below which a mail that comes in is taken for stuck:
// bytes a second.
const slowest = 8 << 10

func orElse[T int | time.Duration](v, standard T) T {
	if v > 0 {
		return v
	}
	return standard
}

func (t Timeouts) dial() time.Duration    { return orElse(t.Dial, 30*time.Second) }
func (t Timeouts) silence() time.Duration { return orElse(t.Silence, time.Minute) }
func (t Timeouts) answer() time.Duration  { return orElse(t.Answer, 5*time.Minute) }
func (t Timeouts) idle() time.Duration    { return orElse(t.Idle, 5*time.Minute) }
func (t Timeouts) refused() time.Duration { return orElse(t.Refused, 5*time.Minute) }
func (t Timeouts) again() time.Duration   { return orElse(t.Again, 30*time.Second) }
func (t Timeouts) tries() int             { return orElse(t.Tries, 5) }

func (t Timeouts) backoff() (first, highest time.Duration) {
	return orElse(t.Backoff, time.Second), orElse(t.Longest, time.Minute)
}

// mail is the time for a mail of so many bytes.
func (t Timeouts) mail(size int64) time.Duration {
	return t.answer() + time.Duration(size/slowest)*time.Second
}
