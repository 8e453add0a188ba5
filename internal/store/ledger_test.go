package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gehoord/internal/complaint"
)

func arrival(mailbox string, epoch int64, uid uint32, raw string) Arrival {
	return Arrival{Mailbox: mailbox, Epoch: epoch, UID: uid, Received: morning, Size: int64(len(raw)), Raw: strings.NewReader(raw)}
}

// outcomes is the ledger: "mailbox/epoch/uid" to outcome.
func outcomes(t *testing.T, s *Store) map[string]string {
	t.Helper()
	var rows []struct{ Mailbox, Epoch, UID, Outcome string }
	if err := s.write.Select(&rows, `SELECT mailbox, CAST(epoch AS TEXT) AS epoch, CAST(uid AS TEXT) AS uid, outcome FROM ledger`); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rows {
		got[r.Mailbox+"/"+r.Epoch+"/"+r.UID] = r.Outcome
	}
	return got
}

func wantLedger(t *testing.T, s *Store, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, outcomes(t, s)); diff != "" {
		t.Errorf("the ledger (-want +got):\n%s", diff)
	}
}

// A UID that is in the ledger keeps its mail, also when two daemons bring it at
// once; whatever happens, it is still to be received.
func TestKeepTwice(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for uid := range uint32(20) {
			var ids [2]string
			together(2, func(i int) {
				var err error
				ids[i], err = db.each(i).Keep(t.Context(), arrival("klachten", 1, uid+1, fmt.Sprint("mail ", uid)), morning)
				if err != nil {
					t.Error(err)
				}
			})
			if ids[0] != ids[1] || mailed(t, db.Store, uid+1, fmt.Sprint("mail ", uid)) != ids[0] {
				t.Fatalf("one UID has two mails: %v", ids)
			}
		}
		for key, outcome := range outcomes(t, db.Store) {
			if outcome != "stored" {
				t.Errorf("%s is %q: its mail was not received yet", key, outcome)
			}
		}
		if todo, err := db.Unfinished(t.Context(), "klachten"); err != nil || len(todo) != 20 {
			t.Errorf("%d mails are to be received, want 20; %v", len(todo), err)
		}
	})
}

// One mail in two mailboxes at once is one mail, and one of the two UIDs says so.
func TestKeepDuplicate(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for uid := range uint32(20) {
			var ids [2]string
			together(2, func(i int) {
				var err error
				ids[i], err = db.each(i).Keep(t.Context(), arrival([]string{"klachten", "info"}[i], 1, uid+1, fmt.Sprint("mail ", uid)), morning)
				if err != nil {
					t.Error(err)
				}
			})
			if ids[0] != ids[1] {
				t.Fatalf("the same bytes are two mails: %v", ids)
			}
		}
		if n := counted(t, db.Store, `SELECT count(*) FROM mail`); n != 20 {
			t.Errorf("%d mails, want 20", n)
		}
		count := map[string]int{}
		for _, outcome := range outcomes(t, db.Store) {
			count[outcome]++
		}
		if !maps.Equal(count, map[string]int{"stored": 20, "duplicate": 20}) {
			t.Errorf("outcomes: %v", count)
		}
	})
}

// Where reading begins, by what the server shows and what the ledger knows.
func TestBeginEpoch(t *testing.T) {
	const known = 40 // a UID in the ledger of epoch 1, where there is one
	cases := []struct {
		name              string
		before            Epoch // epoch 1, under UIDVALIDITY 7; zero: a mailbox never seen
		validity, uidNext uint32
		start             string
		want              Epoch
	}{
		{"new begins at the next mail", Epoch{}, 7, 100, "new", Epoch{1, 100, 0}},
		{"new where UIDNEXT is unknown", Epoch{}, 7, 0, "new", Epoch{1, 1, 0}},
		{"all begins at the first", Epoch{}, 7, 100, "all", Epoch{1, 1, 0}},
		{"silent has no letters for what lies there", Epoch{}, 7, 100, "silent", Epoch{1, 1, 100}},
		{"the largest numbers", Epoch{}, 1<<32 - 1, 1<<32 - 1, "new", Epoch{1, 1<<32 - 1, 0}},
		{"seen before: start does not count", Epoch{1, 30, 35}, 7, 100, "all", Epoch{1, 30, 35}},
		{"seen before: nothing new", Epoch{1, 30, 0}, 7, known + 1, "new", Epoch{1, 30, 0}},
		{"seen before: UIDNEXT unknown", Epoch{1, 30, 0}, 7, 0, "new", Epoch{1, 30, 0}},
		{"another UIDVALIDITY", Epoch{1, 30, 35}, 8, 100, "new", Epoch{2, 1, 0}},
		{"UIDNEXT at a UID that is known", Epoch{1, 30, 35}, 7, known, "new", Epoch{2, 1, 0}},
		{"UIDNEXT below one that is known", Epoch{1, 30, 35}, 7, 2, "silent", Epoch{2, 1, 0}},
	}
	both(t, func(t *testing.T, db *pair) {
		for _, c := range cases {
			if c.before != (Epoch{}) {
				in(t, db.Store, func(tx *Tx) error {
					return tx.try(t.Context(), `INSERT INTO epoch (mailbox, n, uidvalidity, first_uid, silent_uid, began) VALUES ($1, 1, 7, $2, $3, $4)`,
						c.name, int64(c.before.FirstUID), int64(c.before.SilentUID), at(morning))
				})
				if err := db.Lost(t.Context(), c.name, 1, known, "", morning); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // asking again changes nothing
				got, err := db.other.BeginEpoch(t.Context(), c.name, c.validity, c.uidNext, c.start, morning)
				if err != nil || got != c.want {
					t.Errorf("%s: %+v, %v, want %+v", c.name, got, err, c.want)
				}
			}
		}
	})
}

