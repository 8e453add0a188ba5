package ingest

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
)

// att is one of a winmail.dat, with its checksum.
func att(level byte, id uint32, data []byte) []byte {
	b := append([]byte{level}, binary.LittleEndian.AppendUint32(nil, id)...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = append(b, data...)
	var sum uint16
	for _, c := range data {
		sum += uint16(c)
	}
	return binary.LittleEndian.AppendUint16(b, sum)
}

// winmail is a winmail.dat of these attributes, in the code page of Western Europe.
func winmail(attributes ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, tnefSignature)
	b = binary.LittleEndian.AppendUint16(b, 1)
	b = append(b, att(1, 0x00089006, []byte{0, 0, 1, 0})...)
	b = append(b, att(1, attOEMCodepage, []byte{0xe4, 4, 0, 0, 0, 0, 0, 0})...)
	for _, a := range attributes {
		b = append(b, a...)
	}
	return b
}

// properties are a list of them, each with its count where its type has one.
func properties(list ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(list)))
	for _, p := range list {
		b = append(b, p...)
	}
	return b
}

func prop(id, typ uint16, value []byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(id)<<16|uint32(typ))
	b = binary.LittleEndian.AppendUint32(b, 1)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
	b = append(b, value...)
	return append(b, make([]byte, (4-len(value)%4)%4)...)
}

func long(id uint16, n uint32) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(id)<<16|3)
	return binary.LittleEndian.AppendUint32(b, n)
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s + "\x00")) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// file is an attachment as Outlook writes it: a short name, bytes, and the long name
// among the properties.
func file(short, long string, data []byte) []byte {
	b := att(2, attRenderData, make([]byte, 14))
	b = append(b, att(2, attAttachTitle, append([]byte(short), 0))...)
	b = append(b, att(2, attAttachData, data)...)
	return append(b, att(2, attAttachProps, properties(prop(propLongFileName, typeUnicode, wide(long)), prop(propMIMETag, typeString8, []byte("application/pdf\x00"))))...)
}

func tnefMail(text string, dat []byte) string {
	b := base64.StdEncoding.EncodeToString(dat)
	mail := "From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n"
	if text != "" {
		mail += "--b\nContent-Type: text/plain\n\n" + text + "\n"
	}
	return mail + "--b\nContent-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Transfer-Encoding: base64\n\n" + b + "\n--b--\n"
}

const packedRTF = "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232" + "0af32068656c090020627705b06c647d0a800fa0" // MS-OXRTFCP section 4.1.1

