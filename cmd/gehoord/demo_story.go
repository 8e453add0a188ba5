package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/smtp"
	"strings"
	"time"

	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/mailworld"
	"gehoord/internal/store"
)

// story is one complaint from the customer's mail to the resolution in his
// mailbox, told while it happens.
type story struct {
	out    io.Writer
	world  *mailworld.World
	daemon *daemon
	step   int
}

const demoComplaint = `Goedemiddag,

Bij het inleveren van mijn Opel Corsa rekent u 780 euro voor krassen op de
bumper. Die krassen zaten er bij de aflevering al op, zie het rapport van
maart 2023. Ik wil dat u deze inleverschade van mijn eindafrekening haalt.

Met vriendelijke groet,
Sanne Bakker
`

const demoReaction = `Beste mevrouw Bakker,

Ik heb het rapport van uw aflevering opgevraagd. Daarin staan de krassen op de
bumper inderdaad. Ik leg dit vandaag voor aan onze schade-expert. U hoort
morgen van mij wat wij besluiten.
`

const demoResolution = `Beste mevrouw Bakker,

U vindt dat u niet hoeft te betalen voor krassen die er al waren. Ik heb beide
rapporten vergeleken. U hebt gelijk: de krassen staan in het rapport van
maart 2023.

Wij halen de 780 euro van uw eindafrekening. U krijgt deze week een nieuwe
afrekening per mail.
`

func (s *story) tell(ctx context.Context) error {
	if _, err := fmt.Fprint(s.out, "\nThis is gehoord, a complaints desk that lives in the mail. Watch one complaint.\n"); err != nil {
		return err
	}
	s.say("Sanne leases a car. She just sends a mail.")
	if err := s.send(demoCustomer, "Sanne Bakker", "Klacht over inleverschade", demoComplaint, nil); err != nil {
		return err
	}
	began := time.Now()

	s.say("The desk registers it and confirms within the second (24 hours are promised).")
	confirmation, err := s.wait(ctx, demoCustomer, 1)
	if err != nil {
		return err
	}
	if err := s.show(confirmation); err != nil {
		return err
	}
	s.note("from mail to confirmation: %d ms", time.Since(began).Milliseconds())

	s.say("Keyword rules chose the department. Its inbox gets a notice with the terms.")
	notice, err := s.wait(ctx, "schade@directlease.example", 1)
	if err != nil {
		return err
	}
	if err := s.show(notice); err != nil {
		return err
	}
	number, err := s.number()
	if err != nil {
		return err
	}

	s.say("Anna of that department replies to the notice. She puts REACTIE in the subject: what she writes above the line goes to Sanne.")
	if err := s.send(demoAnna, "Anna de Vries", "Re: ["+number+" REACTIE]", demoReaction, &notice); err != nil {
		return err
	}
	reaction, err := s.wait(ctx, demoCustomer, 2)
	if err != nil {
		return err
	}
	if err := s.show(reaction); err != nil {
		return err
	}

	s.say("When she has the answer she replies with OPGELOST. The desk adds what the procedure wants a customer to know.")
	if err := s.send(demoAnna, "Anna de Vries", "Re: ["+number+" OPGELOST uitkomst=gegrond]", demoResolution, &notice); err != nil {
		return err
	}
	resolution, err := s.wait(ctx, demoCustomer, 3)
	if err != nil {
		return err
	}
	if err := s.show(resolution); err != nil {
		return err
	}

	s.say("The mail server accepted the resolution, so the complaint is settled. It stays registered, with its history:")
	return s.history(ctx, number)
}

// say begins a step of the story.
func (s *story) say(text string) {
	s.step++
	fmt.Fprintf(s.out, "\n%d. %s\n", s.step, text)
}

func (s *story) note(format string, args ...any) {
	fmt.Fprintf(s.out, "   (%s)\n", fmt.Sprintf(format, args...))
}

