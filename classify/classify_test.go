package classify

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// usual are the settings of a fresh configuration.
var usual = Settings{Threshold: 3, Margin: 2, Fallback: "SERVICE"}

// filler makes the sender's own text long enough for quotes to count as quotes.
const filler = " Ik vind dit erg vervelend en heb het al twee keer eerder aan u geschreven zonder resultaat."

func TestBuiltinRules(t *testing.T) {
	for _, tt := range []struct{ want, text string }{
		// what a rule book gets wrong that only looks for words
		{"ONDERHOUD", "Dit is geen schade, gewoon een fabricagefout in de versnellingsbak."},
		{"ONDERHOUD", "Nee, ik hoef geen leenauto, maar maak eindelijk de koppeling."},
		{"ONDERHOUD", "De servicebeurt is niet uitgevoerd zoals afgesproken."},
		{"ONDERHOUD", "De verlengde garantie op de turbo wordt niet erkend."},
		{"SCHADE", "U rekent mij inleverschade aan voor steenslag die er al zat."},
		{"SCHADE", "De hagelschade op het dak is nog altijd niet hersteld."},
		{"SCHADE", "Ik ben aangereden door een bestelbus die de bocht afsneed."},
		{"SCHADE", "De gegevens van de tegenpartij zijn na de aanrijding gestuurd, toch betaal ik eigen risico."},
		{"SCHADE", "De auto stond geparkeerd toen hij werd bekrast, en de schade moet ik betalen."},
		{"FACTUUR", "U hebt het maandbedrag dubbel afgeschreven, graag terugstorten."},
		{"FACTUUR", "Er staat een boeterente op mijn factuur die ik niet begrijp."},
		{"LEVERING", "Ik wil schadevergoeding voor de te late levering, de leverdatum is drie keer verschoven."},
		{"CONTRACT", "Mijn contactpersoon zegt dat ik het contract niet tussentijds kan beëindigen."},
		{"CONTRACT", "Ik ben het zat en wil ervan af."},
		{"CONTRACT", "Er staat een boetebeding in dat onredelijk bezwarend is."},
		{"SERVICE", "Ik ben drie keer niet teruggebeld door uw klantenservice."},
		{"SERVICE", "Over de schade zijn we het eens, maar de medewerkster snauwde mij af en was onbeschoft."},
		{"PRIVACY", "Ik kreeg de persoonsgegevens van een ander, dit is een datalek."},
		{"MOBILITEIT", "Op eigen risico rijd ik nu door met kale banden, de bandenservice geeft niet thuis."},
		{"MOBILITEIT", "De auto staat in de garage en ik heb al een week geen leenauto."},
		{"PASSEN", "Mijn laadpas doet het pas sinds vorige week niet meer, en dat is niet passend."},
		{"BOETES", "Deze beschikking van het CJIB is niet van mij, en u rekent administratiekosten."},
		// two subjects in a line
		{"BOETES", "Factuur voor boete."},
		{"SCHADE", "Eindafrekening met inleverschade."},
		{"MOBILITEIT", "Leenauto na aanrijding niet geleverd."},
		{"CONTRACT", "Opzegvergoeding staat fout op factuur."},
		{"PASSEN", "Niemand belt terug over mijn laadpas."},
		// English
		{"ONDERHOUD", "The gearbox is faulty and the workshop says there is no warranty."},
		{"SCHADE", "I got a damage report after the return inspection for scratches that were there."},
		{"FACTUUR", "The direct debit was taken twice and I want a refund."},
		{"LEVERING", "The delivery date was postponed again and the dealer knows nothing."},
		{"CONTRACT", "I was charged a termination fee that is not in my lease contract."},
		{"SERVICE", "Your customer service hung up on me and nobody answers."},
		{"PRIVACY", "Please delete my personal data, as the GDPR says."},
		{"MOBILITEIT", "No courtesy car was offered while mine is off the road."},
		{"PASSEN", "My fuel card was declined at every pump."},
		{"BOETES", "You charged a handling fee on a parking fine that I already paid."},
	} {
		v := Builtin().Classify(Input{Subject: "Klacht", Text: tt.text + filler}, usual)
		if v.Department != tt.want || v.Triage {
			t.Errorf("%s\n\tgoes to %s (triage %v), want %s: %s", tt.text, v.Department, v.Triage, tt.want, v.Why)
		}
	}
}

