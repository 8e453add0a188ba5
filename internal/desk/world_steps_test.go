package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/notify"
)

// send empties the outbox of what is due, and returns how many letters left.
func (w *world) send() (sent int) {
	w.Helper()
	for {
		c, _, err := w.Claim(context.Background(), w.clock)
		w.ok(err)
		if c == nil {
			return sent
		}
		if w.result(w.Desk, c) {
			sent++
		}
		if w.stuck {
			return sent
		}
	}
}

// result answers an attempt as the world is told to.
func (w *world) result(d *Desk, c *notify.Claim) bool {
	w.Helper()
	w.took[c.Letter.ID] = c.Letter
	w.tries[c.Letter.ID] = append(w.tries[c.Letter.ID], c.Letter.MessageID)
	if !strings.Contains(string(c.Raw), c.Letter.MessageID) {
		w.Errorf("letter %s went out without its Message-ID", c.Letter.Kind)
	}
	r := notify.Result{State: complaint.Sent, At: w.clock, Answer: "250 2.0.0 queued"}
	switch to := c.Letter.Recipient; {
	case w.stuck:
		r = notify.Result{State: complaint.Waiting, At: w.clock, Next: w.clock.Add(time.Minute), Answer: "535 5.7.8", Account: true}
	case w.dead[to]:
		r = notify.Result{State: complaint.Failed, At: w.clock, Answer: "550 5.1.1 no such user"}
	case w.lose[to]:
		r = notify.Result{State: complaint.Uncertain, At: w.clock, Next: w.clock.Add(time.Minute), Answer: "connection lost"}
	}
	w.ok(d.Finishing(context.Background(), c))
	w.ok(d.Result(context.Background(), c, r))
	return r.State == complaint.Sent
}

// ring rings what is due.
func (w *world) ring() int {
	w.Helper()
	n, _, err := w.Ring(context.Background(), w.clock)
	w.ok(err)
	return n
}

// bounce is a delivery status notification about a letter.
func (w *world) bounce(l complaint.Letter, action, status string) string {
	w.Helper()
	return w.mail("MAILER-DAEMON@mx.klant.example", "Undelivered Mail Returned to Sender",
		"--b\nContent-Type: text/plain\n\nI am sorry.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"+
			"Final-Recipient: rfc822; "+l.Recipient+"\nAction: "+action+"\nStatus: "+status+"\n\n--b\nContent-Type: text/rfc822-headers\n\n"+
			"Message-ID: "+l.MessageID+"\n\n--b--\n",
		"Auto-Submitted: auto-replied", `Content-Type: multipart/report; report-type=delivery-status; boundary=b`)
}

// complain is a complaint about damage that Zoë sent, confirmed and noticed.
func (w *world) complain() complaint.Complaint {
	w.Helper()
	if got := w.mail(zoe, "Schade aan de bumper", damage); got != registered {
		w.Fatalf("a complaint was taken for %s", got)
	}
	list := w.register()
	w.send()
	return list[len(list)-1]
}

// settle is a complaint that Anna has settled.
func (w *world) settle() complaint.Complaint {
	w.Helper()
	c := w.complain()
	w.command(anna, tag(c, "OPGELOST"), solution)
	w.pass(3 * time.Minute)
	w.send()
	w.is(c, complaint.Settled)
	return c
}

func tag(c complaint.Complaint, verb string) string {
	return "[" + strings.TrimSpace(c.Number.String()+" "+verb) + "]"
}

// is fails unless the complaint stands there now.
func (w *world) is(c complaint.Complaint, want complaint.Status) complaint.Complaint {
	w.Helper()
	now, err := w.Store.Complaint(context.Background(), c.ID)
	w.ok(err)
	if now.Status != want {
		w.Fatalf("%s is %s, not %s", c.Number, now.Status, want)
	}
	return now
}

// link is the subject of a link in a letter, token and all.
func (w *world) link(l complaint.Letter, verb string) string {
	w.Helper()
	for _, m := range mailto.FindAllStringSubmatch(strings.ReplaceAll(w.text(l), "=3D", "="), -1) {
		subject, err := url.QueryUnescape(m[1])
		w.ok(err)
		if strings.Contains(subject, " "+verb) || strings.HasPrefix(subject, "["+verb) {
			return subject
		}
	}
	w.Fatalf("the letter %s has no link for %s", l.Kind, verb)
	return ""
}

var mailto = regexp.MustCompile(`mailto:[^"?]*\?subject=([^"&]*)`)

