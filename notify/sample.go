package notify

import (
	"net/url"
	"slices"
	"strings"
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
	case complaint.Receipt:
		for _, v := range verbs {
			for _, own := range []bool{false, true} { // whether the letter is one of the two that its verb can bring
				vary(func(c *Content) {
					c.Verb, c.ToCustomer, c.Final, c.ByPhone, c.Freeze = v, own, own, !own, own
					if own {
						c.Status = complaint.Dispute
					}
				})
				vary(func(c *Content) {
					c.Verb, c.Pending, c.Status, c.ByPhone = v, own, complaint.Settled, own
					c.Customer.Address, c.Text, c.Handler, c.Employee = "", "", "", ""
					c.Agenda, c.Due, c.Other = time.Time{}, time.Time{}, complaint.Number{}
				})
			}
		}
	case complaint.Refusal:
		vary(func(c *Content) { c.Letter = complaint.Resolution })
		vary(func(c *Content) { c.Pending = true })
		vary(func(c *Content) {
			c.Links = slices.Clone(c.Links)
			c.Links[0].Href += "&body=Beste%20klant"
		})
		vary(func(c *Content) { c.Text, c.Suggested = "", "" })
	case complaint.Warning, complaint.Breach, complaint.FollowUp:
		for a := range terms {
			vary(func(c *Content) { c.Alarm = a; c.Manager = !c.Manager })
		}
	case complaint.Undelivered, complaint.Print:
		for _, l := range []complaint.LetterKind{complaint.Confirmation, complaint.Reaction, complaint.Question, complaint.Takeover} {
			vary(func(c *Content) { c.Letter = l; c.ToCustomer = l != complaint.Takeover })
		}
	default:
		for _, s := range []complaint.Status{complaint.Settled, complaint.Resolving, complaint.Merged} {
			vary(func(c *Content) {
				c.Status, c.Handler, c.Confirmed, c.Responded, c.Resolved = s, "", c.Received, c.Received, c.Received
			})
		}
		vary(func(c *Content) { c.Story, c.Phone, c.Post = strings.Repeat("De garage zweeg. ", 200), "", "" })
		vary(func(c *Content) {
			c.Story, c.Detail, c.Remarks = "", "Kijk hier eens naar.", []string{"Bijlagen volgen."}
		})
		vary(func(c *Content) { c.Commands = []CommandHelp{{"[LIJST LAAT]", "De open klachten."}} })
		vary(func(c *Content) { c.Channel, c.Final, c.Triage = complaint.ByPhone, true, true })
		vary(func(c *Content) { c.ByPhone, c.ByItself, c.Freeze, c.Late, c.Period = true, true, true, true, "month" })
		vary(func(c *Content) { c.Reason, c.Employee, c.Handler, c.Customer.Address = "", "", "", "" })
		vary(func(c *Content) { c.Text, c.OnPaper, c.PossiblyDone = "Beste Zoë,\n\nDag.", true, true })
		vary(func(c *Content) { c.OnPaper, c.Organisation.Phone, c.Items = true, "", nil })
		vary(func(c *Content) {
			c.Number, c.Received, c.Due = complaint.Number{}, c.Received.AddDate(-3, 0, 0), c.Received.AddDate(-3, 0, 1)
			c.ResponseBy, c.SolveBy, c.Dispute.Until = c.Due, c.Due, c.Due
		})
	}
	return list
}

