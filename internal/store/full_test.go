package store

import (
	"fmt"
	"strings"
	"testing"
)

// On a full disk a mail is refused with a sentence that says what to do; what
// was taken before is whole, and with room again the same mail is taken.
func TestFullDisk(t *testing.T) {
	s := opened(t, Options{URL: "sqlite:gehoord.db", Dir: t.TempDir(), Serve: true})
	limit := func(pages int) {
		t.Helper()
		// The pragma is the connection's, and writing has one.
		if _, err := s.write.Exec(fmt.Sprint("PRAGMA max_page_count = ", pages)); err != nil {
			t.Fatal(err)
		}
	}
	c := registered(t, s, "U rekent 780 euro.")
	limit(counted(t, s, "PRAGMA page_count") + 40)
	raw := func(uid int) string { return fmt.Sprint(uid) + strings.Repeat(" krassen", 4000) }
	var kept []string
	var err error
	for uid := 1; err == nil && uid < 100; uid++ {
		var id string
		if id, err = s.Keep(t.Context(), arrival("klachten", 1, uint32(uid), raw(uid)), morning); err == nil {
			kept = append(kept, id)
		}
	}
	if err == nil || !strings.Contains(err.Error(), "make room, nothing is lost") {
		t.Fatalf("on a full disk: %v", err)
	}
	// A mail of several pieces leaves none of them behind.
	if _, err := s.Keep(t.Context(), arrival("klachten", 1, 100, strings.Repeat("x", 3<<20)), morning); err == nil {
		t.Fatal("3 MB were taken on a full disk")
	}
	if n := counted(t, s, `SELECT count(*) FROM ledger`); n != len(kept) {
		t.Errorf("%d mails in the ledger, want %d", n, len(kept))
	}
	if n := counted(t, s, `SELECT count(*) FROM content WHERE owner NOT IN (SELECT id FROM mail) AND owner NOT IN (SELECT id FROM complaint)`); n != 0 {
		t.Errorf("%d pieces belong to nothing", n)
	}
	for i, id := range kept {
		if got, err := s.Text(t.Context(), id, PartRaw); got != raw(i+1) || err != nil {
			t.Errorf("mail %d has %d bytes, %v", i+1, len(got), err)
		}
	}
	if err := s.VerifyHistory(t.Context(), c); err != nil {
		t.Error(err)
	}
	var sound string
	if err := s.write.Get(&sound, "PRAGMA integrity_check"); err != nil || sound != "ok" {
		t.Errorf("the file is %q, %v", sound, err)
	}
	limit(1 << 20)
	mailed(t, s, uint32(len(kept)+1), raw(len(kept)+1))
	mailed(t, s, 100, strings.Repeat("x", 3<<20))
}
