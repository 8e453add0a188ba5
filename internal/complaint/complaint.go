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

// Priority is how urgent staff found a complaint.
type Priority string

// The priorities. Safety tells the manager at once.
const (
	Low    Priority = "low"
	Normal Priority = "normal"
	High   Priority = "high"
	Safety Priority = "safety"
)

// Hold says whether a complaint's content may be erased.
type Hold string

// The holds. Automatic: held while the customer can still go to the disputes
// committee (AVG art. 17(3)(e)); BEWAAR says otherwise.
const (
	Automatic Hold = ""
	Held      Hold = "on"
	Released  Hold = "off"
)

// Complaint is the register's row. Everything in it stays for ever (2.4.3) but
// Customer, Contact, Subject and MessageID, which are erasable.
type Complaint struct {
	ID         string // random, never shown; what tokens are bound to
	Number     Number
	Status     Status
	Waiting    string // "", "customer" or "third"
	Channel    Channel
	Department string // code; the one that is responsible (2.1.2)
	Handler    string // address of the employee who handles it; "" for nobody yet
	Customer   Address
	Contact    Contact
	Language   string    // of the letters to the customer, "nl" or "en"
	Subject    string    // as the customer wrote it
	MessageID  string    // of the mail that began it, for threading; "" when it had none
	Received   time.Time // first of all, whatever was opened again since
	Agenda     time.Time
	Moves      int // NAAR by staff so far
	Priority   Priority
	Hold       Hold
	Outcome    string    // of the settlement or the ruling, as in the subject language; "" for none
	Cause      string    // root cause, as in the subject language; "" for none
	Case       string    // the disputes committee's number; "" for none
	Into       string    // random id of the complaint it was merged into; "" for none
	Pending    time.Time // the customer wrote after the settlement, and nobody has decided since; zero: no
	Final      bool      // staff gave their final position: it no longer opens again by itself
	Ended      time.Time // when it last ceased to be open; zero: it is open
	Events     int       // length of the history
	Head       string
	Round      Round // the current one
}

// Contact is how a customer is reached other than by mail.
type Contact struct {
	Phone   string
	Post    string // postal address, lines parted by \n
	Prefers Channel
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
// next date. The others wait for what somebody has to do, or for nobody to object.
const (
	ConfirmationWarning AlarmKind = "confirmation_warning"
	ConfirmationBreach  AlarmKind = "confirmation_breach"
	ResponseWarning     AlarmKind = "response_warning"
	ResponseBreach      AlarmKind = "response_breach"
	ResolutionWarning   AlarmKind = "resolution_warning"
	ResolutionBreach    AlarmKind = "resolution_breach"
	AgendaDue           AlarmKind = "agenda"
	DiscussionDue       AlarmKind = "discussion"   // 2.1.3: the manager has not decided
	RegistrationDue     AlarmKind = "registration" // 2.3: no department accepted a paper letter
	ReopeningDue        AlarmKind = "reopening"    // nobody decided on a mail that came after the settlement
	ClosingDue          AlarmKind = "closing"      // nothing came after the settlement
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
