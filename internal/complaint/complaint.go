package complaint

import "time"

// Channel is how a complaint came in.
type Channel string

// The channels.
const (
	ByMail   Channel = "mail"
	ByPhone  Channel = "phone"
	AtDesk   Channel = "desk"
	ByLetter Channel = "letter"
	ByChat   Channel = "chat"
)

// Complaint is the register's row. Everything in it but Customer, and Subject,
// which are erasable, stays for ever (2.4.3).
type Complaint struct {
	ID         string // random, never shown; what tokens are bound to
	Number     Number
	Status     Status
	Waiting    string // "", "customer" or "third"
	Channel    Channel
	Department string // code; the one that is responsible (2.1.2)
	Handler    string // address of the employee who handles it; "" for nobody yet
	Customer   Address
	Language   string // of the letters to the customer, "nl" or "en"
	Subject    string // as the customer wrote it
	MessageID  string // of the mail that began it, for threading; "" when it had none
	Agenda     time.Time
	Moves      int // NAAR by staff so far
	Events     int // length of the history
	Head       string
	Round      Round // the current one
}

// Round is the terms of one treatment of a complaint: reopening begins another
// and leaves this one as it was. The deadlines are computed once and never move.
type Round struct {
	N         int // from 1
	Received  time.Time
	Deadlines Deadlines
	Confirmed time.Time // the confirmation was accepted by the mail server; zero: not yet
	Responded time.Time // the first substantive reaction was
	Resolved  time.Time // the resolution was
}

// Deadlines are the three terms of clause 1 and 2.1.2.
type Deadlines struct {
	Confirmation  time.Time
	FirstResponse time.Time
	Resolution    time.Time
}

// AlarmKind names why somebody is to be told.
type AlarmKind string

// The alarms. The first six belong to a round; AgendaDue to the complaint's one
// next date.
const (
	ConfirmationWarning AlarmKind = "confirmation_warning"
	ConfirmationBreach  AlarmKind = "confirmation_breach"
	ResponseWarning     AlarmKind = "response_warning"
	ResponseBreach      AlarmKind = "response_breach"
	ResolutionWarning   AlarmKind = "resolution_warning"
	ResolutionBreach    AlarmKind = "resolution_breach"
	AgendaDue           AlarmKind = "agenda"
)

// Alarm is a stored appointment to tell somebody. Instant is what it is about,
// Due when it rings: reminders keep to office hours.
type Alarm struct {
	ID        string // random
	Complaint string // random id
	Round     int
	Kind      AlarmKind
	Instant   time.Time
	Due       time.Time
}
