package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// defaults is every key that has one.
func defaults() *Config {
	c := &Config{}
	c.Organisation = Organisation{Language: "nl", Timezone: "Europe/Amsterdam", Prefix: "K", Dispute: Dispute{
		Name:    "Geschillencommissie Keurmerk Private Lease",
		URL:     "https://www.keurmerkprivatelease.nl/paginas/het-keurmerk/detail/ik-heb-een-klacht/",
		Months:  12,
		Domains: []string{"degeschillencommissie.nl"},
	}}
	c.Store.URL = "sqlite:gehoord.db"
	c.SMTP.Connections = 2
	c.Auth = Auth{Accept: []string{"token", "dmarc"}, SecretFile: "gehoord.secret"}
	c.SLA = SLA{
		Confirmation: Duration{24 * time.Hour}, FirstResponse: Duration{24 * time.Hour}, Resolution: 3,
		WorkingHours: "08:30-17:30",
		WorkingDays:  []Weekday{Weekday(time.Monday), Weekday(time.Tuesday), Weekday(time.Wednesday), Weekday(time.Thursday), Weekday(time.Friday)},
		GoodFriday:   "work", LiberationDay: "lustrum",
		Reminders: Hours{7*60 + 30, 18 * 60}, Digest: 7*60 + 30, ReopenDays: 30,
	}
	c.Desk = Desk{Undo: Duration{2 * time.Minute}, Ceiling: 5}
	c.Privacy.RetentionYears = 7
	c.Routing = Routing{Threshold: 3, Margin: 2}
	c.HTTP.Listen = "127.0.0.1:9464"
	return c
}

// Defaults is a configuration of no organisation: what holds where none is given.
func Defaults() (*Config, error) {
	c := defaults()
	c.Routing.Fallback = "SERVICE"
	var err error
	if c.Organisation.Zone, err = time.LoadLocation(c.Organisation.Timezone); err != nil {
		return nil, fmt.Errorf("find the time zone: %w", err)
	}
	return c, c.terms()
}

