package complaint

import (
	"fmt"
	"slices"
)

// Status is where a complaint stands; exactly one at a time.
type Status string

// The states, in the order of a complaint's life. None is before registration.
const (
	None          Status = ""
	Received      Status = "received"
	Triage        Status = "triage"
	Assigned      Status = "assigned"
	InTreatment   Status = "in_treatment"
	WithManager   Status = "with_manager"
	Resolving     Status = "resolving"
	Settled       Status = "settled"
	Reopened      Status = "reopened"
	Dispute       Status = "dispute"
	Ruling        Status = "ruling"
	Closed        Status = "closed"
	NotAComplaint Status = "not_a_complaint"
	Merged        Status = "merged"
)

// Statuses are all states a registered complaint can be in.
var Statuses = []Status{Received, Triage, Assigned, InTreatment, WithManager, Resolving,
	Settled, Reopened, Dispute, Ruling, Closed, NotAComplaint, Merged}

// open states are watched: each has a next date.
var open = []Status{Received, Triage, Assigned, InTreatment, WithManager, Resolving, Reopened, Dispute, Ruling}

// working states are those in which a department still owes the customer a solution.
var working = []Status{Triage, Assigned, InTreatment, WithManager, Reopened}

// Working tells whether a department still owes the customer a solution.
func (s Status) Working() bool { return slices.Contains(working, s) }

// Open tells whether somebody still has to do something: an open complaint has
// exactly one next date (2.4.1).
func (s Status) Open() bool { return slices.Contains(open, s) }

// Label is what people read, in Dutch ("nl") or English (anything else).
func (s Status) Label(language string) string {
	l, ok := labels[s]
	switch {
	case !ok:
		return string(s)
	case language == "nl":
		return l.nl
	default:
		return l.en
	}
}

var labels = map[Status]struct{ nl, en string }{
	Received:      {"Ontvangen", "Received"},
	Triage:        {"Te verdelen", "To be assigned"},
	Assigned:      {"Bij afdeling", "Assigned"},
	InTreatment:   {"In behandeling", "In treatment"},
	WithManager:   {"Ter bespreking", "With manager"},
	Resolving:     {"Bevestiging onderweg", "Confirmation being sent"},
	Settled:       {"Afgehandeld", "Settled"},
	Reopened:      {"Heropend", "Reopened"},
	Dispute:       {"Bij Geschillencommissie", "In dispute"},
	Ruling:        {"Uitspraak ontvangen", "Ruling received"},
	Closed:        {"Gesloten", "Closed"},
	NotAComplaint: {"Geen klacht", "Not a complaint"},
	Merged:        {"Samengevoegd", "Merged"},
}

// Transition is one row of the state machine: what a kind of event does to a
// complaint in one of the states From. A zero To leaves the state as it is.
type Transition struct {
	Kind EventKind
	From []Status
	To   Status
	Row  string // the row of the procedure's table it carries out
}

// Transitions is the whole state machine. docs/architecture.md draws it and a
// test holds the drawing to it. Kinds that are absent here (notes, mails,
// deliveries, alarms) are allowed in every state and change none: see Neutral.
var Transitions = []Transition{
	{Registered, []Status{None}, Received, "1, 2, 29"},
	{Routed, []Status{Received}, Assigned, "2, 3, 29"},
	{Unsure, []Status{Received}, Triage, "4"},
	{Rerouted, working, Assigned, "5"},
	{Accepted, []Status{Triage, Assigned, InTreatment}, InTreatment, "6"},
	{Accepted, []Status{Reopened}, Reopened, "6"},
	{Appointed, []Status{Triage, Assigned, InTreatment, WithManager}, InTreatment, "6"},
	{Appointed, []Status{Reopened}, Reopened, "6"},
	{Responded, []Status{Triage, Assigned, InTreatment}, InTreatment, "7"},
	{Responded, []Status{WithManager, Reopened, Settled}, None, "7"},
	{Asked, []Status{Triage, Assigned, InTreatment}, InTreatment, "8"},
	{Asked, []Status{WithManager, Reopened}, None, "8"},
	{Delayed, []Status{Triage, Assigned, InTreatment}, InTreatment, "9"},
	{Delayed, []Status{WithManager, Reopened}, None, "9"},
	{Scheduled, []Status{Triage, Assigned, InTreatment}, InTreatment, "9"},
	{Scheduled, []Status{WithManager, Resolving, Reopened, Dispute, Ruling}, None, "9"},
	{Waited, []Status{Triage, Assigned, InTreatment}, InTreatment, "9"},
	{Waited, []Status{WithManager, Reopened}, None, "9"},
	{Escalated, []Status{Triage, Assigned, InTreatment, Reopened}, WithManager, "12"},
	{TakenOver, []Status{Triage, Assigned, InTreatment, WithManager}, InTreatment, "13, 15"},
	{TakenOver, []Status{Reopened}, Reopened, "15"},
	{GivenBack, []Status{WithManager}, InTreatment, "14"},
	{ResolutionQueued, working, Resolving, "17"},
	{ResolutionStopped, []Status{Resolving}, InTreatment, "17"},
	{ResolutionSent, []Status{Resolving}, Settled, "18"},
	{ResolutionPosted, []Status{Resolving}, Settled, "18"},
	{ResolutionUndelivered, []Status{Resolving, Settled}, InTreatment, "19"},
	{OpenedAgain, []Status{Settled, Closed, NotAComplaint}, Reopened, "20, 21"},
	{ClosedForGood, []Status{Settled}, Closed, "22"},
	{Disputed, []Status{Reopened, Settled, Dispute, Closed}, Dispute, "23"},
	{Ruled, []Status{Dispute}, Ruling, "24"},
	{DisputeWithdrawn, []Status{Dispute}, Settled, "25"},
	{DisputeReturned, []Status{Dispute}, Reopened, "25"},
	{ActedUpon, []Status{Ruling}, None, "26"},
	{CompliedSent, []Status{Ruling}, Closed, "26"},
	{NotComplaint, working, NotAComplaint, "27"},
	{MergedInto, working, Merged, "28"},
}

// Neutral are the kinds that a complaint in any state takes without changing it.
var Neutral = []EventKind{Noted, MailReceived, Absorbed, SplitOff, MoveAsked, RulingAsked, Prioritised, CauseNamed,
	ConfirmedOtherwise, CustomerChanged, HoldChanged, ErasureAsked, Erased, AccessGiven,
	LetterSent, LetterUncertain, LetterUndelivered, LetterStopped, Warned, Breached, FollowedUp, CommandHeld, CommandRefused}

// TransitionError says that an event has no meaning in a state.
type TransitionError struct {
	From Status
	Kind EventKind
}

func (e *TransitionError) Error() string {
	return fmt.Sprintf("a complaint that is %s takes no %s", e.From, e.Kind)
}

var next = compile(Transitions)

type step struct {
	from Status
	kind EventKind
}

func compile(rows []Transition) map[step]Status {
	m := make(map[step]Status)
	for _, t := range rows {
		for _, from := range t.From {
			to := t.To
			if to == None {
				to = from
			}
			m[step{from, t.Kind}] = to
		}
	}
	return m
}

// Next returns the state that kind leads to from s. The error is a
// *TransitionError when the event has no meaning in that state.
func Next(s Status, kind EventKind) (Status, error) {
	if to, ok := next[step{s, kind}]; ok {
		return to, nil
	}
	if s != None && slices.Contains(Neutral, kind) {
		return s, nil
	}
	return s, &TransitionError{From: s, Kind: kind}
}
