package complaint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The keys, as Twice and Wrong name them.
const (
	keyCustomer = "klant"
	keyMail     = "mail"
	keyPhone    = "tel"
	keyPlate    = "kenteken"
	keyContract = "contract"
	keyPost     = "adres"
	keyLanguage = "taal"
	keyWish     = "wens"
	keyStory    = "klacht"
)

// label is what a key may be called; one of another kind than the first (a mobile
// number, an address for post) need not be a second value.
type label struct{ key, kind string }

// hints may stand behind a label and say nothing about this customer.
var hints = []string{"verplicht", "optioneel", "indien bekend", "facultatief", "required", "optional", "if known"}

var formLabels = labelled(map[label]string{
	{keyCustomer, ""}:     "klant, klantnaam, naam klant, naam van de klant, customer, customer name, indiener",
	{keyCustomer, "name"}: "naam, name", // in a story, the other driver's
	{keyMail, ""}:         "mail, email, e-mail, mailadres, emailadres, e-mailadres, mail adres, email adres, e-mail adres, mail address, email address, e-mail address",
	{keyPhone, ""}:        "tel, telefoon, telefoonnummer, telefoonnr, telefoon nr, telefoon nummer, tel nr, telnr, tel nummer, phone, phone number, telephone",
	{keyPhone, "mobile"}:  "mobiel, mobiel nr, mobiel nummer, mobielnummer, mobiele nummer, mobile, mobile number, gsm",
	{keyPlate, ""}:        "kenteken, kentekennummer, plate, number plate, numberplate, license plate, licence plate, registration, registration number",
	{keyContract, ""}:     "contract, contractnummer, contract nummer, contractnr, contract nr, contract number, contract no, leasecontract",
	{keyPost, ""}:         "adres, address, woonadres, home address",
	{keyPost, "post"}:     "postadres, post adres, postal address, briefadres",
	{keyLanguage, ""}:     "taal, language",
	{keyWish, ""}:         "wens, wensen, wens klant, wens van de klant, gewenste oplossing, wish",
	{keyStory, ""}:        "klacht, de klacht, complaint, omschrijving, omschrijving klacht, omschrijving van de klacht, verhaal, story, description",
})

func labelled(groups map[label]string) map[string]label {
	m := make(map[string]label)
	for l, names := range groups {
		for name := range strings.SplitSeq(names, ", ") {
			m[plainLabel(name)] = l
		}
	}
	return m
}

// plainLabel is a label as the table has it: E-mail and E mail are one.
func plainLabel(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

var (
	// lineHead is a line that may begin with a key: bullets and bold, a few words, and
	// a colon (or =) or, for something short, a dash, a bar or a tab.
	lineHead = regexp.MustCompile(`^[\s>|]*(?:(?:[-*•·▪◦‣+–—o]|\(?\d{1,2}[.)])\s+)*[*_#]*(\pL+(?:[ .‐‑–-]{1,2}\pL+){0,4}\.?)(?:\s?\(([^()]{0,30})\))?[*_]*(\s?[:：=][*_]*|\s[-–—|]\s|\t)(.*)$`)
	// inner is a key further on in such a line.
	inner = regexp.MustCompile(`(\s+|[|;,]\s*)[*_]*(\pL+(?:[.‐‑–-]\pL+){0,2}\.?)[*_]*\s?[:：][*_]*`)
)

// entry is one key with its value.
type entry struct {
	label
	typed string // the key and value as they were written
	value string
	aside string // the key with what stands behind it in brackets, when that says something
}

// entriesOf takes a line that begins with a key apart; nil for any other line.
func entriesOf(line string) []entry {
	m := lineHead.FindStringSubmatchIndex(line)
	if m == nil {
		return nil
	}
	first, known := formLabels[plainLabel(line[m[2]:m[3]])]
	colon := strings.ContainsAny(line[m[6]:m[7]], ":：=")
	words := strings.Fields(line[m[8]:])
	if !known || !colon && (first.key == keyStory || len(words) > 5) {
		return nil
	}
	if first.key == keyCustomer && len(words) > 5 && strings.ContainsAny(words[len(words)-1], ".!?") {
		return nil // Klant: ik betaal niet meer voor deze auto.
	}
	aside := ""
	if m[4] >= 0 && !slices.Contains(hints, strings.ToLower(line[m[4]:m[5]])) {
		aside = strings.TrimSpace(line[m[2]:m[8]])
	}
	if first.key == keyStory {
		return []entry{{first, line, bare(line[m[8]:]), aside}}
	}
	entries := []entry{{label: first, aside: aside}}
	from, value := m[2], m[8] // of the entry that is being read
	close := func(end int) {
		e := &entries[len(entries)-1]
		e.typed, e.value = strings.TrimSpace(line[from:end]), bare(line[value:end])
	}
	for _, k := range inner.FindAllStringSubmatchIndex(line[m[8]:], -1) {
		for i := range k {
			k[i] += m[8]
		}
		l, known := formLabels[plainLabel(line[k[4]:k[5]])]
		gap, capital := line[k[2]:k[3]], unicode.IsUpper(rune(line[k[4]]))
		if !known || gap == " " && !capital {
			continue
		}
		close(k[2])
		entries = append(entries, entry{label: l})
		from, value = k[4], k[1]
		if l.key == keyStory {
			break
		}
	}
	close(len(line))
	return entries
}

// bare is a value without the bold of a mail program around it.
func bare(s string) string { return strings.Trim(s, " \t*_|") }

// formLines are the lines of a text, with plain spaces and nothing that cannot be
// seen.
func formLines(text string) []string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "&nbsp;", " ")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	return strings.Split(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return -1
		}
		return r
	}, text), "\n")
}
