package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// bare drops what refuses changes to the history, as somebody would who wants to
// change it.
func bare(t *testing.T, tx *Tx) {
	t.Helper()
	on := map[string]string{"event_keeps": "event", "event_stays": "event", "complaint_stays": "complaint", "deadline_stays": "round"}
	for trigger, table := range on {
		query := `DROP TRIGGER ` + trigger
		if tx.dialect == inPostgres {
			query += ` ON ` + table
		}
		must(t, tx, query)
	}
}

// told is a complaint with five events, the third with a text of several pieces,
// and its neighbour, whose id differs in one letter.
func told(t *testing.T, s *Store) complaint.Complaint {
	t.Helper()
	c := registered(t, s, "U rekent 780 euro.", "", strings.Repeat("krassen ", PieceSize/4), "Rapport opgevraagd.", "")
	in(t, s, func(tx *Tx) error {
		near := sample(complaint.Number{Prefix: "K", Year: 2027, Serial: 1})
		near.ID = flipped(c.ID, len(c.ID)-1, 1)
		return tx.AddComplaint(t.Context(), near)
	})
	return c
}

// flipped is s with one byte changed.
func flipped(s string, i int, mask byte) string {
	b := []byte(s)
	b[i] ^= mask
	return string(b)
}

func TestHistoryHolds(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		c := told(t, db.Store)
		check := func(when string) {
			t.Helper()
			if err := db.other.VerifyHistory(t.Context(), c); err != nil {
				t.Errorf("%s: %v", when, err)
			}
		}
		check("as written")
		// Texts may be erased (AVG), one by one.
		for _, part := range []string{EventPart(1), EventPart(3)} {
			in(t, db.Store, func(tx *Tx) error {
				return tx.try(t.Context(), `DELETE FROM content WHERE owner = $1 AND part = $2`, c.ID, part)
			})
			check(part + " erased")
		}
		in(t, db.Store, func(tx *Tx) error {
			events := happened(1)
			events[0].At = time.Date(2026, 11, 23, 9, 30, 0, 123456789, time.FixedZone("", 3600)) // nanoseconds and a zone are not kept
			return tx.SaveComplaint(t.Context(), &c, events, []string{"é\x00\xff"})
		})
		check("longer")
		events, err := db.EventsOf(t.Context(), c.ID)
		if err != nil || len(events) != 6 || complaint.At(events[5].At) != "2026-11-23T08:30:00.123456Z" || events[5].Prev != events[4].Hash {
			t.Errorf("the history: %+v, %v", events, err)
		}
	})
}

// Changing one byte of any column of any event is detected.
func TestHistoryShowsChangedBytes(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		c := told(t, db.Store)
		events, err := db.EventsOf(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		undone(t, db.Store, func(tx *Tx) {
			bare(t, tx)
			for _, e := range events {
				for column, value := range map[string]string{"at": complaint.At(e.At), "kind": string(e.Kind), "actor": e.Actor,
					"data": e.Data, "text_sum": e.TextSum, "prev": e.Prev, "hash": e.Hash, "complaint": e.Complaint} {
					masks := []byte{1}
					if column == "at" {
						masks = []byte{1, 2, 0x20} // 2 makes the point a comma
					}
					for i := range value {
						thorough := column == "at" && e.Seq == 1
						if !thorough && i != 0 && i != len(value)/2 && i != len(value)-1 || column == "complaint" && i != len(value)-1 {
							continue
						}
						for _, mask := range masks {
							changed := flipped(value, i, mask)
							must(t, tx, `UPDATE event SET `+column+` = $3 WHERE complaint = $1 AND seq = $2`, c.ID, e.Seq, changed)
							if tx.VerifyHistory(t.Context(), c) == nil {
								t.Errorf("event %d: %s may become %q", e.Seq, column, changed)
							}
							owner := c.ID
							if column == "complaint" {
								owner = changed
							}
							must(t, tx, `UPDATE event SET `+column+` = $3 WHERE complaint = $1 AND seq = $2`, owner, e.Seq, value)
						}
					}
					if value == "" {
						must(t, tx, `UPDATE event SET `+column+` = 'x' WHERE complaint = $1 AND seq = $2`, c.ID, e.Seq)
						if tx.VerifyHistory(t.Context(), c) == nil {
							t.Errorf("event %d: %s may be filled", e.Seq, column)
						}
						must(t, tx, `UPDATE event SET `+column+` = '' WHERE complaint = $1 AND seq = $2`, c.ID, e.Seq)
					}
				}
			}
			if err := tx.VerifyHistory(t.Context(), c); err != nil {
				t.Errorf("put back: %v", err)
			}
		})
	})
}

