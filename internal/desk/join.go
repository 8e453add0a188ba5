package desk

import (
	"context"
	"regexp"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// join adds a customer's further mail to his complaint and shows it to whoever
// handles it. It is never answered automatically.
func (r *receipt) join(ctx context.Context, c complaint.Complaint) error {
	ch := r.change(c)
	if err := ch.event(complaint.MailReceived, "customer", facts{"mail": r.stored.ID, "sha256": r.stored.SHA256}, r.m.Reply); err != nil {
		return err
	}
	if ch.c.Waiting == "customer" {
		ch.c.Waiting = ""
	}
	kind, due := complaint.CustomerMail, time.Time{}
	if c.Status == complaint.Settled || c.Status == complaint.NotAComplaint || c.Status == complaint.Closed {
		if thanks(r.m) { // a note, about which nobody need be asked
			return ch.save(ctx)
		}
		kind = complaint.AfterMail
		if ch.c.Pending.IsZero() {
			ch.c.Pending = r.stored.Received
		}
		if !c.Final && !r.stored.Silent {
			due = r.d.calendar().DayLater(r.now)
			ch.plan(complaint.ReopeningDue, ch.c.Pending, due)
		}
	}
	if err := ch.save(ctx); err != nil || r.stored.Silent {
		return err
	}
	to := r.d.people.inbox(c.Department)
	if r.who.handles(c) {
		to = r.who.worker(c)
	}
	files, err := r.files(ctx)
	if err != nil {
		return err
	}
	return r.d.tell(ctx, r.tx, ch.c, kind, "mail "+r.stored.ID, to, r.now, func(content *letterContent) {
		content.Text, content.Due = r.m.Reply, due // the rest is our own letter
		content.carry(files)
		content.partial(r.stored)
	})
}

var (
	thankful = regexp.MustCompile(`(?i)\b(dank|dankje|dankjewel|bedankt|thanks?|thx|merci|top|prima|super|fijn|great|ok|oke|oké|okay|akkoord)\b`)
	notDone  = regexp.MustCompile(`(?i)\?|\b(maar|echter|niet|nooit|geen|nog|toch|waarom|wanneer|hoe|oneens|alleen|klacht|but|however|not|no|never|still|yet|why|when|how|disagree|except)\b|n't\b`)
)

// thanks tells whether a mail does no more than thank: short, and without a word
// that begins an objection.
func thanks(m complaint.Mail) bool {
	return len(strings.Fields(m.Reply)) <= 25 && len(m.Attachments) == 0 && !m.Borrowed && thankful.MatchString(m.Reply) && !notDone.MatchString(m.Reply)
}
