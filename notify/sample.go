package notify

import (
	"time"

	"gehoord/internal/complaint"
)

// samples are contents that together reach every branch of a letter: one with
// everything, one with nothing but a number, and the variants of its kind.
func samples(kind complaint.LetterKind) []Content {
	full := sample(kind)
	list := []Content{full, {}, {Number: full.Number, Organisation: full.Organisation}}
	vary := func(change func(*Content)) {
		c := full
		change(&c)
		list = append(list, c)
	}
	switch kind {
	case complaint.Refusal:
		vary(func(c *Content) { c.Reason = "" })
	case complaint.Receipt:
		for _, v := range []string{"AANNEMEN", "REACTIE", "OPGELOST", "NAAR", "NOTITIE", "STOP", "NIEUW", "POST", "AGENDA", "HEROPEN"} {
			vary(func(c *Content) { c.Verb = v; c.ToCustomer = v == "REACTIE" || v == "OPGELOST" })
		}
	case complaint.Warning, complaint.Breach, complaint.FollowUp:
		for a := range terms {
			vary(func(c *Content) { c.Alarm = a; c.Manager = !c.Manager })
		}
	default:
		vary(func(c *Content) { c.Channel, c.Final, c.Triage = complaint.ByPhone, true, true })
	}
	return list
}

// sample is a letter about everything there is.
func sample(kind complaint.LetterKind) Content {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		zone = time.FixedZone("CET", 3600)
	}
	number := complaint.Number{Prefix: "K", Year: 2026, Serial: 123}
	received := sampleTime.Add(-time.Hour)
	c := Content{
		Organisation: Organisation{"DirectLease", "088-0123456", "klachten@directlease.example"},
		Zone:         zone, Number: number, Subject: "Schade aan de bumper, geen antwoord",
		Customer: complaint.Address{Name: "Zoë van den Berg", Address: "zoe@klant.example"}, Channel: complaint.ByMail,
		Received: received, ConfirmBy: received.Add(24 * time.Hour), ResponseBy: received.Add(24 * time.Hour), SolveBy: received.Add(3*24*time.Hour + 4*time.Hour),
		Status: complaint.Assigned, Department: "Schade en inname", Also: []string{"Facturen"}, Matched: []string{"*schade*", "bumper*"},
		Handler: "Anna de Vries", Agenda: received.Add(48 * time.Hour),
		Earlier:     []Earlier{{complaint.Number{Prefix: "K", Year: 2026, Serial: 87}, complaint.Settled, received.AddDate(0, -2, 0)}},
		Attachments: []File{{"foto bumper.jpg", 48211, true}, {"rapport.pdf", 3 << 20, false}},
		Name:        "Zoë van den Berg",
		Text:        "Goedemiddag,\n\nMijn bumper is **beschadigd** bij het inleveren. Ik heb drie keer gebeld en kreeg geen antwoord van uw afdeling.\n- rekening van € 450\n- geen foto's\n\nGroet, Zoë",
		Employee:    "Anna de Vries",
		Dispute:     Dispute{"Geschillencommissie Keurmerk Private Lease", "https://www.keurmerkprivatelease.nl/klacht/", 12, received.AddDate(1, 0, 0)},
		Links: []Link{
			{"AANNEMEN", "", "mailto:klachten@directlease.example?subject=%5BK-2026-000123%20AANNEMEN%5D"},
			{"REACTIE", "", "mailto:klachten@directlease.example?subject=%5BK-2026-000123%20REACTIE%5D"},
			{"OPGELOST", "", "mailto:klachten@directlease.example?subject=%5BK-2026-000123%20OPGELOST%5D"},
			{"NAAR", "", "mailto:klachten@directlease.example?subject=%5BK-2026-000123%20NAAR%20AFDELING%5D"},
			{"NOTITIE", "", "mailto:klachten@directlease.example?subject=%5BK-2026-000123%20NOTITIE%5D"},
		},
		Alarm: complaint.ResponseWarning, Due: received.Add(24 * time.Hour), Hours: 4,
		Verb: "OPGELOST", Was: "RE: [K-2026-000123 OPGLOST] uw klacht", Suggested: "[K-2026-000123 OPGELOST]", Reason: "Ik ken de opdracht \"OPGLOST\" niet.",
		Detail: "Bedoelde u OPGELOST?", Remarks: []string{"De termijn verandert niet."}, UndoUntil: sampleTime.Add(2 * time.Minute),
		ToCustomer: true, Letter: complaint.Resolution, Answer: "550 5.1.1 no such user",
	}
	switch kind {
	case complaint.Digest:
		row := Item{Number: number, Alarm: complaint.ResolutionBreach, Due: received, Status: complaint.InTreatment, Department: "Schade en inname",
			Handler: "Anna de Vries", Subject: c.Subject, Note: "Wacht op de garage.", Links: c.Links[1:3]}
		soon, agenda := row, row
		soon.Alarm, soon.Due, agenda.Alarm = complaint.ResponseWarning, c.ResponseBy, complaint.AgendaDue
		c.Number, c.Links, c.Items = complaint.Number{}, nil, []Item{row, soon, agenda}
	case complaint.QuarantineAlert:
		c.Number, c.Links = complaint.Number{}, nil
		c.Items = []Item{{N: 1, From: "nieuws@winkel.example", Subject: "Aanbieding van de week", Due: received, Note: "reclame", Links: []Link{{"KLACHT 1", "", "mailto:klachten@directlease.example?subject=%5BKLACHT%201%5D"}}}}
	}
	return c
}
