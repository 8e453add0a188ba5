package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"gehoord/internal/complaint"
)

type letterRow struct {
	ID          string  `db:"id"`
	Complaint   string  `db:"complaint"`
	Kind        string  `db:"kind"`
	Cause       string  `db:"cause"`
	Sender      string  `db:"sender"`
	Recipient   string  `db:"recipient"`
	Subject     string  `db:"subject"`
	MessageID   string  `db:"message_id"`
	Queued      instant `db:"queued"`
	Due         instant `db:"due"`
	State       string  `db:"state"`
	Attempts    int     `db:"attempts"`
	LastAttempt instant `db:"last_attempt"`
	Sent        instant `db:"sent"`
	Answer      string  `db:"answer"`
	Undelivered instant `db:"undelivered"`
}

const letterColumns = `id, coalesce(complaint, '') AS complaint, kind, cause, sender, recipient, subject, message_id, queued, due,
	state, attempts, last_attempt, sent, answer, undelivered`

func (r letterRow) letter() complaint.Letter {
	return complaint.Letter{ID: r.ID, Complaint: r.Complaint, Kind: complaint.LetterKind(r.Kind), Cause: r.Cause, Sender: r.Sender,
		Recipient: r.Recipient, Subject: r.Subject, MessageID: r.MessageID, Queued: r.Queued.Time, Due: r.Due.Time,
		State: complaint.LetterState(r.State), Attempts: r.Attempts, LastAttempt: r.LastAttempt.Time, SentAt: r.Sent.Time,
		Answer: r.Answer, Undelivered: r.Undelivered.Time}
}

func (q queries) letters(ctx context.Context, where string, args ...any) ([]complaint.Letter, error) {
	var rows []letterRow
	if err := sqlx.SelectContext(ctx, q.q, &rows, `SELECT `+letterColumns+` FROM letter WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("read letters: %w", err)
	}
	var out []complaint.Letter
	for _, r := range rows {
		out = append(out, r.letter())
	}
	return out, nil
}

// Letter reads one letter, or ErrNotFound.
func (q queries) Letter(ctx context.Context, id string) (complaint.Letter, error) {
	return one(q.letters(ctx, `id = $1`, id))
}

// LettersOf are the letters about a complaint, in the order they were queued.
func (q queries) LettersOf(ctx context.Context, complaintID string) ([]complaint.Letter, error) {
	return q.letters(ctx, `complaint = $1 ORDER BY queued, id`, complaintID)
}

// LettersNamed are the letters of ours among some Message-IDs.
func (q queries) LettersNamed(ctx context.Context, messageIDs []string) ([]complaint.Letter, error) {
	var all []complaint.Letter
	// A statement has room for some ten thousand ids, and a mail for more.
	for some := range slices.Chunk(messageIDs, 1000) {
		where, args, err := sqlx.In(`message_id IN (?) ORDER BY queued, id`, some)
		if err != nil {
			return nil, fmt.Errorf("look for letters: %w", err)
		}
		found, err := q.letters(ctx, sqlx.Rebind(sqlx.DOLLAR, where), args...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// Unsent are the letters in the states waiting, uncertain and failed, by due date.
func (q queries) Unsent(ctx context.Context) ([]complaint.Letter, error) {
	return q.letters(ctx, `state IN ('waiting', 'uncertain', 'failed') ORDER BY due, id`)
}

// LettersSince counts the letters of some kinds queued to an address after an
// instant.
func (q queries) LettersSince(ctx context.Context, recipient string, kinds []complaint.LetterKind, since time.Time) (int, error) {
	where, args, err := sqlx.In(`SELECT count(*) FROM letter WHERE recipient = ? AND kind IN (?) AND queued > ?`, clip(recipient, longest), kinds, at(since))
	if err != nil {
		return 0, fmt.Errorf("count letters: %w", err)
	}
	var n int
	if err := sqlx.GetContext(ctx, q.q, &n, sqlx.Rebind(sqlx.DOLLAR, where), args...); err != nil {
		return 0, fmt.Errorf("count letters: %w", err)
	}
	return n, nil
}

// AddLetter puts a rendered letter in the outbox. It reports false, and does
// nothing, when its cause made it before (invariant 3).
func (tx *Tx) AddLetter(ctx context.Context, l complaint.Letter, raw []byte) (bool, error) {
	sum := sha256.Sum256(raw)
	res, err := tx.q.ExecContext(ctx, `
		INSERT INTO letter (id, complaint, kind, cause, sender, recipient, subject, message_id, sum, queued, due, state, attempts, tries, daemon, answer)
		VALUES ($1, CAST(nullif($2, '') AS TEXT), $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', 0, 0, '', '')
		ON CONFLICT (kind, cause, recipient) DO NOTHING`,
		l.ID, l.Complaint, string(l.Kind), l.Cause, l.Sender, clip(l.Recipient, longest), l.Subject, l.MessageID, hex.EncodeToString(sum[:]), at(l.Queued), at(l.Due))
	if err != nil {
		return false, fmt.Errorf("queue a letter: %w", err)
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return false, nil
	}
	return true, tx.putContent(ctx, l.ID, PartRaw, strings.NewReader(string(raw)))
}

// StopLetters withdraws the letters of a complaint and kinds that nobody has
// tried yet, and returns them: those of one cause, or of any for "".
func (tx *Tx) StopLetters(ctx context.Context, complaintID, cause string, kinds []complaint.LetterKind) ([]complaint.Letter, error) {
	where, args, err := sqlx.In(`complaint = ? AND ? IN (cause, '') AND kind IN (?) AND state = 'waiting' AND attempts = 0 AND daemon = ''`,
		complaintID, cause, kinds)
	if err != nil {
		return nil, fmt.Errorf("withdraw letters: %w", err)
	}
	stopped, err := tx.letters(ctx, sqlx.Rebind(sqlx.DOLLAR, where)+tx.dialect.forUpdate(), args...)
	if err != nil {
		return nil, err
	}
	for _, l := range stopped {
		if _, err := tx.q.ExecContext(ctx, `UPDATE letter SET state = 'stopped', answer = 'withdrawn' WHERE id = $1`, l.ID); err != nil {
			return nil, fmt.Errorf("withdraw a letter: %w", err)
		}
	}
	return stopped, nil
}

// MarkUndelivered records that a letter bounced. It reports false when that was
// known.
func (tx *Tx) MarkUndelivered(ctx context.Context, id string, now time.Time, answer string) (bool, error) {
	res, err := tx.q.ExecContext(ctx, `UPDATE letter SET undelivered = $2, answer = $3 WHERE id = $1 AND undelivered IS NULL`,
		id, at(now), clip(answer, 300))
	if err != nil {
		return false, fmt.Errorf("record a bounce: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// RetryLetter puts a failed or waiting letter first in the outbox again. One
// whose fate is unknown is sent again under its old Message-ID.
func (s *Store) RetryLetter(ctx context.Context, id string, now time.Time) error {
	res, err := s.direct.ExecContext(ctx, `
		UPDATE letter SET due = $2, state = CASE state WHEN 'failed' THEN 'waiting' ELSE state END, attempts = 0
		WHERE id = $1 AND state IN ('waiting', 'uncertain', 'failed')`, id, at(now))
	if err != nil {
		return s.dialect.explain(fmt.Errorf("try a letter again: %w", err))
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return fmt.Errorf("letter %s: %w among the unsent; gehoord outbox lists them", id, ErrNotFound)
	}
	return nil
}
