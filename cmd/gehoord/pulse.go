package main

import (
	"context"
	"log/slog"
	"sync"
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
	daemon string
	log    *slog.Logger

	mu   sync.Mutex
	last time.Time                  // of the last beat that came through
	held map[int]context.CancelFunc // what runs under a lease
	next int
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
		ok, err := p.store.TakeLease(ctx, name, p.daemon, time.Now())
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
