package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"gehoord/internal/clock"
	"gehoord/internal/config"
)

type serveCmd struct {
	Clock string  `placeholder:"TIME" help:"For rehearsals: begin at this time (RFC 3339), on a clock of its own. Every server must be on loopback."`
	Speed float64 `default:"1" help:"With --clock: how many times as fast as the wall clock."`
}

// Run is the daemon.
func (cmd *serveCmd) Run(e *env) error {
	c, err := cmd.clock()
	if err != nil {
		return err
	}
	conf, err := e.load()
	if err != nil {
		return err
	}
	if c.Rehearsal() {
		if err := loopbackOnly(conf); err != nil {
			return err
		}
	}
	log := newLog(e.stderr)
	d, err := newDaemon(e.ctx, conf, c, log)
	if err != nil {
		return err
	}
	defer d.close()
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case <-done:
				return
			case <-hangup:
				d.reload(config.Find(e.config))
			}
		}
	}()
	log.Info("the desk is open", "daemon", d.id, "version", version, "mailboxes", len(conf.Mailboxes))
	err = d.run(e.ctx)
	log.Info("the desk is closed", "daemon", d.id)
	return err
}

// clock is the wall clock, or that of a rehearsal.
func (cmd *serveCmd) clock() (clock.Clock, error) {
	if cmd.Clock == "" {
		if cmd.Speed != 1 {
			return clock.Clock{}, wrongCall{fmt.Errorf("--speed needs --clock: a desk on the wall clock cannot run faster")}
		}
		return clock.Clock{}, nil
	}
	start, err := time.Parse(time.RFC3339, cmd.Clock)
	if err != nil {
		return clock.Clock{}, wrongCall{fmt.Errorf("--clock is %q; write for example 2026-11-20T09:00:00+01:00", cmd.Clock)}
	}
	if cmd.Speed <= 0 || cmd.Speed > 1e6 {
		return clock.Clock{}, wrongCall{fmt.Errorf("--speed is %v; write a number above 0, such as 3600", cmd.Speed)}
	}
	return clock.At(start, cmd.Speed), nil
}

// newLog writes a line a happening, without customers' words or addresses.
func newLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
