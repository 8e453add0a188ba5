package complaint

import "time"

// LetterKind names what a letter is for.
type LetterKind string

// Letters to customers. The automatic ones stand in AutomaticToCustomer.
const (
	Confirmation LetterKind = "confirmation" // 2.1.2
	Reaction     LetterKind = "reaction"     // 1: REACTIE, an employee's words
	Question     LetterKind = "question"     // VRAAG, an employee's words
	Delay        LetterKind = "delay"        // 2.4.1: DUURT, it takes longer, an employee's reason
	Resolution   LetterKind = "resolution"   // 2.4.2: OPGELOST, an employee's words
	Complied     LetterKind = "complied"     // UITGEVOERD: what was done after a ruling, an employee's words
	Takeover     LetterKind = "takeover"     // 2.1.3: the manager handles it now
	OneNumber    LetterKind = "one_number"   // SAMEN: two complaints have one number now
	Reopening    LetterKind = "reopening"    // HEROPEN: staff look at it again
	Reclassified LetterKind = "reclassified" // GEENKLACHT: treated as a question
)

// Letters to staff about one complaint.
const (
	Notice        LetterKind = "notice"          // a new complaint, to the department's inbox
	CustomerMail  LetterKind = "customer_mail"   // the customer wrote again, to the handler
	AfterMail     LetterKind = "after_mail"      // he wrote after the settlement, to the handler
	Assignment    LetterKind = "assignment"      // you handle it now, to the new handler
	Handover      LetterKind = "handover"        // somebody else handles it now, to the one before
	Escalation    LetterKind = "escalation"      // 2.1.3: BESPREKEN, to the manager
	Undecided     LetterKind = "undecided"       // a discussion that nobody decided, to the next above
	Returned      LetterKind = "returned"        // 2.1.3: TERUG, the manager's instruction, to the employee
	Decision      LetterKind = "decision"        // a command that only a manager may give, to the managers
	Unaccepted    LetterKind = "unaccepted"      // 2.3: a paper letter that no department registered
	Urgent        LetterKind = "urgent"          // PRIO VEILIGHEID, to the manager
	OpenAgain     LetterKind = "open_again"      // it is open again, to handler and manager
	DisputeFiled  LetterKind = "dispute"         // GESCHIL, to manager, management and whoever collects money
	RulingFiled   LetterKind = "ruling"          // UITSPRAAK, to manager and management
	Committee     LetterKind = "committee"       // the disputes committee wrote, to management
	Warning       LetterKind = "warning"         // a term runs out, to handler or manager
	Breach        LetterKind = "breach"          // a term has passed, to the manager
	FollowUp      LetterKind = "follow_up"       // the agenda date came
	Undelivered   LetterKind = "undelivered"     // a letter bounced, to who has to find another way
	ConfirmByHand LetterKind = "confirm_by_hand" // no confirmation could be mailed, a task
	Print         LetterKind = "print"           // a paper letter ready to print, a task
	Whose         LetterKind = "whose"           // a complaint that a colleague passed on: is this the customer?
	Dossier       LetterKind = "file"            // STATUS: what the register knows
	Erasure       LetterKind = "erasure"         // AVG-WIS: the second of two people is asked
)

// Other letters to staff.
const (
	Digest          LetterKind = "digest"           // several alarms for one person, in one letter
	Receipt         LetterKind = "receipt"          // what a command did, to its sender
	Refusal         LetterKind = "refusal"          // what a command did not do and why, to its sender
	WasThisYou      LetterKind = "was_this_you"     // an unproven command, to the member of staff it claims to be from
	OpenList        LetterKind = "open_list"        // LIJST
	HelpText        LetterKind = "help"             // HELP
	Report          LetterKind = "report"           // RAPPORT
	Access          LetterKind = "access"           // AVG-INZAGE: all that is kept of a person
	Absent          LetterKind = "absent"           // a colleague's mail program says that he is away, to his manager
	Unjoined        LetterKind = "unjoined"         // the daily list of mail that joined no complaint, to the fallback desk
	QuarantineAlert LetterKind = "quarantine_alert" // a mail could not be processed, to the fallback desk
)

// AutomaticToCustomer are the letters that reach a customer without words that
// staff wrote for him (invariant 4). All but the confirmation follow a command.
var AutomaticToCustomer = []LetterKind{Confirmation, Takeover, OneNumber, Reopening, Reclassified}

// CommandedToCustomer are the letters that carry an employee's own words, which a
// proven member of staff sent for that purpose.
var CommandedToCustomer = []LetterKind{Reaction, Question, Delay, Resolution, Complied}

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
	Cause       string // what made it: with Kind and Recipient unique, so that it is queued once
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