// verbs are the commands whose receipts say something of their own, and one that
// has none.
var verbs = []string{"AANNEMEN", "TOEWIJZEN", "REACTIE", "VRAAG", "DUURT", "OPGELOST", "NAAR", "SPLITS", "SAMEN", "BESPREKEN",
	"OVERNEMEN", "TERUG", "BEVESTIGD", "HEROPEN", "GEENKLACHT", "KLANT", "GESCHIL", "UITSPRAAK", "UITGEVOERD", "SLUIT", "BEWAAR",
	"AVG-WIS", "AGENDA", "NOTITIE", "AFWEZIG", "STOP", "NIEUW", "POST", "KLACHT", "OORZAAK"}

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
		Phone: "030-1234567", Post: "Dorpsstraat 1\n3512 AB Utrecht",
		Received: received, Confirmed: received.Add(time.Minute), ConfirmBy: received.Add(24 * time.Hour), ResponseBy: received.Add(24 * time.Hour), SolveBy: received.Add(3*24*time.Hour + 4*time.Hour),
		Status: complaint.Assigned, Department: "Schade en inname", Also: []string{"Facturen"}, Matched: []string{"*schade*", "bumper*"},
		Handler: "Anna de Vries", Agenda: received.Add(48 * time.Hour),
		Earlier:     []Earlier{{complaint.Number{Prefix: "K", Year: 2026, Serial: 87}, complaint.Settled, received.AddDate(0, -2, 0)}},
		Attachments: []File{{"foto bumper.jpg", 48211, true}, {"rapport.pdf", 3 << 20, false}},
		Name:        "Zoë van den Berg",
		Text:        "Goedemiddag,\n\nMijn bumper is **beschadigd** bij het inleveren. Ik heb drie keer gebeld en kreeg geen antwoord van uw afdeling.\n- rekening van € 450\n- geen foto's\n\nGroet, Zoë",
		Employee:    "Anna de Vries",
		Dispute:     Dispute{"Geschillencommissie Keurmerk Private Lease", "https://www.keurmerkprivatelease.nl/klacht/", 12, received.AddDate(1, 0, 0)},
		Links: commands("AANNEMEN", "u behandelt deze klacht", "REACTIE", "mailt uw tekst naar de klant; de klacht blijft open",
			"OPGELOST", "mailt uw tekst naar de klant; de klacht is klaar", "BESPREKEN COMPLEX", "vraagt uw leidinggevende om een besluit",
			"NAAR AFDELING", "geeft de klacht door; zet de afdeling in het onderwerp", "NOTITIE", "bewaart uw tekst; de klant leest die niet"),
		Alarm: complaint.ResponseWarning, Due: received.Add(24 * time.Hour), Hours: 4,
		Verb: "OPGELOST", Was: "RE: [K-2026-000123 OPGLOST] uw klacht", Suggested: "[K-2026-000123 OPGELOST]", Reason: "Ik ken de opdracht \"OPGLOST\" niet.",
		Detail: "Bedoelde u OPGELOST?", Remarks: []string{"De termijn verandert niet."}, UndoUntil: sampleTime.Add(2 * time.Minute),
		ToCustomer: true, Letter: complaint.Resolution, Answer: "550 5.1.1 no such user",
	}
	row := Item{Number: number, Alarm: complaint.ResolutionBreach, Due: received, Status: complaint.InTreatment, Department: "Schade en inname",
		Handler: "Anna de Vries", Subject: c.Subject, Note: "Wacht op de garage.", Links: c.Links[1:3]}
	second := Item{Number: complaint.Number{Prefix: "K", Year: 2026, Serial: 87}, Due: c.SolveBy, Status: complaint.Assigned, Department: "Schade en inname"}
	none := complaint.Number{}
	switch kind {
	case complaint.Question:
		c.Text = "Hebt u foto's van de bumper van vóór het inleveren? Stuur ze mee met uw antwoord."
	case complaint.Delay:
		c.Text, c.Due = "De garage stuurt het rapport pas op 1 december.", received.AddDate(0, 0, 8)
	case complaint.Reaction, complaint.Resolution:
		c.Text = "U schreef over de schade aan de bumper. Wij hebben de foto's bekeken.\n\nDe krassen vallen onder normaal gebruik. U krijgt het bedrag van € 450 terug. Dat staat binnen vijf werkdagen op uw rekening."
	case complaint.Complied:
		c.Text, c.Case = "Wij hebben op 20 november € 450 naar u overgemaakt.", "2026-4411"
	case complaint.Takeover:
		c.Employee = "Meryem Jansen"
	case complaint.OneNumber:
		c.Other = second.Number
	case complaint.AfterMail:
		c.Status, c.Links = complaint.Settled, commands("HEROPEN", "de klacht gaat weer open, met nieuwe termijnen", "NOTITIE", "bewaart de mail; de klacht blijft afgehandeld",
			"REACTIE", "mailt ons laatste antwoord naar de klant")
	case complaint.Assignment:
		c.Employee = "Meryem Jansen"
	case complaint.CustomerMail, complaint.FollowUp, complaint.Warning:
		c.Responded = received.Add(20 * time.Minute)
	case complaint.Handover:
		c.Employee, c.Handler, c.Links = "Piet Smit", "Piet Smit", nil
	case complaint.Escalation, complaint.Undecided:
		c.Story, c.Reason, c.Text, c.Status = c.Text, "complex", "De garage en de verzekeraar zeggen iets anders. Ik mag dit bedrag niet zelf toezeggen.", complaint.WithManager
		c.Links = commands("OVERNEMEN", "u behandelt de klacht zelf; de klant krijgt bericht", "TERUG", "geeft de klacht terug, met uw aanwijzing",
			"TOEWIJZEN @naam", "geeft de klacht aan een ander; zet de naam in het onderwerp")
	case complaint.Returned:
		c.Story, c.Employee, c.Text, c.Links = c.Text, "Meryem Jansen", "Bied de helft aan. Lukt dat niet, dan bellen wij samen.", c.Links[1:3]
	case complaint.OpenAgain:
		c.Story, c.Employee, c.Text, c.Status = c.Text, "Anna de Vries", "De klant stuurde nieuwe foto's.", complaint.Reopened
	case complaint.Urgent:
		c.Story, c.Reason, c.Text = c.Text, "De remmen doen het niet goed.", ""
	case complaint.Decision:
		c.Story, c.Verb, c.Text, c.Links = c.Text, "NAAR FACTUUR", "Het gaat alleen over de rekening.", commands("NAAR FACTUUR", "geeft de klacht door aan Facturen", "NOTITIE", "bewaart uw tekst; de klant leest die niet")
	case complaint.Unaccepted:
		c.Channel, c.Handler = complaint.ByLetter, ""
	case complaint.DisputeFiled:
		c.Case, c.Freeze, c.Status, c.Employee, c.Due = "2026-4411", true, complaint.Dispute, "Bea Boven", received.AddDate(0, 0, 28)
		c.Text, c.Links = "", commands("NOTITIE", "bewaart uw tekst in het dossier", "STATUS", "stuurt u het hele dossier")
	case complaint.RulingFiled:
		c.Case, c.Reason, c.Status, c.Due = "2026-4411", "deels gegrond", complaint.Ruling, received.AddDate(0, 0, 28)
		c.Text, c.Links = "", commands("UITGEVOERD", "mailt de klant wat u hebt gedaan; sluit de klacht")
	case complaint.Committee:
		c.Number, c.Text, c.Links, c.Customer, c.Department, c.Handler = none, "Wij ontvingen een verzoek in zaak 2026-4411.", nil, complaint.Address{}, "", ""
		c.Status, c.ResponseBy, c.SolveBy, c.Agenda, c.Subject = "", time.Time{}, time.Time{}, time.Time{}, ""
		c.Earlier, c.Channel, c.Phone, c.Post = nil, complaint.ByMail, "", ""
	case complaint.Print:
		c.Customer.Address, c.Links = "", commands("BEVESTIGD BRIEF", "legt vast dat de brief vandaag op de post ging", "KLANT mail=", "legt een mailadres van de klant vast")
	case complaint.Whose:
		c.Links = commands("KLANT mail=", "legt vast wie de klant is; zet het adres in het onderwerp")
	case complaint.Dossier:
		c.History = []Happening{{received, "Mail van de klant", "Zoë van den Berg", c.Text}, {received.Add(time.Minute), "Bevestiging verstuurd", "", ""}, {received.Add(time.Hour), "Aangenomen", "Anna de Vries", ""}}
		c.Text, c.Case, c.Status = c.History[0].Text, "2026-4411", complaint.Settled
		c.Responded, c.Resolved, c.Agenda = received.Add(20*time.Minute), received.Add(50*time.Minute), time.Time{}
		c.History[0].Text = ""
	case complaint.Erasure:
		c.Employee, c.Text, c.Links = "Els Pot", "", commands("AVG-WIS", "wist de inhoud; dat kan niet terug")
	case complaint.Breach:
		c.Alarm, c.Due = complaint.ResolutionBreach, received.Add(-time.Hour)
	case complaint.Receipt:
		c.Links = commands("STOP", "houdt de brief tegen")
		c.Text = "U schreef over de schade aan de bumper. U krijgt het bedrag van € 450 terug."
	case complaint.Refusal:
		c.Links, c.Letter = c.Links[2:3], ""
	case complaint.Digest:
		soon, agenda, undecided := row, row, second
		undecided.Alarm, undecided.Due, undecided.Status = complaint.DiscussionDue, received, complaint.WithManager
		soon.Alarm, soon.Due, agenda.Alarm = complaint.ResponseWarning, c.ResponseBy, complaint.AgendaDue
		c.Number, c.Links, c.Items = none, nil, []Item{row, soon, undecided, agenda}
	case complaint.OpenList, complaint.Absent:
		row.Links = nil
		c.Number, c.Links, c.Items, c.Text = none, nil, []Item{row, second}, ""
		if kind == complaint.Absent {
			c.Due = received.AddDate(0, 0, 8)
		}
	case complaint.HelpText:
		c.Number, c.Links = none, nil
		c.Commands = []CommandHelp{{"[K-2026-000123 AANNEMEN]", "U behandelt deze klacht."}, {"[K-2026-000123 REACTIE]", "Uw tekst gaat naar de klant. De klacht blijft open."},
			{"[K-2026-000123 NAAR SCHADE]", "Geeft de klacht door."},
			{"[K-2026-000123 DUURT 2-12]", "De klant leest waarom het langer duurt, en op welke dag er bericht komt."}, {"[NIEUW TEL SCHADE]", "Registreert een klacht."}}
	case complaint.Report:
		c.Number, c.Links, c.Period = none, nil, "week"
		c.Figures = []Figure{{"Ontvangen", "31"}, {"Afgehandeld", "28"}, {"Eerste reactie op tijd", "29 van 31 (94%)"}, {"Opgelost op tijd", "24 van 28 (86%)"}}
		c.Attachments = []File{{"klachten-2026-week-48.csv", 4210, true}}
	case complaint.Access:
		c.Number, c.Links, c.Items = none, nil, []Item{second}
		c.Attachments = []File{{"inzage.html", 84210, true}}
	case complaint.Unjoined:
		c.Number, c.Links = none, nil
		c.Items = []Item{{N: 1, From: "nieuws@winkel.example", Subject: "Aanbieding van de week", Due: received, Note: "reclame", Links: []Link{{"KLACHT 1", "", "mailto:klachten@directlease.example?subject=%5BKLACHT%201%5D%20g1-abcdefghijklmnop"}}},
			{N: 2, From: "noreply@garage.example", Subject: "Automatisch antwoord: factuur", Due: received.Add(time.Minute), Note: "automatisch bericht", Links: []Link{{"KLACHT 2", "", "mailto:klachten@directlease.example?subject=%5BKLACHT%202%5D%20g1-abcdefghijklmnop"}}}}
	case complaint.QuarantineAlert:
		c.Number, c.Links = none, nil
		c.Items = []Item{{N: 1, From: "nieuws@winkel.example", Subject: "Aanbieding van de week", Due: received, Note: "reclame", Links: []Link{{"KLACHT 1", "", "mailto:klachten@directlease.example?subject=%5BKLACHT%201%5D"}}}}
	}
	if kind != complaint.Receipt && kind != complaint.Refusal && kind != complaint.Undelivered {
		c.Detail, c.Remarks = "", nil
	}
	switch kind {
	case complaint.Assignment:
		c.Detail = "Jij kent deze klant. Wil je vandaag bellen?"
	case complaint.Notice:
		c.Remarks = []string{"De klant schreef eerder over K-2026-000087."}
	}
	return c
}

// commands are taps: each a label and what it does.
func commands(pairs ...string) (links []Link) {
	for i := 0; i+1 < len(pairs); i += 2 {
		links = append(links, Link{pairs[i], pairs[i+1], "mailto:klachten@directlease.example?subject=" +
			strings.ReplaceAll(url.QueryEscape("[K-2026-000123 "+pairs[i]+"] g1-abcdefghijklmnop"), "+", "%20")})
	}
	return links
}
