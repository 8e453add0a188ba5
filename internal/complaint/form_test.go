package complaint

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// filled is a form on one line: what is given, in order, then Twice and Wrong.
func filled(f Form) string {
	var all []string
	add := func(key, value string) {
		if value != "" {
			all = append(all, key+"="+strings.ReplaceAll(value, "\n", "/"))
		}
	}
	add("klant", f.Customer)
	add("mail", f.Mail)
	add("tel", f.Phone)
	add("kenteken", f.Plate)
	add("contract", f.Contract)
	add("adres", f.Post)
	add("taal", f.Language)
	add("wens", f.Wish)
	add("story", f.Story)
	add("twice", strings.Join(f.Twice, ","))
	add("wrong", strings.Join(f.Wrong, ","))
	return strings.Join(all, " | ")
}

var forms = []struct{ name, text, want string }{
	{"nothing", "", ""},
	{"only white space", " \r\n\u00a0\n\t", ""},
	{"only a story", "Mevrouw belde.\nDe auto is stuk.", "story=Mevrouw belde./De auto is stuk."},
	{"the example of the card", `Klant: mw. A. de Vries
Mail: a.devries@example.nl
Tel: 06-12345678        Kenteken: AB-123-C        Contract: 400123
Adres: Dorpsstraat 1, Utrecht         Wens: terugbellen na 17 uur
Klacht:
De leenauto was er niet.

Zij wacht al drie dagen.`,
		"klant=mw. A. de Vries | mail=a.devries@example.nl | tel=06-12345678 | kenteken=AB-123-C | contract=400123 | adres=Dorpsstraat 1, Utrecht | wens=terugbellen na 17 uur | story=De leenauto was er niet.//Zij wacht al drie dagen."},
	{"English", "Customer: Ann Lee\nE-mail: ann@x.co.uk\nPhone: +44 20 7946 0000\nRegistration: AB12 CDE\nLanguage: English\nWish: a call\nComplaint: no car",
		"klant=Ann Lee | mail=ann@x.co.uk | tel=+44 20 7946 0000 | kenteken=AB12 CDE | taal=en | wens=a call | story=no car"},
	{"other names", "Naam : Jan\nMailadres: j@x.nl\nMobiel: 0612345678\nContractnr.: 12\nPostadres: Postbus 1\nTaal: NL",
		"klant=Jan | mail=j@x.nl | tel=0612345678 | contract=12 | adres=Postbus 1 | taal=nl"},
	{"other hyphens", "E‑mail: a@b.nl\nE–mail: a@b.nl", "mail=a@b.nl"},
	{"capitals", "KLANT: JAN\nE-MAIL: J@X.NL\nKENTEKEN: 12-ABC-3\nKLACHT: AUTO STUK", "klant=JAN | mail=J@X.NL | kenteken=12-ABC-3 | story=AUTO STUK"},
	{"lower case, no space", "klant:jan\ntel:0301234567\nklacht:stuk", "klant=jan | tel=0301234567 | story=stuk"},
	{"bold", "*Klant:* Anna\n**Mail**: a@b.nl\n*Tel: *06-12345678\n__Wens:__ *geld terug*\n*Klacht:*\n*Alles* is stuk", "klant=Anna | mail=a@b.nl | tel=06-12345678 | wens=geld terug | story=*Alles* is stuk"},
	{"bullets", "- Klant: Anna\n• Mail: a@b.nl\n* Tel: 030 1234567\n1. Kenteken: AB-12-CD\no Wens: bellen", "klant=Anna | mail=a@b.nl | tel=030 1234567 | kenteken=AB-12-CD | wens=bellen"},
	{"tabs and hard spaces", "Klant:\tAnna\nTel\u00a0:\u00a006 12 34 56 78\nKenteken\tAB-12-CD\n\tWens:\tbellen", "klant=Anna | tel=06 12 34 56 78 | kenteken=AB-12-CD | wens=bellen"},
	{"a dash for a colon", "Klant - Anna\nTel – 06-12345678\nMail | a@b.nl", "klant=Anna | mail=a@b.nl | tel=06-12345678"},
	{"an equals sign", "klant = Anna\nmail=a@b.nl\nTelefoon nr: 030-1234567", "klant=Anna | mail=a@b.nl | tel=030-1234567"},
	{"a full-width colon", "Klant：Anna", "klant=Anna"},
	{"quoted", "> Klant: Anna\n> > Mail: a@b.nl", "klant=Anna | mail=a@b.nl"},
	{"invisible", "\ufeffKl\u200bant: An\u00adna\u200e", "klant=Anna"},
	{"&nbsp;", "Klant:&nbsp;Anna&nbsp;de Vries", "klant=Anna de Vries"},
	{"a hint behind the key", "Klant (verplicht): Anna\nMail (indien bekend): a@b.nl", "klant=Anna | mail=a@b.nl"},
	{"a remark behind the key", "Klant (mw. Bos): Anna", "klant=Anna | story=Klant (mw. Bos):"},
	{"a full stop behind the key", "Tel.: 06-12345678\nContract.nr: 5", "tel=06-12345678 | contract=5"},
	{"empty values", "Klant: Anna\nMail:\nTel: -\nKenteken: onbekend\nContract: n.v.t.\nKlacht: stuk", "klant=Anna | story=stuk"},
	{"all empty", "Klant:\nMail:\nTel:\nKlacht:\n", ""},
	{"colons in values", "Wens: bellen: na 17:00 uur\nKlacht: let op: stuk", "wens=bellen: na 17:00 uur | story=let op: stuk"},
	{"any order", "Tel: 030-1234567\nDe auto is stuk.\nKlant: Anna", "klant=Anna | tel=030-1234567 | story=De auto is stuk."},
	{"fields below a complaint of one line", "Klacht: de auto is stuk\nKlant: Anna\nTel: 030-1234567\n\nZij belde.", "klant=Anna | tel=030-1234567 | story=de auto is stuk//Zij belde."},
	{"a greeting above", "Hoi,\n\nHierbij een klacht.\nKlant: Anna\nKlacht:\nStuk.", "klant=Anna | story=Hoi,//Hierbij een klacht.//Stuk."},
	{"one line that lost its spaces", "Klant: Anna Tel: 030-1234567 Mail: a@b.nl Wens: terugbellen Klacht: stuk", "klant=Anna | mail=a@b.nl | tel=030-1234567 | wens=terugbellen | story=stuk"},
	{"separators on one line", "Klant: Anna; tel: 030-1234567, mail: a@b.nl | kenteken: AB-12-CD", "klant=Anna | mail=a@b.nl | tel=030-1234567 | kenteken=AB-12-CD"},
	{"no key within a wish", "Wens: bel mij op mijn tel: 06 is stuk", "wens=bel mij op mijn tel: 06 is stuk"},

	// mail addresses and telephones
	{"mailto", "Mail: a@b.nl<mailto:a@b.nl>\nTel: 06-12345678<tel:0612345678>", "mail=a@b.nl | tel=06-12345678"},
	{"mailto of Outlook", "Mail: a@b.nl [mailto:A@B.nl]", "mail=a@b.nl"},
	{"mailto of Markdown", "Mail: [a@b.nl](mailto:a@b.nl)", "mail=a@b.nl"},
	{"in angle brackets", "Mail: <a@b.nl>", "mail=a@b.nl"},
	{"an address at the end of a sentence", "Mail: a@b.nl.", "mail=a@b.nl"},
	{"a name beside an address", "Mail: Anna <a@b.nl>", "mail=a@b.nl | story=Mail: Anna <a@b.nl>"},
	{"two addresses", "Mail: a@b.nl of c@d.nl", "mail=a@b.nl | story=Mail: a@b.nl of c@d.nl"},
	{"a link to another address", "Mail: a@b.nl<mailto:c@d.nl>", "mail=a@b.nl | story=Mail: a@b.nl<mailto:c@d.nl>"},
	{"no address", "Klant: Anna\nMail: anna punt nl", "klant=Anna | story=Mail: anna punt nl | wrong=mail"},
	{"half an address", "Mail: anna@", "story=Mail: anna@ | wrong=mail"},
	{"no telephone", "Tel: komt nog", "story=Tel: komt nog | wrong=tel"},
	{"telephone with words", "Tel: 030-1234567 (na 17 uur)", "tel=030-1234567 (na 17 uur)"},
	{"no plate", "Kenteken: een rode\nTaal: Duits", "story=Kenteken: een rode/Taal: Duits | wrong=kenteken,taal"},

	// over several lines
	{"an address of three lines", "Adres: Dorpsstraat 1\n3511 AB Utrecht\nNederland\n\nStuk.", "adres=Dorpsstraat 1/3511 AB Utrecht/Nederland | story=Stuk."},
	{"an address below its key", "Adres:\n  Dorpsstraat 1\n  3511 AB Utrecht\nTel: 030-1234567", "tel=030-1234567 | adres=Dorpsstraat 1/3511 AB Utrecht"},
	{"an address and no blank line", "Adres: Dorpsstraat 1\nDe auto staat al drie weken in de garage en niemand belt mij terug.", "adres=Dorpsstraat 1 | story=De auto staat al drie weken in de garage en niemand belt mij terug."},
	{"a wish of two lines", "Wens: geld terug\n  en excuses\nStuk.", "wens=geld terug/en excuses | story=Stuk."},
	{"values below their keys", "Klant:\nAnna\nMail:\na@b.nl\nTel:\n030-1234567\nKlacht:\nStuk.", "klant=Anna | mail=a@b.nl | tel=030-1234567 | story=Stuk."},
	{"with blank lines between", "Klant:\nAnna\n\nMail:\na@b.nl\n\nWens:\n\nKlacht:\nStuk.", "klant=Anna | mail=a@b.nl | story=Stuk."},
	{"a story below an empty field", "Klant: Anna\nMail:\nZij belde boos op.\n", "klant=Anna | story=Zij belde boos op."},

	// a story is no field
	{"speech", "De klant zei: ik betaal niet.\nEn toen: niets.", "story=De klant zei: ik betaal niet./En toen: niets."},
	{"speech of a customer", "Klant zei: ik betaal niet", "story=Klant zei: ik betaal niet"},
	{"a dialogue", "Klant: ik betaal niet meer voor een auto die stilstaat.", "story=Klant: ik betaal niet meer voor een auto die stilstaat."},
	{"no separator", "Klant Anna belde\nTel 06-12345678", "story=Klant Anna belde/Tel 06-12345678"},
	{"a sentence with a dash", "Klant - al jaren bij ons - zei dat hij wegging", "story=Klant - al jaren bij ons - zei dat hij wegging"},
	{"keys in a story", "Klant: Anna\nKlacht:\nZij zag dit:\nTel: niemand\nWens: geen", "klant=Anna | story=Zij zag dit:/Tel: niemand/Wens: geen"},
	{"the other driver", "Klant: Anna\nKenteken: AB-12-CD\nKlacht:\nAangereden door\nNaam: Piet\nKenteken: 12-ABC-3", "klant=Anna | kenteken=AB-12-CD | story=Aangereden door/Naam: Piet/Kenteken: 12-ABC-3"},

	// twice
	{"the same twice", "Klant: Anna\nNaam: anna\nMail: a@b.nl\nMail: A@B.NL", "klant=Anna | mail=a@b.nl"},
	{"more of the same", "Naam: A. de Vries\nKlant: mw. A. de Vries", "klant=mw. A. de Vries"},
	{"two kinds of number", "Tel: 030-1234567\nMobiel: 06-12345678", "tel=030-1234567 / 06-12345678"},
	{"two kinds of address", "Adres: Dorpsstraat 1\nPostadres: Postbus 1", "adres=Postbus 1 | story=Adres: Dorpsstraat 1"},
	{"two customers", "Klant: Anna\nMail: a@b.nl\nKlant: Piet\nMail: p@b.nl", "klant=Anna | mail=a@b.nl | story=Klant: Piet/Mail: p@b.nl | twice=klant,mail"},
	{"two complaints", "Klant: Anna\nTel: 030-1234567\nKlacht:\nStuk.\n\nKlant: Piet\nTel: 030-7654321\nKlacht:\nOok stuk.",
		"klant=Anna | tel=030-1234567 | story=Stuk.//Klant: Piet/Tel: 030-7654321/Klacht:/Ook stuk. | twice=klant,tel,klacht"},
	{"two complaints without a heading", "Klant: Anna\nDe auto van mevrouw is stuk en zij wacht.\nKlant: Piet\nDe auto van meneer is stuk en hij wacht.",
		"klant=Anna | story=De auto van mevrouw is stuk en zij wacht./Klant: Piet/De auto van meneer is stuk en hij wacht. | twice=klant"},
}

