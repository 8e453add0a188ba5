package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"gehoord/ingest"
	"gehoord/internal/clock"
	"gehoord/internal/config"
	"gehoord/internal/desk"
	"gehoord/internal/store"
	"gehoord/notify"
	"gehoord/sla"
)

// daemon is the desk at work: a watcher a mailbox, the outbox sender and the
// alarm loop around one register.
type daemon struct {
	id       string
	conf     *config.Config
	clock    clock.Clock
	log      *slog.Logger
	store    *store.Store
	desk     *desk.Desk
	sender   *notify.Sender
	loop     *sla.Loop
	watchers []*ingest.Watcher
	pulse    *pulse
	health   *health
}

// mostSkew is how far a daemon's clock may be from the database's: beyond it,
// leases would not mean the same to two daemons.
const mostSkew = 5 * time.Second

// newDaemon opens everything and proves what can be proven before serving. The
// caller closes it.
func newDaemon(ctx context.Context, conf *config.Config, c clock.Clock, log *slog.Logger) (*daemon, error) {
	s, err := store.Open(ctx, store.Options{URL: conf.Store.URL, Dir: conf.Dir, Serve: true})
	if err != nil {
		return nil, err
	}
	d := &daemon{conf: conf, clock: c, log: log, store: s, health: newHealth()}
	if err := d.build(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return d, nil
}

func (d *daemon) build(ctx context.Context) error {
	skew, err := d.store.ClockSkew(ctx, time.Now)
	if err != nil {
		return err
	}
	if skew.Abs() > mostSkew {
		return fmt.Errorf("this machine's clock differs from the database's by %v, more than %v: set both by NTP", skew.Round(time.Millisecond), mostSkew)
	}
	secret, err := secretOf(ctx, d.conf, d.store)
	if err != nil {
		return err
	}
	policy, err := policyOf(d.conf)
	if err != nil {
		return err
	}
	d.id = fmt.Sprintf("%s-%d-%s", hostname(), os.Getpid(), store.NewID()[:8])
	d.desk = desk.New(d.store, d.conf, secret, d.id, d.clock.Now, d.log, policy)
	d.sender = &notify.Sender{
		Queue: d.desk, Server: smtpServer(d.conf), Connections: d.conf.SMTP.Connections, Rate: rate.Limit(d.conf.SMTP.Rate / 60),
		Now: d.clock.Now, Wall: d.clock.Wall, Log: d.log, OnAccount: d.health.account,
	}
	d.loop = &sla.Loop{Ringer: d.desk, Now: d.clock.Now, Wall: d.clock.Wall, Log: d.log}
	d.desk.Queued, d.desk.Planned = d.sender.Kick, d.loop.Kick
	for _, m := range d.conf.Mailboxes {
		d.watchers = append(d.watchers, &ingest.Watcher{
			Mailbox: mailbox(d.conf, m), Ledger: ledger{d.store, d.clock, d.conf.Organisation.Zone}, Desk: d.desk,
			Log: d.log, Seen: func(at time.Time) { d.health.see(m.Name, at) },
		})
	}
	d.pulse = &pulse{store: d.store, daemon: store.Daemon{ID: d.id, Place: place(), PID: os.Getpid()}, log: d.log}
	return nil
}

func (d *daemon) close() error { return d.store.Close() }

// run is the desk at work. It returns when ctx ends and everything has stopped.
func (d *daemon) run(ctx context.Context) error {
	if err := d.pulse.bury(ctx); err != nil {
		return err
	}
	if err := d.pulse.beat(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	var failed error
	var once sync.Once
	start := func(run func(context.Context) error) {
		wg.Go(func() {
			if err := run(ctx); err != nil && ctx.Err() == nil {
				once.Do(func() { failed = err; cancel() })
			}
		})
	}
	start(d.pulse.run)
	start(d.sender.Run)
	start(d.loop.Run)
	for _, w := range d.watchers {
		name := w.Mailbox.Name
		start(func(ctx context.Context) error {
			return d.pulse.holding(ctx, "mailbox "+name, func(ctx context.Context) error {
				d.health.see(name, time.Now()) // it has until then to be read
				defer d.health.leave(name)
				return w.Run(ctx)
			})
		})
	}
	if d.conf.HTTP.Listen != "" {
		start(d.serveHTTP)
	}
	wg.Wait()
	leave, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	return errors.Join(failed, d.store.Bury(leave, d.id))
}

// reload reads rules, letters and calendar again. What cannot be read leaves the
// old ones at work.
func (d *daemon) reload(from string) {
	conf, err := config.Load(from)
	if err == nil {
		var p desk.Policy
		if p, err = policyOf(conf); err == nil {
			d.desk.SetPolicy(p)
			d.log.Info("rules, letters and calendar were read again")
			return
		}
	}
	d.log.Error("not read again: the old rules, letters and calendar stay", "err", err)
}

// ledger is the store as the watchers need it: with the desk's clock.
type ledger struct {
	store *store.Store
	clock clock.Clock
	zone  *time.Location
}

// Begin implements ingest.Ledger.
func (l ledger) Begin(ctx context.Context, mailbox string, uidValidity, uidNext uint32, start ingest.Start) (ingest.Epoch, error) {
	e, err := l.store.BeginEpoch(ctx, mailbox, uidValidity, uidNext, string(start), l.clock.Now())
	return ingest.Epoch{ID: e.N, From: e.FirstUID, Silent: e.SilentUID}, err
}

// Known implements ingest.Ledger.
func (l ledger) Known(ctx context.Context, mailbox string, epoch int64, from uint32) (map[uint32]bool, error) {
	return l.store.KnownUIDs(ctx, mailbox, epoch, from)
}

// Keep implements ingest.Ledger.
func (l ledger) Keep(ctx context.Context, a ingest.Arrival) (string, error) {
	return l.store.Keep(ctx, store.Arrival{
		Mailbox: a.Mailbox, Epoch: a.Epoch, UID: a.UID, Received: l.clock.Receipt(a.Received, l.zone),
		Size: a.Size, Partial: a.Partial, Silent: a.Silent, Raw: a.Reader,
	}, l.clock.Now())
}

// Lost implements ingest.Ledger.
func (l ledger) Lost(ctx context.Context, mailbox string, epoch int64, uid uint32, reason string) error {
	return l.store.Lost(ctx, mailbox, epoch, uid, reason, l.clock.Now())
}
