package ingest

import (
	"testing"
	"time"
)

func TestWrittenDate(t *testing.T) {
	const morning = "2026-11-16T09:12:00+01:00"
	for _, c := range []struct{ text, want string }{
		{"maandag 16 november 2026 09:12", morning},
		{"maandag 16 november 2026 om 09:12", morning},
		{"maandag 16 november 2026 9:12:05 CET", "2026-11-16T09:12:05+01:00"},
		{"ma 16 nov 2026 om 09:12", morning},
		{"ma 16 nov. 2026 09:12", morning},
		{"16 november 2026 om 09:12:30 CET", "2026-11-16T09:12:30+01:00"},
		{"zondag 1 maart 2026 10.05 uur", "2026-03-01T10:05:00+01:00"},
		{"1 mrt. 2026 10u05", "2026-03-01T10:05:00+01:00"},
		{"16-11-2026 09:12", morning},
		{"16-11-26 09:12 (GMT+01:00)", morning},
		{"16/11/2026 09:12 (GMT+01:00)", morning},
		{"03/04/2026 09:12", "2026-04-03T09:12:00+01:00"},
		{"Mon, 16 Nov 2026 09:12:00 +0100", morning},
		{"Mon, 16 Nov 2026 03:12:00 -0500", "2026-11-16T03:12:00-05:00"},
		{"Mon, 16 Nov 2026 08:12:00 GMT", "2026-11-16T08:12:00Z"},
		{"Monday, November 16, 2026 9:12 AM", morning},
		{"Monday, November 16, 2026 9:12:00 PM", "2026-11-16T21:12:00+01:00"},
		{"Mon, Nov 16, 2026 at 9:12\u202fAM", morning},
		{"Mon, Nov 16, 2026 at 12:12 AM", "2026-11-16T00:12:00+01:00"},
		{"16 November 2026 at 09:12:00 CET", morning},
		{"16 November 2026 at 21:12:00 BST", "2026-11-16T21:12:00+01:00"},
		{"On Monday, November 16th, 2026 at 9:12 AM", morning},
		{"11/16/2026 9:12 a.m.", morning},
		{"2026-11-16 09:12", morning},
		{"2026-11-16T08:12:00Z", "2026-11-16T08:12:00Z"},
		{"Montag, 16. November 2026 09:12", morning},
		{"16. März 2026 um 09:12 Uhr", "2026-03-16T09:12:00+01:00"},
		{"mardi 17 novembre 2026 à 09:12", "2026-11-17T09:12:00+01:00"},
		{"mar. 17 févr. 2026 09:12", "2026-02-17T09:12:00+01:00"},
		{"lundi 6 juillet 2026 09h12", "2026-07-06T09:12:00+01:00"},
		{"lunes, 3 de agosto de 2026 9:12", "2026-08-03T09:12:00+01:00"},
		{"martedì 1 dicembre 2026 09:12", "2026-12-01T09:12:00+01:00"},
		{"Sun, 15 Nov 2026 20:11:00 +0100 (CET)", "2026-11-15T20:11:00+01:00"},
		{"2026-11-16 09:12:00.000 +05:30", "2026-11-16T09:12:00+05:30"},
		{"16 nov 09:12", ""},
		{"16 november 2026", ""},
		{"gisteren om 09:12", ""},
		{"31 april 2026 09:12", ""},
		{"16 november 2026 29:12", ""},
		{"16 foober 2026 09:12", ""},
		{"13 nov 2026 13:12 PM", ""},
		{"", ""},
	} {
		got := ""
		if d := writtenDate(c.text, true, time.FixedZone("", 3600)); !d.IsZero() {
			got = d.Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
	if d := writtenDate("03/04/2026 09:12", false, time.UTC); !d.IsZero() {
		t.Errorf("3/4 is taken for %v", d)
	}
	if d := writtenDate("16 november 2026 09:12", true, nil); !d.IsZero() {
		t.Errorf("without a zone it is taken for %v", d)
	}
}
