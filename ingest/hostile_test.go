package ingest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
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
	packed := func(dat []byte) string {
		return "Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(dat[:min(len(dat), n*3/4)])
	}
	many := func(one []byte) []byte { return bytes.Repeat(one, n*3/4/len(one)+1) }
	// Two bytes become sixteen each time, at places that never are the end.
	lz := append([]byte("\x00\x00\x00\x00\x00\x00\x00\x00LZFu\x00\x00\x00\x00"), many([]byte("\xff"+strings.Repeat("\x00\x0e", 8)))...)
	rtf := func(s string) []byte {
		plain := append([]byte("\x00\x00\x00\x00\x00\x00\x00\x00MELA\x00\x00\x00\x00{\\rtf1\\ansi\\fromhtml1 "), many([]byte(s))...)
		return winmail(att(1, attMsgProps, properties(prop(propRTF, typeBinary, plain[:n*3/4]))))
	}
	mails := winmail(att(1, attBody, many([]byte("x"))))
	for range 50 {
		mails = winmail(att(2, attRenderData, nil), att(2, attAttachProps, properties(prop(propAttachData, typeObject, append(make([]byte, 16), mails[:min(len(mails), n/2)]...)))))
	}
	cms := func(b []byte) string {
		return "Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(b[:min(len(b), n*3/4)])
	}
	signed := append([]byte{0x30, 0x80, 6, 9}, signedData...)
	boxes := strings.Repeat("x", n/16)
	for range 6 {
		boxes = cms(append(append(append(bytes.Clone(signed), 0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80, 6, 1, 1, 0xa0, 0x80, 0x24, 0x80, 4, 0x84), binary.BigEndian.AppendUint32(nil, uint32(len(boxes)))...), boxes...))
	}
	return map[string]string{
		"nested multiparts":    nested.String(),
		"nested mails":         strings.Repeat("Content-Type: message/rfc822\n\n", n/30),
		"parts of a digest":    "Content-Type: multipart/digest; boundary=b\n\n" + strings.Repeat("--b\n\nSubject: x\n\n", n/17),
		"attached mails":       "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: x\n\n", n/80),
		"prose as fields":      strings.Repeat("Klacht: y\n", n/10),
		"2231 pieces":          "Content-Type: image/png; " + strings.Repeat("name*1*=%41;", n/12) + "\n\nbody",
		"2231 numbers":         "Content-Type: image/png; " + numbered(n/16) + "\n\nbody",
		"words of base64":      "Subject: " + strings.Repeat("=?utf-8?B?YWJjZA?= ", n/19) + "\n\nbody",
		"words of one":         "Subject: =?utf-8?Q?" + strings.Repeat("=?utf-8?Q", n/9) + "\n\nbody",
		"comments":             "Content-Type: " + strings.Repeat("(", n) + "\n\nbody",
		"quote signs":          plain(">\n"),
		"deep quote signs":     plain(">"),
		"flowed":               "Content-Type: text/plain; format=flowed\n\n" + strings.Repeat("> a \n>> b \n", n/11),
		"begin lines":          plain("begin 644 a\n"),
		"uuencoded files":      plain("begin 644 a\n#86)C\nend\n"),
		"uuencoded lines":      "Subject: x\n\nbegin 644 a\n" + strings.Repeat("#86)C\n", n/6),
		"armour":               plain("-----BEGIN PGP SIGNED MESSAGE-----\n"),
		"armour opened":        plain("-----BEGIN PGP SIGNATURE-----\n\n"),
		"enriched":             "Content-Type: text/enriched\n\n" + strings.Repeat("<param></param><<\n\n<a>", n/21),
		"enriched opened":      "Content-Type: text/enriched\n\n" + strings.Repeat("<param>", n/7),
		"rtf":                  "Content-Type: text/rtf\n\n" + strings.Repeat("{\\f1 \\'e9", n/9),
		"quotes unclosed":      "From: " + strings.Repeat("\"\\", n/2) + "\n\nbody",
		"addresses":            "To: " + strings.Repeat("a @ b . c, (x)", n/14) + "\n\nbody",
		"blank folds":          strings.Repeat("To: x\n \n", n/8) + "\n\nbody",
		"utf-16":               "Content-Type: text/plain; charset=utf-16\n\n" + strings.Repeat("\xd8\x00", n/2),
		"iso-2022-jp":          plain("\x1b$B\x1b(B"),
		"tnef attributes":      packed(winmail(many(att(2, attRenderData, nil)))),
		"tnef files":           packed(winmail(many(file("a", "b", nil)))),
		"tnef properties":      packed(winmail(att(1, attMsgProps, properties(many(long(1, 1)))))),
		"tnef values":          packed(winmail(att(1, attMsgProps, append([]byte{1, 0, 0, 0, 0x1f, 0x10, 0, 0, 0xff, 0xff, 0xff, 0xff}, many(make([]byte, 8))...)))),
		"tnef lengths":         packed(winmail(many([]byte{1, 12, 0x80, 2, 0, 0xff, 0xff, 0xff, 0x7f}))),
		"tnef in tnef":         packed(mails),
		"packed rtf":           packed(winmail(att(1, attMsgProps, properties(prop(propRTF, typeBinary, lz))))),
		"rtf groups":           packed(rtf("{")),
		"rtf words":            packed(rtf("\\u8364?")),
		"rtf bytes":            packed(rtf("\\'e9{")),
		"rtf tags":             packed(rtf("{\\*\\htmltag <div>}")),
		"ber":                  cms(append(append(bytes.Clone(signed), 0xa0, 0x80, 0x30, 0x80), many([]byte{0x30, 0x80})...)),
		"ber strings":          cms(append(append(bytes.Clone(signed), 0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80, 6, 1, 1, 0xa0, 0x80), many([]byte{0x24, 0x80, 4, 1, 'a'})...)),
		"boxes in boxes":       boxes,
		"forwards":             "Subject: Fwd: x\n\n" + strings.Repeat("---------- Forwarded message ---------\nFrom: a <a@b.example>\nSubject: Fwd: x\n\n", n/80),
		"quoted forwards":      "Subject: Fwd: x\n\n" + strings.Repeat("> > > > Begin forwarded message:\n> > > > \n", n/42),
		"forward marks":        plain("-------- Forwarded Message --------\n"),
		"forwarded senders":    "Subject: Fwd: x\n\n" + strings.Repeat("From: a\n\n", n/9),
		"forwarded labels":     "Subject: Fwd: x\n\n---- Forwarded Message ----\n" + strings.Repeat("X-y: a\n", n/7),
		"forwarded commas":     "Subject: Fwd: x\n\n---- Forwarded Message ----\nFrom: " + strings.Repeat("(<,", n/3),
		"forwarded dates":      "Subject: Fwd: x\n\n---- Forwarded Message ----\nDate: " + strings.Repeat("1 nov ", n/6),
		"mails that are files": "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: application/octet-stream; name=a.eml\n\nContent-Type: multipart/mixed; boundary=c\n\n", n/110),
		"mails in mails":       nestedMails(n),
		"many parts":           "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n/5),
		"many fields":          strings.Repeat("X: y\n", n/5) + "\nbody",
		"folded field":         "Subject: x\n" + strings.Repeat(" y\n", n/3) + "\nbody",
		"long field":           "From: " + strings.Repeat("(<,", n/3) + "\n\nbody",
		"encoded words":        "Subject: " + strings.Repeat("=?a?q?", n/6) + "\n\nbody",
		"quotes in a field":    "Content-Type: text/plain; " + strings.Repeat(`a="`, n/3) + "\n\nbody",
		"ids":                  "References: " + strings.Repeat("<", n) + "\n\nbody",
		"long line":            plain("x"),
		"blank lines":          plain("\n"),
		"short lines":          plain("a\n"),
		"dashes":               plain("--\n"),
		"rulers":               plain("____________\n\n"),
		"attributions":         plain("On 1 Jan 2026\n"),
		"senders":              plain("From: a\n"),
		"quotations":           plain("> a\nb\n"),
		"at signs":             plain("a@b "),
		"open tags":            page("<div>"),
		"open links":           page("<a href='http://x'>y"),
		"open quotes":          page("<blockquote>x"),
		"end tags":             page("<b></i>"),
		"open comments":        page("<!--"),
		"open brackets":        page("<"),
		"rows":                 page("<table><tr><td>"),
		"lists":                page("<ul><li>x"),
		"base64":               "Content-Transfer-Encoding: base64\n\n" + strings.Repeat("=", n),
		"quoted-printable":     "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("= ", n/2),
		"blanks":               "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat(" ", n),
		"utf-7":                "Content-Type: text/plain; charset=utf-7\n\n" + strings.Repeat("+", n),
		"delivery status":      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + strings.Repeat("Final-Recipient: rfc822;a@b.example\n\n", n/40),
	}
}

