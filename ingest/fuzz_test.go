package ingest

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
	if f := m.Forwarded; f != nil {
		texts = append(texts, f.From.Name, f.From.Address, f.Subject, f.Text)
		if f.From != (complaint.Address{}) && !strings.Contains(f.From.Address, "@") {
			t.Fatalf("forwarded from %+v", f.From)
		}
		if strings.ContainsAny(f.Subject+f.From.Name+f.From.Address, "\r\n") || strings.Contains(f.Text, "\r") {
			t.Fatalf("line end in %+v", f)
		}
		if y := f.Date.Year(); !f.Date.IsZero() && (y < 1970 || y > 9999) {
			t.Fatalf("forwarded mail of %v", f.Date)
		}
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

// FuzzForwarded reads texts that pass on a mail.
func FuzzForwarded(f *testing.F) {
	names, _ := filepath.Glob("testdata/forwards/*.txt")
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		_, mail, _ := strings.Cut(string(raw), "=====\n")
		_, text, _ := strings.Cut(mail, "\n\n")
		f.Add("Fwd: x", text)
	}
	f.Fuzz(func(t *testing.T, subject, text string) {
		m, err := Parse(strings.NewReader("From: a@b.example\nDate: Mon, 16 Nov 2026 09:12:00 +0100\nSubject: "+oneLine(subject)+"\n\n"+text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkSound(t, m)
		d := writtenDate(text, len(text)%2 == 0, time.UTC)
		if !d.IsZero() && !plausible(d) {
			t.Fatalf("%q is %v", text, d)
		}
	})
}

// FuzzHeader reads one field as every kind of field.
func FuzzHeader(f *testing.F) {
	for _, s := range []string{
		"=?utf-8?B?Y2Fmw6?= =?utf-8?B?k=?= x =?iso-2022-jp?Q?=1B$B?=", `"a, b" <c@d.example>, (e) f: g@h;, <@i,@j:k@l>`,
		`text/plain (x); charset="utf-8"; name*1*=%41; name*0*=iso-8859-1'nl'%E9; name=z`, "<a@b> < c@d> e@f", "Mon, 16 Nov 2026 09:12:00 +0100 (CET)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sound(t, "words", oneLine(decodeWords(s)))
		sound(t, "unknown charset", unknownWord(s))
		value, params := parameters(s)
		sound(t, "value", value)
		for _, v := range params {
			sound(t, "a parameter", v)
			sound(t, "name", fileName(v))
		}
		for _, a := range addresses(s) {
			sound(t, "address", a.Name+a.Address)
			if a.Address == "" {
				t.Fatalf("mailbox without an address in %q", s)
			}
		}
		for _, id := range messageIDs(s) {
			sound(t, "id", id)
		}
		date(s)
	})
}

func FuzzCharset(f *testing.F) {
	for _, cs := range []string{"", "utf-7", "utf-16", "iso-2022-jp", "iso-2022-kr", "hz", "gb2312", "cp850", "x-klingon", "utf-32le"} {
		f.Add([]byte("\xff\xfea\x00 ~{<: +AOs- \x1b$B$3 \x0eGQ\x0f caf\xe9"), cs)
	}
	f.Fuzz(func(t *testing.T, raw []byte, cs string) {
		unknownCharset(cs)
		if s := decodeText(raw, cs); !utf8.ValidString(s) || len(s) > 10*len(raw)+10 {
			t.Fatalf("%d bytes of %q became %q", len(raw), cs, s)
		}
	})
}

// sane holds what was found in a part to the size of that part.
func sane(t *testing.T, raw []byte, c unpacked) {
	t.Helper()
	var m complaint.Mail
	for _, a := range c.attachments {
		if a.Size < 0 || a.Size > int64(len(raw)) || len(a.SHA256) != 64 {
			t.Fatalf("%+v of %d bytes", a, len(raw))
		}
	}
	m.Attachments, m.Problems = c.attachments, c.problems
	for _, n := range c.children {
		m.Text += n.text() + n.spareText()
		m.Reply = m.Text
	}
	checkSound(t, m)
}

func FuzzTNEF(f *testing.F) {
	packed, _ := hex.DecodeString(packedRTF)
	f.Add(winmail(file("A.PDF", "a b.pdf", []byte("abc")), attribute1(packed)))
	f.Add(winmail(attribute1([]byte("\x00\x00\x00\x00\x00\x00\x00\x00MELA\x00\x00\x00\x00{\\rtf1\\fromhtml1{\\*\\htmltag <p>}caf\\'e9\\u8364?\\par}"))))
	f.Fuzz(func(t *testing.T, raw []byte) { sane(t, raw, readTNEF(bytes.NewReader(raw), nil)) })
}

func attribute1(rtf []byte) []byte {
	return att(1, attMsgProps, properties(long(propInternetCPID, 1252), prop(propRTF, typeBinary, rtf)))
}

func FuzzCMS(f *testing.F) {
	f.Add([]byte("0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x800\x80\x02\x01\x011\x000\x80\x06\x01\x01\xa0\x80\x24\x80\x04\x05\n\nabc\x04\x01d\x00\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		w := &walker{boxes: 1}
		sane(t, raw, w.readCMS(bytes.NewReader(raw)))
	})
}

// FuzzUUencode writes the text in two pieces: where they are cut changes nothing.
func FuzzUUencode(f *testing.F) {
	f.Add([]byte("a\nbegin 644 a.txt\n#86)C\n`\nend\nbegin 7 b\n"), 9)
	f.Fuzz(func(t *testing.T, raw []byte, cut int) {
		read := func(pieces ...[]byte) (string, int) {
			to := &capture{limit: 1 << 20}
			u := &uuReader{to: to}
			for _, p := range pieces {
				_, _ = u.Write(p)
			}
			u.done()
			return string(to.b), len(u.files)
		}
		text, files := read(raw)
		cut = min(max(cut, 0), len(raw))
		if again, n := read(raw[:cut], raw[cut:]); again != text || n != files {
			t.Fatalf("%q and %d files, in two pieces %q and %d", text, files, again, n)
		}
		if files == 0 && text != string(raw) {
			t.Fatalf("%q became %q", raw, text)
		}
	})
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
