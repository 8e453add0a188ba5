package notify

import (
	"slices"
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

var envelopeLines = []string{"Zoë van den Berg", "Dorpsstraat 1 <b>", "", "1234 AB  UTRECHT"}

func TestPages(t *testing.T) {
	letters := load(t)
	for kind := range sheets {
		for _, language := range Languages {
			c := sample(kind)
			if kind == complaint.Confirmation {
				c.Channel = complaint.ByPhone
			}
			page, err := letters.Page(kind, language, sampleTime, c, envelopeLines)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, string(kind)+"."+language+".paper.html", page.Data)
			if page.Type != "text/html" || page.Size != int64(len(page.Data)) || fileName(page.Name) != page.Name || !strings.HasPrefix(page.Name, "K-2026-000123-") {
				t.Errorf("%s: %+v", kind, page.Attachment)
			}
			text := string(page.Data)
			for _, no := range []string{"mailto:", "deze mail", "this mail", "<script", "src=", "<b>", "[K-"} {
				if strings.Contains(text, no) {
					t.Errorf("%s.%s: has %q", kind, language, no)
				}
			}
			day := "dinsdag 24 november 2026"
			if language == "en" {
				day = "Tuesday 24 November 2026"
			}
			for _, yes := range []string{day, "K-2026-000123", "Zoë van den Berg<br>\nDorpsstraat 1 &lt;b&gt;<br>\n1234 AB  UTRECHT</p>", "088-0123456", "@page"} {
				if !strings.Contains(text, yes) {
					t.Errorf("%s.%s: lacks %q", kind, language, yes)
				}
			}
		}
	}
	page, err := letters.Page(complaint.Resolution, "nl", sampleTime, sample(complaint.Resolution), nil)
	if err != nil || page.Name != "K-2026-000123-antwoord.html" {
		t.Error(page.Name, err)
	}
	if _, err := letters.Page(complaint.Notice, "nl", sampleTime, sample(complaint.Notice), nil); err == nil {
		t.Error("a notice to staff is printed for a customer")
	}
}

// A letter that a customer can get can be printed for the one who has no mail.
func TestEveryLetterToCustomersHasASheet(t *testing.T) {
	for _, kind := range slices.Concat(complaint.AutomaticToCustomer, complaint.CommandedToCustomer) {
		if _, ok := sheets[kind]; !ok {
			t.Errorf("%s has no name on paper", kind)
		}
	}
}
