package ingest

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestWrongServers: whatever the server does wrongly, every mail comes once, in
// order, and none is called lost.
func TestWrongServers(t *testing.T) {
	type writer = func(string, ...any)
	all := klachtenTot(5)
	body := func(uid int) (int, string) { return len(all[uid-1]), all[uid-1] }
	wants := func(items string) bool { return strings.Contains(items, "BODY") }
	for name, odd := range map[string]func(again bool, write writer, uid int, items string) (bool, error){
		"uid behind the body": func(_ bool, write writer, uid int, items string) (bool, error) {
			if !wants(items) {
				return false, nil
			}
			n, raw := body(uid)
			write("* %d FETCH (BODY[] {%d}\r\n%s UID %d)", uid, n, raw, uid)
			return true, nil
		},
		"a flag change before each answer": func(_ bool, write writer, uid int, _ string) (bool, error) {
			write(`* %d FETCH (UID %d FLAGS (\Seen))`, uid, uid)
			return false, nil
		},
		"one mail left out at first": func(again bool, _ writer, uid int, items string) (bool, error) {
			return wants(items) && uid == 3 && !again, nil
		},
		"one body NIL at first": func(again bool, write writer, uid int, items string) (bool, error) {
			if wants(items) && uid == 3 && !again {
				write("* %d FETCH (UID %d BODY[] NIL)", uid, uid)
				return true, nil
			}
			return false, nil
		},
		"an unknown item in a batch": func(again bool, write writer, uid int, items string) (bool, error) {
			if uid == 3 && !again {
				write("* %d FETCH (X-GM-MSGID 1278455344230334865 UID %d)", uid, uid)
			}
			return false, nil
		},
		"an unknown response in a batch": func(again bool, write writer, uid int, _ string) (bool, error) {
			if uid == 3 && !again {
				write("* XYZZY 1 2 3")
			}
			return false, nil
		},
		"a date that cannot be read": func(_ bool, write writer, uid int, items string) (bool, error) {
			if uid != 3 || wants(items) {
				return false, nil
			}
			write(`* %d FETCH (UID %d INTERNALDATE "gisteren" RFC822.SIZE 9)`, uid, uid)
			return true, nil
		},
		"no size and no date": func(_ bool, _ writer, _ int, items string) (bool, error) {
			return !wants(items), nil
		},
		"a literal cut": func(again bool, write writer, uid int, items string) (bool, error) {
			if uid != 3 || !wants(items) || again {
				return false, nil
			}
			n, raw := body(uid)
			write("* %d FETCH (UID %d BODY[] {%d}\r\n%s", uid, uid, n, raw[:n/2])
			return true, errCut
		},
		"a cut right behind the last literal": func(again bool, write writer, uid int, items string) (bool, error) {
			if uid != 5 || !wants(items) || again {
				return false, nil
			}
			n, raw := body(uid)
			write("* %d FETCH (UID %d BODY[] {%d}\r\n%s", uid, uid, n+2, raw) // the CRLF of write is the mail's
			return true, errCut
		},
		"other mails than asked for": func(_ bool, write writer, uid int, items string) (bool, error) {
			if uid == 1 && wants(items) {
				write("* 99 FETCH (UID 99 BODY[] {4}\r\nhoax)")
			}
			return false, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fakeServer{mails: all, caps: "IDLE"}
			var count atomic.Int64
			f.fetch = func(write func(string, ...any), uid int, items string) (bool, error) {
				again := count.Load() > 0
				done, err := odd(again, write, uid, items)
				if uid == 3 && wants(items) || err != nil {
					count.Add(1)
				}
				return done, err
			}
			w, ledger := newWatcher(t, insecure(f.listen(t)))
			run(t, w)
			ledger.until(t, "all mails", func() bool { return len(ledger.received) == len(all) })
			if disturbed := strings.HasPrefix(name, "an unknown") || strings.HasPrefix(name, "a date"); disturbed {
				slices.Sort(ledger.received) // a mail that broke two connections comes behind the healthy ones
			}
			ledger.wantReceived(t, all...)
			for _, r := range ledger.rows {
				if r.lost != "" || r.Partial || r.UID > 5 {
					t.Errorf("UID %d: lost %q, partial %v", r.UID, r.lost, r.Partial)
				}
			}
		})
	}
}

