package classify

import (
	"fmt"
	"strings"
	"testing"
)

func FuzzClassify(f *testing.F) {
	f.Add("Klacht", "De schade is keurig hersteld, maar de leenauto kwam niet.", "> beëindigd", "nl")
	f.Add("", "", "", "")
	f.Add("\xff\xfe", "ﬁne ĳs ǅ İ", strings.Repeat("-\n", 50), "en")
	f.Fuzz(func(t *testing.T, subject, text, quoted, language string) {
		in := Input{Subject: subject, Text: text, Quoted: quoted, Language: language}
		v := Builtin().Classify(in, usual)
		again := Builtin().Classify(in, usual)
		if fmt.Sprint(v) != fmt.Sprint(again) {
			t.Errorf("once %+v, once %+v", v, again)
		}
		if v.Department == "" || v.Score < 0 || v.Margin < 0 || v.Margin > v.Score {
			t.Errorf("%+v", v)
		}
		if !v.Triage && (v.Score < usual.Threshold || v.Margin < usual.lead(v.Score)) {
			t.Errorf("sure of %+v", v)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(builtin)
	f.Add([]byte(book))
	f.Add([]byte("rule = [{department='A', weight=1, words=['']}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Parse("rules", text)
		if (r == nil) == (err == nil) {
			t.Errorf("Parse = %v, %v", r, err)
		}
		if err == nil {
			r.Classify(Input{Text: string(text)}, usual)
		}
	})
}

// many is a rule book of n invented keywords beside the ones in the binary.
func many(tb testing.TB, n int) *Rules {
	var b strings.Builder
	b.Write(builtin)
	for i := range n / 10 {
		fmt.Fprintf(&b, "\n[[rule]]\ndepartment = \"D%d\"\nweight = 3\nwords = [", i%10)
		for j := range 10 {
			word := fmt.Sprintf("%c%c%csel%dwoord", 'a'+i%26, 'e'+j%5, 'a'+(i/26)%26, i*10+j)
			fmt.Fprintf(&b, "%q, ", []string{word, word + "*", "*" + word + "*", word + " met staart"}[j%4])
		}
		b.WriteString("]\n")
	}
	r, err := Parse("many", []byte(b.String()))
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

var twoKilobytes = Input{Subject: "Klacht over de eindafrekening", Text: strings.Repeat(
	"Geachte mevrouw, vorige week is de auto ingeleverd en nu krijg ik een rekening voor krassen die er al zaten. "+
		"Ik heb drie keer gebeld, maar niemand belt terug. Graag ontvang ik een creditnota.\n", 11)}

func BenchmarkClassify(b *testing.B) {
	for _, n := range []int{0, 10000} {
		b.Run(fmt.Sprintf("%d more keywords", n), func(b *testing.B) {
			r := many(b, n)
			b.SetBytes(int64(len(twoKilobytes.Text)))
			b.ReportAllocs()
			for b.Loop() {
				r.Classify(twoKilobytes, usual)
			}
		})
	}
}

func BenchmarkParseBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("rules", builtin); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHostile: a mail made to be slow is only long.
func BenchmarkHostile(b *testing.B) {
	in := Input{Text: strings.Repeat("geen leenauto ", maxText/14), Quoted: strings.Repeat("schadeschad", maxText/11)}
	for b.Loop() {
		Builtin().Classify(in, usual)
	}
}
