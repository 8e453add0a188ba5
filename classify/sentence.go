package classify

import "strings"

// How much a sentence counts. A sentence that says its subject is not the
// complaint counts little; one that asks for something counts most; a disclaimer
// under a mail not at all. A plain "niet" or "geen" is no sign: in a complaint
// "de laadpas werkt niet" is the complaint.
const (
	besideThePoint = 0.2
	request        = 1.3
	disclaimer     = 0
)

// cues are phrases of whole words that set how much a sentence counts; the first
// kind that is found decides.
var cues = []struct {
	factor  float64
	phrases []string
}{
	{disclaimer, []string{
		"uitsluitend bestemd voor", "is vertrouwelijk", "vertrouwelijke informatie", "niet de geadresseerde", "ten onrechte ontvangen",
		"dit bericht kan informatie bevatten", "aan dit bericht kunnen geen rechten",
		"intended only for", "intended solely for", "intended recipient", "may contain confidential", "is confidential",
	}},
	{besideThePoint, []string{
		"daar gaat het niet om", "daar gaat het mij niet om", "daar gaat het me niet om", "daar gaat deze mail niet over", "gaat deze mail niet over",
		"gaat deze klacht niet over", "daar gaat deze klacht niet over", "gaat mijn klacht niet over", "daar klaag ik niet over", "hoef geen", "netjes", "keurig",
		"allang opgelost", "inmiddels opgelost", "al opgelost", "is opgelost", "complimenten", "compliment", "niets dan lof", "niets op aan te merken", "prima geregeld", "goed geregeld",
		"that part is fine", "was fine", "not the issue", "not my complaint", "not what this is about", "is not about", "no complaints about", "already been resolved", "already resolved",
		"has been solved", "do not need", "dont need", "compliments",
	}},
	{request, []string{
		"ik wil", "wil ik", "wij willen", "willen wij", "graag", "ik eis", "eis ik", "ik verzoek", "verzoek ik", "verzoek u", "ik verwacht", "verwacht ik", "ik vraag u", "wilt u", "kunt u", "kunnen jullie", "willen jullie", "gaarne",
		"please", "i want", "i would like", "id like", "i expect", "i demand", "i request", "i ask you", "could you", "can you", "kindly",
	}},
}

var cueIndex = func() *index {
	var all []phrase
	for kind, c := range cues {
		for _, p := range c.phrases {
			elements, err := parsePhrase(p)
			if err != nil {
				panic(err) // a constant
			}
			all = append(all, phrase{elements, []int32{int32(kind)}})
		}
	}
	return newIndex(all)
}()

// weigh makes each sentence count by the cues in it.
func (t *text) weigh() {
	kinds := make([]int32, len(t.factors))
	cueIndex.find(t, func(f find) {
		kind := cueIndex.phrases[f.phrase].slots[0] + 1
		mark := func(at int32) {
			if sentence := t.tokens[at].sentence; kinds[sentence] == 0 || kind < kinds[sentence] {
				kinds[sentence] = kind
			}
		}
		if f.at >= 0 {
			mark(f.at)
			return
		}
		for at := t.first[f.word]; at >= 0; at = t.tokens[at].next {
			mark(at)
		}
	})
	for sentence, kind := range kinds {
		if kind > 0 {
			t.factors[sentence] *= cues[kind-1].factor
		}
	}
}

// sentences cuts a folded text. A mail is wrapped anywhere, so that a line's end
// ends nothing, but an empty line or a list's dash does; "but" begins a sentence
// of its own, because what goes before it is what the complaint is not about.
func sentences(folded string) []string {
	var out []string
	from := 0
	cut := func(to int) {
		if strings.TrimSpace(folded[from:to]) != "" {
			out = append(out, folded[from:to])
		}
		from = to
	}
	for i := 0; i < len(folded); i++ {
		rest := folded[i+1:]
		switch folded[i] {
		case '.', '!', '?', ';', ':':
			// 1.250,00 and www.example.nl are no ends.
			if rest == "" || rest[0] == ' ' || rest[0] == '\n' || rest[0] == '\r' || rest[0] == '\t' {
				cut(i + 1)
			}
		case '\n':
			line := strings.TrimLeft(rest, " \t\r")
			if line == "" || line[0] == '\n' || line[0] == '-' || line[0] == '*' {
				cut(i + 1)
			}
		case ',':
			next := strings.TrimLeft(rest[:min(len(rest), 16)], " \t\r\n")
			if strings.HasPrefix(next, "maar ") || strings.HasPrefix(next, "but ") {
				cut(i + 1)
			}
		}
	}
	cut(len(folded))
	return out
}