// refused fails unless the latest letter to somebody refuses with a code's words.
func (w *world) refused(to, code string) {
	w.Helper()
	list := w.letters(to, complaint.Refusal)
	if len(list) == 0 {
		w.Fatalf("%s got no refusal %s", to, code)
	}
	events := w.events(w.complaintOf(list[len(list)-1]))
	last := ""
	for _, e := range events {
		var data struct{ Code string }
		if json.Unmarshal([]byte(e.Data), &data); e.Kind == complaint.CommandRefused {
			last = data.Code
		}
	}
	if last != code {
		w.Fatalf("refused with %s, not %s", last, code)
	}
}

func (w *world) complaintOf(l complaint.Letter) complaint.Complaint {
	w.Helper()
	c, err := w.Store.Complaint(context.Background(), l.Complaint)
	w.ok(err)
	return c
}

// customers are the letters that went, or wait to go, to anybody who is no colleague.
func (w *world) customers() (list []complaint.Letter) {
	w.Helper()
	for _, l := range w.all() {
		if _, staff := w.people.staff(l.Recipient); !staff && !w.people.ours(l.Recipient) {
			list = append(list, l)
		}
	}
	return list
}

// check holds the invariants that every moment must keep (4, 5, 6), and that
// customers' words stay out of what cannot be erased.
func (w *world) check() {
	w.Helper()
	ctx := context.Background()
	for _, c := range w.register() {
		if err := w.Store.VerifyHistory(ctx, c); err != nil {
			w.Error(err)
		}
		alarms, err := w.Store.OpenAlarms(ctx, c.ID)
		w.ok(err)
		agenda := 0
		for _, a := range alarms {
			if a.Kind == complaint.AgendaDue {
				agenda++
				if c.Status.Open() && !a.Due.Equal(c.Agenda) {
					w.Errorf("%s: its next date is %v, its alarm's %v", c.Number, c.Agenda, a.Due)
				}
			}
		}
		if c.Status.Open() && (agenda != 1 || c.Agenda.IsZero() || w.people.worker(c) == "") {
			w.Errorf("%s is %s with %d alarms for its next date %v", c.Number, c.Status, agenda, c.Agenda)
		}
		round := fmt.Sprint(c.ID, c.Round.N)
		if first, ok := w.terms[round]; ok && first != c.Round.Deadlines {
			w.Errorf("%s: its deadlines moved from %v to %v", c.Number, first, c.Round.Deadlines)
		}
		w.terms[round] = c.Round.Deadlines
		if want := w.calendar().Deadlines(c.Round.Received); want != c.Round.Deadlines || c.Received.After(c.Round.Received) && c.Round.N > 1 {
			w.Errorf("%s: its deadlines are not those of its receipt", c.Number)
		}
		if w.was[c.ID] == nil {
			w.was[c.ID] = map[string]bool{}
		}
		w.was[c.ID][c.Customer.Address] = true
		for _, e := range w.events(c) {
			w.private("event "+string(e.Kind), e.Data+e.Actor)
		}
	}
	for _, l := range w.all() {
		w.private("subject of "+string(l.Kind), l.Subject)
	}
	for _, l := range w.customers() {
		c := complaint.Complaint{}
		if l.Complaint != "" {
			c = w.complaintOf(l)
		}
		changed := c.Customer.Address != l.Recipient && w.was[c.ID][l.Recipient] // KLANT mail=
		if !toCustomer(l.Kind) || l.Recipient != c.Customer.Address && !strings.HasPrefix(l.Recipient, "erased ") && !changed {
			w.Errorf("a letter %s goes to %s, who is no colleague (invariant 4)", l.Kind, l.Recipient)
		}
	}
}

// end is for worlds of which a test has many.
func (w *world) end() {
	w.scan()
	w.ok(w.Store.Close())
	w.ended = true
}

// scan is check at the end of every test, and of the log.
func (w *world) scan() {
	if w.ended {
		return
	}
	w.check()
	w.private("log", w.log.String())
}

func (w *world) private(where, text string) {
	w.Helper()
	for _, word := range []string{secret, "klant.example", "Zoë", "zoe@"} {
		if strings.Contains(text, word) {
			w.Errorf("%s tells of the customer: %s", where, text)
		}
	}
}

func kinds(list []complaint.Letter) string {
	var names []string
	for _, l := range list {
		names = append(names, string(l.Kind))
	}
	slices.Sort(names)
	return fmt.Sprint(names)
}
