package ingest

import (
	"slices"
	"testing"
	"time"

	"gehoord/internal/mailworld"
)

func contents(t *testing.T, world *mailworld.World, folder string) []string {
	t.Helper()
	raws, err := world.Folder(klachten, folder)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{}
	for _, raw := range raws {
		all = append(all, string(raw))
	}
	return all
}

func TestMove(t *testing.T) {
	for name, c := range map[string]struct {
		without []string
		folder  string // to be made
		moved   bool
	}{
		"MOVE":                      {nil, "Verwerkt", true},
		"COPY and UID EXPUNGE":      {[]string{"MOVE"}, "Verwerkt", true},
		"neither":                   {[]string{"MOVE", "UIDPLUS"}, "Verwerkt", false},
		"MOVE, no folder":           {nil, "", false},
		"COPY, no folder":           {[]string{"MOVE"}, "", false},
		"neither MOVE nor a folder": {[]string{"MOVE", "UIDPLUS"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			world := newWorld(t, mailworld.Options{Without: c.without}, klachtenTot(3)...)
			if c.folder != "" {
				if err := world.CreateFolder(klachten, c.folder); err != nil {
					t.Fatal(err)
				}
			}
			w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
			w.Mailbox.MoveTo, w.Mailbox.Poll = "Verwerkt", time.Millisecond
			rounds := make(chan time.Time)
			w.Seen = func(at time.Time) { rounds <- at }
			run(t, w)
			t.Cleanup(func() {
				go func() {
					for range rounds {
					}
				}()
			})
			ledgerRounds(rounds, 3)
			ledger.wantReceived(t, klachtenTot(3)...)
			inbox := contents(t, world, "INBOX")
			if c.moved {
				if got := contents(t, world, "Verwerkt"); len(inbox) != 0 || !slices.Equal(got, klachtenTot(3)) {
					t.Errorf("the inbox holds %q, the folder %q", inbox, got)
				}
			} else if !slices.Equal(inbox, klachtenTot(3)) {
				t.Errorf("the inbox holds %q, want all three", inbox)
			}
		})
	}
}

// ledgerRounds waits for n rounds: what the first one moved is gone in the second.
func ledgerRounds(rounds <-chan time.Time, n int) {
	for range n {
		<-rounds
	}
}

func TestOnlyHandledMailMoves(t *testing.T) {
	world := newWorld(t, mailworld.Options{}, klachtenTot(2)...)
	if err := world.CreateFolder(klachten, "Verwerkt"); err != nil {
		t.Fatal(err)
	}
	w, ledger := newWatcher(t, insecure(world.IMAPAddr()))
	w.Mailbox.MoveTo, w.Mailbox.Poll, w.Mailbox.Start = "Verwerkt", time.Millisecond, StartNew
	rounds := make(chan time.Time, 1000)
	w.Seen = func(at time.Time) {
		select {
		case rounds <- at:
		default:
		}
	}
	stop := run(t, w)
	ledger.until(t, "the beginning", func() bool { return len(ledger.begins) > 0 })
	deliver(t, world, klacht(3))
	ledger.wantReceived(t, klacht(3))
	ledgerRounds(rounds, 3)
	stop()
	if got := contents(t, world, "INBOX"); !slices.Equal(got, klachtenTot(2)) {
		t.Errorf("the inbox holds %q, want the two that lay there before", got)
	}
}
