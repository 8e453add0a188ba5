package store

import (
	"context"
	"fmt"

	"gehoord/internal/complaint"
)

// Forget takes away what a mail's row tells of a person, and the mail's content.
func (tx *Tx) Forget(ctx context.Context, mailID string) error {
	_, err := tx.q.ExecContext(ctx, `UPDATE mail SET message_id = '', from_name = '', to_address = '', subject = '', reason = '' WHERE id = $1`, mailID)
	if err != nil {
		return fmt.Errorf("erase a mail: %w", err)
	}
	return tx.EraseContent(ctx, mailID)
}

// EraseContent takes away the bytes and texts of one mail or letter.
func (tx *Tx) EraseContent(ctx context.Context, owner string) error {
	if _, err := tx.q.ExecContext(ctx, `DELETE FROM content WHERE owner = $1`, owner); err != nil {
		return fmt.Errorf("erase the content of %s: %w", owner, err)
	}
	return nil
}

// erased stands where a row must have a word and its own is gone; the letter's id
// follows, because a cause makes a letter to a recipient once.
const erased = "erased "

// Erase takes away everything of a complaint that tells of a person: texts, raw
// mails, letters, names and addresses (AVG art. 17). What stays is the skeleton:
// numbers, dates, departments, outcomes, and the digests by which the history
// holds. Letters that have not left are withdrawn. c is changed likewise; save it
// afterwards. mailID is the mail that orders it, which belongs to no complaint yet.
func (tx *Tx) Erase(ctx context.Context, c *complaint.Complaint, mailID string) error {
	if err := tx.EraseContent(ctx, mailID); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM content WHERE owner = $1`,
		`DELETE FROM content WHERE owner IN (SELECT id FROM mail WHERE complaint = $1)`,
		`DELETE FROM content WHERE owner IN (SELECT id FROM letter WHERE complaint = $1)`,
		`UPDATE mail SET message_id = '', from_name = '', from_address = '', to_address = '', subject = '', reason = '' WHERE complaint = $1`,
		`UPDATE ledger SET reason = '' WHERE mail IN (SELECT id FROM mail WHERE complaint = $1)`,
		`UPDATE attempt SET answer = '' WHERE letter IN (SELECT id FROM letter WHERE complaint = $1)`,
		`UPDATE letter SET answer = '',
		        state = CASE WHEN state IN ('waiting', 'uncertain', 'failed') THEN 'stopped' ELSE state END
		 WHERE complaint = $1`,
		`UPDATE complaint SET subject = '', message_id = '' WHERE id = $1`,
	} {
		if _, err := tx.q.ExecContext(ctx, statement, c.ID); err != nil {
			return fmt.Errorf("erase complaint %s: %w", c.Number, err)
		}
	}
	for _, kind := range append(append([]complaint.LetterKind(nil), complaint.AutomaticToCustomer...), complaint.CommandedToCustomer...) {
		_, err := tx.q.ExecContext(ctx, `UPDATE letter SET recipient = $3 || id WHERE complaint = $1 AND kind = $2`, c.ID, string(kind), erased)
		if err != nil {
			return fmt.Errorf("erase complaint %s: %w", c.Number, err)
		}
	}
	c.Customer, c.Contact, c.Subject, c.MessageID, c.Case = complaint.Address{}, complaint.Contact{}, "", "", ""
	return nil
}
