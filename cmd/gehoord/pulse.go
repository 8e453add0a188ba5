package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"gehoord/internal/store"
)

// How a daemon shows that it lives, by the wall clock: another takes over what
// it held when it has not beaten for pulseLife.
const (
	pulseEvery = 10 * time.Second
	pulseLife  = 30 * time.Second
	leaseRetry = 5 * time.Second
)

// pulse keeps a daemon's row in the database alive, and ends what it does under
// a lease when it may have lost it.
type pulse struct {
	store  *store.Store
	daemon store.Daemon
	log    *slog.Logger

	mu   sync.Mutex
	last time.Time                  // of the last beat that came through
	held map[int]context.CancelFunc // what runs under a lease
	next int
}

// bury ends the hold of daemons that are dead for certain: in SQLite, which one
// process serves, every earlier one; else those of this machine whose process is
// gone. The others' rows expire.
func (p *pulse) bury(ctx context.Context) error {
	all, err := p.store.Daemons(ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		gone := !p.store.Shared() || d.Place == p.daemon.Place && d.Place != "" &&
			(d.PID == p.daemon.PID || errors.Is(syscall.Kill(d.PID, 0), syscall.ESRCH))
		if d.ID == p.daemon.ID || !gone {
			continue
		}
		if err := p.store.Bury(ctx, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// place names this boot of this machine and this process namespace, "" where
// that cannot be known.
func place() string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(boot)) + " " + namespace
}

func (p *pulse) beat(ctx context.Context) error {
	now := time.Now()
	ctx, cancel := context.WithTimeout(ctx, pulseEvery)
	defer cancel()
	if err := p.store.Beat(ctx, p.daemon, now, now.Add(pulseLife)); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = now
	return nil
}

// run beats until ctx ends. When no beat came through for too long, another
// daemon may hold our leases: what runs under them is ended, to take them anew.
func (p *pulse) run(ctx context.Context) error {
	ticker := time.NewTicker(pulseEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		p.mu.Lock()
		late := time.Since(p.last) > pulseLife-pulseEvery
		p.mu.Unlock()
		if late {
			p.lapse()
		}
		if err := p.beat(ctx); err != nil && ctx.Err() == nil {
			p.log.Error("the database does not hear this daemon", "err", err)
		}
	}
}

func (p *pulse) lapse() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, cancel := range p.held {
		cancel()
	}
}

// holding runs f whenever this daemon holds the lease of name, until ctx ends.
func (p *pulse) holding(ctx context.Context, name string, f func(context.Context) error) error {
	for waiting := false; ; waiting = true {
		err := p.bury(ctx)
		ok := false
		if err == nil {
			ok, err = p.store.TakeLease(ctx, name, p.daemon.ID, time.Now())
		}
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			p.log.Error("lease not taken", "lease", name, "err", err)
		case ok:
			if err := p.under(ctx, f); err != nil {
				return err
			}
			continue
		case !waiting:
			p.log.Info("another daemon holds the lease: standing by", "lease", name)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(leaseRetry):
		}
	}
}

func (p *pulse) under(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p.mu.Lock()
	if p.held == nil {
		p.held = map[int]context.CancelFunc{}
	}
	p.next++
	id := p.next
	p.held[id] = cancel
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.held, id)
	}()
	return f(ctx)
}