// Other ways to change the history are detected too.
func TestHistoryShowsTampering(t *testing.T) {
	cases := []struct {
		what    string
		queries []string // $1 is the complaint
	}{
		{"the last event deleted", []string{`DELETE FROM event WHERE complaint = $1 AND seq = 5`}},
		{"the first event deleted", []string{`DELETE FROM event WHERE complaint = $1 AND seq = 1`}},
		{"one in the middle deleted", []string{`DELETE FROM event WHERE complaint = $1 AND seq = 3`}},
		{"one in the middle deleted, the others moved up", []string{`DELETE FROM event WHERE complaint = $1 AND seq = 3`,
			`UPDATE event SET seq = 3 WHERE complaint = $1 AND seq = 4`, `UPDATE event SET seq = 4 WHERE complaint = $1 AND seq = 5`}},
		{"all deleted", []string{`DELETE FROM event WHERE complaint = $1`}},
		{"the last event deleted, the length mended", []string{`DELETE FROM event WHERE complaint = $1 AND seq = 5`,
			`UPDATE complaint SET events = 4 WHERE id = $1`}},
		{"two events swapped", []string{`UPDATE event SET seq = 99 WHERE complaint = $1 AND seq = 2`,
			`UPDATE event SET seq = 2 WHERE complaint = $1 AND seq = 3`, `UPDATE event SET seq = 3 WHERE complaint = $1 AND seq = 99`}},
		{"an event put behind the last", []string{`INSERT INTO event SELECT complaint, 6, at, kind, actor, data, text_sum, prev, hash FROM event WHERE complaint = $1 AND seq = 5`}},
		{"a word of a text changed", []string{`UPDATE content SET bytes = $2 WHERE owner = $1 AND part = 'event/1'`}},
		{"the second piece of a text changed", []string{`UPDATE content SET bytes = $2 WHERE owner = $1 AND part = 'event/3' AND piece = 1`}},
		{"the second piece of a text deleted", []string{`DELETE FROM content WHERE owner = $1 AND part = 'event/3' AND piece = 1`}},
		{"two texts swapped", []string{`UPDATE content SET part = 'swap' WHERE owner = $1 AND part = 'event/1'`,
			`UPDATE content SET part = 'event/1' WHERE owner = $1 AND part = 'event/4'`, `UPDATE content SET part = 'event/4' WHERE owner = $1 AND part = 'swap'`}},
	}
	both(t, func(t *testing.T, db *pair) {
		c := told(t, db.Store)
		for _, tc := range cases {
			undone(t, db.Store, func(tx *Tx) {
				bare(t, tx)
				for _, query := range tc.queries {
					args := []any{c.ID}
					if strings.Contains(query, "$2") {
						args = append(args, []byte("U rekent 790 euro."))
					}
					must(t, tx, query, args...)
				}
				now, err := tx.Complaint(t.Context(), c.ID)
				if err != nil {
					t.Fatal(err)
				}
				err = tx.VerifyHistory(t.Context(), now)
				if err == nil || !strings.Contains(err.Error(), "the history of K-2026-000001 was changed") {
					t.Errorf("%s: %v", tc.what, err)
				}
			})
		}
		if err := db.VerifyHistory(t.Context(), c); err != nil {
			t.Errorf("untouched: %v", err)
		}
	})
}

