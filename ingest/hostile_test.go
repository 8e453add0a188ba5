package ingest

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// hostile are mails of about n bytes, each of a kind that once cost some reader of
// mail minutes or gigabytes.
func hostile(n int) map[string]string {
	nested := strings.Builder{}
	for i := range n / 50 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	plain := func(s string) string { return "Subject: x\n\n" + strings.Repeat(s, n/len(s)) }
	page := func(s string) string { return "Content-Type: text/html\n\n" + strings.Repeat(s, n/len(s)) }
	return map[string]string{
		"nested multiparts": nested.String(),
		"many parts":        "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n/5),
		"many fields":       strings.Repeat("X: y\n", n/5) + "\nbody",
		"folded field":      "Subject: x\n" + strings.Repeat(" y\n", n/3) + "\nbody",
		"long field":        "From: " + strings.Repeat("(<,", n/3) + "\n\nbody",
		"encoded words":     "Subject: " + strings.Repeat("=?a?q?", n/6) + "\n\nbody",
		"quotes in a field": "Content-Type: text/plain; " + strings.Repeat(`a="`, n/3) + "\n\nbody",
		"ids":               "References: " + strings.Repeat("<", n) + "\n\nbody",
		"long line":         plain("x"),
		"blank lines":       plain("\n"),
		"short lines":       plain("a\n"),
		"dashes":            plain("--\n"),
		"rulers":            plain("____________\n\n"),
		"attributions":      plain("On 1 Jan 2026\n"),
		"senders":           plain("From: a\n"),
		"quotations":        plain("> a\nb\n"),
		"at signs":          plain("a@b "),
		"open tags":         page("<div>"),
		"open links":        page("<a href='http://x'>y"),
		"open quotes":       page("<blockquote>x"),
		"end tags":          page("<b></i>"),
		"open comments":     page("<!--"),
		"open brackets":     page("<"),
		"rows":              page("<table><tr><td>"),
		"lists":             page("<ul><li>x"),
		"base64":            "Content-Transfer-Encoding: base64\n\n" + strings.Repeat("=", n),
		"quoted-printable":  "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("= ", n/2),
		"blanks":            "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat(" ", n),
		"utf-7":             "Content-Type: text/plain; charset=utf-7\n\n" + strings.Repeat("+", n),
		"delivery status":   "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + strings.Repeat("Final-Recipient: rfc822;a@b.example\n\n", n/40),
	}
}

// What a hostile mail costs is measured below; here it is read at all.
func TestHostileMailIsRead(t *testing.T) {
	for name, raw := range hostile(64 << 10) {
		t.Run(name, func(t *testing.T) { checkSound(t, parse(t, raw, Options{})) })
	}
}

func BenchmarkHostileMail(b *testing.B) {
	for name, raw := range hostile(1 << 20) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				if _, err := Parse(strings.NewReader(raw), Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// endless gives a mail with a large attachment without holding it.
func endless(size int64) io.Reader {
	head := "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHallo\n--b\n" +
		"Content-Type: video/mp4; name=film.mp4\nContent-Transfer-Encoding: base64\n\n"
	return io.MultiReader(strings.NewReader(head), io.LimitReader(repeat(strings.Repeat("QUJD", 19)+"\n"), size/77*77), strings.NewReader("--b--\n"))
}

type repeat string

func (s repeat) Read(p []byte) (int, error) {
	n := 0
	for n+len(s) <= len(p) {
		n += copy(p[n:], s)
	}
	if n == 0 { // a buffer smaller than the line; the lines need not be whole
		n = copy(p, s)
	}
	return n, nil
}

func TestLargeAttachmentIsNotHeld(t *testing.T) {
	const size = 50 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m, err := Parse(endless(size), Options{})
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if len(m.Attachments) != 1 || m.Attachments[0].Size < size*7/10 || m.Text != "Hallo" {
		t.Fatalf("attachments %+v, text %q", m.Attachments, m.Text)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("allocated %d MB for a %d MB mail", used>>20, size>>20)
	}
}

func BenchmarkParse12KB(b *testing.B) {
	line := "De leenauto die ik kreeg was te klein, en niemand belde mij terug over de schade.\r\n"
	quote := "> Wij hebben uw klacht ontvangen en behandelen haar zo spoedig mogelijk.\r\n"
	raw := mailOf("From: Jan <jan@klant.example>\nSubject: =?utf-8?Q?Klacht_over_de_auto?=\nDate: Mon, 16 Nov 2026 09:12:00 +0100\nMessage-ID: <1@klant.example>\nContent-Type: multipart/alternative; boundary=b", "") +
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.Repeat(line, 30) +
		"Op ma 16 nov 2026 om 09:12 schreef Desk <k@desk.example>:\r\n" + strings.Repeat(quote, 30) +
		"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>" + strings.Repeat("<p>"+line+"</p>", 80) + "</body></html>\r\n--b--\r\n"
	raw = raw[:min(len(raw), 12<<10)]
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(strings.NewReader(raw), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
