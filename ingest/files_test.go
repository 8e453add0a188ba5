package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gehoord/internal/complaint"
)

// sameFiles holds Files to what Parse lists.
func sameFiles(t *testing.T, name string, raw []byte) {
	t.Helper()
	m := parse(t, string(raw), Options{})
	files, left, err := Files(bytes.NewReader(raw), 1<<30, nil)
	if err != nil || left != nil {
		t.Fatalf("%s: left %v, %v", name, left, err)
	}
	var listed []complaint.Attachment
	for _, f := range files {
		listed = append(listed, f.Attachment)
		if int64(len(f.Data)) != f.Size {
			t.Errorf("%s: %s has %d bytes, is of %d", name, f.Name, len(f.Data), f.Size)
		}
		sum := sha256.Sum256(f.Data)
		bare := sha256.Sum256(bytes.ReplaceAll(f.Data, []byte("\r"), nil)) // what called itself text
		if got := hex.EncodeToString(sum[:]); got != f.SHA256 && hex.EncodeToString(bare[:]) != f.SHA256 {
			t.Errorf("%s: %s has digest %s, is of %s", name, f.Name, got, f.SHA256)
		}
	}
	if d := cmp.Diff(m.Attachments, listed); d != "" {
		t.Errorf("%s (-Parse +Files):\n%s", name, d)
	}
}

func TestFilesAreThoseOfParse(t *testing.T) {
	names, _ := filepath.Glob("testdata/*/*.eml")
	if len(names) < 300 {
		t.Fatalf("%d mails", len(names))
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sameFiles(t, name, raw)
		if strings.Contains(name, "testdata/mails") {
			for n := 0; n < len(raw); n += 97 {
				sameFiles(t, name+", cut off", raw[:n])
			}
		}
	}
	for name, raw := range hostile(64 << 10) {
		sameFiles(t, name, []byte(raw))
	}
	within := winmail(att(1, attBody, []byte("x")), file("A.PDF", "binnen.pdf", []byte("binnen")))
	object := append(make([]byte, 16), within...)
	dat := winmail(file("B.PDF", "voor.pdf", []byte("voor")), att(2, attRenderData, nil), att(2, attAttachProps, properties(prop(propAttachData, typeObject, object))), file("C.PDF", "na.pdf", []byte("na")))
	sameFiles(t, "mail in winmail.dat", []byte(tnefMail("zie bijlage", dat)))
	sameFiles(t, "broken winmail.dat", []byte(tnefMail("zie bijlage", dat[:len(dat)-5])))
}

const threeFiles = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nzie bijlagen\n" +
	"--b\nContent-Type: image/png; name=een.png\n\n1234\n" +
	"--b\nContent-Type: application/pdf; name=twee.pdf\nContent-Transfer-Encoding: base64\n\nMTIzNDU2Nzg=\n" +
	"--b\nContent-Type: text/csv; name=drie.csv\nContent-Disposition: attachment\n\n12\r\n3\n--b--\n"

func TestFilesWantedThatFit(t *testing.T) {
	none := func(complaint.Attachment) bool { return false }
	but := func(name string) func(complaint.Attachment) bool {
		return func(a complaint.Attachment) bool { return a.Name != name }
	}
	for _, c := range []struct {
		name        string
		limit       int64
		want        func(complaint.Attachment) bool
		files, left string
	}{
		{"all", 17, nil, "een.png=1234 twee.pdf=12345678 drie.csv=12\r\n3", ""},
		{"a byte short", 16, nil, "een.png=1234 twee.pdf=12345678", "drie.csv"},
		{"a later one fits", 10, nil, "een.png=1234 drie.csv=12\r\n3", "twee.pdf"},
		{"the unwanted takes no room", 13, but("een.png"), "twee.pdf=12345678 drie.csv=12\r\n3", ""},
		{"the unwanted is not left", 1, but("een.png"), "", "twee.pdf drie.csv"},
		{"none wanted", 100, none, "", ""},
		{"no room", 0, nil, "", "een.png twee.pdf drie.csv"},
	} {
		files, left, err := Files(strings.NewReader(threeFiles), c.limit, c.want)
		if err != nil {
			t.Fatal(err)
		}
		var got, rest []string
		for _, f := range files {
			got = append(got, f.Name+"="+string(f.Data))
		}
		for _, a := range left {
			rest = append(rest, a.Name)
		}
		if strings.Join(got, " ") != c.files || strings.Join(rest, " ") != c.left {
			t.Errorf("%s: %q, left %q", c.name, got, rest)
		}
	}
}

// want sees what Parse tells, once each.
func TestFilesAsksWithAllThatIsKnown(t *testing.T) {
	var asked []complaint.Attachment
	_, _, err := Files(strings.NewReader(threeFiles), 0, func(a complaint.Attachment) bool {
		asked = append(asked, a)
		return true
	})
	if m := parse(t, threeFiles, Options{}); err != nil || !slices.Equal(asked, m.Attachments) {
		t.Errorf("asked for %+v of %+v, %v", asked, m.Attachments, err)
	}
}

func TestFilesTooLargeAreNotHeld(t *testing.T) {
	const size = 50 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	files, left, err := Files(endless(size), 1<<20, nil)
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if len(files) != 0 || len(left) != 1 || left[0].Size < size*7/10 {
		t.Fatalf("%d files, left %+v", len(files), left)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("allocated %d MB for a %d MB mail", used>>20, size>>20)
	}
}
