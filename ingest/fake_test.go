package ingest

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// errCut, from a fakeServer's hook, closes the connection.
var errCut = errors.New("cut")

// fakeServer is an IMAP server that speaks just enough, and wrongly where a test
// says so. Its mails have the UIDs 1 and up.
type fakeServer struct {
	mails    []string
	caps     string                                                                // after IMAP4rev1
	greeting string                                                                // "" = * OK
	command  func(write func(string, ...any), tag, line string) (bool, error)      // nil, or answers a command instead
	fetch    func(write func(string, ...any), uid int, items string) (bool, error) // nil, or answers for one mail instead

	mu       sync.Mutex
	commands []string
}

func (f *fakeServer) listen(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go f.serve(c)
		}
	}()
	return l.Addr().String()
}

// count tells how often a command that contains part was sent.
func (f *fakeServer) count(part string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, line := range f.commands {
		if strings.Contains(line, part) {
			n++
		}
	}
	return n
}

func (f *fakeServer) serve(c net.Conn) {
	defer c.Close()
	write := func(format string, args ...any) { fmt.Fprintf(c, format+"\r\n", args...) }
	greeting := f.greeting
	if greeting == "" {
		greeting = "* OK [CAPABILITY " + strings.TrimSpace("IMAP4rev1 "+f.caps) + "] ready"
	}
	write("%s", greeting)
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		tag, line, _ := strings.Cut(lines.Text(), " ")
		f.mu.Lock()
		f.commands = append(f.commands, line)
		f.mu.Unlock()
		if f.command != nil {
			if done, err := f.command(write, tag, line); err != nil {
				return
			} else if done {
				continue
			}
		}
		switch word := strings.ToUpper(line); {
		case strings.HasPrefix(word, "CAPABILITY"):
			write("%s", strings.TrimSpace("* CAPABILITY IMAP4rev1 "+f.caps))
		case strings.HasPrefix(word, "EXAMINE"), strings.HasPrefix(word, "SELECT"):
			write("* %d EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT %d] next", len(f.mails), len(f.mails)+1)
		case strings.HasPrefix(word, "UID SEARCH"):
			found := "* SEARCH"
			for i := range f.mails {
				found += " " + strconv.Itoa(i+1)
			}
			write("%s", found)
		case strings.HasPrefix(word, "UID FETCH"):
			if f.answerFetch(write, line) != nil {
				return
			}
		case word == "IDLE":
			write("+ idling")
			lines.Scan() // DONE
		}
		write("%s OK done", tag)
	}
}

func (f *fakeServer) answerFetch(write func(string, ...any), line string) error {
	set, items, _ := strings.Cut(strings.TrimPrefix(line, "UID FETCH "), " ")
	for part := range strings.SplitSeq(set, ",") {
		from, to, ok := strings.Cut(part, ":")
		if !ok {
			to = from
		}
		first, _ := strconv.Atoi(from)
		last, _ := strconv.Atoi(to)
		for uid := first; uid <= last; uid++ {
			if f.fetch != nil {
				if done, err := f.fetch(write, uid, items); err != nil {
					return err
				} else if done {
					continue
				}
			}
			raw := f.mails[uid-1]
			if strings.Contains(items, "BODY") {
				write("* %d FETCH (UID %d BODY[] {%d}\r\n%s)", uid, uid, len(raw), raw)
			} else {
				write(`* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE "20-Nov-2026 09:00:00 +0000")`, uid, uid, len(raw))
			}
		}
	}
	return nil
}
