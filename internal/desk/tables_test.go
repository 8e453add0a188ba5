package desk

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gehoord/internal/complaint"
	"gehoord/notify"
)

func TestDMARC(t *testing.T) {
	const ours, exo = "mx.desk.test", exchangeOnline
	for _, tc := range []struct{ id, field, want string }{
		{ours, "mx.desk.test; dmarc=pass header.from=desk.test", "pass"},
		{ours, "mx.desk.test 1; dmarc=pass", "pass"},
		{ours, "MX.Desk.Test; DMARC=Pass Header.From=Desk.Test", "pass"},
		{ours, "mx.desk.test; dmarc/1=pass header.from=desk.test", "pass"},
		{ours, "mx.desk.test; dmarc = pass header.from = desk.test", "pass"},
		{ours, "mx.desk.test; dmarc =fail", "fail"},
		{ours, "mx.desk.test (Postfix (3.7)); dmarc=pass (p=none dis=none) header.from=desk.test", "pass"},
		{ours, "(a; comment) mx.desk.test; dmarc=pass", "pass"},
		{ours, "mx.desk.test; dmarc(x)=(y)fail", "fail"},
		{ours, `mx.desk.test; dmarc=pass header.from="desk.test"`, "pass"},
		{ours, "mx.desk.test; dmarc=pass header.from=anna@desk.test", "pass"},
		{ours, "mx.desk.test; dmarc=pass header.from=x.example", "misaligned"},
		{ours, "mx.desk.test; dmarc=pass header.from=desk.test.x.example", "misaligned"},
		{ours, "mx.desk.test; dmarc=pass header.from=sub.desk.test", "misaligned"},
		{ours, "mx.desk.test; spf=pass smtp.mailfrom=desk.test; dkim=pass; dmarc=fail header.from=desk.test", "fail"},
		{ours, "mx.desk.test; dmarc=pass; dmarc=fail", "fail"},
		{ours, "mx.desk.test; dmarc=fail; dmarc=pass", "fail"},
		{ours, "mx.desk.test; dmarc=none; dmarc=pass", "none"},
		{ours, "mx.desk.test; dmarc=pass; dmarc=pass header.from=x.example", "misaligned"},
		{ours, "mx.desk.test; dmarc=bestguesspass", "bestguesspass"},
		{ours, "mx.desk.test; dmarc=temperror", "temperror"},
		{ours, "mx.desk.test; none", ""},
		{ours, "mx.desk.test", ""},
		{ours, "", ""},
		{ours, ";", ""},
		{ours, "mx.desk.test; x-dmarc=pass", ""},
		{ours, "mx.desk.test; spf=pass dmarc=pass", ""},
		{ours, `mx.desk.test; spf=fail reason="; dmarc=pass"`, ""},
		{ours, `mx.desk.test; spf=fail reason="\"; dmarc=pass"; dmarc=none`, "none"},
		{ours, "mx.desk.test; spf=fail (; dmarc=pass)", ""},
		{ours, `mx.desk.test; spf=fail (\); dmarc=pass)`, ""},
		{ours, `mx.desk.test; spf=fail "; dmarc=pass`, ""},
		{ours, "mx.desk.test; spf=fail (; dmarc=pass", ""},
		{ours, "mx.desk.test; spf=fail ); dmarc=pass", ""},
		{ours, "mx.x.example; dmarc=pass", ""},
		{ours, "x mx.desk.test; dmarc=pass", ""},
		{ours, "dmarc=pass; mx.desk.test; dmarc=pass", ""},
		{exo, "spf=pass (sender IP is 10.0.0.1) smtp.mailfrom=desk.test; dkim=pass (signature was verified) header.d=desk.test;dmarc=pass action=none header.from=desk.test;compauth=pass reason=100", "pass"},
		{exo, "dmarc=fail action=oreject header.from=desk.test", "fail"},
		{exo, "mx.x.example; dmarc=pass header.from=desk.test", ""},
		{exo, "mx.x.example 1; dmarc=pass header.from=desk.test", ""},
		{"", "mx.desk.test; dmarc=pass", ""},
	} {
		m := complaint.Mail{From: complaint.Address{Address: anna}, FromCount: 1, AuthResults: []string{tc.field}}
		if got := dmarc(m, tc.id); got != tc.want {
			t.Errorf("%q by %q: %q, not %q", tc.field, tc.id, got, tc.want)
		}
		if m.FromCount = 2; dmarc(m, tc.id) != "" {
			t.Errorf("%q says something of two senders", tc.field)
		}
	}
}

