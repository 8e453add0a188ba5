package ingest

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// stopWords are the words that a text of some length cannot do without. Words that
// both languages have (is, in, was, me, of, die, had, over) decide nothing.
var stopWords = index(map[string]string{
	"nl": `de het een en ik niet van dat op te zijn voor met aan er maar om dan zou wat mijn dit zo bij ook uit aan daar naar heb
			hij je jullie u uw wij ze hebben heeft wel geen meer nog al deze worden wordt werd kan kunnen moet moeten wil graag
			mij ons onze omdat als hoe waar wanneer waarom nooit altijd klacht auto bedankt groet groeten vriendelijke geachte
			beste hoi hallo dag mevrouw meneer weer sinds door tot nu alleen iets niets niemand gisteren vandaag morgen kapot`,
	"en": `the and to my not you that it with for this but have are be your from they we an or our will would there their what so
			about which when can no if has been more who its do does did were them than then some any could should how why never
			always complaint car dear hello hi thanks thank regards kind please since because after before nobody nothing
			yesterday today tomorrow i'm don't i've broken`,
})

// index turns lists of words by language into languages by word.
func index(lists map[string]string) map[string]string {
	words := map[string]string{}
	for lang, list := range lists {
		for _, w := range strings.Fields(list) {
			words[w] = lang
		}
	}
	return words
}

// Language tells whether a text is Dutch ("nl") or English ("en"), by its stop
// words, and by its letters where those are few. It is not sure of a text in
// another language, nor of a very short one; then the language is a guess.
func Language(text string) (lang string, sure bool) {
	text = shorten(text, 20_000)
	votes := map[string]int{}
	words := 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		words++
		if l := stopWords[w]; l != "" {
			votes[l]++
		}
	}
	nl, en := votes["nl"], votes["en"]
	switch {
	case nl > en:
		lang = "nl"
	case en > nl:
		lang = "en"
	default:
		return guess(text), false
	}
	most, least := max(nl, en), min(nl, en)
	// A text in a third language hits a few words by chance.
	return lang, most >= 2 && most >= 2*least && most*8 >= words
}

// guess lets the letters decide.
func guess(text string) string {
	info := whatlanggo.DetectWithOptions(shorten(text, 2000), whatlanggo.Options{
		Whitelist: map[whatlanggo.Lang]bool{whatlanggo.Nld: true, whatlanggo.Eng: true},
	})
	if info.Lang == whatlanggo.Eng && info.Confidence > 0.1 {
		return "en"
	}
	return "nl"
}