func TestReadForm(t *testing.T) {
	for _, tt := range forms {
		if got := filled(ReadForm(tt.text)); got != tt.want {
			t.Errorf("%s:\n%s\n got %s\nwant %s", tt.name, tt.text, got, tt.want)
		}
		if crlf := ReadForm(strings.ReplaceAll(tt.text, "\n", "\r\n")); filled(crlf) != tt.want {
			t.Errorf("%s: CRLF: %s", tt.name, filled(crlf))
		}
		checkWords(t, tt.text)
	}
}

// Whole mails, as programs make them, with what is read in them below "====".
func TestReadFormOfMails(t *testing.T) {
	files, err := filepath.Glob("testdata/forms/*.txt")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text, want, _ := strings.Cut(string(whole), "\n====\n")
		if got := strings.ReplaceAll(filled(ReadForm(text)), " | ", "\n") + "\n"; got != want {
			t.Errorf("%s:\n got %s\nwant %s", file, got, want)
		}
		checkWords(t, text)
	}
}

// checkWords sees that every word of a text is in a field or in the story.
func checkWords(t *testing.T, text string) {
	t.Helper()
	f := ReadForm(text)
	all := strings.Join([]string{f.Customer, f.Mail, f.Phone, f.Plate, f.Contract, f.Post, f.Language, f.Wish, f.Story}, "\n")
	if !utf8.ValidString(all) {
		t.Errorf("%q: not UTF-8: %q", text, all)
	}
	kept := letters(all)
	for _, line := range formLines(text) {
		line = bullet.ReplaceAllString(line, "")
		for word := range strings.FieldsFuncSeq(line, func(r rune) bool { return !isWord(r) }) {
			if w := letters(word); !strings.Contains(kept, w) && !slices.Contains(saidOtherwise, w) {
				t.Errorf("%q: lost %q in %s", text, word, filled(f))
			}
		}
	}
}

