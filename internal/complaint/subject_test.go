package complaint

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// shown is a result on one line: the canonical tag, with the verb's arguments in
// full; or the code, the number that stays certain, and the suggestion.
func shown(tag Tag, err error) string {
	var wrong *SubjectError
	if errors.As(err, &wrong) {
		s := wrong.Code
		if !tag.Number.IsZero() {
			s += " " + tag.Number.String()
		}
		if wrong.Suggestion != "" {
			s += " " + wrong.Suggestion
		}
		return s
	}
	s := ""
	if !tag.Number.IsZero() {
		s = tag.Number.String()
	}
	if tag.Command != nil {
		s = strings.TrimSpace(s + " " + string(tag.Command.Verb))
		var args []string
		for k, v := range tag.Command.Args {
			args = append(args, k+"="+v)
		}
		slices.Sort(args)
		s += " {" + strings.Join(args, ", ") + "}"
	}
	return s
}

var subjects = []struct{ subject, want string }{
	// no tag at all
	{"", ""},
	{"Schade aan mijn auto", ""},
	{"Re: [EXTERN] Re[2]: ***SPAM*** [SPAM] factuur (3)", ""},
	{"[Nieuwsbrief] [JIRA-123] [Ticket#2026-000123] weer een mail", ""},
	{"[to do] auto ophalen", ""},
	{"[NIEUWS] uit de wereld van lease", ""},
	{"[Klacht] leenauto", ""},
	{"[[[[]]]] ][", ""},

	// numbers without a command
	{"[K-2026-000123]", "K-2026-000123"},
	{"Re: Antw: [K-2026-000123] Uw klacht", "K-2026-000123"},
	{"over klacht K-2026-000123", "K-2026-000123"},
	{"over klacht K-2026-000123, en k2026/123!", "K-2026-000123"},
	{"K2026-123 nog steeds kapot", "K-2026-000123"},
	{"k-2026-0123", "K-2026-000123"},
	{"K 2026 000123", "K-2026-000123"},
	{"mijn Kia K 2026 12 rijdt niet", ""},
	{"K-2026-1234567 is groot", "K-2026-1234567"},
	{"K-2026-000000 bestaat niet", ""},
	{"AK-2026-000123 is van een ander", ""},
	{"12-K-2026-000123 ook", ""},
	{"K-2026-000123-4 ook", ""},
	{"K-1999-000123 is te oud om waar te zijn", ""},
	{"[K 2026 000123]", "K-2026-000123"},
	{"[Ticket K-2026-000123] uw vraag", "K-2026-000123"},
	{"klacht [K-2026-000123", "K-2026-000123"},
	{"klacht [K-2026-0001", ""},
	{"K-2026-000123 en K-2026-000124", ""},
	{"[K-2026-000123] lijkt op K-2026-000124", "K-2026-000123"},
	{"[K-2026-000123] Re: [K-2026-000124]", ""},
	{"[K-2026-000123 is nog altijd niet klaar", "K-2026-000123"},
	{"[DAG-2026-11-23] 3 open", ""},
	{"[DAG-2026-11-23 SCHADE] 3 open", ""},

	// every verb, Dutch
	{"[K-2026-000123 AANNEMEN]", "K-2026-000123 AANNEMEN {}"},
	{"[K-2026-000123 MIJ]", "K-2026-000123 AANNEMEN {}"},
	{"[K-2026-000123 TOEWIJZEN @P.Smit]", "K-2026-000123 TOEWIJZEN {naam=p.smit}"},
	{"[K-2026-000123 REACTIE]", "K-2026-000123 REACTIE {}"},
	{"[K-2026-000123 REACTIE TEL]", "K-2026-000123 REACTIE {kanaal=TEL}"},
	{"[K-2026-000123 VRAAG]", "K-2026-000123 VRAAG {}"},
	{"[K-2026-000123 VRAAG 2-12]", "K-2026-000123 VRAAG {datum=2-12}"},
	{"[K-2026-000123 DUURT +2wd]", "K-2026-000123 DUURT {datum=+2wd}"},
	{"[K-2026-000123 AGENDA 2-12]", "K-2026-000123 AGENDA {datum=2-12}"},
	{"[K-2026-000123 AGENDA 2/12/2026 9u40]", "K-2026-000123 AGENDA {datum=2-12-2026 09:40}"},
	{"[K-2026-000123 AGENDA Maandag]", "K-2026-000123 AGENDA {datum=ma}"},
	{"[K-2026-000123 WACHT DERDE morgen]", "K-2026-000123 WACHT {datum=morgen, op=DERDE}"},
	{"[K-2026-000123 NOTITIE] klant gebeld", "K-2026-000123 NOTITIE {}"},
	{"[K-2026-000123 NAAR SCHADE]", "K-2026-000123 NAAR {afdeling=SCHADE}"},
	{"[K-2026-000123 SPLITS factuur]", "K-2026-000123 SPLITS {afdeling=FACTUUR}"},
	{"[K-2026-000123 SAMEN K-2026-000007]", "K-2026-000123 SAMEN {nummer=K-2026-000007}"},
	{"[K 2026 123 samen k 2026 7]", "K-2026-000123 SAMEN {nummer=K-2026-000007}"},
	{"[K-2026-000123 BESPREKEN COMPLEX]", "K-2026-000123 BESPREKEN {reden=COMPLEX}"},
	{"[K-2026-000123 OVERNEMEN]", "K-2026-000123 OVERNEMEN {}"},
	{"[K-2026-000123 TERUG]", "K-2026-000123 TERUG {}"},
	{"[K-2026-000123 TERUG @anna]", "K-2026-000123 TERUG {naam=anna}"},
	{"[K-2026-000123 PRIO veiligheid]", "K-2026-000123 PRIO {prio=VEILIGHEID}"},
	{"[K-2026-000123 OPGELOST]", "K-2026-000123 OPGELOST {}"},
	{"[K-2026-000123 OPGELOST uitkomst=gegrond]", "K-2026-000123 OPGELOST {uitkomst=GEGROND}"},
	{"[K-2026-000123 OPGELOST deels oorzaak=fout-ons BRIEF]", "K-2026-000123 OPGELOST {brief=ja, oorzaak=FOUT-ONS, uitkomst=DEELS}"},
	{"[K-2026-000123 OPGELOST BRIEF date=23-11]", "K-2026-000123 OPGELOST {brief=ja, datum=23-11}"},
	{"[K-2026-000123 BEVESTIGD BRIEF 23-11]", "K-2026-000123 BEVESTIGD {datum=23-11, kanaal=BRIEF}"},
	{"[K-2026-000123 OORZAAK klant]", "K-2026-000123 OORZAAK {oorzaak=KLANT}"},
	{"[K-2026-000123 HEROPEN]", "K-2026-000123 HEROPEN {}"},
	{"[K-2026-000123 GEENKLACHT vraag]", "K-2026-000123 GEENKLACHT {reden=VRAAG}"},
	{"[KLACHT 3]", "KLACHT {regel=3}"},
	{`[K-2026-000123 KLANT naam="Jan [de] Vries" mail=Jan@x.nl taal=NL]`, "K-2026-000123 KLANT {mail=Jan@x.nl, naam=Jan [de] Vries, taal=nl}"},
	{"[K-2026-000123 KLANT naam=“Jan Smit” tel=06-12345678]", "K-2026-000123 KLANT {naam=Jan Smit, tel=06-12345678}"},
	{"[K-2026-000123 GESCHIL zaak=187573 verweer=2026-12-18]", "K-2026-000123 GESCHIL {verweer=2026-12-18, zaak=187573}"},
	{"[K-2026-000123 GESCHIL INGETROKKEN]", "K-2026-000123 GESCHIL {ingetrokken=ja}"},
	{"[K-2026-000123 UITSPRAAK uitkomst=gegrond uiterlijk=1-2]", "K-2026-000123 UITSPRAAK {uiterlijk=1-2, uitkomst=GEGROND}"},
	{"[K-2026-000123 UITGEVOERD]", "K-2026-000123 UITGEVOERD {}"},
	{"[K-2026-000123 SLUIT]", "K-2026-000123 SLUIT {}"},
	{"[K-2026-000123 BEWAAR aan]", "K-2026-000123 BEWAAR {stand=AAN}"},
	{"[K-2026-000123 AVG-WIS]", "K-2026-000123 AVG-WIS {}"},
	{"[AVG-INZAGE jan@x.nl]", "AVG-INZAGE {mail=jan@x.nl}"},
	{"[K-2026-000123 STATUS]", "K-2026-000123 STATUS {}"},
	{"[K-2026-000123 STOP]", "K-2026-000123 STOP {}"},
	{"[LIJST]", "LIJST {}"},
	{"[LIJST SCHADE laat]", "LIJST {afdeling=SCHADE, laat=ja}"},
	{"[RAPPORT week]", "RAPPORT {periode=WEEK}"},
	{"Re: [DAG-2026-11-23 SCHADE GEZIEN] 3 open", "GEZIEN {afdeling=SCHADE, dag=2026-11-23}"},
	{"[DAG-2026-11-23 GEZIEN]", "GEZIEN {dag=2026-11-23}"},
	{"[AFWEZIG tot=2-12 vervanger=@piet]", "AFWEZIG {tot=2-12, vervanger=piet}"},
	{"[HELP]", "HELP {}"},
	{"[K-2026-000123 HELP]", "K-2026-000123 HELP {}"},
	{"[NIEUW TEL SCHADE ontvangen=20-11 09:40]", "NIEUW {afdeling=SCHADE, kanaal=TEL, ontvangen=20-11 09:40}"},
	{"[NIEUW TEL SCHADE ontvangen=20-11T9:40]", "NIEUW {afdeling=SCHADE, kanaal=TEL, ontvangen=20-11 09:40}"},
	{`[NIEUW BALIE ontvangen="20-11 9:40" SCHADE]`, "NIEUW {afdeling=SCHADE, kanaal=BALIE, ontvangen=20-11 09:40}"},
	{"[NIEUW MAIL] FW: klacht", "NIEUW {kanaal=MAIL}"},
	{"[POST SCHADE ontvangen=20-11]", "POST {afdeling=SCHADE, ontvangen=20-11}"},
	{"[POST]", "POST {}"},

	// and English
	{"[K-2026-000123 accept]", "K-2026-000123 AANNEMEN {}"},
	{"[K-2026-000123 Respond phone]", "K-2026-000123 REACTIE {kanaal=TEL}"},
	{"[K-2026-000123 DELAY tomorrow]", "K-2026-000123 DUURT {datum=morgen}"},
	{"[K-2026-000123 WAIT THIRD fri]", "K-2026-000123 WACHT {datum=vr, op=DERDE}"},
	{"[K-2026-000123 TO SCHADE]", "K-2026-000123 NAAR {afdeling=SCHADE}"},
	{"[K-2026-000123 ESCALATE AUTHORITY]", "K-2026-000123 BESPREKEN {reden=BEVOEGD}"},
	{"[K-2026-000123 SOLVED outcome=partly LETTER]", "K-2026-000123 OPGELOST {brief=ja, uitkomst=DEELS}"},
	{"[K-2026-000123 NOTCOMPLAINT duplicate]", "K-2026-000123 GEENKLACHT {reden=DUBBEL}"},
	{"[NEW PHONE SCHADE received=20-11]", "NIEUW {afdeling=SCHADE, kanaal=TEL, ontvangen=20-11}"},
	{"[DAY-2026-11-23 SEEN]", "GEZIEN {dag=2026-11-23}"},
	{"[LIST late]", "LIJST {laat=ja}"},
	{"[AWAY until=fri deputy=@sam]", "AFWEZIG {tot=vr, vervanger=sam}"},
	{"[LETTER department=SCHADE]", "POST {afdeling=SCHADE}"},

	// as mail programs and thumbs make them
	{"RE: FW: Doorst: [EXTERN] [ k-2026-0123   opgelost ] en meer", "K-2026-000123 OPGELOST {}"},
	{"Antw: ［Ｋ－２０２６－０００１２３　ＯＰＧＥＬＯＳＴ］", "K-2026-000123 OPGELOST {}"},
	{"【K–2026—000123 NOTITIE】", "K-2026-000123 NOTITIE {}"},
	{"[K\u20112026\u2011000123\u00a0NAAR\tSCHADE]", "K-2026-000123 NAAR {afdeling=SCHADE}"},
	{"\u202a[K-2026-\u200b000123 \u2068OPGELOST\u2069]\ufeff", "K-2026-000123 OPGELOST {}"},
	{"[K-2026-000123\r\n OPGELOST]", "K-2026-000123 OPGELOST {}"},
	{"[K-2026-000123: OPGELOST]", "K-2026-000123 OPGELOST {}"},
	{"Mijn auto [K-2026-000123 NOTITIE] van 15\" staat [stil]", "K-2026-000123 NOTITIE {}"},
	{"[K-2026-000123 OPGELOST uitkomst=gegrond", "K-2026-000123 OPGELOST {uitkomst=GEGROND}"},
	{"[EXTERN][K-2026-000123 OPGELOST]", "K-2026-000123 OPGELOST {}"},
	{"[K-2026-000123 NOTITIE] Re: [K-2026-000123 NOTITIE]", "K-2026-000123 NOTITIE {}"},
	{"[K-2026-000123 NOTITIE] Re: [K-2026-000099] oud", "K-2026-000123 NOTITIE {}"},
	{"[K-2026-000123 AANNEMEN] Re: [K-2026-000123 AANEMEN]", "K-2026-000123 AANNEMEN {}"},

	// wrong
	{"[K-2026-000123 OPGLOST]", "E-ONBEKEND K-2026-000123 [K-2026-000123 OPGELOST]"},
	{"[K-2026-000123 OPGELSOT uitkomst=gegrond]", "E-ONBEKEND K-2026-000123 [K-2026-000123 OPGELOST uitkomst=gegrond]"},
	{"[K-2026-000123 RESOLVD]", "E-ONBEKEND K-2026-000123 [K-2026-000123 RESOLVED]"},
	{"[K-2026-000123 OPGELOS", "E-ONBEKEND K-2026-000123 [K-2026-000123 OPGELOST]"},
	{"[K-2026-000123 gaat nergens over]", "E-ONBEKEND K-2026-000123"},
	{"[NIEWU TEL SCHADE]", "E-ONBEKEND [NIEUW TEL SCHADE]"},
	{"[DAG-2026-11-23 GEZEIN]", "E-ONBEKEND [DAG-2026-11-23 GEZIEN]"},
	{"[K-2026-000123 OPGELOST] [K-2026-000123 NOTITIE]", "E-DUBBEL K-2026-000123"},
	{"[K-2026-000123 NOTITIE] [K-2026-000124 NOTITIE]", "E-DUBBEL"},
	{"[K-2026-000123 OPGELOST NOTITIE]", "E-DUBBEL K-2026-000123"},
	{"[K-2026-000123 OPGELOST GEGROND uitkomst=deels]", "E-DUBBEL K-2026-000123"},
	{"[K-2026-000123 OPGLOST] [K-2026-000123 NOTITIE]", "E-ONBEKEND K-2026-000123 [K-2026-000123 OPGELOST]"},
	{"[STOP]", "E-NUMMER"},
	{"Re: [K-2026-000123] [OPGELOST gegrond]", "E-NUMMER K-2026-000123 [K-2026-000123 OPGELOST GEGROND]"},
	{"[K-20266-123 OPGELOST]", "E-NUMMER"},
	{"[2026-000123 OPGELOST]", "E-NUMMER"},
	{"[K-2026-000123 NIEUW TEL]", "E-NUMMER K-2026-000123 [NIEUW TEL]"},
	{"[K-2026-000123 AGENDA]", "E-DATUM K-2026-000123"},
	{"[K-2026-000123 AGENDA 31-11]", "E-DATUM K-2026-000123"},
	{"[K-2026-000123 AGENDA 2-12 25:00]", "E-DATUM K-2026-000123"},
	{"[K-2026-000123 VRAAG volgende week]", "E-DATUM K-2026-000123"},
	{"[K-2026-000123 OPGELOST bijna]", "E-ARGUMENT K-2026-000123"},
	{"[NIEUW TEL ontvangen=vorige week]", "E-DATUM"},
	{"[DAG-2026-13-01 GEZIEN]", "E-DATUM"},
	{"[AFWEZIG]", "E-DATUM"},
	{"[K-2026-000123 NAAR]", "E-ARGUMENT K-2026-000123"},
	{"[K-2026-000123 TOEWIJZEN piet]", "E-ARGUMENT K-2026-000123 [K-2026-000123 TOEWIJZEN @piet]"},
	{"[K-2026-000123 BESPREKEN COMPLX]", "E-ARGUMENT K-2026-000123 [K-2026-000123 BESPREKEN COMPLEX]"},
	{"[K-2026-000123 OPGELOST uitkomst=gegrnd]", "E-ARGUMENT K-2026-000123 [K-2026-000123 OPGELOST uitkomst=GEGROND]"},
	{"[K-2026-000123 OPGELOST kleur=rood]", "E-ARGUMENT K-2026-000123"},
	{"[K-2026-000123 KLANT]", "E-ARGUMENT K-2026-000123"},
	{`[K-2026-000123 KLANT naam="Jan]`, "E-ARGUMENT K-2026-000123"},
	{"[NIEUW SCHADE]", "E-ARGUMENT"},
	{"[RAPPORT]", "E-ARGUMENT"},
	{"[K-2026-000123 OPGELOST uw auto staat klaar", "E-HAAK K-2026-000123"},
	{"[K-2026-000123 OPGELOST [EXTERN]", "E-HAAK K-2026-000123 [K-2026-000123 OPGELOST]"},
	{"[NIEUW TEL SCHADE", "E-HAAK [NIEUW TEL SCHADE]"},
}

