package store

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"gehoord/internal/complaint"
)

// Eight writers over two handles, a third of whose transactions fail: the
// numbers that stay are 1 to n, each once.
func TestNumbersHaveNoGaps(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		var mu sync.Mutex
		var given []int
		together(8, func(i int) {
			for round := range 12 {
				var c complaint.Complaint
				err := db.each(i).InTx(t.Context(), func(tx *Tx) error {
					n, err := tx.NextNumber(t.Context(), "K", 2026)
					if err != nil {
						return err
					}
					c = sample(n)
					if err := tx.AddComplaint(t.Context(), c); err != nil {
						return err
					}
					if (i+round)%3 == 0 {
						return errUndo
					}
					return nil
				})
				if errors.Is(err, errUndo) {
					continue
				}
				if err != nil {
					t.Errorf("writer %d: %v", i, err)
					return
				}
				mu.Lock()
				given = append(given, c.Number.Serial)
				mu.Unlock()
			}
		})
		slices.Sort(given)
		for i, n := range given {
			if n != i+1 {
				t.Fatalf("the numbers are not 1 to %d: %v", len(given), given)
			}
		}
		if len(given) != 64 {
			t.Errorf("%d numbers were given out, want 64", len(given))
		}
		all, err := db.Complaints(t.Context())
		if err != nil || len(all) != len(given) {
			t.Errorf("%d complaints in the register, %d numbers given, %v", len(all), len(given), err)
		}
	})
}

// Every year counts from 1, and the register is in the order of the numbers.
func TestNumbersCountByYear(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		var got []string
		for _, year := range []int{2027, 2026, 2027, 2026} {
			in(t, db.Store, func(tx *Tx) error {
				n, err := tx.NextNumber(t.Context(), "K", year)
				if err != nil {
					return err
				}
				return tx.AddComplaint(t.Context(), sample(n))
			})
		}
		all, err := db.Complaints(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			got = append(got, c.Number.String())
		}
		if fmt.Sprint(got) != "[K-2026-000001 K-2026-000002 K-2027-000001 K-2027-000002]" {
			t.Errorf("the register: %v", got)
		}
	})
}