// The database itself refuses what would change the history or move a deadline.
func TestDatabaseRefuses(t *testing.T) {
	cases := []struct{ query, says string }{
		{`UPDATE event SET actor = 'x' WHERE complaint = $1`, "never changed"},
		{`UPDATE event SET hash = hash WHERE complaint = $1 AND seq = 2`, "never changed"},
		{`DELETE FROM event WHERE complaint = $1 AND seq = 5`, "never shortened"},
		{`DELETE FROM complaint WHERE id = $1`, "stays registered"},
		{`UPDATE round SET received = '2026-11-20T08:00:00.000001Z' WHERE complaint = $1`, "never moves"},
		{`UPDATE round SET confirmation_due = confirmation_due WHERE complaint = $1`, "never moves"},
		{`UPDATE round SET first_response_due = '2027' WHERE complaint = $1`, "never moves"},
		{`UPDATE round SET resolution_due = '2027', confirmed = NULL WHERE complaint = $1`, "never moves"},
		{`DELETE FROM round WHERE complaint = $1`, "stay on record"},
		{`UPDATE complaint SET agenda = NULL WHERE id = $1`, "check"},
		{`UPDATE complaint SET status = 'settled' WHERE id = $1`, "check"},
		{`UPDATE complaint SET status = 'lost' WHERE id = $1`, "check"},
		{`UPDATE complaint SET department = '' WHERE id = $1`, "check"},
	}
	both(t, func(t *testing.T, db *pair) {
		c := told(t, db.Store)
		for _, tc := range cases {
			undone(t, db.Store, func(tx *Tx) {
				if err := tx.try(t.Context(), tc.query, c.ID); err == nil || !strings.Contains(strings.ToLower(err.Error()), tc.says) {
					t.Errorf("%s: %v", tc.query, err)
				}
			})
		}
		if err := db.VerifyHistory(t.Context(), c); err != nil {
			t.Error(err)
		}
	})
}

// Every status but the closed ones asks for a next date, and those have none.
func TestAgendaGoesWithStatus(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for i, status := range complaint.Statuses {
			for _, agenda := range []time.Time{{}, morning} {
				c := sample(complaint.Number{Prefix: "K", Year: 2026, Serial: i + 1})
				c.Status, c.Agenda = status, agenda
				if agenda.IsZero() {
					c.Ended = morning
				}
				err := db.InTx(t.Context(), func(tx *Tx) error {
					if err := tx.AddComplaint(t.Context(), c); err != nil {
						return err
					}
					return errUndo
				})
				fits := status.Open() == !agenda.IsZero() && status != complaint.Merged // into nothing
				if fits != (err == errUndo) {
					t.Errorf("%s with agenda %v: %v", status, agenda, err)
				}
			}
		}
	})
}

// Two changes to one complaint at once both land, one after the other.
func TestConcurrentChanges(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		c := registered(t, db.Store, "U rekent 780 euro.")
		const writers, changes = 4, 3
		together(writers, func(i int) {
			for range changes {
				if err := db.each(i).InTx(t.Context(), func(tx *Tx) error { return note(t.Context(), tx, c.ID) }); err != nil {
					t.Error(err)
				}
			}
		})
		now, err := db.Complaint(t.Context(), c.ID)
		if err != nil || now.Events != 1+writers*changes || now.Moves != writers*changes {
			t.Errorf("%d events and %d moves, %v; want %d and %d", now.Events, now.Moves, err, 1+writers*changes, writers*changes)
		}
		if err := db.VerifyHistory(t.Context(), now); err != nil {
			t.Error(err)
		}
	})
}

// note reads a complaint, counts a move and notes it in the history.
func note(ctx context.Context, tx *Tx, id string) error {
	c, err := tx.Complaint(ctx, id)
	if err != nil {
		return err
	}
	c.Moves++
	return tx.SaveComplaint(ctx, &c, happened(1), []string{"verplaatst"})
}

// A change of a complaint as it was before somebody else's is a conflict, after
// which InTx begins again and succeeds.
func TestConflictRunsAgain(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		stale := registered(t, db.Store, "U rekent 780 euro.")
		in(t, db.other, func(tx *Tx) error { return note(t.Context(), tx, stale.ID) })
		var seen []error
		in(t, db.Store, func(tx *Tx) error {
			c := stale
			if len(seen) > 0 {
				return note(t.Context(), tx, c.ID)
			}
			err := tx.SaveComplaint(t.Context(), &c, happened(1), []string{"te laat"})
			seen = append(seen, err)
			return err
		})
		if len(seen) != 1 || !strings.Contains(seen[0].Error(), ErrConflict.Error()) {
			t.Errorf("the first try: %v", seen)
		}
		if now, err := db.Complaint(t.Context(), stale.ID); err != nil || now.Events != 3 || db.VerifyHistory(t.Context(), now) != nil {
			t.Errorf("after both: %+v, %v", now, err)
		}
		// A conflict that does not end is given up, and says so.
		tries := 0
		err := db.InTx(t.Context(), func(tx *Tx) error { tries++; return ErrConflict })
		if err == nil || tries != txAttempts {
			t.Errorf("a conflict for ever: %d tries, %v", tries, err)
		}
	})
}
