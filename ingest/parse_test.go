package ingest

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"gehoord/internal/complaint"
)

func TestText(t *testing.T) {
	const mp = "Content-Type: multipart/mixed; boundary=b\n"
	for _, c := range []struct{ name, header, body, want string }{
		{"plain", "Subject: x", "Hallo\n", "Hallo"},
		{"no header at all", "Hallo,", "de auto is kapot", "Hallo,\n\nde auto is kapot"},
		{"nothing", "Subject: x", "", ""},
		{"NUL and controls", "Subject: x", "a\x00b\x01c \t\n\n\nd", "abc\n\n\nd"},
		{"latin1 declared", "Content-Type: text/plain; charset=iso-8859-1", "ge\xefrriteerd", "geïrriteerd"},
		{"latin1 undeclared", "Subject: x", "ge\xefrriteerd \x80 5", "geïrriteerd € 5"},
		{"utf-8 called ascii", "Content-Type: text/plain; charset=us-ascii", "geïrriteerd", "geïrriteerd"},
		{"utf-8 called latin1", "Content-Type: text/plain; charset=iso-8859-1", "beëindiging", "beëindiging"},
		{"latin1 called utf-8", "Content-Type: text/plain; charset=utf-8", "be\xebindiging", "beëindiging"},
		{"utf-8 cut in a character", "Content-Type: text/plain; charset=utf-8", "één café\xc3", "één café\uFFFD"},
		{"utf-7", "Content-Type: text/plain; charset=utf-7", "be+AOs-indiging 1 +- 1", "beëindiging 1 + 1"},
		{"gb2312", "Content-Type: text/plain; charset=gb2312", "\xc4\xe3\xba\xc3", "你好"},
		{"gb2312 that is valid utf-8", "Content-Type: text/plain; charset=gb2312", "\xd6\xa7", "支"},
		{"utf-8 called gb2312", "Content-Type: text/plain; charset=gb2312", "financiële regeling", "financiële regeling"},
		{"iso-2022-jp", "Content-Type: text/plain; charset=iso-2022-jp", "\x1b$B$3$s\x1b(B", "こん"},
		{"unknown charset", "Content-Type: text/plain; charset=klingon", "caf\xe9", "café"},
		{"quoted-printable", "Content-Transfer-Encoding: quoted-printable", "caf=C3=A9 is =\nopen  ", "café is open"},
		{"quoted-printable broken", "Content-Transfer-Encoding: quoted-printable", "a=ZZ b= c", "a=ZZ b= c"},
		{"base64", "Content-Transfer-Encoding: base64", "SGFs\nbG8=", "Hallo"},
		{"base64 without padding", "Content-Transfer-Encoding: BASE64", "SGFsbG8", "Hallo"},
		{"base64 with a footer", "Content-Transfer-Encoding: base64", "SGFsbG8=\n_____\nThis is the footer of a list", "Hallo"},
		{"base64 with a foreign byte", "Content-Transfer-Encoding: base64", "SGFsb*G8gSmFuLCBoYWxsbw==", "Hallo Jan, hallo"},
		{"unknown encoding", "Content-Transfer-Encoding: foobar", "Hallo", "Hallo"},
		{"bare CR", "Subject: x", "a\rb", "a\nb"},
		{"flowed", "Content-Type: text/plain; format=flowed", "Dit is een \nlange regel.\n> en een \n> quote\n -- x\n-- \nJan", "Dit is een lange regel.\n> en een quote\n-- x\n--\nJan"},
		{"flowed delsp", "Content-Type: text/plain; format=flowed; delsp=yes", "lan \nge", "lange"},
		{"alternative", "Content-Type: multipart/alternative; boundary=b", "--b\nContent-Type: text/html\n\n<p>html\n--b\nContent-Type: text/plain\n\nplain\n--b--\n", "plain"},
		{"alternative, plain empty", "Content-Type: multipart/alternative; boundary=b", "--b\n\n \n--b\nContent-Type: text/html\n\n<p>html\n--b--\n", "html"},
		{"alternative, plain an excuse", "Content-Type: multipart/alternative; boundary=b", "--b\n\nUw programma toont geen HTML\n--b\nContent-Type: text/html\n\n<p>" + strings.Repeat("De auto is kapot. ", 10) + "\n--b--\n", strings.TrimSpace(strings.Repeat("De auto is kapot. ", 10))},
		{"mixed joins", mp, "preamble\n--b\n\neen\n--b\n\ntwee\n--b--\nepilogue", "een\n\ntwee"},
		{"closing boundary missing", mp, "--b\n\neen\n--b\n\ntwee", "een\n\ntwee"},
		{"boundary missing", "Content-Type: multipart/mixed", "--q\nContent-Type: text/plain\n\neen\n--q--\n", "een"},
		{"other boundary", mp, "--q\nContent-Type: text/plain\n\neen\n--q--\n", "een"},
		{"no boundary anywhere", mp, "gewoon tekst", "gewoon tekst"},
		{"content type lost", "Subject: x", "--q\nContent-Type: text/plain\n\neen\n--q--\n", "een"},
		{"part without header", mp, "--b\nHallo daar\n--b--", "Hallo daar"},
		{"part behind the end", mp, "--b\n\neen\n--b--\n\n--b\n\ntwee\n--b--", "een\n\ntwee"},
		{"boundary with blanks behind", mp, "--b  \n\neen\n--b-- \nx", "een"},
		{"boundary that begins like another", "Content-Type: multipart/mixed; boundary=a", "--a\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\neen\n--ab--\n--a\n\ntwee\n--a--", "een\n\ntwee"},
		{"html called plain", "Content-Type: text/plain", "<html><body><p>Hallo</p></body></html>", "Hallo"},
		{"html charset in meta", "Content-Type: text/html", "<meta charset=\"iso-8859-1\">caf\xe9", "café"},
		{"nested mail is no text", mp, "--b\n\nzie bijlage\n--b\nContent-Type: message/rfc822\n\nSubject: y\n\nbinnen\n--b--", "zie bijlage"},
		{"type without a slash", "Content-Type: text", "Hallo", "Hallo"},
		{"no blank line", "Subject: x\nHallo meneer", "meer", "meer"},
		{"no header, first line like a field", "Klacht: de auto is kapot", "en nu?", "Klacht: de auto is kapot\n\nen nu?"},
		{"no header, several such lines", "Naam: Jan\nE-mail: jan@x.example\n  thuis\nKlacht: auto", "", "Naam: Jan\nE-mail: jan@x.example\n  thuis\nKlacht: auto"},
		{"no header, then prose", "Klacht: de auto\nWie betaalt?", "Groet", "Klacht: de auto\nWie betaalt?\n\nGroet"},
		{"part without header, first line like a field", mp, "--b\nLet op: de auto\n\nis kapot\n--b\nNog iets: ja\n--b--", "Let op: de auto\n\nis kapot\n\nNog iets: ja"},
		{"byte order mark before the header", "\xef\xbb\xbfSubject: x", "Hallo", "Hallo"},
		{"blank lines before the header", "\n\nSubject: x", "Hallo", "Hallo"},
		{"utf-16 with a mark", "Content-Type: text/plain; charset=utf-16", "\xff\xfeH\x00o\x00i\x00", "Hoi"},
		{"utf-16 without", "Content-Type: text/plain; charset=utf-16", "\x00H\x00o\x00i", "Hoi"},
		{"utf-8 called utf-16", "Content-Type: text/plain; charset=utf-16", "café", "café"},
		{"utf-8 called utf-7", "Content-Type: text/plain; charset=utf-7", "café", "café"},
		{"utf-8 called iso-2022-jp", "Content-Type: text/plain; charset=iso-2022-jp", "café", "café"},
		{"iso-2022-jp undeclared", "Subject: x", "\x1b$B$3$s\x1b(B", "こん"},
		{"iso-2022-kr", "Content-Type: text/plain; charset=iso-2022-kr", "\x1b$)C\x0eGQ1[\x0f abc", "한글 abc"},
		{"hz", "Content-Type: text/plain; charset=hz-gb-2312", "~{<:Ky2;~} abc", "己所不 abc"},
		{"windows-1252 called latin1", "Content-Type: text/plain; charset=iso-8859-1", "\x8010 \x93ja\x94", "€10 “ja”"},
		{"latin9", "Content-Type: text/plain; charset=iso8859-15", "\xa4 5", "€ 5"},
		{"cp-850", "Content-Type: text/plain; charset=cp-850", "caf\x82", "café"},
		{"cp437", "Content-Type: text/plain; charset=ibm437", "caf\x82", "café"},
		{"koi8-r", "Content-Type: text/plain; charset=koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"},
		{"cp1251", "Content-Type: text/plain; charset=cp-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"},
		{"windows1250", "Content-Type: text/plain; charset=x-windows1250", "\x9aest", "šest"},
		{"ks_c_5601-1987", "Content-Type: text/plain; charset=ks_c_5601-1987", "\xc7\xd1\xb1\xdb", "한글"},
		{"big5", "Content-Type: text/plain; charset=big5", "\xa4\xa4\xa4\xe5", "中文"},
		{"shift_jis", "Content-Type: text/plain; charset=x-sjis", "\x93\xfa\x96{", "日本"},
		{"euc-jp", "Content-Type: text/plain; charset=euc-jp", "\xc6\xfc\xcb\xdc", "日本"},
		{"unknown-8bit", "Content-Type: text/plain; charset=unknown-8bit", "caf\xe9", "café"},
		{"charset with a semicolon in quotes", "Content-Type: text/plain; charset=\"iso-8859-2;\"", "\xb9est", "šest"},
		{"charset with a comment", "Content-Type: text/plain (gewoon) ; charset=iso-8859-2 (Latijn)", "\xb9est", "šest"},
		{"charset without a semicolon before it", "Content-Type: text/plain charset=iso-8859-2", "\xb9est", "šest"},
		{"html behind a comment", "Content-Type: (pagina) text/html", "<p>Hallo", "Hallo"},
		{"text instead of base64", "Content-Transfer-Encoding: base64", "Beste heer,\nde auto is stuk.", "Beste heer,\nde auto is stuk."},
		{"html instead of base64", "Content-Type: text/html\nContent-Transfer-Encoding: base64", "<p>Beste</p>", "Beste"},
		{"uuencode as transfer encoding", "Content-Transfer-Encoding: x-uuencode", "begin 644 a.txt\n#86)C\n`\nend\nfooter", "abc"},
		{"prose called uuencode", "Content-Transfer-Encoding: uuencode", "Hallo\ndaar", "Hallo\ndaar"},
		{"base64 with a blank in it", "Content-Transfer-Encoding: base64", "SGFs bG8g\nSmFu", "Hallo Jan"},
		{"quoted-printable, lower case", "Content-Transfer-Encoding: quoted-printable", "caf=c3=a9 raw caf\xc3\xa9 open = \nregel =", "café raw café open regel"},
		{"flowed into an empty line", "Content-Type: text/plain; format=flowed", "een \ntwee \n\ndrie", "een twee\n\ndrie"},
		{"flowed, stuffed", "Content-Type: text/plain; format=flowed", " From Jan \nen Piet\n >geen quote\n>> diep \n>> er in", "From Jan en Piet\n>geen quote\n>> diep er in"},
		{"first part with a name", mp, "--b\nContent-Type: text/plain; name=\"body.txt\"\n\nHallo\n--b--", "Hallo"},
		{"base64 that is no text", mp, "--b\n\nHallo\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n?garbage\n--b--", "Hallo"},
		{"enriched", "Content-Type: text/enriched", "<bold>Hallo</bold>\ndaar,\n\n<color><param>red</param>een</color> <<b>", "Hallo daar,\neen <b>"},
		{"richtext", "Content-Type: text/richtext", "<bold>Hallo</bold>\ndaar<nl>een <lt>", "Hallo daar\neen <"},
		{"rtf", "Content-Type: text/rtf", "{\\rtf1 Hallo\\par daar}", "Hallo\ndaar"},
		{"line of blanks in the header", "Subject: a\n \nFrom: a@x.example", "Hallo", "Hallo"},
		{"words behind the last boundary", mp, "--b\n\neen\n--b-- dat was het\nepiloog", "een"},
		{"empty boundary", "Content-Type: multipart/mixed; boundary=\"\"", "--\nContent-Type: text/plain\n\neen\n----\nx", "een"},
		{"pgp signed", "Subject: x", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHallo\n- -- \nJan\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n", "Hallo\n--\nJan"},
		{"begin that is no file", "Subject: x", "begin 644 van het einde\nen zo verder\nbegin 2026", "begin 644 van het einde\nen zo verder\nbegin 2026"},
		{"uuencoded", "Subject: x", "Zie bijlage\nbegin 644 a.txt\n#86)C\n`\nend\nGroet", "Zie bijlage\nGroet"},
		{"only a forwarded mail", "Content-Type: message/rfc822", "From: Jan <j@x.example>\nSubject: Boete\n\nIk betaal niet", "---------- Forwarded message ----------\nFrom: Jan <j@x.example>\nSubject: Boete\n\nIk betaal niet"},
	} {
		if m := parse(t, strings.ReplaceAll(c.header+"\n\n"+c.body, "\n", "\r\n"), Options{}); m.Text != c.want {
			t.Errorf("%s: text %q, want %q", c.name, m.Text, c.want)
		}
	}
}

func TestHeaderFields(t *testing.T) {
	for _, c := range []struct {
		name, header string
		got          func(complaint.Mail) string
		want         string
	}{
		{"subject folded", "Subject: a\n b\n\tc", subject, "a b c"},
		{"encoded words joined", "Subject: =?utf-8?B?Y2Fmw6k=?=\n =?utf-8?Q?_nu?=", subject, "café nu"},
		{"encoded word cut in a character", "Subject: =?utf-8?Q?caf=C3?= =?UTF-8?Q?=A9?= x", subject, "café x"},
		{"words apart", "Subject: =?utf-8?Q?a?= b =?utf-8?Q?c?=", subject, "a b c"},
		{"8-bit utf-8", "Subject: café", subject, "café"},
		{"8-bit latin1", "Subject: caf\xe9", subject, "café"},
		{"blanks in a word", "Subject: =?utf-8?Q?twee woorden?=", subject, "twee woorden"},
		{"unknown charset", "Subject: =?x-none?Q?caf=E9?=", subject, "café"},
		{"iso-2022-jp", "Subject: =?ISO-2022-JP?B?GyRCJDMkcxsoQg==?=", subject, "こん"},
		{"no word", "Subject: 1 =? 2 ?= 3 =?a?b", subject, "1 =? 2 ?= 3 =?a?b"},
		{"base64 word broken", "Subject: =?utf-8?B?SGFsbG8?= x", subject, "Hallo x"},
		{"words cut within a group of base64", "Subject: =?utf-8?B?Y2Fmw6?= =?utf-8?B?k=?=", subject, "café"},
		{"word never ends", "Subject: =?utf-8?Q?caf=C3=A9_nu", subject, "café nu"},
		{"word ends in half", "Subject: =?utf-8?B?SGFsbG8=?", subject, "Hallo"},
		{"words without blanks", "Subject: a=?utf-8?Q?b?==?utf-8?B?Yw==?=d", subject, "abcd"},
		{"word with a language", "Subject: =?iso-8859-1*nl?Q?caf=E9?=", subject, "café"},
		{"word in quotes", "Subject: \"=?utf-8?Q?caf=C3=A9?=\"", subject, "\"café\""},
		{"mbox line", "From jan@x Mon Nov 16 09:12:00 2026\nSubject: a", subject, "a"},
		{"line without colon", "X: y\nrubbish here\nSubject: a", subject, "a"},
		{"blank before the colon", "Subject : a", subject, "a"},
		{"from", "From: Jan de Vries <Jan@Klant.EXAMPLE>", from, "Jan de Vries|Jan@klant.example|1"},
		{"from bare", "From: jan@klant.example", from, "|jan@klant.example|1"},
		{"from with comment", "From: jan@klant.example (Jan)", from, "Jan|jan@klant.example|1"},
		{"from quoted", `From: "Vries, Jan de" <j@x.example>`, from, "Vries, Jan de|j@x.example|1"},
		{"from with a comma", "From: Vries, Jan de <j@x.example>", from, "Vries, Jan de|j@x.example|1"},
		{"from 8-bit", "From: Andr\xe9 <a@x.example>", from, "André|a@x.example|1"},
		{"from encoded", "From: =?utf-8?Q?Andr=C3=A9?= <a@x.example>", from, "André|a@x.example|1"},
		{"from without brackets", "From: Jan de Vries a@x.example", from, "Jan de Vries|a@x.example|1"},
		{"from in square brackets", "From: Jan [mailto:a@x.example]", from, "Jan|a@x.example|1"},
		{"from doubled brackets", "From: <<a@x.example>>", from, "|a@x.example|1"},
		{"from unclosed", "From: Jan <a@x.example", from, "Jan|a@x.example|1"},
		{"from mailto", "From: Jan <mailto:a@x.example>", from, "Jan|a@x.example|1"},
		{"from twice", "From: a@x.example\nFrom: b@x.example", from, "|a@x.example|2"},
		{"from two", "From: a@x.example, b@x.example", from, "|a@x.example|2"},
		{"from nobody", "From: Jan", from, "||0"},
		{"from local name", "From: Daemon <MAILER-DAEMON>", from, "Daemon|MAILER-DAEMON|1"},
		{"from all in a word", "From: =?utf-8?Q?Jan_=3Cjan=40x.example=3E?=", from, "Jan|jan@x.example|1"},
		{"from in obsolete syntax", "From: Jan (van (de) garage) <jan @ x . example>", from, "Jan|jan@x.example|1"},
		{"from with comments in the address", "From: Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", from, "Pete|pete@silly.test|1"},
		{"from with a quote never closed", "From: \"Jan <jan@x.example>", from, "Jan|jan@x.example|1"},
		{"from behind a line of blanks", "Subject: a\n\t\nFrom: jan@x.example", from, "|jan@x.example|1"},
		{"blank before the first field", " Subject: a", subject, "a"},
		{"from by a route", "From: Jan <@a.example,@b.example:jan@x.example>", from, "Jan|jan@x.example|1"},
		{"group", "To: vrienden: a@x.example, b@x.example;, c@x.example", to, "a@x.example b@x.example c@x.example"},
		{"nobody", "To: undisclosed-recipients:;", to, ""},
		{"semicolons", "To: a@x.example; b@x.example", to, "a@x.example b@x.example"},
		{"id", "Message-ID: <1@x>", id, "<1@x>"},
		{"id bare", "Message-ID: 1@x", id, "<1@x>"},
		{"id empty", "Message-ID: <>", id, ""},
		{"id absent", "X: y", id, ""},
		{"references", "References: <1@x> <2@x>\n <1@x>\nIn-Reply-To: <3@x> (Jan's mail)", refs, "<1@x> <2@x> <3@x>"},
		{"in-reply-to empty", "In-Reply-To: <>", refs, ""},
		{"date", "Date: Mon, 16 Nov 2026 09:12:00 +0100", when, "2026-11-16T09:12:00+01:00"},
		{"date with comment", "Date: Mon, 16 Nov 2026 09:12:00 +0100 (CET)", when, "2026-11-16T09:12:00+01:00"},
		{"date GMT+", "Date: Mon, 16 Nov 2026 09:12:00 GMT+0100", when, "2026-11-16T09:12:00+01:00"},
		{"date without zone", "Date: Mon, 16 Nov 2026 09:12:00", when, "2026-11-16T09:12:00Z"},
		{"date unreadable", "Date: gisteren", when, "0001-01-01T00:00:00Z"},
		{"reply-to", "Reply-To: Jan <a@x.example>", func(m complaint.Mail) string { return m.ReplyTo.Address }, "a@x.example"},
		{"auth", "Authentication-Results: mx.a; dkim=pass\n header.d=x\nAuthentication-Results: mx.b; none", func(m complaint.Mail) string { return strings.Join(m.AuthResults, "|") }, "mx.a; dkim=pass header.d=x|mx.b; none"},
	} {
		if got := c.got(parse(t, mailOf(c.header, "x"), Options{})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func subject(m complaint.Mail) string { return m.Subject }
func id(m complaint.Mail) string      { return m.MessageID }
func refs(m complaint.Mail) string    { return strings.Join(m.References, " ") }
func when(m complaint.Mail) string    { return m.Date.Format(time.RFC3339) }
func from(m complaint.Mail) string {
	return fmt.Sprintf("%s|%s|%d", m.From.Name, m.From.Address, m.FromCount)
}
func to(m complaint.Mail) string {
	var list []string
	for _, a := range m.To {
		list = append(list, a.Address)
	}
	return strings.Join(list, " ")
}

func TestAttachments(t *testing.T) {
	const head = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nzie bijlage\n--b\n"
	for _, c := range []struct{ name, part, want string }{
		{"name", "Content-Type: image/jpeg; name=foto.jpg\n\nabc", "foto.jpg image/jpeg 3 false"},
		{"filename first", "Content-Type: image/jpeg; name=a.jpg\nContent-Disposition: attachment; filename=\"b c.jpg\"\n\nabc", "b c.jpg image/jpeg 3 false"},
		{"rfc 2231", "Content-Type: image/jpeg\nContent-Disposition: attachment; filename*=utf-8''caf%C3%A9.jpg\n\nabc", "café.jpg image/jpeg 3 false"},
		{"rfc 2231 in pieces", "Content-Type: image/jpeg\nContent-Disposition: attachment; filename*1*=%A9; filename*0*=utf-8'nl'caf%C3;\n filename*2=.jpg\n\nabc", "café.jpg image/jpeg 3 false"},
		{"encoded word", "Content-Type: image/jpeg; name=\"=?utf-8?Q?caf=C3=A9=2Ejpg?=\"\n\nabc", "café.jpg image/jpeg 3 false"},
		{"unquoted with blanks", "Content-Type: image/jpeg; name=foto van auto.jpg\n\nabc", "foto van auto.jpg image/jpeg 3 false"},
		{"quote never closed", "Content-Type: image/jpeg; name=\"foto.jpg\n\nabc", "foto.jpg image/jpeg 3 false"},
		{"folders", "Content-Type: image/jpeg; name=\"../../etc/C:\\x\\foto.jpg\"\n\nabc", "foto.jpg image/jpeg 3 false"},
		{"inline", "Content-Type: image/png\nContent-Disposition: inline; filename=a.png\n\nabc", "a.png image/png 3 true"},
		{"text as a file", "Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nabc", "a.txt text/plain 3 false"},
		{"base64", "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nYWJj\nZA==", "a.png image/png 4 false"},
		{"rfc 2231 beside a plain name", "Content-Type: image/jpeg\nContent-Disposition: attachment; filename=\"cafe.jpg\"; filename*=utf-8''caf%C3%A9.jpg\n\nabc", "café.jpg image/jpeg 3 false"},
		{"rfc 2231 without charset", "Content-Type: image/jpeg\nContent-Disposition: attachment; filename*0*=caf%C3; filename*1*=%A9; filename*2=\".jpg\"\n\nabc", "café.jpg image/jpeg 3 false"},
		{"empty names", "Content-Type: image/jpeg; name=\"\"\nContent-Disposition: attachment; filename=\"\"\nContent-Description: foto.jpg\n\nabc", " image/jpeg 3 false"},
		{"brackets in a name", "Content-Type: image/jpeg; name=foto (1).jpg\n\nabc", "foto (1).jpg image/jpeg 3 false"},
		{"no semicolon between", "Content-Type: image/jpeg; name=\"a.jpg\" x=\"y\"\nContent-Disposition: attachment filename=b.jpg\n\nabc", "b.jpg image/jpeg 3 false"},
		{"name without a disposition", "Content-Type: image/jpeg\nContent-Disposition: filename=b.jpg\n\nabc", "b.jpg image/jpeg 3 false"},
		{"words in a name, folded", "Content-Type: image/jpeg\nContent-Disposition: attachment; filename=\"=?utf-8?Q?caf=C3?=\n =?utf-8?Q?=A9.jpg?=\"\n\nabc", "café.jpg image/jpeg 3 false"},
		{"mail without a name", "Content-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: =?utf-8?Q?Boete_caf=C3=A9?=\n\ny", "Boete café.eml message/rfc822 41 false"},
		{"uuencoded", "Content-Type: text/plain\n\nbegin 644 dir/a.txt\n#86)C\n`\nend", "a.txt application/octet-stream 3 false"},
		{"uuencode as transfer encoding", "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: X-UUEncode\n\nbegin 644 b.png\n#86)C\n`\nend", "a.png image/png 3 false"},
		{"nested mail", "Content-Type: message/rfc822\n\nSubject: x\n\ny", " message/rfc822 15 false"},
		{"tnef", "Content-Type: application/ms-tnef; name=winmail.dat\n\nabc", "winmail.dat application/ms-tnef 3 false"},
	} {
		m := parse(t, mailOf(head+c.part, "")[:len(mailOf(head+c.part, ""))-4]+"\r\n--b--\r\n", Options{})
		if len(m.Attachments) != 1 {
			t.Errorf("%s: %d attachments", c.name, len(m.Attachments))
			continue
		}
		a := m.Attachments[0]
		if got := fmt.Sprintf("%s %s %d %v", a.Name, a.Type, a.Size, a.Inline); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if m.Text != "zie bijlage" {
			t.Errorf("%s: text %q", c.name, m.Text)
		}
	}
}

func TestProblems(t *testing.T) {
	const mp = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n"
	for _, c := range []struct{ raw, want string }{
		{mp + "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nYWJj\nthis is a list's footer, not base64!\n--b--\n", "part 3: base64 broken at byte 3, 3 bytes kept"},
		{mp + "Content-Type: application/ms-tnef; name=winmail.dat\n\nabc\n--b--\n", "winmail.dat is not readable"},
		{mp + "\nb\n", "part 1: closing boundary missing"},
		{"Date: gisteren\n\nx", `date not readable: "gisteren"`},
		{"From: Jan\n\nx", `sender not readable: "Jan"`},
		{"Content-Transfer-Encoding: quoted-printable\n\nab=ZZ", "part 1: quoted-printable broken at byte 2, kept as it stands"},
		{"Content-Type: text/plain; charset=x-klingon\n\ncaf\xe9", `part 1: charset "x-klingon" is unknown, its letters are guessed`},
		{"Subject: =?x-klingon?Q?caf=E9?=\n\nx", `charset "x-klingon" of a header field is unknown, its letters are guessed`},
		{"Klacht: x\n\ny", "part 1: no header, read as text"},
		{"Content-Transfer-Encoding: base64\n\nDe auto is stuk", "part 1: text instead of base64, read as it stands"},
		{"Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n", "the text is encrypted (PGP) and cannot be read"},
		{"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n", "the mail is encrypted (PGP) and cannot be read"},
		{"Subject: x\n\nbegin 644 a.txt\n#86)C\n", "part 1: uuencoded file a.txt is cut off"},
		{"Content-Type: application/pkcs7-mime\n\nabc", "S/MIME part is not readable"},
		{"X: y\nrubbish\nSubject: a\n\nx", `header line without a colon: "rubbish"`},
	} {
		m := parse(t, c.raw, Options{})
		if len(m.Problems) != 1 || m.Problems[0] != c.want {
			t.Errorf("problems %q, want %q", m.Problems, c.want)
		}
	}
}

func TestSame(t *testing.T) {
	const a = "Message-ID: <1@x>\nFrom: a@x.example\nDate: Mon, 16 Nov 2026 09:12:00 +0100\nSubject: s\n"
	one := parse(t, a+"\nHallo café\n", Options{}).Same
	for name, raw := range map[string]string{
		"other Received":   "Received: from y\n" + a + "\nHallo café\n",
		"other line ends":  mailOf(a, "Hallo café\n"),
		"encoded by relay": a + "Content-Transfer-Encoding: quoted-printable\n\nHallo caf=C3=A9\n",
	} {
		if got := parse(t, raw, Options{}).Same; got != one {
			t.Errorf("%s: another mail", name)
		}
	}
	if parse(t, a+"\nHallo thee\n", Options{}).Same == one {
		t.Error("another text is the same mail")
	}
	if s := parse(t, "From: a@x.example\nSubject: s\n\nHallo", Options{}).Same; s != "" {
		t.Errorf("without Message-ID and Date: %q", s)
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("line cut")
	m, err := Parse(io.MultiReader(strings.NewReader("Subject: a\n\nHallo"), iotest.ErrReader(broken)), Options{})
	if !errors.Is(err, broken) || m.Subject != "a" || m.Text != "Hallo" {
		t.Errorf("got %v, subject %q, text %q", err, m.Subject, m.Text)
	}
}

func TestCarriageReturnsAlone(t *testing.T) {
	m := parse(t, "Subject: a\rFrom: b@x.example\r\rHallo\rdaar", Options{})
	if m.Subject != "a" || m.From.Address != "b@x.example" || m.Text != "Hallo\ndaar" {
		t.Errorf("%+v", m)
	}
}
