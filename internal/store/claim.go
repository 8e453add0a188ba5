package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"gehoord/internal/complaint"
)

// Who is the daemon that asks, and the wall clock by which others count as dead
// and leases end.
type Who struct {
	Daemon string
	Wall   time.Time
	Lease  time.Duration // longer than any attempt takes
}

// free are the letters that nobody has in hand, $1 being the wall clock: a lease
// ends also while its daemon lives, which may have failed to keep a result.
const free = `state IN ('waiting', 'uncertain')
	AND (daemon = '' OR leased < $1 OR NOT EXISTS (SELECT 1 FROM daemon d WHERE d.id = letter.daemon AND d.expires > $1))`

// NextLetter is when the next letter is due; zero when none waits.
func (s *Store) NextLetter(ctx context.Context, who Who) (time.Time, error) {
	var next instant
	if err := sqlx.GetContext(ctx, s.q, &next, `SELECT min(due) FROM letter WHERE `+free, at(who.Wall)); err != nil {
		return time.Time{}, fmt.Errorf("look for the next letter: %w", err)
	}
	return next.Time, nil
}

// Claimed is a letter in hand.
type Claimed struct {
	Letter  complaint.Letter
	Try     int  // fences the result: a later claim has a higher one
	Unknown bool // the try before was lost while its final dot was written
}

// ClaimLetter takes the letter that has been due longest and registers an
// attempt, before anybody dials. ErrNotFound: nothing is due. A letter that a
// dead daemon had in hand is free; what became of its attempt is recorded as
// uncertain when the final dot was about to be written.
func (tx *Tx) ClaimLetter(ctx context.Context, who Who, now time.Time) (Claimed, error) {
	l, err := one(tx.letters(ctx, free+` AND due <= $2 ORDER BY due, id LIMIT 1`+tx.dialect.skipLocked(), at(who.Wall), at(now)))
	if err != nil {
		return Claimed{}, err
	}
	c := Claimed{Letter: l}
	var lost []bool
	err = sqlx.SelectContext(ctx, tx.q, &lost, `
		UPDATE attempt SET ended = $2, state = CASE WHEN finishing THEN 'uncertain' ELSE 'waiting' END,
		       answer = 'the daemon ended before the answer came'
		WHERE letter = $1 AND ended IS NULL RETURNING finishing`, l.ID, at(now))
	if err != nil {
		return Claimed{}, fmt.Errorf("end a lost attempt: %w", err)
	}
	for _, finishing := range lost {
		c.Unknown = c.Unknown || finishing
	}
	err = sqlx.GetContext(ctx, tx.q, &c.Try, `
		UPDATE letter SET attempts = attempts + 1, tries = tries + 1, daemon = $2, last_attempt = $3, leased = $4
		WHERE id = $1 RETURNING tries`,
		l.ID, who.Daemon, at(now), at(who.Wall.Add(who.Lease)))
	if err != nil {
		return Claimed{}, fmt.Errorf("claim a letter: %w", err)
	}
	_, err = tx.q.ExecContext(ctx, `
		INSERT INTO attempt (letter, n, at, daemon, finishing, ended, state, answer) VALUES ($1, $2, $3, $4, false, NULL, '', '')`,
		l.ID, c.Try, at(now), who.Daemon)
	if err != nil {
		return Claimed{}, fmt.Errorf("register an attempt: %w", err)
	}
	c.Letter.Attempts++
	c.Letter.LastAttempt = now
	return c, nil
}

// Finishing records that the final dot of an attempt is about to be written. It
// fails when the letter was taken over meanwhile: then nothing may be written.
func (s *Store) Finishing(ctx context.Context, letterID string, try int) error {
	res, err := s.direct.ExecContext(ctx, `UPDATE attempt SET finishing = true WHERE letter = $1 AND n = $2 AND ended IS NULL`, letterID, try)
	if err != nil {
		return s.dialect.explain(fmt.Errorf("record an attempt: %w", err))
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return fmt.Errorf("record an attempt: %w: another daemon has taken the letter over", ErrConflict)
	}
	return nil
}

// Outcome is what came of an attempt.
type Outcome struct {
	State  complaint.LetterState // Sent, Failed, Waiting or Uncertain
	At     time.Time
	Next   time.Time // of Waiting and Uncertain: when to try again
	Answer string
	Counts bool // false: our account's trouble, which uses up no attempt
}

// EndAttempt keeps what came of an attempt. It reports false when a later
// attempt was registered meanwhile: the letter is then the other's.
func (tx *Tx) EndAttempt(ctx context.Context, letterID string, try int, o Outcome) (bool, error) {
	_, err := tx.q.ExecContext(ctx, `UPDATE attempt SET ended = $3, state = $4, answer = $5 WHERE letter = $1 AND n = $2 AND ended IS NULL`,
		letterID, try, at(o.At), string(o.State), clip(o.Answer, 300))
	if err != nil {
		return false, fmt.Errorf("record an attempt: %w", err)
	}
	sent, due, uncounted := time.Time{}, o.Next, 1
	if o.State == complaint.Sent {
		sent = o.At
	}
	if due.IsZero() {
		due = o.At
	}
	if o.Counts {
		uncounted = 0
	}
	res, err := tx.q.ExecContext(ctx, `
		UPDATE letter SET state = $3, due = $4, sent = $5, answer = $6, daemon = '',
		       attempts = CASE WHEN attempts >= $7 THEN attempts - $7 ELSE 0 END -- RetryLetter may have set it to 0
		WHERE id = $1 AND tries = $2 AND state IN ('waiting', 'uncertain')`,
		letterID, try, string(o.State), at(due), at(sent), clip(o.Answer, 300), uncounted)
	if err != nil {
		return false, fmt.Errorf("record what became of a letter: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// Attempt is one try at a letter.
type Attempt struct {
	N         int
	At, Ended time.Time
	State     string // as of a letter; "" while it runs
	Answer    string
}

// AttemptsAt are the tries at a letter, first to last.
func (q queries) AttemptsAt(ctx context.Context, letterID string) ([]Attempt, error) {
	var rows []struct {
		N      int     `db:"n"`
		At     instant `db:"at"`
		Ended  instant `db:"ended"`
		State  string  `db:"state"`
		Answer string  `db:"answer"`
	}
	err := sqlx.SelectContext(ctx, q.q, &rows, `SELECT n, at, ended, state, answer FROM attempt WHERE letter = $1 ORDER BY n`, letterID)
	if err != nil {
		return nil, fmt.Errorf("read attempts: %w", err)
	}
	var out []Attempt
	for _, r := range rows {
		out = append(out, Attempt{r.N, r.At.Time, r.Ended.Time, r.State, r.Answer})
	}
	return out, nil
}
