package main

import (
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// The story of a complaint through Postfix and Dovecot, by the built program:
// from SMTP delivery to the resolution in the customer's mailbox, settled.
func TestStory(t *testing.T) {
	stores(t, func(t *testing.T, url string) {
		r := newRig(t, url)
		r.serve(t)
		r.mail.Send("sanne@customers.test", deskBox, mailText("Sanne Bakker <sanne@customers.test>", deskBox, "Inleverschade",
			"<een@customers.test>", "", "U rekent 780 euro voor krassen op de bumper. Die schade zat er al op bij de aflevering. Ik betaal dit niet."))

		confirmation := r.letter(klantBox, "Wij behandelen uw klacht", "Schade en inname")
		if confirmation.References[0] != "<een@customers.test>" {
			t.Errorf("the confirmation does not thread: %v", confirmation.References)
		}
		notice := r.letter(schadeBox, "Nieuwe klacht", "780 euro")
		all := lines[listed](r, "list")
		if len(all) != 1 || all[0].Department != "SCHADE" || all[0].Status != "assigned" {
			t.Fatalf("registered: %+v", all)
		}
		number := all[0].Number
		if !strings.HasPrefix(confirmation.Subject, "["+number+"]") || !strings.HasPrefix(notice.Subject, "["+number+"]") {
			t.Errorf("subjects: %q, %q", confirmation.Subject, notice.Subject)
		}

		r.mail.Send(annaBox, deskBox, reply("Anna de Vries <"+annaBox+">", "RE: ["+number+" AANNEMEN] Nieuwe klacht", notice, ""))
		r.status(number, "in_treatment")
		r.mail.Send(annaBox, deskBox, reply("Anna de Vries <"+annaBox+">", "RE: ["+number+"] Nieuwe klacht", notice, "Rapport opgevraagd bij het archief."))
		r.mail.Send(annaBox, deskBox, reply("Anna de Vries <"+annaBox+">", "RE: ["+number+" REACTIE]", notice,
			"Beste mevrouw Bakker,\n\nIk heb het rapport van de aflevering opgevraagd. Morgen hoort u meer."))
		reaction := r.letter(klantBox, "Onze reactie", "rapport van de aflevering")
		if strings.Contains(reaction.Text, "krassen op de bumper") || strings.Contains(reaction.Text, complaint.Marker) {
			t.Errorf("the customer got the quoted notice:\n%s", reaction.Text)
		}
		if reaction.From.Name != "Anna de Vries, DirectLease" {
			t.Errorf("From: %+v", reaction.From)
		}

		r.mail.Send("sanne@customers.test", deskBox, reply("Sanne Bakker <sanne@customers.test>", "Re: "+reaction.Subject, reaction, "Dank, hier is ook nog een foto van de krassen."))
		r.letter(annaBox, "", "ook nog een foto")

		r.mail.Send(annaBox, deskBox, reply("Anna de Vries <"+annaBox+">", "RE: ["+number+" OPGELOST uitkomst=gegrond]", notice,
			"Beste mevrouw Bakker,\n\nU hebt gelijk: de krassen stonden al in het rapport. Wij halen de 780 euro van uw eindafrekening."))
		resolution := r.letter(klantBox, "Ons antwoord op uw klacht", "Geschillencommissie Keurmerk Private Lease")
		if !strings.Contains(spaced(resolution.Text), "stonden al in het rapport") || !strings.Contains(spaced(resolution.Text), "naar de rechter") {
			t.Errorf("the resolution:\n%s", resolution.Text)
		}
		r.status(number, "settled")

		file := lines[shown](r, "show", number)[0]
		if file.Confirmed == nil || file.Responded == nil || file.Resolved == nil || file.Handler == nil || *file.Handler != annaBox {
			t.Errorf("the register: %+v", file.listed)
		}
		var kinds []string
		for _, e := range file.Events {
			kinds = append(kinds, e.Kind)
		}
		got := strings.Join(kinds, " ")
		for _, want := range []string{"registered routed", "accepted", "noted", "responded", "mail_received", "resolution_queued", "resolution_sent"} {
			if !strings.Contains(got, want) {
				t.Errorf("the history lacks %q: %s", want, got)
			}
		}
		for _, m := range r.mail.Mails(klantBox) {
			if strings.Contains(string(m), "archief") {
				t.Error("a note reached the customer")
			}
		}
	})
}

// Odd mails among good ones: each becomes what it should, and none delays the
// others.
func TestOddMails(t *testing.T) {
	stores(t, func(t *testing.T, url string) {
		r := newRig(t, url)
		const good = "Er zit schade op mijn bumper na het inleveren."
		r.mail.Append(deskBox, mailText("Goed Een <een@customers.test>", deskBox, "schade een", "<goed1@customers.test>", "", good), time.Now())
		r.mail.Append(deskBox, []byte("From: Zonder Grens <grens@customers.test>\r\nTo: "+deskBox+"\r\nSubject: schade grens\r\nMessage-ID: <grens@customers.test>\r\n"+
			"Content-Type: multipart/mixed; boundary=er-is-er-geen\r\n\r\nDe voorruit heeft schade en niemand belt terug.\r\n"), time.Now())
		// Two different mails under one Message-ID are two mails.
		r.mail.Append(deskBox, mailText("Twee A <twee-a@customers.test>", deskBox, "schade twee a", "<twee@customers.test>", "", good), time.Now())
		r.mail.Append(deskBox, mailText("Twee B <twee-b@customers.test>", deskBox, "schade twee b", "<twee@customers.test>", "", good+" De deuk is groot."), time.Now())
		// One mail that two mailboxes got, each with its own trace, is one mail.
		both := mailText("Beide <beide@customers.test>", deskBox+", "+infoBox, "schade beide", "<beide@customers.test>", "", good)
		r.mail.Append(deskBox, append([]byte("Received: by mx1.desk.test; Sun, 22 Nov 2026 08:00:00 +0100\r\n"), both...), time.Now())
		r.mail.Append(infoBox, append([]byte("Received: by mx2.desk.test; Sun, 22 Nov 2026 08:00:01 +0100\r\n"), both...), time.Now())
		r.mail.Append(deskBox, mailText("Goed Twee <laatste@customers.test>", deskBox, "schade laatste", "<goed2@customers.test>", "", good), time.Now())
		r.serve(t)

		r.until("six complaints are confirmed", func() bool {
			n := 0
			for _, c := range lines[listed](r, "list") {
				if c.Confirmed != nil {
					n++
				}
			}
			return n >= 6
		})
		addresses := map[string]int{}
		for _, c := range lines[listed](r, "list") {
			addresses[c.Customer.Address]++
		}
		for _, want := range []string{"een", "grens", "twee-a", "twee-b", "beide", "laatste"} {
			if addresses[want+"@customers.test"] != 1 {
				t.Errorf("%s has %d complaints, not one", want, addresses[want+"@customers.test"])
			}
		}
		if len(addresses) != 6 {
			t.Errorf("registered: %v", addresses)
		}
		if out := r.call("quarantine"); strings.Count(out, "\n") != 1 {
			t.Errorf("in quarantine:\n%s", out)
		}
	})
}

// A resolution that bounces takes the settlement back and tells the handler.
func TestResolutionBounces(t *testing.T) {
	stores(t, func(t *testing.T, url string) {
		r := newRig(t, url)
		r.serve(t)
		r.mail.Send("sanne@customers.test", deskBox, mailText("Sanne <bounce-sanne@customers.test>", deskBox, "Inleverschade",
			"<een@customers.test>", "", "Krassen op de bumper na het inleveren. Die schade is niet van mij."))
		notice := r.letter(schadeBox, "Nieuwe klacht", "Krassen")
		number := lines[listed](r, "list")[0].Number
		r.letter(schadeBox, "niet aangekomen", "onze bevestiging") // the confirmation bounced too, and the department hears it
		r.mail.Send(annaBox, deskBox, reply("Anna de Vries <"+annaBox+">", "RE: ["+number+" OPGELOST]", notice,
			"Beste klant,\n\nWij halen de schade van uw eindafrekening. U krijgt een nieuwe nota."))
		r.letter(annaBox, "niet aangekomen", "ons antwoord op de klacht")
		r.status(number, "in_treatment")
		file := lines[shown](r, "show", number)[0]
		if file.Resolved != nil {
			t.Errorf("still resolved at %s", *file.Resolved)
		}
		found := false
		for _, e := range file.Events {
			found = found || e.Kind == "resolution_undelivered"
		}
		if !found {
			t.Errorf("the history does not say that it bounced: %+v", file.Events)
		}
	})
}
