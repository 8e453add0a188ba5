package ingest

import (
	"strings"
	"testing"
)

func TestSpam(t *testing.T) {
	for header, want := range map[string]bool{
		"X-Spam-Flag: YES": true, "X-Spam-Status: Yes, score=20.1 required=5": true, "X-Spam: Yes": true, "Subject: ***SPAM*** win": true, "Subject: [SPAM] win": true,
		"X-Spam-Flag: NO": false, "X-Spam-Status: No, score=-1": false, "X-Spam-Score: 20": false, "Subject: uw spam": false, "Subject: Re: [SPAM] is wat ik kreeg": false,
	} {
		m, err := Parse(strings.NewReader("From: a@b.example\r\n"+header+"\r\n\r\nHallo.\r\n"), Options{})
		if err != nil || m.Spam != want {
			t.Errorf("%s: %v %v", header, m.Spam, err)
		}
	}
}

// A colleague who says that he passes a mail on does so whatever his subject is.
func TestPassedWhateverTheSubject(t *testing.T) {
	const raw = "From: anna@desk.test\r\nSubject: [NIEUW MAIL SCHADE]\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKun je dit oppakken?\r\n\r\n" +
		"Van: Jan Klant <jan@klant.example>\r\nVerzonden: donderdag 19 november 2026 10:12\r\nAan: Anna <anna@desk.test>\r\nOnderwerp: bumper\r\n\r\nMijn bumper is beschadigd.\r\n"
	for passed, want := range map[bool]string{true: "jan@klant.example", false: ""} {
		m, err := Parse(strings.NewReader(raw), Options{Passed: passed})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if m.Forwarded != nil {
			got = m.Forwarded.From.Address
		}
		if got != want || m.Subject != "[NIEUW MAIL SCHADE]" {
			t.Errorf("passed %v: from %q, subject %q", passed, got, m.Subject)
		}
	}
}
