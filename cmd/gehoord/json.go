package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"gehoord/internal/complaint"
)

// writeLine writes v as one line of JSON.
func writeLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// stamp is an instant in JSON: RFC 3339 in the organisation's zone, null for none.
type stamp struct {
	t    time.Time
	zone *time.Location
}

// MarshalJSON implements json.Marshaler.
func (s stamp) MarshalJSON() ([]byte, error) {
	if s.t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(s.t.In(s.zone).Format(time.RFC3339))
}

// orNull is a text in JSON: null for none.
type orNull string

// MarshalJSON implements json.Marshaler.
func (s orNull) MarshalJSON() ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // a Message-ID is <…>
	err := enc.Encode(string(s))
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// addressJSON is a mail address in JSON.
type addressJSON struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

func addressesJSON(list []complaint.Address) []addressJSON {
	out := []addressJSON{}
	for _, a := range list {
		out = append(out, addressJSON(a))
	}
	return out
}

// when is an instant for people, in the organisation's zone; "-" for none.
func when(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// row writes the cells of a table's line for a tabwriter.
func row(w io.Writer, cells ...any) {
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(w, "\t")
		}
		fmt.Fprint(w, c)
	}
	fmt.Fprintln(w)
}
