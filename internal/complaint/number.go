package complaint

import (
	"fmt"
	"regexp"
	"strconv"
)

// Number is what a complaint is called, in every subject and on the telephone:
// K-2026-000123. It is counted within the year of receipt, local time, without
// gaps.
type Number struct {
	Prefix string // "K"
	Year   int
	Serial int // from 1
}

// String returns the canonical form, with a serial of at least six digits.
func (n Number) String() string {
	return fmt.Sprintf("%s-%04d-%06d", n.Prefix, n.Year, n.Serial)
}

// IsZero tells whether n names no complaint.
func (n Number) IsZero() bool { return n == Number{} }

var canonical = regexp.MustCompile(`^([A-Z]{1,4})-(\d{4})-(\d{6,9})$`)

// ParseNumber reads the canonical form only; people's spellings are read by
// ParseSubject.
func ParseNumber(s string) (Number, error) {
	m := canonical.FindStringSubmatch(s)
	if m == nil {
		return Number{}, fmt.Errorf("%q is not a complaint number; one looks like K-2026-000123", s)
	}
	year, _ := strconv.Atoi(m[2])
	serial, err := strconv.Atoi(m[3])
	if err != nil || serial == 0 {
		return Number{}, fmt.Errorf("%q is not a complaint number; its serial is 0", s)
	}
	return Number{Prefix: m[1], Year: year, Serial: serial}, nil
}
