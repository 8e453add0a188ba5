package main

import (
	"encoding/base64"
	"fmt"
	"html"
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// What the mails of the benchmarks are made of.
var (
	benchNames = []string{"Sanne Bakker", "Piet de Groot", "Fatima el Amrani", "Jan-Willem van der Meer", "Noor Smits", "Zoë Brouwer",
		"Thijs Visser", "Ayşe Yılmaz", "Björn Hendriks", "Marijke Dijkstra", "Kees Verhoeven", "Lieke Vermeulen"}
	benchSubjects = []string{"Inleverschade", "Klacht over de eindafrekening", "Al drie weken geen leenauto", "Onterechte boete",
		"Bumper beschadigd na inlevering", "Dubbele afschrijving", "Niemand belt terug", "Voorruit", "RE: uw factuur", "Klacht"}
	benchSentences = []string{
		"U rekent %d euro voor krassen op de bumper, maar die schade zat er al op bij de aflevering.",
		"Ik heb op %d november gebeld en zou dezelfde dag worden teruggebeld; dat is niet gebeurd.",
		"De dealer heeft de auto nu %d dagen en niemand weet wanneer hij klaar is.",
		"Op de eindafrekening staat %d kilometer te veel, zie de foto van de teller.",
		"Mijn contract loopt nog %d maanden en toch is de termijn verhoogd.",
		"In het inspectierapport, bladzijde %d, staat niets over de velgen.",
		"De leenauto werd na %d dagen weer opgehaald zonder dat mijn eigen auto klaar was.",
		"Er is twee keer %d euro afgeschreven voor dezelfde maand.",
		"Dit is de %de keer dat ik hierover schrijf en ik krijg steeds een ander antwoord.",
		"Ik vraag u de nota van %d euro in te trekken en mij dat schriftelijk te bevestigen.",
		"Het motorlampje brandt weer, %d weken na de vorige reparatie.",
		"Volgens het contract is een ruitschade tot %d euro gedekt.",
	}
)

// benchMail is the i-th mail of a mailbox as a desk's may be: a fifth are short
// notes, most are 2 to 30 KB with the HTML that mail programs add, a fifth carry
// photographs, up to 3 MB. It depends on i alone.
func benchMail(i int) []byte {
	random := rand.New(rand.NewPCG(uint64(i), 2026))
	between := func(low, high float64) int { return int(low * math.Pow(high/low, random.Float64())) } // few are large
	size, photo := 0, false
	switch p := random.IntN(1000); {
	case p < 200:
		size = between(1_000, 2_000)
	case p < 800:
		size = between(2_000, 30_000)
	case p < 969:
		size, photo = between(50_000, 500_000), true
	default:
		size, photo = between(500_000, 3_000_000), true
	}
	name := benchNames[random.IntN(len(benchNames))]
	var text strings.Builder
	text.WriteString("Beste heer of mevrouw,\r\n\r\n")
	for enough := min(size/2, between(400, 4_000)); text.Len() < enough; {
		fmt.Fprintf(&text, benchSentences[random.IntN(len(benchSentences))], 2+random.IntN(900))
		text.WriteString([]string{" ", "\r\n", "\r\n\r\n"}[random.IntN(3)])
	}
	fmt.Fprintf(&text, "\r\n\r\nMet vriendelijke groet,\r\n\r\n%s\r\n", name)

	var m strings.Builder
	fmt.Fprintf(&m, "Received: by mx.desk.test; Fri, 20 Nov 2026 09:00:00 +0100\r\nFrom: =?utf-8?B?%s?= <klant%d@customers.test>\r\nTo: %s\r\n"+
		"Subject: =?utf-8?B?%s?=\r\nDate: %s\r\nMessage-ID: <%d.bench@customers.test>\r\nMIME-Version: 1.0\r\n",
		base64.StdEncoding.EncodeToString([]byte(name)), i, deskBox,
		base64.StdEncoding.EncodeToString([]byte(benchSubjects[random.IntN(len(benchSubjects))])),
		time.Date(2026, 11, 20, 9, 0, i, 0, time.UTC).Format(time.RFC1123Z), i)
	plain := "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.String()
	switch {
	case photo:
		m.WriteString("Content-Type: multipart/mixed; boundary=grens\r\n\r\n--grens\r\n" + plain +
			"\r\n--grens\r\nContent-Type: image/jpeg; name=foto.jpg\r\nContent-Disposition: attachment; filename=foto.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n")
		line := make([]byte, 57)
		for m.Len() < size {
			for at := range line {
				line[at] = byte(random.Uint32())
			}
			m.WriteString(base64.StdEncoding.EncodeToString(line) + "\r\n")
		}
		m.WriteString("--grens--\r\n")
	case size > 2_000:
		m.WriteString("Content-Type: multipart/alternative; boundary=grens\r\n\r\n--grens\r\n" + plain + "\r\n--grens\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>\r\n")
		for n := 0; m.Len() < size-text.Len(); n++ {
			fmt.Fprintf(&m, "p.Mso%d { margin: 0cm; font-size: %dpt; font-family: Calibri, sans-serif; mso-fareast-language: EN-US }\r\n", n, 8+random.IntN(6))
		}
		m.WriteString("</style></head><body>\r\n<p class=Mso0>" + strings.ReplaceAll(html.EscapeString(text.String()), "\r\n", "<br>\r\n") + "</p></body></html>\r\n--grens--\r\n")
	default:
		m.WriteString(plain)
	}
	return []byte(m.String())
}