func TestBuiltinRulesAskWhatTheyDoNotKnow(t *testing.T) {
	for _, text := range []string{
		"", "?", "Koffie in de wachtkamer is prima, ik zit er elke week.",
		"In dat verband wil ik dit aan banden leggen.",
	} {
		if v := Builtin().Classify(Input{Text: text}, usual); !v.Triage || v.Department == "" {
			t.Errorf("%q goes to %q without a question: %s", text, v.Department, v.Why)
		}
	}
}

// TestBuiltinInfixesAreLong: a short stem sits in too many words.
func TestBuiltinInfixesAreLong(t *testing.T) {
	for _, p := range Builtin().patterns {
		if e, err := parsePhrase(p.name); err == nil && len(e) == 1 && e[0].pre && len(e[0].text) < 5 {
			t.Errorf("%s has fewer than five letters", p.name)
		}
	}
	want := []string{"BOETES", "CONTRACT", "FACTUUR", "LEVERING", "MOBILITEIT", "ONDERHOUD", "PASSEN", "PRIVACY", "SCHADE", "SERVICE"}
	if got := Builtin().Departments(); !slices.Equal(got, want) {
		t.Errorf("Departments = %v, want %v", got, want)
	}
}

// book is a small rule book whose sums can be done in the head.
const book = `
[[rule]]
department = "A"
weight     = 4
words      = ["appel*", "*schade*", "rode  wagen", "péage"]
unless     = ["appelmoes*"]

[[rule]]
department = "B"
weight     = 3
words      = ["peer", "kiwi"]

[[rule]]
department = "B"
weight     = 2
unless     = ["nietpeer"]

[[rule]]
department = "C"
weight     = 5
near       = [["leenauto*", "niet|geen", 3]]

[[rule]]
department = "D"
weight     = 4
language   = "en"
words      = ["pear"]
`

func TestScores(t *testing.T) {
	r, err := Parse("book", []byte(book))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		in    Input
		want  string
		score float64
	}{
		{"a whole word", Input{Text: "een peer"}, "B", 3},
		{"not within a word", Input{Text: "peertje vuurpeer"}, "", 0},
		{"a prefix", Input{Text: "appelboom"}, "A", 4},
		{"an infix", Input{Text: "INLEVERSCHADES"}, "A", 4},
		{"a phrase over a line's end", Input{Text: "die rode\r\nwagen"}, "A", 4},
		{"a phrase keeps together", Input{Text: "die rode oude wagen"}, "", 0},
		{"accents", Input{Text: "PEAGE"}, "A", 4},
		{"accents apart", Input{Text: "pe\u0301age"}, "A", 4},
		{"once, however often", Input{Text: "peer, peer en peer"}, "B", 3},
		{"the best place", Input{Subject: "peer", Text: "peer"}, "B", 4.5},
		{"two patterns add up", Input{Text: "peer en kiwi"}, "B", 6},
		{"unless takes back", Input{Text: "appelmoes en schade"}, "A", 4},
		{"but no more than was given", Input{Text: "appelmoes"}, "", 0},
		{"a rule of only unless takes from all", Input{Text: "peer nietpeer"}, "B", 1},
		{"near, after", Input{Text: "de leenauto kwam niet"}, "C", 5},
		{"near, before", Input{Text: "geen enkele leenauto"}, "C", 5},
		{"not near enough", Input{Text: "de leenauto van mijn buren kwam niet"}, "", 0},
		{"not from one part to the next", Input{Subject: "geen", Text: "leenauto"}, "", 0},
		{"another language", Input{Text: "pear", Language: "nl"}, "", 0},
		{"unknown language", Input{Text: "pear"}, "D", 4},
		{"a request", Input{Text: "ik wil een peer"}, "B", 3.9},
		{"beside the point", Input{Text: "de peer is keurig"}, "B", 0.6},
		{"up to the but", Input{Text: "de peer is keurig, maar de kiwi niet"}, "B", 3.6},
		{"a disclaimer", Input{Text: "dit bericht met peer is vertrouwelijk"}, "", 0},
		{"quoted under few words", Input{Text: "zie onder", Quoted: "peer"}, "B", 3},
		{"quoted under many", Input{Text: filler, Quoted: "peer"}, "B", 0.9},
		{"a soft hyphen", Input{Text: "pe\u00ader"}, "B", 3},
	} {
		v := r.Classify(tt.in, Settings{})
		if v.Department != tt.want || v.Score != tt.score {
			t.Errorf("%s: %s %g, want %s %g (%s)", tt.name, v.Department, v.Score, tt.want, tt.score, v.Why)
		}
	}
}

