package store

import (
	"testing"

	"gehoord/internal/complaint"
)

// A reader who looks while somebody writes sees one moment: a history that grows
// meanwhile is not taken for one that was changed.
func TestViewIsOfOneMoment(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		c := registered(t, db.Store, "een")
		err := db.InView(t.Context(), func(v *View) error {
			before, err := v.Complaint(t.Context(), c.ID)
			if err != nil {
				return err
			}
			err = db.Store.InTx(t.Context(), func(tx *Tx) error {
				return tx.SaveComplaint(t.Context(), &c, []complaint.Event{{At: morning, Kind: complaint.Noted, Actor: "a"}}, []string{"meer"})
			})
			if err != nil {
				return err
			}
			return v.VerifyHistory(t.Context(), before)
		})
		if err != nil {
			t.Error(err)
		}
	})
}
