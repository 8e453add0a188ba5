package store

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gehoord/internal/complaint"
)

// foul is what a sender may write where a name is expected.
const foul = "Anna\x00 \xff\xfe de \xc3Vries"

// foulClean is how it is kept.
const foulClean = "Anna\ufffd \ufffd de \ufffdVries"

// letters is a text of n bytes that does not compress.
func letters(n int) string {
	random, b := rand.New(rand.NewPCG(1, 2)), make([]byte, n)
	for i := range b {
		b[i] = byte('a' + random.IntN(26))
	}
	return string(b)
}

// What senders write, NUL, broken UTF-8 and endless lines, is kept by both
// databases in the same way, and found again by what the sender wrote.
func TestForeignTexts(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		for i, odd := range []string{foul, letters(20_000), strings.Repeat("\xff", 2000), strings.Repeat("é\x00", 3000)} {
			want := clip(odd, longest)
			id := mailed(t, db.Store, uint32(2*i+1), "a"+odd)
			set := mailed(t, db.Store, uint32(2*i+2), "b"+odd)
			var c complaint.Complaint
			letter := complaint.Letter{ID: NewID(), Kind: complaint.Confirmation, Cause: "mail " + id, Sender: "klachten@desk.test",
				Recipient: odd, Subject: odd, MessageID: "<" + NewID() + "@desk.test>", Queued: morning, Due: morning}
			in(t, db.Store, func(tx *Tx) error {
				n, err := tx.NextNumber(t.Context(), "K", 2026)
				if err != nil {
					return err
				}
				c = sample(n)
				c.Customer, c.Subject, c.MessageID, c.Handler = complaint.Address{Name: odd, Address: odd}, odd, odd, foul
				if err := tx.AddComplaint(t.Context(), c); err != nil {
					return err
				}
				events := happened(2)
				events[0].Actor, events[1].Data = foul, foul
				if err := tx.SaveComplaint(t.Context(), &c, events, []string{foul, ""}); err != nil {
					return err
				}
				letter.Complaint = c.ID
				if _, err := tx.AddLetter(t.Context(), letter, []byte(foul)); err != nil {
					return err
				}
				if err := tx.Quarantine(t.Context(), set, odd); err != nil {
					return err
				}
				return tx.FinishMail(t.Context(), id, "complaint", c.ID, complaint.Mail{MessageID: odd, Subject: odd, Text: foul, Reply: odd,
					From: complaint.Address{Name: odd, Address: odd}, To: []complaint.Address{{Address: odd}}, Kind: complaint.Human})
			})

			m, err := db.Mail(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{m.MessageID, m.Subject, m.From.Name, m.From.Address, m.To}
			if diff := cmp.Diff([]string{want, want, want, want, want}, got); diff != "" {
				t.Errorf("the mail (-want +got):\n%s", diff)
			}
			if s, err := db.Mail(t.Context(), set); err != nil || s.State != "quarantined" || !strings.HasPrefix(s.Reason, want) {
				t.Errorf("in quarantine: %+v, %v", s, err)
			}
			back, err := db.Complaint(t.Context(), c.ID)
			if err != nil || back.Subject != want || back.Customer.Name != want || back.Handler != foulClean {
				t.Errorf("the complaint: %+v, %v", back, err)
			}
			if err := db.VerifyHistory(t.Context(), back); err != nil {
				t.Errorf("what was cleaned is not what was chained: %v", err)
			}
			if text, err := db.Text(t.Context(), id, PartText); err != nil || text != foul {
				t.Errorf("content is kept as it is: %q, %v", text, err)
			}
			if earlier, err := db.EarlierOf(t.Context(), odd); err != nil || len(earlier) != 1 {
				t.Errorf("by address: %d complaints, %v", len(earlier), err)
			}
			kinds := []complaint.LetterKind{complaint.Confirmation}
			if n, err := db.LettersSince(t.Context(), odd, kinds, morning.Add(-1)); err != nil || n != 1 {
				t.Errorf("by recipient: %d letters, %v", n, err)
			}
			undone(t, db.Store, func(tx *Tx) {
				if known, err := tx.KnownMessageID(t.Context(), odd, "another"); err != nil || !known {
					t.Errorf("by Message-ID: %v, %v", known, err)
				}
				if known, err := tx.KnownMessageID(t.Context(), odd, id); err != nil || known {
					t.Errorf("by Message-ID, itself: %v, %v", known, err)
				}
			})
		}
	})
}

// A mail that refers to more mails than a statement has room for finds its
// letters all the same.
func TestLettersNamedByMany(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		ours := queued(t, db.Store, 2)
		ids := make([]string, 70_000)
		for i := range ids {
			ids[i] = "<" + NewID() + "@elsewhere.test>"
		}
		ids[3], ids[69_999] = ours[0].MessageID, ours[1].MessageID
		got, err := db.LettersNamed(t.Context(), ids)
		if err != nil || len(got) != 2 {
			t.Errorf("%d letters, %v", len(got), err)
		}
		if got, err := db.LettersNamed(t.Context(), nil); got != nil || err != nil {
			t.Errorf("of no ids: %v, %v", got, err)
		}
	})
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"klacht", 6, "klacht"}, {"klacht", 5, "klach"}, {"", 0, ""}, {"é", 1, ""}, {"aé", 2, "a"}, {"aé", 3, "aé"},
		{"a\x00b", 10, "a\ufffdb"}, {"\xff", 3, "\ufffd"}, {"\xff\xfe", 2, ""}, {"a\xffb", 4, "a\ufffd"},
	} {
		if got := clip(c.in, c.n); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}