func TestDecision(t *testing.T) {
	r, err := Parse("book", []byte(strings.ReplaceAll(`
[[rule]]
department = "SCHADE"
weight = 10
words = ["schade"]
[[rule]]
department = "PRIVACY"
weight = 7
words = ["lek"]
[[rule]]
department = "FACTUUR"
weight = 10
words = ["nota"]
[[rule]]
department = "ZELF"
weight = 2.5
words = ["klein"]
[[rule]]
department = "WEG"
weight = 4
words = ["weg"]
`, "\t", "")))
	if err != nil {
		t.Fatal(err)
	}
	known := usual
	known.Departments = []string{"SCHADE", "PRIVACY", "FACTUUR", "SERVICE", "ZELF"}
	for _, tt := range []struct {
		text       string
		department string
		triage     bool
		margin     float64
		also       string
	}{
		{"schade", "SCHADE", false, 10, ""},
		{"schade lek", "SCHADE", false, 3, "PRIVACY"},
		{"nota schade", "SCHADE", true, 0, "FACTUUR"}, // a tie: the specific first
		{"klein", "ZELF", true, 2.5, ""},              // below the threshold
		{"weg", "SERVICE", false, 4, ""},              // nobody's: the fallback's
		{"niets", "SERVICE", true, 0, ""},
	} {
		v := r.Classify(Input{Text: tt.text}, known)
		if v.Department != tt.department || v.Triage != tt.triage || v.Margin != tt.margin || strings.Join(v.Also, " ") != tt.also {
			t.Errorf("%q: %+v, want %+v", tt.text, v, tt)
		}
		if v.Why == "" {
			t.Errorf("%q: no reason given", tt.text)
		}
	}
}

func TestMatchedIsStrongestFirstAndHoldsPatternsOnly(t *testing.T) {
	v := Builtin().Classify(Input{Subject: "Inleverschade", Text: "Een deuk in de bumper van mevrouw Geheimpje." + filler}, usual)
	if len(v.Matched) < 3 || v.Matched[0] != "*inleverschade*" {
		t.Errorf("Matched = %q, want *inleverschade* first of several", v.Matched)
	}
	names := map[string]bool{}
	for _, p := range Builtin().index.phrases {
		names[p.String()] = true
	}
	for _, p := range Builtin().patterns {
		names[p.name] = true
	}
	for _, m := range v.Matched {
		for half := range strings.SplitSeq(m, nearSign) {
			if !names[half] {
				t.Errorf("%q is no pattern", half)
			}
		}
	}
}

func TestClassifyIsDeterministicAndConcurrent(t *testing.T) {
	in := Input{Subject: "Factuur en schade", Text: "Leenauto, laadpas, boete, contract, levering, klantenservice, banden en privacy."}
	want := Builtin().Classify(in, usual)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := Builtin().Classify(in, usual); got.Why != want.Why || !slices.Equal(got.Also, want.Also) || !slices.Equal(got.Matched, want.Matched) {
					t.Errorf("%+v, then %+v", want, got)
				}
			}
		})
	}
	wg.Wait()
}
