package desk

import (
	"gehoord/classify"
	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/config"
)

// How a mail is read and routed follows from the configuration alone: gehoord
// inspect asks the same functions, so that it says what the daemon would do.

// ReadingOptions is what the reader has to know of an organisation.
func ReadingOptions(c *config.Config) ingest.Options {
	var o ingest.Options
	if c.Organisation.Address != "" { // the defaults have none
		o.Own = []string{c.Organisation.Address}
	}
	for _, f := range c.Forms {
		o.Forms = append(o.Forms, f.From)
	}
	return o
}

// RoutingSettings is what the rules have to know of an organisation.
func RoutingSettings(c *config.Config) classify.Settings {
	s := classify.Settings{Threshold: c.Routing.Threshold, Margin: c.Routing.Margin, Fallback: c.Routing.Fallback}
	for _, d := range c.Departments {
		s.Departments = append(s.Departments, d.Code)
	}
	return s
}

// Words are what the rules look at: what the sender wrote now, and apart from it
// what he quotes.
func Words(m complaint.Mail) classify.Input {
	in := classify.Input{Subject: m.Subject, Text: m.Reply, Quoted: m.Quoted}
	if m.LanguageSure {
		in.Language = m.Language
	}
	return in
}

// Language is that of a mail's sender where it is certain, else the organisation's.
func Language(m complaint.Mail, c *config.Config) string {
	if m.LanguageSure {
		return m.Language
	}
	return c.Organisation.Language
}
