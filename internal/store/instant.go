package store

import (
	"database/sql/driver"
	"fmt"
	"time"

	"gehoord/internal/complaint"
)

// instant is a time.Time as both databases keep it: text in
// complaint.TimeLayout, and NULL for the zero time.
type instant struct{ time.Time }

func at(t time.Time) instant { return instant{t} }

// Value implements driver.Valuer.
func (i instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return complaint.At(i.Time), nil
}

// Scan implements sql.Scanner.
func (i *instant) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case nil:
		*i = instant{}
		return nil
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("read an instant: the database gave a %T", src)
	}
	t, err := time.Parse(complaint.TimeLayout, text)
	if err != nil {
		return fmt.Errorf("read an instant: %w", err)
	}
	if complaint.At(t) != text { // time.Parse takes a comma for the point
		return fmt.Errorf("read an instant: %q is not how one is written", text)
	}
	i.Time = t.UTC()
	return nil
}
