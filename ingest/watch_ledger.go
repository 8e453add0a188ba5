package ingest

import (
	"context"
	"io"
	"time"
)

// Start says what the first run of a mailbox does with the mail that lies there.
type Start string

// StartNew begins at the next mail, StartAll takes what lies there as new mail,
// StartSilent registers what lies there without a letter.
const (
	StartNew    Start = "new"
	StartAll    Start = "all"
	StartSilent Start = "silent"
)

// Epoch is one numbering of a mailbox's mails. It ends when UIDVALIDITY changes
// (RFC 3501 section 2.3.1.1) or the UIDs run backwards, as after a restored backup.
type Epoch struct {
	ID     int64
	From   uint32 // the first UID that is ours to read
	Silent uint32 // UIDs below it get no letters
}

// Arrival is a mail as the server gave it.
type Arrival struct {
	Mailbox  string
	Epoch    int64
	UID      uint32
	Received time.Time     // INTERNALDATE; zero where the server's cannot be read: the ledger then takes its own time
	Size     int64         // of the mail on the server, bytes; of Reader when the server tells none
	Silent   bool          // register without a letter
	Partial  bool          // larger than MaxSize: Reader holds the header and the first part only
	Reader   io.ReadSeeker // the raw bytes, complete and read from the network already
}

// Ledger is where every (mailbox, UIDVALIDITY, UID) gets exactly one outcome.
// It may be called by one watcher a mailbox; an error of any method means that
// the ledger is in trouble, not that the mail is: the watcher tries again later.
type Ledger interface {
	// Begin returns the epoch that a mailbox is in, and starts another when
	// uidValidity is new or uidNext lies below what was seen.
	Begin(ctx context.Context, mailbox string, uidValidity, uidNext uint32, start Start) (Epoch, error)
	// Known returns the UIDs ≥ from that have a row; true means that the mail is
	// completely handled, so that it may be moved.
	Known(ctx context.Context, mailbox string, epoch int64, from uint32) (map[uint32]bool, error)
	// Keep stores the raw bytes and the row in one transaction and returns the
	// mail's id; for a row that is there already the same id and no error.
	Keep(ctx context.Context, a Arrival) (mailID string, err error)
	// Lost records a UID that the server lists and will not give.
	Lost(ctx context.Context, mailbox string, epoch int64, uid uint32, reason string) error
}

// Desk does the rest with a stored mail.
type Desk interface {
	// Receive handles one mail in one transaction. A mail that it cannot handle
	// it quarantines itself and returns nil; an error means that the database is
	// in trouble and the mail is to be brought again later.
	Receive(ctx context.Context, mailID string) error
	// Unfinished are the mails of a mailbox that are stored and not yet
	// received, oldest first.
	Unfinished(ctx context.Context, mailbox string) ([]string, error)
}
