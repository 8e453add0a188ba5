package store

import (
	"testing"
	"time"
)

// A mailbox that was begun at its next mail and is numbered anew shows the mails
// of before again: they are not taken for new, those that came since are.
func TestMailsOfBeforeTheDesk(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for _, c := range []struct {
			box, start string
			want       map[string]string // what came when → its outcome
		}{
			{"new", "new", map[string]string{"before": "old", "since": "stored"}},
			{"all", "all", map[string]string{"before": "stored", "since": "stored"}},
		} {
			for _, validity := range []uint32{1, 2} {
				if _, err := db.BeginEpoch(t.Context(), c.box, validity, 7, c.start, morning); err != nil {
					t.Fatal(err)
				}
			}
			for i, when := range []string{"before", "since"} {
				a := arrival(c.box, 2, uint32(i+1), c.box+when)
				a.Received = morning.Add(time.Duration(2*i-1) * time.Hour)
				id, err := db.Keep(t.Context(), a, morning)
				if err != nil {
					t.Fatal(err)
				}
				m, err := db.Mail(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				raw, err := db.Text(t.Context(), id, PartRaw)
				if err != nil {
					t.Fatal(err)
				}
				if m.Outcome != c.want[when] || (raw == "") != (m.Outcome == "old") || (m.State == "stored") != (m.Outcome == "stored") {
					t.Errorf("start %s, a mail of %s: %s, %s, %d bytes kept", c.start, when, m.State, m.Outcome, len(raw))
				}
			}
		}
	})
}
