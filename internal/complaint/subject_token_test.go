package complaint

import (
	"strings"
	"testing"
)

func TestSubjectToken(t *testing.T) {
	for subject, want := range map[string]string{
		"":                        "",
		"[K-2026-000123 REACTIE]": "",
		"[K-2026-000123 REACTIE] g1-abcdefghij234567":                  "abcdefghij234567",
		"g1-abcdefghij234567 [K-2026-000123 REACTIE]":                  "abcdefghij234567",
		"Re: [K-2026-000123 REACTIE] G1-ABCDEFGHIJ234567 auto":         "abcdefghij234567",
		"[HELP] g1–abcdefghij234567":                                   "abcdefghij234567",
		"[HELP] g1 — abcdefghij234567.":                                "abcdefghij234567",
		"[HELP] (g1-abcdefghij234567), dank":                           "abcdefghij234567",
		"[HELP] [g1-abcdefghij234567]":                                 "abcdefghij234567",
		"[HELP] <g1-abcdefghij234567>":                                 "abcdefghij234567",
		"[HELP]【g1‑abcdefghij234567】":                                  "abcdefghij234567",
		"[HELP]{g1-abcdefghij234567}!":                                 "abcdefghij234567",
		"[HELP]\r\n\tg1-abcdefghij234567":                              "abcdefghij234567",
		"[HELP] ｇ１－ａｂｃｄｅｆｇｈｉｊ２３４５６７":                                   "abcdefghij234567",
		"[HELP] g1-abcde\u200bfghij234567":                             "abcdefghij234567",
		"[HELP g1-abcdefghij234567]":                                   "abcdefghij234567",
		"[HELP] g1-abcdefghij234567 Re: [HELP] G1-abcdefghij234567":    "abcdefghij234567",
		"[HELP] g1-abcdefghij234567 Re: [HELP] g1-bbbbbbbbbb234567":    "",
		"g1-abcdefghij234567 g1-bbbbbbbbbb234567":                      "",
		"[HELP] g1-abcdefghij23456":                                    "", // cut
		"[HELP] g1-abcdefghij2345678":                                  "",
		"[HELP] g1-abcdefghij234561":                                   "", // no such digit
		"[HELP] xg1-abcdefghij234567":                                  "",
		"[HELP] g2-abcdefghij234567":                                   "",
		"[HELP] abcdefghij234567":                                      "",
		strings.Repeat("g1-", 5000) + "abcdefghij234567":               "",
		strings.Repeat("g1-abcdefghij234567 ", 1000) + "[K-2026-0001]": "abcdefghij234567",
	} {
		if got := SubjectToken(subject); got != want {
			t.Errorf("%.60s: %q, want %q", subject, got, want)
		}
	}
}

// A token changes nothing that is read in a subject, wherever it stands, and is
// found in all of them.
func TestTokenDisturbsNothing(t *testing.T) {
	all := seen(t)
	for _, tt := range subjects {
		all[tt.subject] = tt.want
	}
	for subject, want := range all {
		if SubjectToken(subject) != "" {
			continue
		}
		for _, with := range []string{
			subject + " g1-k2222k2222234567", subject + "\r\n\tG1–K2222K2222234567.",
			"g1-k2222k2222234567 " + subject,
		} {
			if got := shown(ParseSubject(with, "K")); got != want {
				t.Errorf("%s\n got %s\nwant %s", with, got, want)
			}
			if got := SubjectToken(with); got != "k2222k2222234567" {
				t.Errorf("%s: token %q", with, got)
			}
		}
	}
	if n := Numbers("g1-k2222k2222234567", "G"); len(n) > 0 {
		t.Error(n)
	}
}

func FuzzSubjectToken(f *testing.F) {
	for _, tt := range subjects {
		f.Add(tt.subject + " g1-abcdefghij234567")
	}
	f.Fuzz(func(t *testing.T, subject string) {
		found := SubjectToken(subject)
		if found == "" {
			return
		}
		if again := SubjectToken("[HELP] g1-" + found); again != found {
			t.Errorf("%q: %q, then %q", subject, found, again)
		}
		if len(found) != 16 || strings.Trim(found, "abcdefghijklmnopqrstuvwxyz234567") != "" {
			t.Errorf("%q: %q", subject, found)
		}
	})
}
