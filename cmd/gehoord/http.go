package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"gehoord/internal/store"
)

// health is what is known of the connections to the outside.
type health struct {
	mu      sync.Mutex
	seen    map[string]time.Time // mailbox that this daemon watches → when all of it was last in the ledger
	trouble string               // of our account with the SMTP server
}

func newHealth() *health { return &health{seen: map[string]time.Time{}} }

// see notes that a mailbox is read, or from now on to be read, by this daemon.
func (h *health) see(mailbox string, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen[mailbox] = at
}

// leave forgets a mailbox: another daemon may watch it.
func (h *health) leave(mailbox string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.seen, mailbox)
}

func (h *health) account(trouble string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.trouble = trouble
}

// problem says what keeps the desk from its work, "" for nothing.
func (h *health) problem(stale time.Duration) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.trouble != "" {
		return "letters wait: " + h.trouble
	}
	for mailbox, at := range h.seen {
		if time.Since(at) > stale {
			return "mailbox " + mailbox + " was not read lately"
		}
	}
	return ""
}

// serveHTTP answers /healthz (the process lives), /readyz (it can work) and
// /metrics, until ctx ends.
func (d *daemon) serveHTTP(ctx context.Context) error {
	stale := time.Minute
	for _, m := range d.conf.Mailboxes {
		stale = max(stale, 3*m.Poll.Duration)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(&figures{store: d.store})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		problem := d.health.problem(stale)
		if _, _, err := d.store.Version(r.Context()); err != nil {
			problem = "the database does not answer"
		}
		if problem != "" {
			http.Error(w, problem, http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	listener := d.listen(ctx)
	if listener == nil {
		return nil
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = server.Shutdown(stop) // what does not end in time ends with the process
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve http: %w", err)
	}
	return nil
}

// listen takes the address of http.listen, as soon as it is free: that something
// else has it is no reason to leave complaints unread. nil: ctx ended first.
func (d *daemon) listen(ctx context.Context) net.Listener {
	for said := false; ; said = true {
		listener, err := net.Listen("tcp", d.conf.HTTP.Listen)
		if err == nil {
			return listener
		}
		if !said {
			d.log.Error(`no health or metrics: let http.listen name a free address, or "" for none; trying again`, "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(httpRetry):
		}
	}
}

// httpRetry is how often an address that is taken is tried again.
const httpRetry = 10 * time.Second

// figures are read from the register when somebody asks for them.
type figures struct{ store *store.Store }

var (
	complaintsFigure = prometheus.NewDesc("gehoord_complaints", "Complaints in the register, by status.", []string{"status"}, nil)
	lettersFigure    = prometheus.NewDesc("gehoord_letters", "Letters in the outbox, by state.", []string{"state"}, nil)
	ledgerFigure     = prometheus.NewDesc("gehoord_ledger_uids", "Mails seen in each mailbox, by outcome.", []string{"mailbox", "outcome"}, nil)
)

// Describe implements prometheus.Collector.
func (f *figures) Describe(ch chan<- *prometheus.Desc) {
	ch <- complaintsFigure
	ch <- lettersFigure
	ch <- ledgerFigure
}

// Collect implements prometheus.Collector.
func (f *figures) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	gauge := func(desc *prometheus.Desc, n int64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, float64(n), labels...)
	}
	counts, err := f.store.Counts(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(complaintsFigure, err)
		return
	}
	for status, n := range counts.Complaints {
		gauge(complaintsFigure, n, status)
	}
	for state, n := range counts.Letters {
		gauge(lettersFigure, n, state)
	}
	for _, l := range counts.Ledger {
		gauge(ledgerFigure, l.Count, l.Mailbox, l.Outcome)
	}
}
