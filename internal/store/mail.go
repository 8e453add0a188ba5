package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"gehoord/internal/complaint"
)

// StoredMail is a mail's row: what is known of it before and after it was read.
type StoredMail struct {
	ID        string
	SHA256    string
	Size      int64 // on the server
	Partial   bool
	Silent    bool
	Mailbox   string
	Received  time.Time // INTERNALDATE
	State     string    // stored, done, quarantined
	Outcome   string
	Reason    string
	Attempts  int
	Kind      complaint.Kind
	Complaint string // random id, "" for none
	MessageID string
	From      complaint.Address
	To        string
	Subject   string
}

type mailRow struct {
	ID          string  `db:"id"`
	SHA256      string  `db:"sha256"`
	Size        int64   `db:"size"`
	Partial     bool    `db:"partial"`
	Silent      bool    `db:"silent"`
	Mailbox     string  `db:"mailbox"`
	Received    instant `db:"received"`
	State       string  `db:"state"`
	Outcome     string  `db:"outcome"`
	Reason      string  `db:"reason"`
	Attempts    int     `db:"attempts"`
	Kind        string  `db:"kind"`
	Complaint   string  `db:"complaint"`
	MessageID   string  `db:"message_id"`
	FromName    string  `db:"from_name"`
	FromAddress string  `db:"from_address"`
	To          string  `db:"to_address"`
	Subject     string  `db:"subject"`
}

const mailColumns = `id, sha256, size, partial, silent, mailbox, received, state, outcome, reason, attempts, kind,
	coalesce(complaint, '') AS complaint, message_id, from_name, from_address, to_address, subject`

func (r mailRow) mail() StoredMail {
	return StoredMail{ID: r.ID, SHA256: r.SHA256, Size: r.Size, Partial: r.Partial, Silent: r.Silent, Mailbox: r.Mailbox,
		Received: r.Received.Time, State: r.State, Outcome: r.Outcome, Reason: r.Reason, Attempts: r.Attempts,
		Kind: complaint.Kind(r.Kind), Complaint: r.Complaint, MessageID: r.MessageID,
		From: complaint.Address{Name: r.FromName, Address: r.FromAddress}, To: r.To, Subject: r.Subject}
}