func TestTokens(t *testing.T) {
	w := onSQLite(t)
	l := complaint.Letter{ID: "abcdefghijklmnopqrstuvwxyz", Complaint: "c", Recipient: anna, Kind: complaint.Notice}
	l.MessageID = w.mint(l)
	if !w.genuine(l) || len(minted([]string{l.MessageID, "<x@y>", "<g1.x@y>", "<G1." + l.MessageID[4:]})) != 1 {
		t.Fatal(l.MessageID)
	}
	for name, change := range map[string]func(*complaint.Letter){
		"complaint": func(l *complaint.Letter) { l.Complaint = "d" },
		"recipient": func(l *complaint.Letter) { l.Recipient = piet },
		"letter":    func(l *complaint.Letter) { l.ID = "bbcdefghijklmnopqrstuvwxyz" },
		"fields":    func(l *complaint.Letter) { l.Complaint, l.Recipient = "c"+anna[:1], anna[1:] },
		"id":        func(l *complaint.Letter) { l.MessageID = strings.ToUpper(l.MessageID) },
		"no MAC":    func(l *complaint.Letter) { l.MessageID = "<g1." + l.ID + ".@desk.test>" },
	} {
		if other := l; true {
			if change(&other); w.genuine(other) {
				t.Errorf("a token holds for another %s", name)
			}
		}
	}
	w.Secret = []byte("another secret")
	if w.genuine(l) {
		t.Error("a token holds under another secret")
	}
}

var codes = regexp.MustCompile(`refuse\("(E-[A-Z-]+)"((?:, [^,()]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?)*)\)`)

// Every refusal has its words in both languages, with as many blanks as it fills.
func TestRefusalsHaveTheirWords(t *testing.T) {
	used := map[string]int{"E-BRIEF": 0, "E-NOTITIE": 0, "E-BESLUIT": 0}
	for _, code := range []string{complaint.CodeUnknown, complaint.CodeTwice, complaint.CodeDate, complaint.CodeArgument, complaint.CodeBracket, "E-GEEN-NUMMER", "E-VOORBEELD"} {
		used[code] = -1 // one argument, which the words may leave out
	}
	files, _ := filepath.Glob("*.go")
	for _, f := range files {
		source, err := os.ReadFile(f)
		if err != nil || strings.HasSuffix(f, "_test.go") {
			continue
		}
		for _, m := range codes.FindAllStringSubmatch(string(source), -1) {
			used[m[1]] = strings.Count(regexp.MustCompile(`\([^()]*(\([^()]*\)[^()]*)*\)`).ReplaceAllString(m[2], ""), ",")
		}
		if n, all := len(codes.FindAllString(string(source), -1)), strings.Count(string(source), `refuse("E-`); n != all {
			t.Errorf("%s: %d refusals were read, of %d", f, n, all)
		}
	}
	if len(used) < len(refusals) {
		t.Errorf("%d codes are used, %d have words", len(used), len(refusals))
	}
	for code, args := range used {
		words, ok := refusals[code]
		if !ok || words.nl == "" || words.en == "" {
			t.Errorf("%s has no words", code)
		}
		for _, format := range []string{words.nl, words.en} {
			if n := strings.Count(format, "%s"); args >= 0 && n != args || args < 0 && n > 1 || strings.Count(format, "%") != n {
				t.Errorf("%s fills %d blanks of %q", code, args, format)
			}
		}
		for _, language := range notify.Languages {
			if text := refuse(code, "A", "B").text(language); strings.Contains(text, "%!") {
				t.Error(text)
			}
		}
	}
}

func TestDepartmentsWithoutAWordAreNamed(t *testing.T) {
	w := onSQLite(t)
	for code, want := range map[string]string{"SCHADE": "Schade en inname", "WEG": "WEG"} {
		if got := w.people.department(code, "nl"); got != want {
			t.Errorf("%s is called %s", code, got)
		}
	}
	if w.people.inbox("WEG") != service || w.people.manager("WEG") != lotte {
		t.Error("a department that is gone has no desk")
	}
}
