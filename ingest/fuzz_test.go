package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"gehoord/internal/complaint"
)

// sound fails when a string could not be stored.
func sound(t *testing.T, what, s string) {
	t.Helper()
	if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
		t.Fatalf("%s is not storable: %q", what, s)
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/mails/*.eml")
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte("From: =?utf-8?B?w6k=?= =?x?\n\tContent-Type: multipart/mixed\n\n--a\nContent-Type: text/html\n\n<p>"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := Parse(strings.NewReader(string(raw)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkSound(t, m)
	})
}

// checkSound holds a mail to what its type promises.
func checkSound(t *testing.T, m complaint.Mail) {
	t.Helper()
	texts := []string{m.MessageID, m.Subject, m.Text, m.Reply, m.From.Name, m.From.Address, m.Same}
	for _, list := range [][]complaint.Address{m.To, m.Cc} {
		for _, a := range list {
			texts = append(texts, a.Name, a.Address)
		}
	}
	if m.ReplyTo != nil {
		texts = append(texts, m.ReplyTo.Name, m.ReplyTo.Address)
	}
	for _, a := range m.Attachments {
		texts = append(texts, a.Name, a.Type)
	}
	for _, b := range m.Bounces {
		texts = append(texts, b.Recipient, b.Status, b.MessageID)
	}
	texts = append(texts, m.References...)
	texts = append(texts, m.AuthResults...)
	texts = append(texts, m.Problems...)
	for _, s := range texts {
		sound(t, "a string", s)
	}
	if m.Text != "" && m.Reply == "" {
		t.Fatalf("reply cut to nothing: %q", m.Text)
	}
	if strings.ContainsAny(m.Subject+m.From.Name, "\r\n") {
		t.Fatal("line end in a header field")
	}
	if strings.Contains(m.Text, "\r") {
		t.Fatal("CR in the text")
	}
}

func FuzzHTMLToText(f *testing.F) {
	f.Add("<table><tr><td>a<td>b</table><blockquote>c<ul><li>d</ul></blockquote><a href='http://x'>e</a>")
	f.Add("<p style='display:none'>a<b></p>c")
	f.Fuzz(func(t *testing.T, page string) { sound(t, "text", HTMLToText(page)) })
}

func FuzzCutReply(f *testing.F) {
	f.Add("Hallo\n\nOp ma 16 nov 2026 om 09:12 schreef Jan <j@x.example>:\n> a\nb\n-- \nc")
	f.Add("Van: a\nVerzonden: b\nAan: c\nOnderwerp: d\n\ne")
	f.Fuzz(func(t *testing.T, text string) {
		text = tidy(text)
		if got := CutReply(text); got == "" && strings.TrimSpace(text) != "" {
			t.Fatalf("cut to nothing: %q", text)
		}
	})
}
