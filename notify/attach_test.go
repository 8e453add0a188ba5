package notify

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

func file(name, typ, data string) complaint.File {
	return complaint.File{Attachment: complaint.Attachment{Name: name, Type: typ, Size: int64(len(data))}, Data: []byte(data)}
}

func TestAttachments(t *testing.T) {
	letters := load(t)
	files := []complaint.File{
		file("foto bumper.jpg", "image/jpeg", "\xff\xd8\x00\r\n--x\r\n"), file("", "", ""), file("schade café € 450.pdf", "application/pdf", strings.Repeat("%PDF", 5000)),
		file("../../etc/passwd", "text/plain", "één"), file(`C:\map\brief.docx`, "niet/een type\r\nBcc: x@y", "x"), file("a\r\nBcc: x@y\u202egpj.exe", "message/rfc822", "From: x\r\n\r\n"),
		file(strings.Repeat("é", 300)+".html", "text/html; charset=iso-8859-1; x=y", "\xe9"), file("...", "multipart/mixed; boundary=a", "--a\r\n"),
	}
	want := []struct{ name, typ string }{
		{"foto bumper.jpg", "image/jpeg"}, {"bijlage", "application/octet-stream"}, {"schade café € 450.pdf", "application/pdf"},
		{"passwd", "text/plain; charset=utf-8"}, {"brief.docx", "application/octet-stream"}, {"aBcc_ x@ygpj.exe", "application/octet-stream"},
		{strings.Repeat("é", 55) + ".html", "text/html; charset=iso-8859-1"}, {"bijlage", "application/octet-stream"},
	}
	render := func() []byte {
		_, raw, err := letters.Render(complaint.Resolution, sampleHeaders("nl"), sample(complaint.Resolution), files...)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	raw := render()
	if !bytes.Equal(raw, render()) {
		t.Error("not the same bytes twice")
	}
	for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(line) > 998 || !isASCII(string(line)) || bytes.ContainsAny(line, "\r\n") || bytes.HasPrefix(line, []byte("Bcc")) {
			t.Errorf("line %q", line)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	typ, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || typ != "multipart/mixed" {
		t.Fatal(typ, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	letter, err := parts.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	typ, inner, err := mime.ParseMediaType(letter.Header.Get("Content-Type"))
	if err != nil || typ != "multipart/alternative" || inner["boundary"] == params["boundary"] {
		t.Fatal(typ, inner, err)
	}
	both := multipart.NewReader(letter, inner["boundary"])
	for _, typ := range []string{"text/plain; charset=UTF-8", "text/html; charset=UTF-8"} {
		p, err := both.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p)
		if err != nil || p.Header.Get("Content-Type") != typ || !strings.Contains(string(body), "De krassen vallen onder normaal gebruik.") {
			t.Errorf("%s: %v\n%s", p.Header.Get("Content-Type"), err, body)
		}
	}
	if _, err := both.NextPart(); err != io.EOF {
		t.Error("a third text", err)
	}
	for i, w := range want {
		p, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		disposition, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		if err != nil || disposition != "attachment" || params["filename"] != w.name {
			t.Errorf("%d: %s %q %v, want %q", i, disposition, params["filename"], err, w.name)
		}
		typ, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		name, _ := new(mime.WordDecoder).DecodeHeader(params["name"])
		delete(params, "name")
		if err != nil || mime.FormatMediaType(typ, params) != w.typ || name != w.name {
			t.Errorf("%d: %s %v %q %v, want %s", i, typ, params, name, err, w.typ)
		}
		data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil || !bytes.Equal(data, files[i].Data) || p.Header.Get("Content-Transfer-Encoding") != "base64" {
			t.Errorf("%d: other bytes: %q %v", i, data, err)
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Error("one part too many", err)
	}
}