func TestParseSubject(t *testing.T) {
	for _, tt := range subjects {
		if got := shown(ParseSubject(tt.subject, "K")); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.subject, got, tt.want)
		}
	}
}

func TestParseSubjectOfAnotherPrefix(t *testing.T) {
	for subject, want := range map[string]string{
		"[DLK-2026-000123 OPGELOST]":          "DLK-2026-000123 OPGELOST {}",
		"[dlk 2026 123 samen dlk2026-7]":      "DLK-2026-000123 SAMEN {nummer=DLK-2026-000007}",
		"[K-2026-000123 OPGELOST]":            "E-NUMMER",
		"over K-2026-000123, DLK-2026-000124": "DLK-2026-000124",
	} {
		if got := shown(ParseSubject(subject, "DLK")); got != want {
			t.Errorf("%s: %s, want %s", subject, got, want)
		}
	}
}

// One spelling never stands for two verbs.
func TestVerbsAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range verbNames {
		if seen[name] || name != strings.ToUpper(name) {
			t.Errorf("%s stands for two verbs, or is not in capitals", name)
		}
		seen[name] = true
	}
	if len(verbs) != 38 {
		t.Errorf("%d verbs", len(verbs))
	}
}

func TestSuggestionsParse(t *testing.T) {
	for _, tt := range subjects {
		var wrong *SubjectError
		_, err := ParseSubject(tt.subject, "K")
		if errors.As(err, &wrong) && wrong.Suggestion != "" {
			if tag, err := ParseSubject(wrong.Suggestion, "K"); err != nil || tag.Command == nil {
				t.Errorf("%s: the suggestion %s is wrong too: %v", tt.subject, wrong.Suggestion, err)
			}
			if !strings.Contains(err.Error(), wrong.Suggestion) || !strings.HasPrefix(err.Error(), wrong.Code) {
				t.Errorf("%s: %v", tt.subject, err)
			}
		}
	}
}

func TestCommandAsJSON(t *testing.T) {
	tag, _ := ParseSubject("[HELP]", "K")
	text, err := json.Marshal(tag.Command)
	if string(text) != `{"verb":"HELP","args":{}}` || err != nil {
		t.Error(string(text), err)
	}
}

func TestOneSlip(t *testing.T) {
	for pair, want := range map[string]bool{
		"OPGELOST OPGELOST": false, "OPGLOST OPGELOST": true, "OPGELSOT OPGELOST": true, "OPGELOSTT OPGELOST": true,
		"OPGELAST OPGELOST": true, "OGPELSOT OPGELOST": false, "A B": true, "AB BA": true, "AB CD": false,
	} {
		a, b, _ := strings.Cut(pair, " ")
		if oneSlip(a, b) != want || oneSlip(b, a) != want {
			t.Errorf("%s: want %v", pair, want)
		}
	}
}