// Two daemons that meet a new mailbox at once begin one epoch.
func TestBeginEpochAtOnce(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		together(8, func(i int) {
			if e, err := db.each(i).BeginEpoch(t.Context(), "klachten", 7, 100+uint32(i), "all", morning); err != nil || e.N != 1 {
				t.Errorf("%+v, %v", e, err)
			}
		})
	})
}

// A mail that the server would not give, and then gives after all, is received;
// one that was given is never lost again.
func TestLostAndFound(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		lose := func(uid uint32) {
			t.Helper()
			if err := db.Lost(t.Context(), "klachten", 1, uid, "not given \x00\xff", morning); err != nil {
				t.Fatal(err)
			}
		}
		lose(1)
		lose(2)
		wantLedger(t, db.Store, map[string]string{"klachten/1/1": "lost", "klachten/1/2": "lost"})
		id := mailed(t, db.Store, 1, "found")
		lose(1)
		wantLedger(t, db.Store, map[string]string{"klachten/1/1": "stored", "klachten/1/2": "lost"})
		known, err := db.KnownUIDs(t.Context(), "klachten", 1, 1)
		if err != nil || !maps.Equal(known, map[uint32]bool{1: false, 2: true}) {
			t.Errorf("known: %v, %v", known, err)
		}
		in(t, db.Store, func(tx *Tx) error {
			return tx.FinishMail(t.Context(), id, "unjoined", "", complaint.Mail{Text: "found"})
		})
		known, err = db.KnownUIDs(t.Context(), "klachten", 1, 1)
		if err != nil || !maps.Equal(known, map[uint32]bool{1: true, 2: true}) {
			t.Errorf("known when finished: %v, %v", known, err)
		}
		if todo, err := db.Unfinished(t.Context(), "klachten"); err != nil || todo != nil {
			t.Errorf("still to be received: %v, %v", todo, err)
		}
	})
}

// A large mail is stored in pieces, none larger than PieceSize, and comes back
// as it was.
func TestPieces(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		random := rand.NewChaCha8([32]byte{1})
		for i, size := range []int{0, 1, PieceSize - 1, PieceSize, PieceSize + 1, 3 << 20} {
			raw := make([]byte, size)
			random.Read(raw)
			id := mailed(t, db.Store, uint32(i+1), string(raw))
			pieces := counted(t, db.Store, `SELECT count(*) FROM content WHERE owner = $1`, id)
			if want := (size + PieceSize - 1) / PieceSize; pieces != want {
				t.Errorf("%d bytes are in %d pieces, want %d", size, pieces, want)
			}
			back, err := io.ReadAll(db.other.Content(t.Context(), id, PartRaw))
			if err != nil || string(back) != string(raw) {
				t.Errorf("%d bytes came back as %d, %v", size, len(back), err)
			}
			sum := sha256.Sum256(raw)
			if m, err := db.Mail(t.Context(), id); err != nil || m.SHA256 != hex.EncodeToString(sum[:]) || m.Size != int64(size) {
				t.Errorf("the row of %d bytes: %+v, %v", size, m, err)
			}
		}
		if n := counted(t, db.Store, `SELECT max(length(bytes)) FROM content`); n != PieceSize {
			t.Errorf("the largest piece has %d bytes, want %d", n, PieceSize)
		}
	})
}

// Of the copies of a mail that several daemons receive at once, one is first.
func TestFirstOf(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		ids := make([]string, 8)
		for i := range ids {
			ids[i] = mailed(t, db.Store, uint32(i+1), fmt.Sprint("copy ", i))
		}
		owners := make([]string, len(ids))
		together(len(ids), func(i int) {
			err := db.each(i).InTx(t.Context(), func(tx *Tx) (err error) {
				owners[i], err = tx.FirstOf(t.Context(), "same", ids[i])
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		firsts := map[string]int{}
		for i, owner := range owners {
			if owner == "" {
				owner = ids[i]
				firsts["first"]++
			}
			firsts[owner]++
		}
		if firsts["first"] != 1 || len(firsts) != 2 {
			t.Errorf("the first of them: %v", firsts)
		}
		undone(t, db.Store, func(tx *Tx) {
			if owner, err := tx.FirstOf(t.Context(), "", ids[0]); owner != "" || err != nil {
				t.Errorf("a mail without a digest is the same as %q, %v", owner, err)
			}
		})
	})
}
