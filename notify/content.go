package notify

import (
	"slices"
	"time"

	"gehoord/internal/complaint"
)

// Headers of a letter (RFC 5322).
type Headers struct {
	From, To   complaint.Address
	ReplyTo    string   // "" for none
	MessageID  string   // with its <>; also the last entry of References, since relays rewrite Message-ID
	InReplyTo  string   // with its <>; "" for none
	References []string // with their <>; what is no message id is left out
	Date       time.Time
	Auto       string // Auto-Submitted (RFC 3834): "auto-generated", "auto-replied", or "" for a person's words
	Language   string // "nl", or "en" for anything else
}

// Content is all that letters print. Each uses what it needs; zero fields are
// left out of the letter. No value in it can become markup.
type Content struct {
	Organisation Organisation
	Zone         *time.Location // of all times; nil: UTC

	// The complaint.
	Number       complaint.Number // zero: the letter is about none
	Subject      string           // as the customer wrote it; never in a letter's subject
	Customer     complaint.Address
	Phone        string
	Post         string // postal address, lines parted by \n
	Channel      complaint.Channel
	Received     time.Time
	ConfirmBy    time.Time
	ResponseBy   time.Time // customers read its day, and only while that has not passed
	SolveBy      time.Time // the same
	Confirmed    time.Time // when each term was met; zero: not yet
	Responded    time.Time
	Resolved     time.Time
	Status       complaint.Status
	Department   string   // its name
	Also         []string // other departments it may be for
	Matched      []string // the words that chose the department
	Triage       bool     // nobody is sure of the department
	Handler      string   // name; "" for nobody
	Agenda       time.Time
	Earlier      []Earlier // other complaints of this customer
	Attachments  []File
	PossiblyDone bool // perhaps registered before: its mailbox was numbered anew

	// The letter.
	Name     string  // whom it greets; "" or doubtful: "Beste klant"
	Story    string  // to a manager who is to decide: the complaint itself
	Text     string  // the words it is about: the customer's, the employee's, or a command's
	Employee string  // who signs
	Final    bool    // a reaction that is the last word: prints the dispute paragraph
	Dispute  Dispute // zero Name: no paragraph
	Links    []Link  // ready commands, in order
	Items    []Item  // of a letter about several things
	Alarm    complaint.AlarmKind
	Due      time.Time // what a warning or breach is about, or when something lapses
	Hours    int       // working or wall hours left; 0: not said
	Manager  bool      // a warning for the manager, not for the handler

	// A command's answer.
	Verb       string               // canonical, "OPGELOST"
	Was        string               // the subject as it was sent
	Suggested  string               // the subject as it should be; "" for none
	Reason     string               // why not
	Detail     string               // a sentence that the reason does not say
	Remarks    []string             // further sentences of a receipt
	UndoUntil  time.Time            // a letter to the customer can be stopped until then
	ToCustomer bool                 // the command mails the customer
	Letter     complaint.LetterKind // what did not arrive
	Answer     string               // what the mail server said

	// Of single letters.
	Other    complaint.Number // one_number: the number that lapses
	Shared   bool             // one_number: the other complaint is another customer's
	ByPhone  bool             // a reaction that was given by telephone and is repeated in writing
	ByItself bool             // reopened: nobody decided, a working day went by
	Case     string           // the disputes committee's number
	Freeze   bool             // dispute: to who collects money, who has to stop
	Late     bool             // open_list: only what is late
	Period   string           // report: "week" or "month"
	History  []Happening      // file
	Commands []CommandHelp    // help
	Figures  []Figure         // report
	Pending  bool             // a receipt: the command waits for somebody who may give it
	OnPaper  bool             // the letter is printed: nobody can reply to it (Page sets it)
}

// Organisation signs all letters.
type Organisation struct{ Name, Phone, Address string }

// Dispute is where a customer goes who still disagrees.
type Dispute struct {
	Name, URL string
	Months    int
	Until     time.Time // received + Months
}

// Link is one tap for a command: a label, what it does in a few words ("" where
// that is plain), and a mailto: or https: address.
type Link struct{ Label, Does, Href string }

// Happening is one line of a complaint's history.
type Happening struct {
	At   time.Time
	What string // in the letter's language
	Who  string
	Text string // "" for none
}

// CommandHelp is one line of the commands' list.
type CommandHelp struct{ Example, Does string }

// Figure is one line of a report.
type Figure struct{ Label, Value string }

// File names an attachment; Carried tells that the letter has it.
type File struct {
	Name    string
	Size    int64
	Carried bool
}

// Earlier is another complaint of the same customer.
type Earlier struct {
	Number   complaint.Number
	Status   complaint.Status
	Received time.Time
}

// Item is one row of a letter about several complaints or mails.
type Item struct {
	N          int // what the row is called in a command, 0: nothing
	Number     complaint.Number
	Alarm      complaint.AlarmKind
	Due        time.Time
	Status     complaint.Status
	Department string
	Handler    string
	Subject    string
	From       string
	Note       string
	Links      []Link
}

// Marker is the line above which a member of staff writes to the customer. It is
// the same in every language, so that it is found in every reply.
const Marker = complaint.Marker + " (alleen bij REACTIE, VRAAG, DUURT, OPGELOST) -- --"

// Kinds are all letters.
var Kinds = append(slices.Concat(complaint.AutomaticToCustomer, complaint.CommandedToCustomer),
	complaint.Notice, complaint.CustomerMail, complaint.AfterMail, complaint.Assignment, complaint.Handover,
	complaint.Escalation, complaint.Undecided, complaint.Returned, complaint.Decision, complaint.Unaccepted,
	complaint.Urgent, complaint.OpenAgain, complaint.DisputeFiled, complaint.RulingFiled, complaint.Committee,
	complaint.Warning, complaint.Breach, complaint.FollowUp, complaint.Undelivered, complaint.ConfirmByHand,
	complaint.Print, complaint.Whose, complaint.Dossier, complaint.Erasure,
	complaint.Digest, complaint.Receipt, complaint.Refusal, complaint.WasThisYou, complaint.OpenList,
	complaint.HelpText, complaint.Report, complaint.Access, complaint.Absent, complaint.Unjoined, complaint.QuarantineAlert)

// Languages are those letters are written in.
var Languages = []string{"nl", "en"}
