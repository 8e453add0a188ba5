package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// listUnjoined is the daily list of mail that joined no complaint, to the fallback
// desk: on working days, when people may be reminded, and only when there is some.
// Nothing is dropped unseen. It reports how many lines it wrote.
func (b *bell) listUnjoined(ctx context.Context) (int, error) {
	mails, err := b.tx.Unlisted(ctx, mostRows)
	if err != nil || len(mails) == 0 {
		return 0, err
	}
	lines, err := b.tx.SetLines(ctx, mails)
	if err != nil {
		return 0, err
	}
	fallbackInbox := b.d.people.inbox(b.d.Config.Routing.Fallback)
	cause := fmt.Sprintf("unjoined %d", lines[0])
	return len(lines), b.d.tell(ctx, b.tx, complaint.Complaint{}, complaint.Unjoined, cause, fallbackInbox, b.now, func(content *letterContent) {
		for i, m := range mails {
			content.unjoined(lines[i], m)
		}
	})
}

// nextList is when the daily list is due: at the first opening of the day after the
// last one. Zero: there is nothing to list.
func (d *Desk) nextList(ctx context.Context, from interface {
	Unlisted(context.Context, int) ([]store.StoredMail, error)
}) (time.Time, error) {
	oldest, err := from.Unlisted(ctx, 1)
	if err != nil || len(oldest) == 0 {
		return time.Time{}, err
	}
	day := d.calendar().Day(oldest[0].Received)
	return d.calendar().NextOpening(day.AddDays(1).At(0, d.Config.Organisation.Zone)), nil
}

// rescue makes a line of the daily list a complaint, received when the mail came.
// What a machine wrote is never answered: its confirmation is a task.
func rescue(ctx context.Context, x *execution) error {
	line, err := strconv.Atoi(x.args["regel"])
	if err != nil {
		return refuse("E-REGEL", x.args["regel"])
	}
	stored, err := x.tx.MailOfLine(ctx, line)
	if errors.Is(err, store.ErrNotFound) || err == nil && stored.Outcome != unjoined {
		return refuse("E-REGEL", x.args["regel"])
	}
	if err != nil {
		return err
	}
	r := *x.r
	r.stored = stored
	if r.m, err = x.d.read(ctx, x.tx, stored.ID); err != nil {
		return err
	}
	r.answers, r.tag, r.tagErr = nil, complaint.Tag{}, nil
	r.rescued, r.stored.Silent = true, false
	if err := r.register(ctx); err != nil {
		return err
	}
	if err := x.tx.Rescue(ctx, stored.ID, registered, r.complaintID); err != nil {
		return err
	}
	if x.c, err = x.tx.Complaint(ctx, r.complaintID); err != nil {
		return err
	}
	x.acknowledge(nil)
	return nil
}
