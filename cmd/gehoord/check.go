package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gehoord/ingest"
	"gehoord/internal/store"
)

type checkCmd struct{}

// checkTime is how long one server may take to prove itself.
const checkTime = 20 * time.Second

// Run proves one thing after the other and goes on after a failure, so that
// everything that is wrong is said at once.
func (cmd *checkCmd) Run(e *env) error {
	failures := 0
	say := func(what string, err error, good string) {
		if err == nil {
			fmt.Fprintf(e.stdout, "ok     %-22s %s\n", what, good)
			return
		}
		failures++
		fmt.Fprintf(e.stdout, "WRONG  %-22s %s\n", what, strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	conf, err := e.load()
	say("configuration", err, "every key is known")
	if err != nil {
		return errors.New("the configuration cannot be read, so nothing else was checked")
	}
	policy, err := policyOf(conf)
	say("rules and letters", err, "they can be used")
	if err == nil {
		d := policy.Calendar.Deadlines(time.Now())
		say("calendar", nil, "a complaint of now is to be solved by "+spoken(d.Resolution, conf.Organisation.Zone))
	}
	made, err := e.checkStore()
	say("database", err, made)
	for _, m := range conf.Mailboxes {
		ctx, cancel := context.WithTimeout(e.ctx, checkTime)
		w := &ingest.Watcher{Mailbox: mailbox(conf, m), Log: newLog(e.stderr)}
		say("mailbox "+m.Name, w.Check(ctx), "logged in and opened")
		cancel()
	}
	ctx, cancel := context.WithTimeout(e.ctx, checkTime)
	defer cancel()
	say("smtp", smtpServer(conf).Dial(ctx), "logged in")
	if failures > 0 {
		return fmt.Errorf("%d of these are wrong; nothing was changed", failures)
	}
	return nil
}

// checkStore opens the database as a daemon would, without changing it, and says
// what it found; one that was never served is all right, as serve makes it.
func (e *env) checkStore() (string, error) {
	conf, s, err := e.open()
	if err != nil {
		if old := new(store.SchemaError); errors.As(err, &old) && old.Have == 0 {
			return "empty as yet: serve makes it", nil
		}
		return "", err
	}
	defer s.Close()
	skew, err := s.ClockSkew(e.ctx, time.Now)
	if err != nil {
		return "", err
	}
	if skew.Abs() > mostSkew {
		return "", fmt.Errorf("its clock differs from this machine's by %v, more than %v: set both by NTP", skew.Round(time.Millisecond), mostSkew)
	}
	began, err := s.Setting(e.ctx, "secret")
	if err == nil && began != "" { // else serve makes both
		_, err = secretOf(e.ctx, conf, s)
	}
	return "reached, with this program's schema", err
}
