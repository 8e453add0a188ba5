package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"gehoord/internal/complaint"
)

// sink is a mail server whose answers a test writes. A nil answer accepts.
type sink struct {
	addr string

	mail func(from string) error
	rcpt func(to string) error
	data func(to string, c *smtp.Conn) error // after the text was read
	auth func(name, password string) error   // nil: AUTH is not offered

	mu      sync.Mutex
	dials   int
	letters []delivered
	got     chan string // recipients, as letters are taken
}

type delivered struct {
	from, to string
	raw      []byte
}

// listen starts the server; it ends with the test.
func (k *sink) listen(t *testing.T, secured *tls.Config, wrap bool) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k.addr = l.Addr().String()
	k.got = make(chan string, 1000)
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		k.mu.Lock()
		k.dials++
		k.mu.Unlock()
		s := &sinkSession{sink: k, conn: c}
		if k.auth != nil {
			return &sinkAuthSession{s}, nil
		}
		return s, nil
	}))
	server.AllowInsecureAuth = true
	server.ErrorLog = quiet{}
	if wrap {
		l = tls.NewListener(l, secured)
	} else {
		server.TLSConfig = secured
	}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
}

func (k *sink) taken() []delivered {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]delivered(nil), k.letters...)
}

func (k *sink) dialled() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.dials
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

type sinkSession struct {
	sink     *sink
	conn     *smtp.Conn
	from, to string
}

func (s *sinkSession) Reset()        {}
func (s *sinkSession) Logout() error { return nil }
func (s *sinkSession) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	if s.sink.mail != nil {
		return s.sink.mail(from)
	}
	return nil
}
func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if s.sink.rcpt != nil {
		return s.sink.rcpt(to)
	}
	return nil
}
func (s *sinkSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	var answer error
	if s.sink.data != nil {
		answer = s.sink.data(s.to, s.conn)
	}
	if answer == nil || errors.Is(answer, errCut) {
		s.sink.mu.Lock()
		s.sink.letters = append(s.sink.letters, delivered{s.from, s.to, raw})
		s.sink.mu.Unlock()
		s.sink.got <- s.to
	}
	if errors.Is(answer, errCut) {
		s.conn.Conn().Close()
	}
	return answer
}

// errCut as the answer to data takes the letter and loses the connection.
var errCut = errors.New("cut")

type sinkAuthSession struct{ *sinkSession }

func (s *sinkAuthSession) AuthMechanisms() []string { return []string{sasl.Plain, "XOAUTH2"} }
func (s *sinkAuthSession) Auth(mech string) (sasl.Server, error) {
	if mech == "XOAUTH2" {
		return xoauth2(func(response []byte) error {
			name, rest, _ := bytes.Cut(bytes.TrimPrefix(response, []byte("user=")), []byte("\x01auth=Bearer "))
			return s.sink.auth(string(name), "token:"+string(bytes.TrimSuffix(rest, []byte("\x01\x01"))))
		}), nil
	}
	return sasl.NewPlainServer(func(_, name, password string) error { return s.sink.auth(name, password) }), nil
}

type xoauth2 func([]byte) error

func (f xoauth2) Next(response []byte) ([]byte, bool, error) {
	if len(response) == 0 {
		return nil, false, nil
	}
	return nil, true, f(response)
}

func answer(code int, a, b, c int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{a, b, c}, Message: text}
}

// certificate is for 127.0.0.1, with the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates}, pool
}

// outbox is a Queue in memory.
type outbox struct {
	mu     sync.Mutex
	rows   []*row
	steps  []string     // what happened, in order
	done   chan *row    // rows, when a result is kept
	failed func() error // of Finishing; nil: none
}

type row struct {
	letter   complaint.Letter
	raw      []byte
	taken    bool
	attempts int // that counted
	claims   int
	results  []Result
}

func newOutbox(rows ...*row) *outbox { return &outbox{rows: rows, done: make(chan *row, 1000)} }

func mailTo(to string, due time.Time) *row {
	return &row{
		letter: complaint.Letter{ID: to, Kind: complaint.Confirmation, Sender: "desk@example.nl", Recipient: to, Due: due, State: complaint.Waiting},
		raw:    []byte("Subject: test\r\nMessage-ID: <" + to + ">\r\n\r\nBeste klant,\r\n.een punt\r\n..\r\ndag\r\n"),
	}
}

func (q *outbox) add(r *row) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.rows = append(q.rows, r)
}

func (q *outbox) Claim(_ context.Context, now time.Time) (*Claim, time.Time, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var first *row
	for _, r := range q.rows {
		open := r.letter.State == complaint.Waiting || r.letter.State == complaint.Uncertain
		if open && !r.taken && (first == nil || r.letter.Due.Before(first.letter.Due)) {
			first = r
		}
	}
	if first == nil {
		return nil, time.Time{}, nil
	}
	if first.letter.Due.After(now) {
		return nil, first.letter.Due, nil
	}
	first.taken = true
	first.attempts++
	first.claims++
	q.steps = append(q.steps, "claim "+first.letter.ID)
	return &Claim{Letter: first.letter, Attempt: first.attempts, Raw: first.raw}, time.Time{}, nil
}

func (q *outbox) Finishing(_ context.Context, c *Claim) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.steps = append(q.steps, "finishing "+c.Letter.ID)
	if q.failed != nil {
		return q.failed()
	}
	return nil
}

func (q *outbox) Result(_ context.Context, c *Claim, res Result) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.rows {
		if r.letter.ID == c.Letter.ID {
			r.taken = false
			r.letter.State, r.letter.Due = res.State, res.Next
			r.results = append(r.results, res)
			if res.Account {
				r.attempts--
			}
			q.steps = append(q.steps, string(res.State)+" "+c.Letter.ID)
			now := *r // as it was at this result
			now.results = append([]Result(nil), r.results...)
			q.done <- &now
		}
	}
	return nil
}

func (q *outbox) happened() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return append([]string(nil), q.steps...)
}

// start runs a sender until the test ends.
func start(t *testing.T, s *Sender) {
	t.Helper()
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-over; err != nil {
			t.Errorf("run: %v", err)
		}
	})
}

// within waits for something to be kept or taken, and fails when nothing is.
func within[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came within ten seconds")
		panic("unreachable")
	}
}
