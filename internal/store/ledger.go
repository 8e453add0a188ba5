package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// Epoch is one numbering of a mailbox's mails.
type Epoch struct {
	N         int64  `db:"n"`
	FirstUID  uint32 `db:"first_uid"`  // mails below it are not ours
	SilentUID uint32 `db:"silent_uid"` // mails below it get no letters
}

// BeginEpoch returns the current epoch of a mailbox that a server shows with
// this UIDVALIDITY and UIDNEXT (RFC 3501 section 2.3.1.1). A new one begins when
// UIDVALIDITY changed, or when UIDNEXT is below a UID that the ledger knows: a
// server put back from a backup gives the same numbers to other mails. A later
// epoch reads the whole mailbox again; what is known is told by its bytes.
//
// start counts for a mailbox never seen: "new" begins at uidNext, "all" at the
// first mail, "silent" too but registers what lies there without letters.
func (s *Store) BeginEpoch(ctx context.Context, mailbox string, uidValidity, uidNext uint32, start string, now time.Time) (Epoch, error) {
	var e Epoch
	err := s.InTx(ctx, func(tx *Tx) error {
		var last struct {
			Epoch
			UIDValidity uint32 `db:"uidvalidity"`
			Highest     uint32 `db:"highest"`
		}
		err := sqlx.GetContext(ctx, tx.q, &last, `
			SELECT n, uidvalidity, first_uid, silent_uid,
			       (SELECT coalesce(max(uid), 0) FROM ledger WHERE ledger.mailbox = epoch.mailbox AND ledger.epoch = epoch.n) AS highest
			FROM epoch WHERE mailbox = $1 ORDER BY n DESC LIMIT 1`, mailbox)
		switch err = notFound(err); {
		case err == nil && last.UIDValidity == uidValidity && (uidNext == 0 || last.Highest < uidNext):
			e = last.Epoch
			return nil
		case err == nil:
			e = Epoch{N: last.N + 1, FirstUID: 1, SilentUID: 0}
		case err == ErrNotFound:
			e = Epoch{N: 1, FirstUID: 1, SilentUID: 0}
			switch start {
			case "new":
				e.FirstUID = max(uidNext, 1)
			case "silent":
				e.SilentUID = uidNext
			}
		default:
			return fmt.Errorf("read the state of mailbox %s: %w", mailbox, err)
		}
		_, err = tx.q.ExecContext(ctx, `
			INSERT INTO epoch (mailbox, n, uidvalidity, first_uid, silent_uid, began) VALUES ($1, $2, $3, $4, $5, $6)`,
			mailbox, e.N, int64(uidValidity), int64(e.FirstUID), int64(e.SilentUID), at(now))
		if err != nil {
			return fmt.Errorf("begin reading mailbox %s: %w", mailbox, err)
		}
		return nil
	})
	return e, err
}

// KnownUIDs are the UIDs from the given one on that have an outcome; true where
// nothing is left to do.
func (s *Store) KnownUIDs(ctx context.Context, mailbox string, epoch int64, from uint32) (map[uint32]bool, error) {
	var rows []struct {
		UID  uint32 `db:"uid"`
		Done bool   `db:"done"`
	}
	err := sqlx.SelectContext(ctx, s.q, &rows, `
		SELECT uid, outcome <> 'stored' AS done FROM ledger WHERE mailbox = $1 AND epoch = $2 AND uid >= $3`,
		mailbox, epoch, int64(from))
	if err != nil {
		return nil, fmt.Errorf("read the ledger of %s: %w", mailbox, err)
	}
	known := make(map[uint32]bool, len(rows))
	for _, r := range rows {
		known[r.UID] = r.Done
	}
	return known, nil
}

// Arrival is a mail as it came out of a mailbox.
type Arrival struct {
	Mailbox  string
	Epoch    int64
	UID      uint32
	Received time.Time // INTERNALDATE
	Size     int64     // on the server
	Partial  bool      // Raw is not all of it
	Silent   bool
	Raw      io.ReadSeeker
}

