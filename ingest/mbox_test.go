package ingest

import (
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

func TestEachInMbox(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"only blanks", "\n\n\r\n", ""},
		{"two", "From a@x Mon\nA: 1\n\nHallo\n\nFrom b@x Tue\nB: 2\n\nDag\n", "A: 1\n\nHallo\n\n|B: 2\n\nDag\n"},
		{"no first line", "A: 1\n\nHallo\n", "A: 1\n\nHallo\n"},
		{"From in the text", "From a@x\nA: 1\n\nHallo\nFrom here on\n", "A: 1\n\nHallo\nFrom here on\n"},
		{"a text that begins so", "From a@x Mon\nA: 1\n\nFrom mijn kant is het klaar\n\nFrom the start\n", "A: 1\n\nFrom mijn kant is het klaar\n\nFrom the start\n"},
		{"Mozilla's", "From - Mon Nov 16 09:12:00 2026\nA: 1\n\nFrom - Tue Nov 17 09:12:00 2026\nB: 2\n", "A: 1\n\n|B: 2\n"},
		{"quoted From", "From a@x\nA: 1\n\n>From here\n>>From there\n> From\n", "A: 1\n\nFrom here\n>From there\n> From\n"},
		{"an empty one", "From a@x\n\nFrom b@x\nB: 2\n", "B: 2\n"},
		{"no end of line", "From a@x\nA: 1\n\nHallo", "A: 1\n\nHallo"},
		{"CRLF", "From a@x\r\nA: 1\r\n\r\nFrom b@x\r\nB: 2\r\n", "A: 1\r\n\r\n|B: 2\r\n"},
		{"long lines", "From a@x " + strings.Repeat("x", 200_000) + "\nA: 1\n\n" + strings.Repeat("y", 200_000) + "\nFrom here\n\nFrom b@x\nB: 2\n",
			"A: 1\n\n" + strings.Repeat("y", 200_000) + "\nFrom here\n\n|B: 2\n"},
	} {
		for _, unread := range []bool{false, true} {
			var got []string
			err := EachInMbox(iotest.HalfReader(strings.NewReader(c.text)), func(n int, mail io.Reader) error {
				if n != len(got)+1 {
					t.Errorf("%s: mail %d comes as number %d", c.name, len(got)+1, n)
				}
				if unread { // the next must begin at its beginning all the same
					got = append(got, "")
					return nil
				}
				raw, err := io.ReadAll(mail)
				got = append(got, string(raw))
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			if unread {
				if want := strings.Count(c.want, "|") + 1; len(got) != want && c.want != "" {
					t.Errorf("%s: %d mails when left unread, want %d", c.name, len(got), want)
				}
			} else if all := strings.Join(got, "|"); all != c.want {
				t.Errorf("%s: %.200q, want %.200q", c.name, all, c.want)
			}
		}
	}
	if err := EachInMbox(iotest.ErrReader(io.ErrClosedPipe), func(int, io.Reader) error { return nil }); err == nil {
		t.Error("an error of the file is nobody's")
	}
}

// TestMboxIsNotHeld: a large mail in an mbox streams past like any other.
func TestMboxIsNotHeld(t *testing.T) {
	line := strings.Repeat("QUJD", 19) + "\r\n"
	large := io.MultiReader(strings.NewReader("From a@x\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
		&repeated{line: line, times: 50 << 20 / len(line)})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := EachInMbox(large, func(_ int, mail io.Reader) error {
		m, err := Parse(mail, Options{})
		if len(m.Attachments) != 1 || m.Attachments[0].Size < 36<<20 {
			t.Errorf("%+v", m.Attachments)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("%d MB were allocated", used>>20)
	}
}

// repeated is a line, many times.
type repeated struct {
	line  string
	times int
	rest  string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.times == 0 {
			return 0, io.EOF
		}
		r.times--
		r.rest = r.line
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
