package complaint

import "time"

// LetterKind names what a letter is for.
type LetterKind string

// The letters. Automatic ones that reach customers stand in AutomaticToCustomer.
const (
	Confirmation    LetterKind = "confirmation"     // 2.1.2, to the customer
	Notice          LetterKind = "notice"           // a new complaint, to the department's inbox
	CustomerMail    LetterKind = "customer_mail"    // the customer wrote again, to the handler
	Reaction        LetterKind = "reaction"         // 1, to the customer, an employee's words
	Resolution      LetterKind = "resolution"       // 2.4.2, to the customer, an employee's words
	Warning         LetterKind = "warning"          // a term runs out, to handler or manager
	Breach          LetterKind = "breach"           // a term has passed, to the manager
	FollowUp        LetterKind = "follow_up"        // the agenda date came
	Digest          LetterKind = "digest"           // several of the last three for one person, in one letter
	Receipt         LetterKind = "receipt"          // what a command did, to its sender
	Refusal         LetterKind = "refusal"          // what a command did not do and why, to its sender
	WasThisYou      LetterKind = "was_this_you"     // an unproven command, to the member of staff it claims to be from
	Undelivered     LetterKind = "undelivered"      // a letter to a customer bounced, to handler and department
	ConfirmByHand   LetterKind = "confirm_by_hand"  // no confirmation could be sent, a task for the fallback desk
	QuarantineAlert LetterKind = "quarantine_alert" // a mail could not be processed, to the fallback desk
)

// AutomaticToCustomer are the letters that reach a customer without a command
// of staff (invariant 4). Everything else that goes to a customer carries words
// that a proven member of staff sent for that purpose: Reaction and Resolution.
var AutomaticToCustomer = []LetterKind{Confirmation}

// CommandedToCustomer are the letters that carry an employee's own words.
var CommandedToCustomer = []LetterKind{Reaction, Resolution}

// LetterState is how far a letter has come.
type LetterState string

// The states of a letter. Uncertain: the server's answer to DATA was lost; it is
// sent again under the same Message-ID. Stopped: withdrawn before it left.
const (
	Waiting   LetterState = "waiting"
	Sent      LetterState = "sent"
	Uncertain LetterState = "uncertain"
	Failed    LetterState = "failed"
	Stopped   LetterState = "stopped"
)

// Letter is a rendered mail in the outbox: its bytes never change, nor does its
// Message-ID.
type Letter struct {
	ID          string // random
	Complaint   string // random id of the complaint; "" when it is about none
	Kind        LetterKind
	Cause       string // what made it: with Complaint, Kind and Recipient unique, so that it is queued once
	Sender      string // envelope, RFC 5321 MAIL FROM
	Recipient   string // envelope, RFC 5321 RCPT TO; one a letter
	Subject     string
	MessageID   string // with its <>
	Queued      time.Time
	Due         time.Time // not tried before
	State       LetterState
	Attempts    int
	LastAttempt time.Time // zero: never tried
	SentAt      time.Time // the server's 250; zero: not yet
	Answer      string    // the server's last answer, or why there was none
	Undelivered time.Time // a bounce came; zero: none did
}

// Marker begins the line that stands in every notice to staff, in every language.
// What a reply has above it goes to the customer, with the commands that say so;
// nothing below it ever does.
const Marker = "-- -- tekst boven deze lijn gaat naar de klant"
