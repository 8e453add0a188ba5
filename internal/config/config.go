// Package config reads gehoord.toml. It knows every key and its default, refuses
// one that it does not know, by line, and never reads a secret: those are read
// when used.
package config

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // a container may have no zones of its own

	"github.com/pelletier/go-toml/v2"
)

// Sample is the commented configuration that gehoord init writes; it loads as it
// stands, and its values are the defaults.
//
//go:embed gehoord.toml
var Sample []byte

// Config is gehoord.toml. Doc comments of single keys stand in Sample.
type Config struct {
	Dir string `toml:"-"` // the file's folder: relative paths are relative to it

	Organisation Organisation `toml:"organisation"`
	Store        struct {
		URL string `toml:"url"`
	} `toml:"store"`
	Mailboxes  []Mailbox `toml:"mailbox"`
	SMTP       SMTP      `toml:"smtp"`
	Auth       Auth      `toml:"auth"`
	SLA        SLA       `toml:"sla"`
	Desk       Desk      `toml:"desk"`
	Management struct {
		Address string   `toml:"address"`
		Staff   []Person `toml:"staff"`
	} `toml:"management"`
	Reception struct {
		Staff []Person `toml:"staff"`
	} `toml:"reception"`
	Privacy struct {
		Officer        Person `toml:"officer"`
		RetentionYears int    `toml:"retention_years"`
	} `toml:"privacy"`
	Routing     Routing      `toml:"routing"`
	Departments []Department `toml:"department"`
	Forms       []Form       `toml:"form"`
	HTTP        struct {
		Listen string `toml:"listen"`
	} `toml:"http"`
}

// Organisation is whose desk it is.
type Organisation struct {
	Name      string  `toml:"name"`
	Address   string  `toml:"address"`
	Phone     string  `toml:"phone"`
	Language  string  `toml:"language"`
	Timezone  string  `toml:"timezone"`
	Prefix    string  `toml:"prefix"`
	Templates string  `toml:"templates"`
	Dispute   Dispute `toml:"dispute"`

	Zone *time.Location `toml:"-"` // of Timezone
}

// Dispute is the disputes committee.
type Dispute struct {
	Name    string   `toml:"name"`
	URL     string   `toml:"url"`
	Months  int      `toml:"months"`
	Domains []string `toml:"domains"`
}

// OAuth2 is how an access token is had (client credentials).
type OAuth2 struct {
	TokenURL         string `toml:"token_url"`
	ClientID         string `toml:"client_id"`
	ClientSecretFile string `toml:"client_secret_file"`
	Scope            string `toml:"scope"`
}

// Credentials say where a password or token comes from.
type Credentials struct {
	PasswordFile string  `toml:"password_file"`
	PasswordEnv  string  `toml:"password_env"`
	OAuth2       *OAuth2 `toml:"oauth2"`
}

// Mailbox is where customers' mail comes in.
type Mailbox struct {
	Credentials
	Name    string   `toml:"name"`
	URL     string   `toml:"url"`
	Start   string   `toml:"start"`
	MoveTo  string   `toml:"move_to"`
	Poll    Duration `toml:"poll"`
	MaxSize Size     `toml:"max_size"`
}

// SMTP is where letters go out.
type SMTP struct {
	Credentials
	URL         string `toml:"url"`
	Envelope    string `toml:"envelope"`
	Rate        Rate   `toml:"rate"`
	Connections int    `toml:"connections"`
}

// Auth is what proves a sender.
type Auth struct {
	AuthservID string   `toml:"authserv_id"`
	Accept     []string `toml:"accept"`
	SecretFile string   `toml:"secret_file"`
}

// SLA is the terms and the calendar.
type SLA struct {
	Confirmation  Duration         `toml:"confirmation"`
	FirstResponse Duration         `toml:"first_response"`
	Resolution    WorkingDays      `toml:"resolution"`
	WorkingHours  any              `toml:"working_hours"` // a string, or a table by weekday
	WorkingDays   []Weekday        `toml:"working_days"`
	GoodFriday    string           `toml:"good_friday"`
	LiberationDay string           `toml:"liberation_day"`
	ExtraOff      []toml.LocalDate `toml:"extra_off"`
	ExtraWork     []toml.LocalDate `toml:"extra_work"`
	Reminders     Hours            `toml:"reminders"`
	Digest        TimeOfDay        `toml:"digest"`
	ReopenDays    int              `toml:"reopen_days"`

	Hours [7]Hours `toml:"-"` // WorkingHours by time.Weekday; a day off is zero
}

// Desk is the handling of letters to customers.
type Desk struct {
	Undo    Duration `toml:"undo"`
	Ceiling int      `toml:"ceiling"`
}

// Routing is which department gets a complaint.
type Routing struct {
	Rules     string  `toml:"rules"`
	Fallback  string  `toml:"fallback"`
	Threshold float64 `toml:"threshold"`
	Margin    float64 `toml:"margin"`
}

// Department handles complaints of its kind (2.1.2).
type Department struct {
	Code    string            `toml:"code"`
	Aliases []string          `toml:"aliases"`
	Name    map[string]string `toml:"name"`
	Inbox   string            `toml:"inbox"`
	Manager Person            `toml:"manager"`
	Deputy  Person            `toml:"deputy"`
	Staff   []Person          `toml:"staff"`
}

// Form is a web form that mails for the customer.
type Form struct {
	From string `toml:"from"`
}

// Find says which file is the configuration: the one given, else
// $GEHOORD_CONFIG, else ./gehoord.toml.
func Find(given string) string {
	if given != "" {
		return given
	}
	if env := os.Getenv("GEHOORD_CONFIG"); env != "" {
		return env
	}
	return "gehoord.toml"
}

// Load reads and checks a configuration. The error names the line or the key,
// what is wrong with it and what would be right.
func Load(path string) (*Config, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("read the configuration: there is no %s; name one with -c, or let gehoord init write it", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	c, err := Parse(data, filepath.Dir(abs))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return c, nil
}

// Parse reads and checks a configuration that lies in dir.
func Parse(data []byte, dir string) (*Config, error) {
	c := defaults()
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // a byte order mark, as Windows writes
	d := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := d.Decode(c); err != nil {
		return nil, explain(err)
	}
	c.Dir = dir
	if err := c.complete(); err != nil {
		return nil, err
	}
	return c, nil
}

// explain turns the decoder's errors into a sentence that names the line.
func explain(err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		e := unknown.Errors[0]
		line, _ := e.Position()
		return fmt.Errorf("line %d: there is no key %q; gehoord init writes a file with all of them", line, strings.Join(e.Key(), "."))
	}
	var wrong *toml.DecodeError
	if errors.As(err, &wrong) {
		line, column := wrong.Position()
		return fmt.Errorf("line %d, column %d: %s", line, column, strings.TrimPrefix(wrong.Error(), "toml: "))
	}
	return err
}

// Path makes a path of the configuration absolute.
func (c *Config) Path(name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.Dir, name)
}