var (
	prefixes = regexp.MustCompile(`^[A-Z]{1,4}$`)
	codes    = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,19}$`)
)

// complete fills in what follows from other keys, and refuses what cannot work.
func (c *Config) complete() error {
	for _, check := range []func() error{c.organisation, c.servers, c.terms, c.departments, c.people} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Config) organisation() error {
	o := &c.Organisation
	if strings.TrimSpace(o.Name) == "" {
		return fmt.Errorf(`organisation.name is missing; write for example name = "DirectLease"`)
	}
	if err := address("organisation.address", &o.Address, true); err != nil {
		return err
	}
	if o.Language != "nl" && o.Language != "en" {
		return fmt.Errorf("organisation.language is %q; write nl or en", o.Language)
	}
	if !prefixes.MatchString(o.Prefix) {
		return fmt.Errorf("organisation.prefix is %q; write one to four capitals, such as K", o.Prefix)
	}
	zone, err := time.LoadLocation(o.Timezone)
	if err != nil || o.Timezone == "" {
		return fmt.Errorf("organisation.timezone is %q, which is no zone; write for example Europe/Amsterdam", o.Timezone)
	}
	o.Zone = zone
	if o.Dispute.Months < 1 {
		return fmt.Errorf("organisation.dispute.months is %d; write the months a customer has, such as 12", o.Dispute.Months)
	}
	return nil
}

func (c *Config) servers() error {
	if len(c.Mailboxes) == 0 {
		return fmt.Errorf("no [[mailbox]] is configured; write at least one, with name and url")
	}
	names, urls := map[string]bool{}, map[string]bool{}
	for i := range c.Mailboxes {
		m := &c.Mailboxes[i]
		if m.Name == "" || names[m.Name] {
			return fmt.Errorf("mailbox %d: name %q is empty or taken; each mailbox needs its own, and keeps it", i+1, m.Name)
		}
		names[m.Name] = true
		if m.Start == "" {
			m.Start = "new"
		}
		if !slices.Contains([]string{"new", "all", "silent"}, m.Start) {
			return fmt.Errorf("mailbox %s: start is %q; write new, all or silent", m.Name, m.Start)
		}
		if m.Poll.Duration == 0 {
			m.Poll.Duration = time.Minute
		}
		if m.Poll.Duration < time.Second {
			return fmt.Errorf("mailbox %s: poll is under a second; write for example 1m", m.Name)
		}
		if m.MaxSize == 0 {
			m.MaxSize = 50e6
		}
		if err := server("mailbox "+m.Name+": url", m.URL, "imap"); err != nil {
			return err
		}
		if urls[m.URL] {
			return fmt.Errorf("mailbox %s: its url is that of another mailbox; each is read once", m.Name)
		}
		urls[m.URL] = true
		if err := m.Credentials.check("mailbox " + m.Name); err != nil {
			return err
		}
	}
	if err := server("smtp.url", c.SMTP.URL, "smtp"); err != nil {
		return err
	}
	if c.SMTP.Envelope == "" {
		c.SMTP.Envelope = c.Organisation.Address
	}
	if c.SMTP.Connections < 1 || c.SMTP.Connections > 20 {
		return fmt.Errorf("smtp.connections is %d; write 1 to 20", c.SMTP.Connections)
	}
	if c.Auth.SecretFile == "" {
		return fmt.Errorf(`auth.secret_file is empty; write for example secret_file = "gehoord.secret"`)
	}
	if err := c.SMTP.Credentials.check("smtp"); err != nil {
		return err
	}
	if _, _, err := net.SplitHostPort(c.HTTP.Listen); c.HTTP.Listen != "" && err != nil {
		return fmt.Errorf(`http.listen is %q; write for example 127.0.0.1:9464, or "" for none`, c.HTTP.Listen)
	}
	for _, way := range c.Auth.Accept {
		if !slices.Contains([]string{"token", "dmarc", "token+dmarc"}, way) {
			return fmt.Errorf("auth.accept has %q; write token, dmarc or token+dmarc", way)
		}
	}
	if len(c.Auth.Accept) == 0 {
		return fmt.Errorf(`auth.accept is empty, so that nobody could command; write accept = ["token", "dmarc"]`)
	}
	return address("smtp.envelope", &c.SMTP.Envelope, true)
}

// check refuses two ways to be proved, and half of one.
func (of Credentials) check(what string) error {
	ways := 0
	for _, given := range []bool{of.PasswordFile != "", of.PasswordEnv != "", of.OAuth2 != nil} {
		if given {
			ways++
		}
	}
	if ways > 1 {
		return fmt.Errorf("%s has more than one of password_file, password_env and oauth2; write one", what)
	}
	if o := of.OAuth2; o != nil && (o.TokenURL == "" || o.ClientID == "" || o.ClientSecretFile == "") {
		return fmt.Errorf("%s: oauth2 needs token_url, client_id and client_secret_file", what)
	}
	return nil
}

func server(key, raw, protocol string) error {
	scheme, rest, _ := strings.Cut(raw, "://")
	example := fmt.Sprintf("write for example %ss://user@%s.example.nl", protocol, protocol)
	switch {
	case raw == "":
		return fmt.Errorf("%s is missing; %s", key, example)
	case scheme != protocol && scheme != protocol+"s" && scheme != protocol+"+insecure":
		return fmt.Errorf("%s begins with %q; use %ss (TLS), %s (STARTTLS) or %s+insecure (loopback only): %s", key, scheme, protocol, protocol, protocol, example)
	}
	host := rest[strings.LastIndexByte(rest, '@')+1:]
	u, err := url.Parse("x://" + host)
	if err != nil || u.Hostname() == "" {
		return fmt.Errorf("%s names no server; %s", key, example)
	}
	return nil
}

func (c *Config) terms() error {
	s := &c.SLA
	if !slices.Contains([]string{"work", "off"}, s.GoodFriday) {
		return fmt.Errorf("sla.good_friday is %q; write work or off", s.GoodFriday)
	}
	if !slices.Contains([]string{"off", "work", "lustrum"}, s.LiberationDay) {
		return fmt.Errorf("sla.liberation_day is %q; write off, work or lustrum", s.LiberationDay)
	}
	for key, n := range map[string]float64{"sla.reopen_days": float64(s.ReopenDays), "desk.ceiling": float64(c.Desk.Ceiling),
		"privacy.retention_years": float64(c.Privacy.RetentionYears), "routing.threshold": c.Routing.Threshold, "routing.margin": c.Routing.Margin} {
		if n < 0 {
			return fmt.Errorf("%s is %v; write 0 or more", key, n)
		}
	}
	if len(s.WorkingDays) == 0 {
		return fmt.Errorf("sla.working_days is empty, so that no term would ever end; write at least one day")
	}
	switch hours := s.WorkingHours.(type) {
	case string:
		var h Hours
		if err := h.UnmarshalText([]byte(hours)); err != nil {
			return fmt.Errorf("sla.working_hours: %w", err)
		}
		for _, d := range s.WorkingDays {
			s.Hours[d] = h
		}
	case map[string]any:
		for name, value := range hours {
			var d Weekday
			var h Hours
			text, _ := value.(string)
			if err := d.UnmarshalText([]byte(name)); err != nil {
				return fmt.Errorf("sla.working_hours: %w", err)
			}
			if err := h.UnmarshalText([]byte(text)); err != nil {
				return fmt.Errorf("sla.working_hours.%s: %w", name, err)
			}
			s.Hours[d] = h
		}
		for i := range s.Hours {
			if !slices.Contains(s.WorkingDays, Weekday(i)) {
				s.Hours[i] = Hours{}
			} else if s.Hours[i] == (Hours{}) {
				return fmt.Errorf("sla.working_hours has no hours for %s, which is a working day", weekdays[i])
			}
		}
	default:
		return fmt.Errorf(`sla.working_hours is neither hours nor a table by weekday; write "08:30-17:30" or { mon = "08:30-17:30", fri = "08:30-13:00" }`)
	}
	return nil
}

func (c *Config) departments() error {
	if len(c.Departments) == 0 {
		return fmt.Errorf("no [[department]] is configured; write at least one, with code, inbox and manager")
	}
	taken := map[string]bool{}
	for i := range c.Departments {
		d := &c.Departments[i]
		d.Code = strings.ToUpper(d.Code)
		if !codes.MatchString(d.Code) {
			return fmt.Errorf("department %d: code is %q; write capitals, such as SCHADE", i+1, d.Code)
		}
		for _, name := range append([]string{d.Code}, d.Aliases...) {
			name = strings.ToUpper(name)
			if taken[name] {
				return fmt.Errorf("department %s: %q is taken by another department's code or alias", d.Code, name)
			}
			taken[name] = true
		}
		if err := address("department "+d.Code+": inbox", &d.Inbox, true); err != nil {
			return err
		}
		if d.Manager.Address == "" {
			return fmt.Errorf(`department %s has no manager, who watches the terms (2.4.1); write manager = "Name <address>"`, d.Code)
		}
	}
	if c.Routing.Fallback == "" {
		c.Routing.Fallback = c.Departments[0].Code
		if _, ok := c.Department("SERVICE"); ok {
			c.Routing.Fallback = "SERVICE"
		}
	}
	d, ok := c.Department(c.Routing.Fallback)
	if !ok {
		return fmt.Errorf("routing.fallback is %q, which is no department's code; write one of those configured", c.Routing.Fallback)
	}
	c.Routing.Fallback = d.Code
	return nil
}

func (c *Config) people() error {
	if err := address("management.address", &c.Management.Address, false); err != nil {
		return err
	}
	for i := range c.Forms {
		if err := address(fmt.Sprintf("form %d: from", i+1), &c.Forms[i].From, true); err != nil {
			return err
		}
	}
	own := c.Organisation.Address
	for _, d := range c.Departments {
		if d.Inbox == own {
			return fmt.Errorf("department %s: inbox is organisation.address itself, so that notices would come back as mail; give it another", d.Code)
		}
		for _, p := range append([]Person{d.Manager, d.Deputy}, d.Staff...) {
			if p.Address == own {
				return fmt.Errorf("department %s: %s has organisation.address for his own, so that letters to him would come back as mail; give another", d.Code, p.Name)
			}
		}
	}
	return nil
}

// address checks a bare mail address and lowers its case.
func address(key string, a *string, required bool) error {
	if *a == "" && !required {
		return nil
	}
	parsed, err := mail.ParseAddress(*a)
	if err != nil || !strings.EqualFold(parsed.Address, *a) {
		return fmt.Errorf("%s is %q, which is no mail address; write for example klachten@example.nl", key, *a)
	}
	*a = strings.ToLower(*a)
	return nil
}

// Department finds a department by its code or an alias, in any case.
func (c *Config) Department(name string) (Department, bool) {
	for _, d := range c.Departments {
		if strings.EqualFold(d.Code, name) || slices.ContainsFunc(d.Aliases, func(a string) bool { return strings.EqualFold(a, name) }) {
			return d, true
		}
	}
	return Department{}, false
}
