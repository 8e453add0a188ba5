package ingest

import (
	"strings"
	"testing"
)

func TestCutReply(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing to cut", "De auto is kapot.\n\nJan", "De auto is kapot.\n\nJan"},
		{"nl", "Dank u.\n\nOp ma 16 nov 2026 om 09:12 schreef Desk <k@desk.example>:\n\n> Wij behandelen uw klacht.\n> Groet", "Dank u."},
		{"nl wrapped", "Dank u.\n\nOp ma 16 nov 2026 om 09:12 schreef Klachtendesk van DirectLease\n<klachten@desk.example>:\n> Wij", "Dank u."},
		{"nl het volgende geschreven", "Dank u.\n\nOp 16 nov. 2026, om 09:12 heeft Desk <k@desk.example> het volgende geschreven:\n\nWij behandelen uw klacht.", "Dank u."},
		{"nl name first", "Dank u.\n\nDesk schreef op ma 16-11-2026 om 09:12 [+0100]:\n> Wij", "Dank u."},
		{"en", "Thanks.\n\nOn Mon, Nov 16, 2026 at 9:12 AM Desk <k@desk.example> wrote:\n> We", "Thanks."},
		{"en wrapped", "Thanks.\n\nOn Mon, Nov 16, 2026 at 9:12 AM Desk <k@desk.example>\nwrote:\n\n> We", "Thanks."},
		{"de", "Danke.\n\nAm 16.11.2026 um 09:12 schrieb Desk:\n> Wir", "Danke."},
		{"fr", "Merci.\n\nLe lun. 16 nov. 2026 à 09:12, Desk <k@desk.example> a écrit :\n> Nous", "Merci."},
		{"a story with a colon", "Op 3 november schreef uw medewerker mij:\nu krijgt morgen bericht.\nIk kreeg niets.", "Op 3 november schreef uw medewerker mij:\nu krijgt morgen bericht.\nIk kreeg niets."},
		{"a story after a greeting", "Hallo,\n\nOp 12-11-2026 om 9:00 schreef u mij:\n\nU krijgt een auto.\n\nDat was niet zo.", "Hallo,\n\nOp 12-11-2026 om 9:00 schreef u mij:\n\nU krijgt een auto.\n\nDat was niet zo."},
		{"a form", "Hallo,\n\nDatum: 3 november\nAan: mij\nOnderwerp: factuur\n\nDe factuur klopt niet.", "Hallo,\n\nDatum: 3 november\nAan: mij\nOnderwerp: factuur\n\nDe factuur klopt niet."},
		{"yahoo", "Hoi\n\n  On Mon, 16 Nov 2026 at 9:12, Desk<k@x.example> wrote:   Wij\nbehandelen", "Hoi"},
		{"zoho", "Hoi\n\n---- Op ma, 16 nov 2026 09:12:00 +0100 Desk <k@x.example> schreef ----\n\nWij", "Hoi"},
		{"outlook nl", "Dank u.\n\nVan: Desk <k@desk.example>\nVerzonden: maandag 16 november 2026 09:12\nAan: Jan\nOnderwerp: klacht\n\nWij", "Dank u."},
		{"outlook bold", "Dank u.\n\n*Van:* Desk\n*Verzonden:* maandag\n*Aan:* Jan\n*Onderwerp:* klacht\n\nWij", "Dank u."},
		{"outlook web", "Dank u.\n________________________________\nVan: Desk <k@desk.example>\nVerzonden: maandag 16 november 2026 09:12\nAan: Jan\nOnderwerp: klacht\n\nWij", "Dank u."},
		{"outlook en", "Thanks.\n\nFrom: Desk\nSent: Monday\nTo: Jan\nCc: Piet\nSubject: complaint\n\nWe", "Thanks."},
		{"original", "Dank u.\n\n-----Oorspronkelijk bericht-----\nVan: Desk\n\nWij", "Dank u."},
		{"a list with labels", "Graag aanpassen:\nVan: Utrecht\nNaar: Delft\n\nGroet", "Graag aanpassen:\nVan: Utrecht\nNaar: Delft\n\nGroet"},
		{"inline answers", "Zie hieronder.\n\nOp ma 16 nov 2026 om 09:12 schreef Desk <k@x.example>:\n> Wat is uw kenteken?\nAB-123-C\n> Waar staat de auto?\nIn Delft", "Zie hieronder.\n\nAB-123-C\nIn Delft"},
		{"answer below", "Op ma 16 nov 2026 om 09:12 schreef Desk <k@x.example>:\n> Wat is uw kenteken?\n\nAB-123-C", "AB-123-C"},
		{"marker", "De auto is klaar.\n\nOp ma 16 nov 2026 om 09:12 schreef Desk <k@x.example>:\n\n> -- -- tekst boven deze lijn gaat naar de klant (alleen bij REACTIE) -- --\n> klacht", "De auto is klaar."},
		{"marker unquoted", "De auto is klaar.\n\n-- -- Tekst boven  deze lijn gaat naar de klant -- --\nklacht\n\nmeer", "De auto is klaar."},
		{"marker en", "It is done.\n\n>> -- -- text above this line goes to the customer -- --\n>> complaint\n\nmore", "It is done."},
		{"answer below the marker", "-- -- tekst boven deze lijn gaat naar de klant -- --\n> klacht\n\nDe auto is klaar.", "De auto is klaar."},
		{"signature", "De auto is kapot.\n\n-- \nJan de Vries\n06-12345678", "De auto is kapot."},
		{"signature, blank trimmed", "De auto is kapot.\n--\nJan", "De auto is kapot."},
		{"dashes within a letter", "Beste klant,\n\nDit is het eerste.\n--\nDit is het tweede.\n\nEn dit is het derde punt.", "Beste klant,\n\nDit is het eerste.\n--\nDit is het tweede.\n\nEn dit is het derde punt."},
		{"dashes around an offer", "Wij bieden:\n--\n200 euro\n--\nGroet, Anna", "Wij bieden:\n--\n200 euro"},
		{"a postscript below a signature", "De auto is kapot.\n-- \nJan\n06-12345678\n\nPS: de sleutel ligt binnen.", "De auto is kapot.\nPS: de sleutel ligt binnen."},
		{"an address under a name", "Tot dan.\n\nGroet,\nAnna\n\nInleveren kan bij:\nHoofdstraat 1\n3511 AB Utrecht", "Tot dan.\n\nGroet,\nAnna\n\nInleveren kan bij:\nHoofdstraat 1\n3511 AB Utrecht"},
		{"an address to go to", "U kunt terecht bij:\n\nGarage Jansen\nDorpsstraat 1\n3500 AB Utrecht\n030-1234567", "U kunt terecht bij:\n\nGarage Jansen\nDorpsstraat 1\n3500 AB Utrecht\n030-1234567"},
		{"a sentence with a number under a name", "De auto is klaar.\n\nMet vriendelijke groet,\n\nAnna\n\nU kunt mij bellen op 030-1234567.", "De auto is klaar.\n\nMet vriendelijke groet,\n\nAnna\n\nU kunt mij bellen op 030-1234567."},
		{"phone", "De auto is kapot.\n\nVerzonden vanaf mijn iPhone", "De auto is kapot."},
		{"phone en", "It broke.\n\nSent from my Galaxy S21", "It broke."},
		{"outlook for ios", "Het is stuk.\n\nOutlook voor iOS downloaden <https://aka.ms/x>", "Het is stuk."},
		{"a sentence alike", "Verzonden is het pakket nooit, vanaf mijn adres gezien.", "Verzonden is het pakket nooit, vanaf mijn adres gezien."},
		{"disclaimer", "De auto is kapot.\n\nDit bericht is uitsluitend bestemd voor de geadresseerde. Gebruik door anderen is verboden.", "De auto is kapot."},
		{"only quoted", "> Wij behandelen uw klacht.", "> Wij behandelen uw klacht."},
		{"only a signature", "--\nJan", "--\nJan"},
		{"forwarded, few words", "zie onder\n\n---------- Forwarded message ---------\nVan: Jan <j@x.example>\nDate: ma 16 nov 2026 09:12\nSubject: auto\nTo: <info@x.example>\n\nDe auto is kapot.", "zie onder\n\nDe auto is kapot."},
		{"forwarded, no words", "Begin doorgestuurd bericht:\n\nVan: Jan <j@x.example>\nOnderwerp: auto\nDatum: 16 november 2026 om 09:12\nAan: info@x.example\n\nDe auto is kapot.", "De auto is kapot."},
		{"forwarded, many words", strings.Repeat("mijn eigen verhaal ", 6) + "\n\n-----Doorgestuurd bericht-----\nVan: Jan\n\nDe auto is kapot.", strings.TrimSpace(strings.Repeat("mijn eigen verhaal ", 6))},
		{"gateway's banner", "LET OP: deze e-mail komt van buiten de organisatie.\n\nDe auto is kapot.", "De auto is kapot."},
		{"arrow", "Kijk hier:\n>>> http://x.example <<<\nen kom", "Kijk hier:\n>>> http://x.example <<<\nen kom"},
	} {
		if got := CutReply(tidy(c.text)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestForwardBySubject(t *testing.T) {
	const body = "Zie onder\n\nVan: Jan <j@x.example>\nVerzonden: maandag 16 november 2026 09:12\nAan: info\nOnderwerp: auto\n\nDe auto is kapot."
	for subject, want := range map[string]string{
		"FW: auto": "Zie onder\n\nDe auto is kapot.", "[EXTERN] Doorst: auto": "Zie onder\n\nDe auto is kapot.", "RE: auto": "Zie onder",
	} {
		if got := parse(t, mailOf("Subject: "+subject, body), Options{}).Reply; got != want {
			t.Errorf("%s: %q, want %q", subject, got, want)
		}
	}
}

func TestHTMLToText(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"paragraphs", "<p>een</p><p>twee<br>drie</p>", "een\n\ntwee\ndrie"},
		{"divs", "<div>een</div><div><br></div><div>twee</div>", "een\n\ntwee"},
		{"white space", "a\n  b <b> c</b>d", "a b cd"},
		{"entities", "&lt;5 &euro;&nbsp;&amp; &eacute;&#8217;", "<5 € & é’"},
		{"cells", "<table><tr><td>Lijn</td><td>12</td></tr><tr><td>Tijd</td><td>08:15</td></tr></table>", "Lijn 12\nTijd 08:15"},
		{"lists", "<ul><li>a<li>b<ol><li>c</li><li>d</ol></ul>e", "- a\n- b\n  1. c\n  2. d\ne"},
		{"link", `<a href="https://x.example/y">hier</a>`, "hier <https://x.example/y>"},
		{"link shown", `<a href="https://x.example/">x.example</a> <a href="mailto:a@x.example">a@x.example</a>`, "x.example a@x.example"},
		{"link to script", `<a href="javascript:x()">hier</a>`, "hier"},
		{"quotation", "a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n> > c\n\nd"},
		{"hidden", `a<span style="display: none">b</span><div hidden>c</div>d`, "ad"},
		{"all hidden", `<div style="display:none">a</div>`, "a"},
		{"script and style", "<head><title>t</title><style>s</style></head><body><script>x<y</script>a</body>", "a"},
		{"comment", "a<!-- b --><!--[if mso]>c<![endif]-->d", "ad"},
		{"pre", "<pre>a\n  b</pre>", "a\n  b"},
		{"never closed", "<div><p>a<table><tr><td>b", "a\nb"},
		{"emoji as image", `a <img alt="😀" src=x><img alt="logo" src=y>`, "a 😀"},
		{"deep", strings.Repeat("<div>", 5000) + "a" + strings.Repeat("</div>", 5000) + "b", "a\nb"},
	} {
		if got := HTMLToText(c.page); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		text, want string
		sure       bool
	}{
		{"De auto die ik kreeg is kapot en niemand belt mij terug.", "nl", true},
		{"The car is broken and nobody calls me back.", "en", true},
		{"Mijn leenauto is niet geleverd, please call me back", "nl", true},
		{"ok", "nl", false},
		{"", "nl", false},
		{"Der Wagen ist kaputt und ich warte seit drei Wochen auf eine Antwort von Ihnen.", "nl", false},
	} {
		if lang, sure := Language(c.text); sure != c.sure || sure && lang != c.want {
			t.Errorf("%q: %s %v", c.text, lang, sure)
		}
	}
}

