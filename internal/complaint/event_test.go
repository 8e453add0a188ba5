package complaint

import (
	"reflect"
	"testing"
	"time"
)

// Whatever is changed in an event breaks the chain, but its Hash itself. A field
// added later is caught here too.
func TestSumCoversEveryField(t *testing.T) {
	e := Event{Complaint: "c", Seq: 3, At: time.Date(2026, 11, 20, 8, 0, 0, 1000, time.UTC), Kind: Noted,
		Actor: "a@d.example", Data: `{"n":1}`, TextSum: TextSum("text"), Prev: "00", Hash: "01"}
	sum := e.Sum()
	for i := range reflect.TypeFor[Event]().NumField() {
		changed := e
		name := reflect.TypeFor[Event]().Field(i).Name
		switch field := reflect.ValueOf(&changed).Elem().Field(i); field.Interface().(type) {
		case time.Time:
			changed.At = e.At.Add(time.Microsecond)
		case int:
			field.SetInt(field.Int() + 1)
		default:
			field.SetString(field.String() + "x")
		}
		if (changed.Sum() == sum) != (name == "Hash") {
			t.Errorf("changing %s: the sum is the same: %v", name, changed.Sum() == sum)
		}
	}
}

// Text cannot wander from one field to its neighbour.
func TestSumKeepsFieldsApart(t *testing.T) {
	if (Event{Prev: "ab", Complaint: "c"}).Sum() == (Event{Prev: "a", Complaint: "bc"}).Sum() {
		t.Error("two events, one sum")
	}
}

func TestSumOfAnInstant(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	if (Event{At: at}).Sum() != (Event{At: at.In(time.FixedZone("CET", 3600))}).Sum() {
		t.Error("one instant in two zones has two sums")
	}
	if got := At(at.In(time.FixedZone("CET", 3600))); got != "2026-11-20T08:00:00.000000Z" || len(got) != 27 {
		t.Error(got)
	}
}

func TestTextSum(t *testing.T) {
	if TextSum("") != "" || TextSum("a") == TextSum("b") || len(TextSum("a")) != 64 {
		t.Error("digest of texts")
	}
}