// send mails to the desk as a mail client would: a reply quotes what it answers.
func (s *story) send(from, name, subject, text string, reply *complaint.Mail) error {
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s <%s>\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s@%s>\r\n",
		name, from, demoDesk, subject, time.Now().Format(time.RFC1123Z), store.NewID(), strings.SplitN(from, "@", 2)[1])
	shown := text
	if reply != nil {
		fmt.Fprintf(&b, "In-Reply-To: %s\r\nReferences: %s\r\n", reply.MessageID, reply.MessageID)
		text += "\nOp " + time.Now().Format("2 Jan 2006 15:04") + " schreef DirectLease:\n\n"
		for line := range strings.Lines(reply.Text) {
			text += "> " + line
		}
		shown += "\n> (the notice, as her mail program quotes it)\n"
	}
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
	b.WriteString(strings.ReplaceAll(text, "\n", "\r\n"))
	err := s.show(complaint.Mail{From: complaint.Address{Name: name, Address: from},
		To: []complaint.Address{{Address: demoDesk}}, Subject: subject, Text: shown})
	if err != nil {
		return err
	}
	if err := smtp.SendMail(s.world.SMTPAddr(), nil, from, []string{demoDesk}, []byte(b.String())); err != nil {
		return fmt.Errorf("send %s's mail: %w", name, err)
	}
	return nil
}

// wait reads the nth mail in somebody's mailbox.
func (s *story) wait(ctx context.Context, address string, n int) (complaint.Mail, error) {
	ctx, cancel := context.WithTimeout(ctx, demoWait)
	defer cancel()
	mails, err := s.world.Wait(ctx, address, n)
	if err != nil {
		return complaint.Mail{}, err
	}
	return ingest.Parse(bytes.NewReader(mails[n-1].Raw), ingest.Options{})
}

// show draws a mail as a person sees it.
func (s *story) show(m complaint.Mail) error {
	var b strings.Builder
	line := strings.Repeat("─", 76)
	fmt.Fprintf(&b, "   ┌%s\n", line)
	fmt.Fprintf(&b, "   │ From:    %s\n", strings.TrimSpace(m.From.Name+" <"+m.From.Address+">"))
	for _, to := range m.To {
		fmt.Fprintf(&b, "   │ To:      %s\n", to.Address)
	}
	fmt.Fprintf(&b, "   │ Subject: %s\n   │\n", m.Subject)
	for l := range strings.Lines(strings.TrimSpace(m.Text)) {
		fmt.Fprintf(&b, "   │ %s\n", strings.TrimRight(l, "\n"))
	}
	fmt.Fprintf(&b, "   └%s\n", line)
	_, err := io.WriteString(s.out, b.String())
	return err
}

// number is that of the only complaint.
func (s *story) number() (string, error) {
	all, err := s.daemon.store.Complaints(context.Background())
	if err != nil {
		return "", err
	}
	if len(all) != 1 {
		return "", fmt.Errorf("%d complaints are registered, not one", len(all))
	}
	return all[0].Number.String(), nil
}

// history prints the register's view, once the settlement is in it.
func (s *story) history(ctx context.Context, number string) error {
	n, err := complaint.ParseNumber(number)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, demoWait)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		var c complaint.Complaint
		var events []complaint.Event
		err := s.daemon.store.InView(ctx, func(v *store.View) (err error) {
			if c, err = v.ComplaintByNumber(ctx, n); err != nil {
				return err
			}
			if events, err = v.EventsOf(ctx, c.ID); err != nil {
				return err
			}
			return v.VerifyHistory(ctx, c)
		})
		if err != nil {
			return err
		}
		if c.Status == complaint.Settled {
			fmt.Fprintf(s.out, "\n   %s  %s\n", c.Number, c.Status.Label("en"))
			for _, ev := range events {
				fmt.Fprintf(s.out, "   %s  %-20s %-32s %s…\n", ev.At.In(s.daemon.conf.Organisation.Zone).Format("15:04:05"), ev.Kind, ev.Actor, ev.Hash[:12])
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is %s and not settled: %w", number, c.Status, ctx.Err())
		case <-ticker.C:
		}
	}
}
