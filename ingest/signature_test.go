package ingest

import "testing"

func TestUnclosed(t *testing.T) {
	const words = "Beste mevrouw,\n\nWij betalen het terug."
	for text, want := range map[string]string{
		words: words,
		words + "\n\nMet vriendelijke groet,\n\nAnna de Vries\nMedewerker schade\nDirectLease B.V.\n": words,
		words + "\n\nmvg Anna":           words,
		words + "\nGroetjes,\nPiet":      words,
		words + "\n\nKind regards\nAnna": words,
		words + "\n\nMet vriendelijke groet,\nAnna\n\nPS: u krijgt ook een nieuwe laadpas.":                                  words + "\n\nMet vriendelijke groet,\nAnna\n\nPS: u krijgt ook een nieuwe laadpas.",
		words + "\n\nMet vriendelijke groet,\n\nDit is wat wij daarna nog voor u doen: wij halen de auto op en brengen hem.": words + "\n\nMet vriendelijke groet,\n\nDit is wat wij daarna nog voor u doen: wij halen de auto op en brengen hem.",
		"Met vriendelijke groet,\nAnna": "Met vriendelijke groet,\nAnna",
		"":                              "",
	} {
		if got := Unclosed(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