func TestTNEF(t *testing.T) {
	packed, _ := hex.DecodeString(packedRTF)
	inner := winmail(file("B.PDF", "binnen.pdf", []byte("binnen")))
	page := []byte("<p>Beste heer,<p>caf\xe9")
	rtfPage := `{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hallo caf\'e9 {\*\htmltag84 &euro;}\htmlrtf \u8364?\htmlrtf0\htmlrtf }\htmlrtf0{\*\htmltag72 </p>}}`
	mela := append([]byte("\x00\x00\x00\x00\x00\x00\x00\x00MELA\x00\x00\x00\x00"), rtfPage...)
	for _, c := range []struct {
		name, text string
		dat        []byte
		want       string
	}{
		{"files", "zie bijlage", winmail(file("RAPPOR~1.PDF", "rapport über de auto.pdf", []byte("abc")), file("B.PDF", "", []byte("d"))), "zie bijlage | rapport über de auto.pdf application/pdf 3; B.PDF application/pdf 1"},
		{"body, when the mail has no other", "", winmail(att(1, attBody, []byte("Hallo caf\xe9\x00"))), "Hallo café | "},
		{"body, when the mail has one", "Hallo", winmail(att(1, attBody, []byte("Hallo weer\x00"))), "Hallo | "},
		{"unicode body", "", winmail(att(1, attMsgProps, properties(long(propInternetCPID, 28591), prop(propBody, typeUnicode, wide("één €"))))), "één € | "},
		{"html", "", winmail(att(1, attMsgProps, properties(long(propInternetCPID, 28591), prop(propHTML, typeBinary, page)))), "Beste heer,\n\ncafé | "},
		{"packed rtf", "", winmail(att(1, attMsgProps, properties(prop(propRTF, typeBinary, packed)))), "hello world | "},
		{"html within rtf", "", winmail(att(1, attMsgProps, properties(prop(propRTF, typeBinary, mela)))), "Hallo café € | "},
		{"named property before", "x", winmail(att(2, attRenderData, make([]byte, 14)), att(2, attAttachProps, properties(
			append(append(binary.LittleEndian.AppendUint32(nil, 0x8001<<16|3), append(make([]byte, 16), 1, 0, 0, 0, 6, 0, 0, 0, 'a', 0, 'b', 0, 0, 0, 0, 0)...), 7, 0, 0, 0),
			prop(propLongFileName, typeString8, []byte("a.txt\x00")), prop(propAttachData, typeBinary, []byte("12345"))))), "x | a.txt application/octet-stream 5"},
		{"mail within", "x", winmail(att(2, attRenderData, make([]byte, 14)), att(2, attAttachProps, properties(
			prop(propDisplayName, typeString8, []byte("Boete\x00")), prop(propAttachData, typeObject, append(make([]byte, 16), inner...))))), fmt.Sprintf("x | binnen.pdf application/pdf 6; Boete application/vnd.ms-outlook %d", len(inner))},
		{"nothing in it", "x", winmail(), "x | "},
		{"no winmail.dat at all", "x", []byte("abc"), "x | winmail.dat application/ms-tnef 3 ! winmail.dat is not readable"},
		{"cut off in a file", "x", winmail(file("A.PDF", "a.pdf", []byte("abcdefgh")))[:90], "x | A.PDF application/octet-stream 0; winmail.dat application/ms-tnef 90 ! winmail.dat is cut off or broken, 1 files in it were read"},
		{"hostile length", "x", winmail(append([]byte{1}, "\x0c\x80\x02\x00\xff\xff\xff\xffabc"...)), "x | winmail.dat application/ms-tnef 52 ! winmail.dat is cut off or broken, 0 files in it were read"},
	} {
		m := parse(t, tnefMail(c.text, c.dat), Options{})
		checkSound(t, m)
		var files []string
		for _, a := range m.Attachments {
			files = append(files, fmt.Sprintf("%s %s %d", a.Name, a.Type, a.Size))
		}
		got := m.Text + " | " + strings.Join(files, "; ")
		if len(m.Problems) > 0 {
			got += " ! " + strings.Join(m.Problems, "; ")
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestUnpackRTF(t *testing.T) {
	if len(lzfuStart) != 207 {
		t.Fatalf("the dictionary starts with %d bytes", len(lzfuStart))
	}
	for packed, want := range map[string]string{ // MS-OXRTFCP section 4
		packedRTF: "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
		"1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0": "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
	} {
		b, _ := hex.DecodeString(packed)
		if got, err := unpackRTF(b, 1<<20); string(got) != want || err != nil {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
		if got, _ := unpackRTF(b, 10); string(got) != want[:10] {
			t.Errorf("limit: %q", got)
		}
	}
}

func TestRTFText(t *testing.T) {
	for rtf, want := range map[string]string{
		`{\rtf1\ansi\ansicpg1252 Hallo\par caf\'e9\tab x}`:                                         "Hallo\ncafé\tx",
		`{\rtf1{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}{\f1 \'cf\'f0}\f0 \'e9}`:              "Прé",
		`{\rtf1\uc1 \u8364?5 \u-10179?\u-8704? {\uc2\u233xxy}}`:                                    "€5 😀 éy",
		`{\rtf1{\*\generator X;}{\info{\title y}}a{\field{\*\fldinst HYPERLINK "u"}{\fldrslt b}}}`: "ab",
		`{\rtf1 a\{b\}\\ {\v hidden}c\~d\_e`:                                                       "a{b}\\ c\u00a0d-e",
		`{\rtf1{\pict 0102}x\bin3 }}}y}`:                                                           "xy",
		`geen rtf`:                                                                                 "geen rtf",
	} {
		if got, _ := rtfText([]byte(rtf)); strings.TrimSpace(got) != want {
			t.Errorf("%s: %q, want %q", rtf, got, want)
		}
	}
}

// A reader that dies takes its mail with it and not the program: the daemon's recover
// is on another goroutine.
func TestBoxHandsOnAPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("the panic is gone")
		}
	}()
	b := unpack(func(io.Reader) unpacked { panic("too short") })
	b.Write(make([]byte, 1<<20))
	b.close()
}