// nestedMails are mails attached to mails without words.
func nestedMails(n int) string {
	var b strings.Builder
	b.WriteString("Subject: Fwd: x\n")
	for i := range n / 80 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\nContent-Type: message/rfc822\n\n", i, i)
	}
	return b.String()
}

// numbered are the pieces of a name, the last first.
func numbered(n int) string {
	var b strings.Builder
	for i := n; i > 0; i-- {
		fmt.Fprintf(&b, "name*%d*=%%41;", i)
	}
	return b.String()
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

// TestFilesInBoxesAreNotHeld is the same for files within parts that are unpacked.
func TestFilesInBoxesAreNotHeld(t *testing.T) {
	const size = 32 << 20
	lines := func(line string) io.Reader { return strings.NewReader(strings.Repeat(line, size/len(line))) }
	length := binary.LittleEndian.AppendUint32(nil, size)
	tnef := winmail(att(2, attRenderData, nil), att(2, attAttachTitle, []byte("film.mp4\x00")))
	tnef = append(append(tnef, 2, 0x0f, 0x80, 6, 0), length...)
	signed := append(append([]byte{0x30, 0x80, 6, 9}, signedData...), 0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80, 6, 1, 1, 0xa0, 0x80, 0x24, 0x80, 4, 0x84)
	signed = binary.BigEndian.AppendUint32(signed, size)
	signed = append(signed, "Content-Type: video/mp4; name=film.mp4\n\n"...)
	for name, r := range map[string]io.Reader{
		"tnef":     io.MultiReader(strings.NewReader("Content-Type: application/ms-tnef\n\n"), bytes.NewReader(tnef), lines("abcdefg\n"), strings.NewReader("\x00\x00")),
		"cms":      io.MultiReader(strings.NewReader("Content-Type: application/pkcs7-mime\n\n"), bytes.NewReader(signed), lines("abcdefg\n")),
		"uuencode": io.MultiReader(strings.NewReader("Subject: x\n\nbegin 644 film.mp4\n"), lines("M"+strings.Repeat("86)C", 15)+"\n"), strings.NewReader("`\nend\n")),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		m, err := Parse(r, Options{})
		if err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if len(m.Attachments) != 1 || m.Attachments[0].Name != "film.mp4" || m.Attachments[0].Size < size*6/10 {
			t.Errorf("%s: attachments %+v, problems %q", name, m.Attachments, m.Problems)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%s: allocated %d MB for a %d MB mail", name, used>>20, size>>20)
		}
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