func (q queries) mails(ctx context.Context, where string, args ...any) ([]StoredMail, error) {
	var rows []mailRow
	if err := sqlx.SelectContext(ctx, q.q, &rows, `SELECT `+mailColumns+` FROM mail WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("read mails: %w", err)
	}
	var out []StoredMail
	for _, r := range rows {
		out = append(out, r.mail())
	}
	return out, nil
}

// Mail reads one mail's row, or ErrNotFound.
func (q queries) Mail(ctx context.Context, id string) (StoredMail, error) {
	got, err := q.mails(ctx, `id = $1`, id)
	if err == nil && len(got) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return StoredMail{}, err
	}
	return got[0], nil
}

// MailForReceipt reads and locks one mail's row.
func (tx *Tx) MailForReceipt(ctx context.Context, id string) (StoredMail, error) {
	got, err := tx.mails(ctx, `id = $1`+tx.dialect.forUpdate(), id)
	if err == nil && len(got) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return StoredMail{}, err
	}
	return got[0], nil
}

// MailsOf lists the mails of a complaint, oldest first, each once.
func (q queries) MailsOf(ctx context.Context, complaintID string) ([]StoredMail, error) {
	return q.mails(ctx, `complaint = $1 AND outcome <> 'duplicate' ORDER BY received, stored, id`, complaintID)
}

// Quarantined lists the mails that could not be received, oldest first.
func (q queries) Quarantined(ctx context.Context) ([]StoredMail, error) {
	return q.mails(ctx, `state = 'quarantined' ORDER BY received, id`)
}

// KnownMessageID tells whether another mail than id bears this Message-ID; it is
// asked after a change of UIDVALIDITY. Never true for "".
func (tx *Tx) KnownMessageID(ctx context.Context, messageID, id string) (bool, error) {
	if messageID == "" {
		return false, nil
	}
	var n int
	err := sqlx.GetContext(ctx, tx.q, &n, `SELECT count(*) FROM mail WHERE message_id = $1 AND id <> $2 AND state = 'done'`,
		clip(messageID, longest), id)
	if err != nil {
		return false, fmt.Errorf("look for a Message-ID: %w", err)
	}
	return n > 0, nil
}

// LaterEpoch tells whether the mail came out of a mailbox that was read before
// under another UIDVALIDITY.
func (tx *Tx) LaterEpoch(ctx context.Context, id string) (bool, error) {
	var n int
	err := sqlx.GetContext(ctx, tx.q, &n, `SELECT coalesce(max(epoch), 0) FROM ledger WHERE mail = $1`, id)
	if err != nil {
		return false, fmt.Errorf("look in the ledger: %w", err)
	}
	return n > 1, nil
}

// FirstOf claims the digest of what makes mails the same (complaint.Mail.Same)
// for a mail. It returns the id of the mail that had it before, or "" when this
// one is the first. The unique digest closes the race of two daemons that
// receive the two copies at once.
func (tx *Tx) FirstOf(ctx context.Context, same, id string) (string, error) {
	if same == "" {
		return "", nil
	}
	var owner string
	err := sqlx.GetContext(ctx, tx.q, &owner, `
		INSERT INTO seen (same, mail) VALUES ($1, $2) ON CONFLICT (same) DO NOTHING RETURNING mail`, same, id)
	if err = notFound(err); err == ErrNotFound {
		err = sqlx.GetContext(ctx, tx.q, &owner, `SELECT mail FROM seen WHERE same = $1`, same)
	}
	if err != nil {
		return "", fmt.Errorf("look for the same mail: %w", err)
	}
	if owner == id {
		return "", nil
	}
	return owner, nil
}

// FinishMail writes what became of a mail: in its own row and in the ledger, in
// the transaction that made it so.
func (tx *Tx) FinishMail(ctx context.Context, id, outcome, complaintID string, m complaint.Mail) error {
	to := ""
	if len(m.To) > 0 {
		to = m.To[0].Address
	}
	_, err := tx.q.ExecContext(ctx, `
		UPDATE mail SET state = 'done', outcome = $2, reason = '', kind = $3, complaint = CAST(nullif($4, '') AS TEXT),
		       message_id = $5, from_name = $6, from_address = $7, to_address = $8, subject = $9
		WHERE id = $1`,
		id, outcome, string(m.Kind), complaintID, clip(m.MessageID, longest), clip(m.From.Name, longest),
		clip(m.From.Address, longest), clip(to, longest), clip(m.Subject, longest))
	if err != nil {
		return fmt.Errorf("write what became of a mail: %w", err)
	}
	if err := tx.putContent(ctx, id, PartText, strings.NewReader(m.Text)); err != nil {
		return err
	}
	if m.Reply != m.Text {
		if err := tx.putContent(ctx, id, PartReply, strings.NewReader(m.Reply)); err != nil {
			return err
		}
	}
	return tx.settleLedger(ctx, id, outcome, "")
}

// Quarantine sets a mail aside with the reason why it could not be received.
func (tx *Tx) Quarantine(ctx context.Context, id, reason string) error {
	reason = clip(reason, 2000)
	if _, err := tx.q.ExecContext(ctx, `
		UPDATE mail SET state = 'quarantined', outcome = 'quarantined', reason = $2, attempts = attempts + 1 WHERE id = $1`, id, reason); err != nil {
		return fmt.Errorf("quarantine a mail: %w", err)
	}
	return tx.settleLedger(ctx, id, "quarantined", reason)
}

// settleLedger gives every UID that showed the mail its outcome; duplicates keep
// theirs.
func (tx *Tx) settleLedger(ctx context.Context, id, outcome, reason string) error {
	_, err := tx.q.ExecContext(ctx, `
		UPDATE ledger SET outcome = $2, reason = $3 WHERE mail = $1 AND outcome <> 'duplicate'`, id, outcome, clip(reason, 500))
	if err != nil {
		return fmt.Errorf("write the ledger: %w", err)
	}
	return nil
}

// Release takes mails out of quarantine, so that they are received again. No ids:
// all of them.
func (s *Store) Release(ctx context.Context, ids ...string) (int, error) {
	n := 0
	err := s.InTx(ctx, func(tx *Tx) error {
		if len(ids) == 0 {
			all, err := tx.Quarantined(ctx)
			if err != nil {
				return err
			}
			for _, m := range all {
				ids = append(ids, m.ID)
			}
		}
		for _, id := range ids {
			res, err := tx.q.ExecContext(ctx, `UPDATE mail SET state = 'stored' WHERE id = $1 AND state = 'quarantined'`, id)
			if err != nil {
				return fmt.Errorf("release a mail: %w", err)
			}
			if changed, _ := res.RowsAffected(); changed == 0 {
				return fmt.Errorf("mail %s: %w in quarantine; gehoord quarantine lists what is", id, ErrNotFound)
			}
			n++
		}
		return nil
	})
	return n, err
}