// Keep stores the bytes of a mail and the ledger's row in one transaction, and
// returns the mail's id. A UID that is already in the ledger gives the id it
// has; bytes that are already stored are the same mail, and this UID's outcome
// is 'duplicate' (invariant 2). A mail of before the desk opened gets an id and
// the outcome 'old', and its bytes are not kept.
func (s *Store) Keep(ctx context.Context, a Arrival, now time.Time) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, a.Raw); err != nil {
		return "", fmt.Errorf("read the mail: %w", err)
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	var id string
	err := s.InTx(ctx, func(tx *Tx) error {
		var known []string
		err := sqlx.SelectContext(ctx, tx.q, &known, `SELECT mail FROM ledger WHERE mailbox = $1 AND epoch = $2 AND uid = $3 AND mail IS NOT NULL`,
			a.Mailbox, a.Epoch, int64(a.UID))
		if err != nil {
			return fmt.Errorf("look in the ledger: %w", err)
		}
		if len(known) > 0 {
			id = known[0]
			return nil
		}
		before, err := tx.beforeTheDesk(ctx, a)
		if err != nil {
			return err
		}
		id = NewID()
		state, outcome := "stored", "stored"
		if before {
			state, outcome = "done", "old"
		}
		// The unique digest closes the race of two mailboxes that get one mail at once.
		err = sqlx.GetContext(ctx, tx.q, &id, `
			INSERT INTO mail (id, sha256, size, partial, silent, mailbox, received, stored, state, outcome, reason, attempts,
			                  kind, message_id, from_name, from_address, to_address, subject)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 0, '', '', '', '', '', '')
			ON CONFLICT (sha256) DO NOTHING RETURNING id`,
			id, digest, a.Size, a.Partial, a.Silent, a.Mailbox, at(a.Received), at(now), state, outcome)
		switch err = notFound(err); err {
		case nil:
			if before {
				break // not ours to keep
			}
			if _, err := a.Raw.Seek(0, io.SeekStart); err != nil {
				return fmt.Errorf("read the mail again: %w", err)
			}
			if err := tx.putContent(ctx, id, PartRaw, a.Raw); err != nil {
				return err
			}
		case ErrNotFound:
			outcome = "duplicate"
			if err := sqlx.GetContext(ctx, tx.q, &id, `SELECT id FROM mail WHERE sha256 = $1`, digest); err != nil {
				return fmt.Errorf("find the mail that has the same bytes: %w", err)
			}
		default:
			return fmt.Errorf("store a mail: %w", err)
		}
		// A UID once lost may be given after all. One that another daemon has kept
		// since we looked stays as it is: it must not become a duplicate of itself.
		_, err = tx.q.ExecContext(ctx, `
			INSERT INTO ledger (mailbox, epoch, uid, mail, at, outcome, reason) VALUES ($1, $2, $3, $4, $5, $6, '')
			ON CONFLICT (mailbox, epoch, uid) DO UPDATE SET mail = excluded.mail, at = excluded.at, outcome = excluded.outcome, reason = ''
			WHERE ledger.outcome = 'lost'`,
			a.Mailbox, a.Epoch, int64(a.UID), id, at(now), outcome)
		if err != nil {
			return fmt.Errorf("write the ledger: %w", err)
		}
		return nil
	})
	return id, err
}

// beforeTheDesk tells whether a mail lay in a mailbox that is read from its first
// run on (start = "new") before that run. It shows again when the mailbox is
// numbered anew, and must not then be taken for new.
func (tx *Tx) beforeTheDesk(ctx context.Context, a Arrival) (bool, error) {
	if a.Epoch == 1 {
		return false, nil
	}
	var n int
	err := sqlx.GetContext(ctx, tx.q, &n, `SELECT count(*) FROM epoch WHERE mailbox = $1 AND n = 1 AND first_uid > 1 AND began > $2`,
		a.Mailbox, at(a.Received))
	if err != nil {
		return false, fmt.Errorf("read the state of mailbox %s: %w", a.Mailbox, err)
	}
	return n > 0, nil
}

// Lost records that the server lists a UID and does not give its mail.
func (s *Store) Lost(ctx context.Context, mailbox string, epoch int64, uid uint32, reason string, now time.Time) error {
	_, err := s.direct.ExecContext(ctx, `
		INSERT INTO ledger (mailbox, epoch, uid, mail, at, outcome, reason) VALUES ($1, $2, $3, NULL, $4, 'lost', $5)
		ON CONFLICT (mailbox, epoch, uid) DO NOTHING`,
		mailbox, epoch, int64(uid), at(now), clip(reason, 500))
	if err != nil {
		return s.dialect.explain(fmt.Errorf("write the ledger: %w", err))
	}
	return nil
}

// Unfinished are the mails of a mailbox that are stored and not yet received,
// oldest first.
func (s *Store) Unfinished(ctx context.Context, mailbox string) ([]string, error) {
	var ids []string
	err := sqlx.SelectContext(ctx, s.q, &ids,
		`SELECT id FROM mail WHERE mailbox = $1 AND state = 'stored' ORDER BY received, stored, id`, mailbox)
	if err != nil {
		return nil, fmt.Errorf("list unfinished mails: %w", err)
	}
	return ids, nil
}

// NewID returns a random identifier: 26 letters and digits, 130 bits.
func NewID() string { return strings.ToLower(rand.Text()) }