// What is not the sender's own is told apart: it must never pass for his words.
func TestBorrowed(t *testing.T) {
	for _, c := range []struct {
		name, text string
		forwards   bool
		want       bool
	}{
		{"own words", "De auto is klaar.", false, false},
		{"own words above a quotation", "De auto is klaar.\n\nOp ma 16 nov 2026 om 09:12 schreef Desk <k@x.example>:\n> klacht", false, false},
		{"own words above the marker", "De auto is klaar.\n-- -- tekst boven deze lijn gaat naar de klant -- --\nklacht", false, false},
		{"only a quotation", "> klacht", false, true},
		{"only a header block", "Van: Desk\nVerzonden: maandag\nAan: Anna\nOnderwerp: klacht\n\nklacht", false, true},
		{"only the marker", "-- -- tekst boven deze lijn gaat naar de klant -- --\nklacht", false, true},
		{"an answer below the marker", "> -- -- tekst boven deze lijn gaat naar de klant -- --\n> klacht\n\nDe auto is klaar.", false, true},
		{"a forwarded mail", "Zie onder.\n\nVan: Jan\nVerzonden: maandag\nAan: Desk\nOnderwerp: klacht\n\nMijn auto is kapot.", true, true},
		{"nothing", "", false, true},
	} {
		if got := cutReply(c.text, c.forwards); got.borrowed != c.want {
			t.Errorf("%s: borrowed is %v for %q", c.name, got.borrowed, got.own)
		}
	}
}
