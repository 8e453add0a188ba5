package desk

import (
	"log/slog"
	"sync/atomic"
	"time"

	"gehoord/classify"
	"gehoord/internal/config"
	"gehoord/internal/store"
	"gehoord/notify"
	"gehoord/sla"
)

// Desk carries out the procedure. It is safe for use by several goroutines, and
// several of them, in as many daemons, may share one PostgreSQL database.
type Desk struct {
	Store  *store.Store
	Config *config.Config
	Secret []byte // key of the tokens
	Daemon string // who claims letters
	Now    func() time.Time
	Log    *slog.Logger

	// Queued and Planned, where set, are called after a commit that put letters
	// in the outbox or alarms in the plan.
	Queued, Planned func()

	people people
	policy atomic.Pointer[Policy]
}

// Policy is what can be replaced while the desk works.
type Policy struct {
	Rules    *classify.Rules
	Letters  *notify.Templates
	Calendar *sla.Calendar
}

// New makes a desk. Its fields Queued and Planned may be set before it is used.
func New(s *store.Store, c *config.Config, secret []byte, daemon string, now func() time.Time, log *slog.Logger, p Policy) *Desk {
	d := &Desk{Store: s, Config: c, Secret: secret, Daemon: daemon, Now: now, Log: log, people: people{c}}
	d.policy.Store(&p)
	return d
}

// SetPolicy replaces rules, letters and calendar from the next happening on.
// What was computed stays.
func (d *Desk) SetPolicy(p Policy) { d.policy.Store(&p) }

// now is the desk's clock at the precision of the register.
func (d *Desk) now() time.Time { return d.Now().UTC().Truncate(time.Microsecond) }

func (d *Desk) rules() *classify.Rules     { return d.policy.Load().Rules }
func (d *Desk) letters() *notify.Templates { return d.policy.Load().Letters }
func (d *Desk) calendar() *sla.Calendar    { return d.policy.Load().Calendar }

// wake tells the loops that there is work; call it after the commit.
func (d *Desk) wake(letters, alarms bool) {
	if letters && d.Queued != nil {
		d.Queued()
	}
	if alarms && d.Planned != nil {
		d.Planned()
	}
}