var (
	bullet = regexp.MustCompile(`^[\s>|]*(?:(?:[-*•·▪◦‣+–—o]|\(?\d{1,2}[.)])\s+)*`)
	// saidOtherwise are the words that need not be kept: of keys, links, languages,
	// and for nothing.
	saidOtherwise = strings.Fields(`klant klantnaam naam van de customer name indiener mail e email adres address
		mailadres emailadres tel telefoon telefoonnummer telefoonnr nr telnr nummer phone number phonenumber telephone mobiel
		mobiele mobielnummer mobile gsm numberplate kenteken kentekennummer plate license licence registration contract contractnummer
		contractnr no leasecontract woonadres home post postadres postal briefadres taal language wens wensen
		gewenste oplossing wish klacht complaint omschrijving verhaal story description
		mailto nl en nederlands engels dutch english n v t nvt geen onbekend a na none unknown
		verplicht optioneel indien bekend facultatief required optional if known`)
)

func FuzzReadForm(f *testing.F) {
	for _, tt := range forms {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkWords(t, text) })
}

// Texts that somebody made to be slow take no longer than others of their length.
func TestReadFormIsLinear(t *testing.T) {
	for _, piece := range []string{"Klant: a ", "Klant: a\n", "Klant:\n\n", "Adres:\nb\n", "Tel: 123 Mobiel: 456 ", "Klacht: a\n",
		"Mail: a@b\n", "Mail: a@b.", "> - ", "*", " \t", "Wens: a\n b\n", "Klant - ", "a@", "Tel: 1234 (", "Klacht:\nKlant: a\n"} {
		ReadForm(strings.Repeat(piece, (1<<18)/len(piece)))
	}
}

func BenchmarkReadForm(b *testing.B) {
	for b.Loop() {
		ReadForm(forms[3].text)
	}
}