func TestPoisonDoesNotStopTheOthers(t *testing.T) {
	all := klachtenTot(6)
	for name, poison := range map[string]func(write func(string, ...any), uid int) (bool, error){
		"never sent": func(func(string, ...any), int) (bool, error) { return true, nil },
		"cuts":       func(func(string, ...any), int) (bool, error) { return true, errCut },
		"unknown item": func(write func(string, ...any), uid int) (bool, error) {
			write("* %d FETCH (X-Y 1)", uid)
			return true, nil
		},
		"empty literal": func(write func(string, ...any), uid int) (bool, error) {
			write("* %d FETCH (UID %d BODY[] {9}", uid, uid)
			return true, errCut
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fakeServer{mails: all, caps: "IDLE"}
			f.fetch = func(write func(string, ...any), uid int, _ string) (bool, error) {
				if uid != 2 {
					return false, nil
				}
				return poison(write, uid)
			}
			w, ledger := newWatcher(t, insecure(f.listen(t)))
			w.Mailbox.Poll = 1e6
			w.Timeouts.Tries = 3
			run(t, w)
			ledger.wantReceived(t, slices.Delete(slices.Clone(all), 1, 2)...)
			var lost []string
			ledger.until(t, "the lost mail", func() bool {
				lost = nil
				for _, r := range ledger.rows {
					if r.lost != "" {
						lost = append(lost, fmt.Sprint(r.UID))
					}
				}
				return len(lost) > 0
			})
			if !slices.Equal(lost, []string{"2"}) {
				t.Errorf("lost are %v, want 2", lost)
			}
		})
	}
}

// TestNothingIsLostToASilentServer: while no mail comes at all, no mail is to blame.
func TestNothingIsLostToASilentServer(t *testing.T) {
	f := &fakeServer{mails: klachtenTot(3), caps: "IDLE"}
	var mend atomic.Bool
	f.fetch = func(func(string, ...any), int, string) (bool, error) { return !mend.Load(), nil }
	f.command = func(_ func(string, ...any), _, line string) (bool, error) {
		if f.count("EXAMINE") > 20 {
			mend.Store(true)
		}
		return false, nil
	}
	w, ledger := newWatcher(t, insecure(f.listen(t)))
	w.Mailbox.Poll = 1e6
	w.Timeouts.Tries = 2
	run(t, w)
	ledger.until(t, "3 mails", func() bool { return len(ledger.rows) == 3 })
	for _, r := range ledger.rows {
		if r.lost != "" {
			t.Errorf("UID %d was recorded as lost", r.UID)
		}
	}
}

func TestLargeMailOfUnknownSizeIsPartial(t *testing.T) {
	large := "Subject: groot\r\n\r\n" + strings.Repeat("z", 5000)
	f := &fakeServer{mails: []string{large}, caps: "IDLE"}
	f.fetch = func(write func(string, ...any), uid int, items string) (bool, error) {
		switch {
		case strings.Contains(items, "<0."):
			write("* 1 FETCH (UID 1 BODY[HEADER]<0> {18}\r\n%s BODY[]<0> {100}\r\n%s)", large[:18], large[:100])
			return true, nil
		case !strings.Contains(items, "BODY"):
			return true, nil // no size
		}
		return false, nil
	}
	w, ledger := newWatcher(t, insecure(f.listen(t)))
	w.Mailbox.MaxSize = 1000
	run(t, w)
	ledger.wantReceived(t, large[:100])
}

// TestSearchNamesTheLastMailAlways: n:* includes the last mail, also below n.
func TestSearchNamesTheLastMailAlways(t *testing.T) {
	f := &fakeServer{mails: klachtenTot(2), caps: "IDLE"} // answers every SEARCH with all UIDs
	w, ledger := newWatcher(t, insecure(f.listen(t)))
	w.Mailbox.Start = StartNew
	seen := make(chan time.Time, 1)
	w.Seen = func(at time.Time) { seen <- at }
	stop := run(t, w)
	<-seen
	stop()
	if len(ledger.rows) != 0 {
		t.Errorf("took %d mails from before the start", len(ledger.rows))
	}
}
