package desk

import (
	"context"
	"strings"

	"gehoord/internal/complaint"
)

// bounce finds the letters that a delivery status notification (RFC 3464) is
// about. What failed for good is taken back and told; a delay is put on record.
// A bounce that is about no letter of ours is kept, and nobody is written to.
func (r *receipt) bounce(ctx context.Context) (string, error) {
	outcome := unjoined
	for _, notice := range r.m.Bounces {
		letters, err := r.tx.LettersNamed(ctx, minted([]string{notice.MessageID}))
		if err != nil {
			return "", err
		}
		for _, l := range letters {
			if !r.d.genuine(l) {
				continue
			}
			outcome = bounced
			r.complaintID = l.Complaint
			if err := r.returned(ctx, l, notice); err != nil {
				return "", err
			}
		}
	}
	return outcome, nil
}

func (r *receipt) returned(ctx context.Context, l complaint.Letter, notice complaint.BounceNotice) error {
	if !notice.Final {
		return r.delayed(ctx, l)
	}
	answer := strings.TrimSpace(notice.Action + " " + notice.Status)
	fresh, err := r.tx.MarkUndelivered(ctx, l.ID, r.now, answer)
	if err != nil || !fresh {
		return err
	}
	return r.d.undeliverable(ctx, r.tx, l, r.now, answer)
}

// delayed puts on record that a server still tries: nobody is told.
func (r *receipt) delayed(ctx context.Context, l complaint.Letter) error {
	if l.Complaint == "" {
		return nil
	}
	c, err := r.tx.Complaint(ctx, l.Complaint)
	if err != nil {
		return err
	}
	ch := r.change(c)
	if err := ch.event(complaint.Noted, "gehoord", facts{"mail": r.stored.ID, "letter": l.ID, "kind": string(r.m.Kind)}, ""); err != nil {
		return err
	}
	return ch.save(ctx)
}
