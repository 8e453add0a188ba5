package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/pelletier/go-toml/v2"

	"gehoord/classify"
	"gehoord/internal/config"
	"gehoord/internal/desk"
	"gehoord/internal/store"
	"gehoord/notify"
	"gehoord/sla"
)

// load reads the configuration.
func (e *env) load() (*config.Config, error) { return config.Load(config.Find(e.config)) }

// configured is the configuration's file for the verbs that can do without one: "" when
// none was named and there is none here.
func (e *env) configured() string {
	path := config.Find(e.config)
	if e.config == "" && os.Getenv("GEHOORD_CONFIG") == "" {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return ""
		}
	}
	return path
}

// open reads the configuration and opens the register beside a running daemon.
// The caller closes it.
func (e *env) open() (*config.Config, *store.Store, error) {
	c, err := e.load()
	if err != nil {
		return nil, nil, err
	}
	s, err := store.Open(e.ctx, store.Options{URL: c.Store.URL, Dir: c.Dir})
	return c, s, err
}

// policyOf reads rules, letters and calendar: what SIGHUP reads again.
func policyOf(c *config.Config) (desk.Policy, error) {
	var p desk.Policy
	var err error
	if c.Routing.Rules == "" {
		p.Rules = classify.Builtin()
	} else if p.Rules, err = classify.Load(c.Path(c.Routing.Rules)); err != nil {
		return p, fmt.Errorf("read the routing rules: %w", err)
	}
	if p.Letters, err = notify.LoadTemplates(c.Path(c.Organisation.Templates)); err != nil {
		return p, fmt.Errorf("read the letters: %w", err)
	}
	if p.Calendar, err = sla.NewCalendar(slaConfig(c)); err != nil {
		return p, fmt.Errorf("make the calendar: %w", err)
	}
	return p, nil
}

// slaConfig says what the calendar wants to know.
func slaConfig(c *config.Config) sla.Config {
	s := sla.Config{
		Zone:         c.Organisation.Zone,
		Confirmation: c.SLA.Confirmation.Duration, FirstResponse: c.SLA.FirstResponse.Duration,
		Resolution: int(c.SLA.Resolution), GoodFriday: c.SLA.GoodFriday, LiberationDay: c.SLA.LiberationDay,
		Reminders: sla.Hours{Open: c.SLA.Reminders.From, Close: c.SLA.Reminders.To}, Digest: int(c.SLA.Digest),
	}
	for day, h := range c.SLA.Hours {
		s.Hours[day] = sla.Hours{Open: h.From, Close: h.To}
	}
	for _, d := range c.SLA.ExtraOff {
		s.ExtraOff = append(s.ExtraOff, dateOf(d))
	}
	for _, d := range c.SLA.ExtraWork {
		s.ExtraWork = append(s.ExtraWork, dateOf(d))
	}
	return s
}

// secretOf reads the tokens' key, makes it for a new database, and proves that it
// is the one this database was begun with: another one would make every letter
// that is out unanswerable.
func secretOf(ctx context.Context, c *config.Config, s *store.Store) ([]byte, error) {
	theirs, err := s.Setting(ctx, "secret")
	if err != nil {
		return nil, err
	}
	secret, err := c.Secret(theirs == "")
	if err != nil {
		return nil, err
	}
	mine := config.Fingerprint(secret)
	if theirs == "" {
		if theirs, err = s.SetOnce(ctx, "secret", mine); err != nil {
			return nil, err
		}
	}
	if theirs != mine {
		return nil, fmt.Errorf("the secret in %s is not the one this database was begun with (fingerprint %s, not %s): put the old file back",
			c.Path(c.Auth.SecretFile), mine, theirs)
	}
	return secret, nil
}

// hostname is for HELO and daemon ids.
func hostname() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "localhost"
	}
	return name
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return slices.Clip(list)
}

func dateOf(d toml.LocalDate) sla.Date {
	return sla.Date{Year: d.Year, Month: time.Month(d.Month), Day: d.Day}
}
