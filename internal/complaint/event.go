package complaint

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// EventKind names what happened to a complaint.
type EventKind string

// The kinds of events. Those that move a complaint stand in Transitions, the
// others in Neutral.
const (
	Registered            EventKind = "registered"             // a mail, call or letter became a complaint
	Routed                EventKind = "routed"                 // to a department: the rules were sure, or staff said so
	Unsure                EventKind = "unsure"                 // the rules were not: the fallback desk decides
	Rerouted              EventKind = "rerouted"               // NAAR
	Accepted              EventKind = "accepted"               // AANNEMEN
	Appointed             EventKind = "appointed"              // TOEWIJZEN
	Responded             EventKind = "responded"              // REACTIE
	Asked                 EventKind = "asked"                  // VRAAG
	Delayed               EventKind = "delayed"                // DUURT
	Scheduled             EventKind = "scheduled"              // AGENDA
	Waited                EventKind = "waited"                 // WACHT
	Escalated             EventKind = "escalated"              // BESPREKEN
	TakenOver             EventKind = "taken_over"             // OVERNEMEN
	GivenBack             EventKind = "returned"               // TERUG
	ResolutionQueued      EventKind = "resolution_queued"      // OPGELOST
	ResolutionStopped     EventKind = "resolution_stopped"     // STOP, or refused by the customer's server
	ResolutionSent        EventKind = "resolution_sent"        // SMTP accepted it: settled
	ResolutionPosted      EventKind = "resolution_posted"      // BEVESTIGD: it went by post, or by telephone
	ResolutionUndelivered EventKind = "resolution_undelivered" // it bounced
	OpenedAgain           EventKind = "opened_again"           // HEROPEN, or nobody decided on what the customer wrote
	ClosedForGood         EventKind = "closed"                 // SLUIT, or nothing came after the settlement
	NotComplaint          EventKind = "reclassified"           // GEENKLACHT
	MergedInto            EventKind = "merged"                 // SAMEN
	Disputed              EventKind = "disputed"               // GESCHIL
	DisputeWithdrawn      EventKind = "dispute_withdrawn"      // GESCHIL INGETROKKEN
	DisputeReturned       EventKind = "dispute_returned"       // the same, of what was open again before it
	Ruled                 EventKind = "ruled"                  // UITSPRAAK
	CompliedSent          EventKind = "complied_sent"          // its letter was accepted, or went by post
	ActedUpon             EventKind = "acted_upon"             // UITGEVOERD

	Noted              EventKind = "noted"            // NOTITIE, or a bare reply of staff
	MailReceived       EventKind = "mail_received"    // a further mail of the customer, or of the committee
	Absorbed           EventKind = "absorbed"         // another complaint was merged into it
	SplitOff           EventKind = "split_off"        // SPLITS
	MoveAsked          EventKind = "move_asked"       // a third NAAR, for the two managers
	RulingAsked        EventKind = "asked_manager"    // another command that only a manager may give
	Prioritised        EventKind = "prioritised"      // PRIO
	CauseNamed         EventKind = "cause_named"      // OORZAAK
	ConfirmedOtherwise EventKind = "confirmed"        // BEVESTIGD: the confirmation was given by telephone or post
	CustomerChanged    EventKind = "customer_changed" // KLANT
	HoldChanged        EventKind = "hold_changed"     // BEWAAR
	ErasureAsked       EventKind = "erasure_asked"    // AVG-WIS by the first of two
	Erased             EventKind = "erased"           // AVG-WIS by the second
	AccessGiven        EventKind = "access_given"     // AVG-INZAGE
	LetterSent         EventKind = "letter_sent"
	LetterUncertain    EventKind = "letter_uncertain"   // the answer to DATA was lost
	LetterUndelivered  EventKind = "letter_undelivered" // it bounced
	LetterStopped      EventKind = "letter_stopped"     // STOP
	Warned             EventKind = "warned"             // a term runs out, or somebody has not decided
	Breached           EventKind = "breached"           // a term has passed
	FollowedUp         EventKind = "followed_up"        // the agenda date came
	CommandHeld        EventKind = "command_held"       // nothing proved its sender
	CommandRefused     EventKind = "command_refused"
)

// Event is one link of a complaint's history, which only grows (2.4.3).
type Event struct {
	Complaint string    // the complaint's random id
	Seq       int       // from 1, without holes
	At        time.Time // UTC, microseconds
	Kind      EventKind
	Actor     string // a staff address, "customer", "gehoord" or "operator"
	Data      string // JSON, without texts or customers' addresses
	TextSum   string // SHA-256 in hex of the text, which may have been erased; "" without text
	Prev      string // Hash of the event before, "" for the first
	Hash      string // of all of the above
}

// Sum is the hash that chains e to the event before it: SHA-256, in hex, over
// every field but Hash itself, each preceded by its length. Texts take part by
// their digest, so that erasing one (AVG) leaves the chain whole.
func (e Event) Sum() string {
	h := sha256.New()
	var n [8]byte
	for _, field := range []string{e.Prev, e.Complaint, At(e.At), string(e.Kind), e.Actor, e.Data, e.TextSum} {
		binary.BigEndian.PutUint64(n[:], uint64(len(field)))
		h.Write(n[:])
		h.Write([]byte(field))
	}
	binary.BigEndian.PutUint64(n[:], uint64(e.Seq))
	h.Write(n[:])
	return hex.EncodeToString(h.Sum(nil))
}

// TimeLayout is how an instant is written where text must sort by time: UTC,
// microseconds, always 27 characters.
const TimeLayout = "2006-01-02T15:04:05.000000Z"

// At writes an instant in TimeLayout.
func At(t time.Time) string { return t.UTC().Format(TimeLayout) }

// TextSum is the digest by which a text takes part in the history: SHA-256 in
// hex, "" for no text.
func TextSum(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
