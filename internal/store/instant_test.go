package store

import (
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"pgregory.net/rapid"
)

// Both databases give an instant back to the microsecond, in UTC, and sort
// instants as text the way time does.
func TestInstants(t *testing.T) {
	both(t, func(t *testing.T, db *pair) {
		first, last := time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC)
		moment := rapid.Custom(func(t *rapid.T) time.Time {
			zone := time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
			return time.Unix(rapid.Int64Range(first.Unix(), last.Unix()).Draw(t, "second"),
				rapid.Int64Range(0, 999_999_999).Draw(t, "nanosecond")).In(zone)
		})
		ctx := t.Context()
		rapid.Check(t, func(t *rapid.T) {
			a := moment.Draw(t, "a")
			b := rapid.OneOf(moment, rapid.Map(rapid.Int64Range(-2_000_000, 2_000_000),
				func(ns int64) time.Time { return a.Add(time.Duration(ns)) })).Draw(t, "b")
			var got struct {
				A, B   instant
				Before bool
			}
			if err := sqlx.GetContext(ctx, db.q, &got, `SELECT CAST($1 AS TEXT) AS a, CAST($2 AS TEXT) AS b, CAST($1 AS TEXT) < CAST($2 AS TEXT) AS before`, at(a), at(b)); err != nil {
				t.Fatal(err)
			}
			for _, p := range [][2]time.Time{{a, got.A.Time}, {b, got.B.Time}} {
				if want := p[0].UTC().Truncate(time.Microsecond); p[1] != want {
					t.Fatalf("%v came back as %v", want, p[1])
				}
			}
			if want := got.A.Before(got.B.Time); got.Before != want {
				t.Fatalf("%v before %v: %v as text, %v as time", a, b, got.Before, want)
			}
		})
	})
}

// The zero time is NULL, and what is no instant is refused.
func TestInstantScan(t *testing.T) {
	if v, err := at(time.Time{}).Value(); v != nil || err != nil {
		t.Errorf("the zero time is %v, %v", v, err)
	}
	const good = "2026-11-20T08:00:00.000001Z"
	for _, c := range []struct {
		src  any
		want string // "" is refused
	}{
		{good, good}, {[]byte(good), good}, {nil, "0001-01-01T00:00:00.000000Z"},
		{strings.Replace(good, ".", ",", 1), ""}, {good[:26], ""}, {good + " ", ""}, {"2026-11-20T08:00:00Z", ""}, {"2026-11-31T08:00:00.000000Z", ""},
		{"", ""}, {7, ""}, {morning, ""},
	} {
		var i instant
		err := i.Scan(c.src)
		if got := i.UTC().Format("2006-01-02T15:04:05.000000Z"); (err == nil) != (c.want != "") || err == nil && got != c.want {
			t.Errorf("%v is read as %s, %v", c.src, got, err)
		}
	}
}
