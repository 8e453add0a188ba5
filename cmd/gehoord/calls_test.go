package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gehoord/internal/config"
	"gehoord/internal/mailworld"
	"gehoord/sla"

	_ "modernc.org/sqlite"
)

// Exit codes: 1 for a failure, 2 for a wrong call; each error is one sentence on
// standard error that says what to do.
func TestErrors(t *testing.T) {
	dir := t.TempDir()
	conf := filepath.Join(dir, "gehoord.toml")
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"init " + dir, 0, ""},
		{"init " + dir, 1, "it is there already and was left as it is; name another folder"},
		{"bogus", 2, "gehoord --help says how it is called"},
		{"list --bogus", 2, "gehoord --help says how it is called"},
		{"-c " + dir + "/none.toml list", 1, "name one with -c, or let gehoord init write it"},
		{"-c " + conf + " list", 1, "there is no database yet"},
		{"-c " + conf + " migrate", 0, ""},
		{"-c " + conf + " list", 0, ""},
		{"-c " + conf + " show K-2026-000001", 1, "there is no complaint K-2026-000001; gehoord list shows all of them"},
		{"-c " + conf + " show rommel", 2, "one looks like K-2026-000123"},
		{"-c " + conf + " outbox retry nix", 1, "gehoord outbox lists them"},
		{"-c " + conf + " quarantine show nix", 1, "gehoord quarantine lists them"},
		{"-c " + conf + " quarantine retry nix", 1, "gehoord quarantine lists what is"},
		{"-c " + conf + " serve --speed 5", 2, "--speed needs --clock"},
		{"-c " + conf + " serve --clock gisteren", 2, "write for example 2026-11-20T09:00:00+01:00"},
		{"-c " + conf + " serve --clock 2026-11-20T09:00:00+01:00", 1, "every server must be on loopback"},
		{"deadlines gisteren", 2, "write for example 2026-11-20T09:00:00+01:00"},
		{"inspect " + dir + "/none.eml", 1, "no such file"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), strings.Fields(c.args), strings.NewReader(""), &stdout, &stderr)
		if code != c.code || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("gehoord %s: exit %d, %q; want %d, %q", c.args, code, stderr.String(), c.code, c.want)
		}
		if code == 1 && strings.Count(strings.TrimSpace(stderr.String()), "\n") > 0 {
			t.Errorf("gehoord %s: more than a sentence: %q", c.args, stderr.String())
		}
	}
}

// A database that a newer program made is refused by every verb, unchanged.
func TestNewerDatabase(t *testing.T) {
	w := newWorld(t, mailworld.Options{}, "")
	if code, _, stderr := w.call("migrate"); code != 0 {
		t.Fatal(stderr)
	}
	db, err := sql.Open("sqlite", filepath.Join(w.dir, "gehoord.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for _, verb := range []string{"serve", "list", "migrate"} {
		code, _, stderr := w.call(verb)
		if code != 1 || !strings.Contains(stderr, "newer than this program's") || !strings.Contains(stderr, "nothing was changed") {
			t.Errorf("%s: exit %d, %q", verb, code, stderr)
		}
	}
}

// A secret other than the one the database was begun with would orphan every
// letter that is out: it is refused.
func TestAnotherSecret(t *testing.T) {
	w := newWorld(t, mailworld.Options{}, "")
	log := w.serve()
	w.mailsRegistered(0, log)
	if code, _, stderr := w.call("serve"); code != 1 || !strings.Contains(stderr, "another gehoord already serves") {
		t.Errorf("a second daemon on one SQLite file: %d %q", code, stderr)
	}
	w.write("gehoord.secret", strings.Repeat("x", 40)+"\n")
	if code, stdout, _ := w.call("check"); code != 1 || !strings.Contains(stdout, "put the old file back") {
		t.Errorf("check: %d %q", code, stdout)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, more, password string
		hook                 func(*world)
		code                 int
		want                 string
	}{
		{"all is well", "", "geheim", nil, 0, "ok     smtp"},
		{"wrong password", "", "verkeerd", nil, 1, "WRONG  mailbox klachten"},
		{"bad rules", "[routing]\nrules = \"rules.toml\"\n", "geheim", func(w *world) { w.write("rules.toml", "[[rule]]\nwieght = 3\n") }, 1, "rules.toml"},
		{"smtp is gone", "", "geheim", func(w *world) {
			text, _ := os.ReadFile(w.conf)
			w.write("gehoord.toml", strings.Replace(string(text), "smtp+insecure://"+w.SMTPAddr(), "smtp+insecure://127.0.0.1:9", 1))
		}, 1, "WRONG  smtp"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, mailworld.Options{}, c.more)
			w.write("password", c.password+"\n")
			if c.hook != nil {
				c.hook(w)
			}
			code, stdout, stderr := w.call("check")
			if code != c.code || !strings.Contains(stdout, c.want) {
				t.Errorf("exit %d:\n%s%s", code, stdout, stderr)
			}
		})
	}
}

func TestDeadlines(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"deadlines", "--json", "-"}, strings.NewReader("2026-04-02T12:00:00+02:00\n2026-10-24T14:00:00+02:00\n"), &stdout, &stderr)
	want := `{"received":"2026-04-02T12:00:00+02:00","confirmation":"2026-04-03T12:00:00+02:00","first_response":"2026-04-03T12:00:00+02:00","resolution":"2026-04-08T17:30:00+02:00"}
{"received":"2026-10-24T14:00:00+02:00","confirmation":"2026-10-25T13:00:00+01:00","first_response":"2026-10-25T13:00:00+01:00","resolution":"2026-10-28T17:30:00+01:00"}
`
	if code != 0 || stdout.String() != want {
		t.Errorf("exit %d:\n%s%s", code, stdout.String(), stderr.String())
	}
}

// The shape of inspect's line is a contract: every key is there, absent lists are
// [] and absent things null.
func TestInspectShape(t *testing.T) {
	mbox := "From a@b Sun Nov 22 09:00:00 2026\nFrom: Anna <anna@example.nl>\nTo: k@d.example\nSubject: =?utf-8?q?[K-2026-123_OPGELOST_uitkomst=3Dgegrond]?=\n\nDe schade is hersteld.\n>From hier.\n\n" +
		"From a@b Sun Nov 22 09:00:00 2026\n\nxyzzy\n"
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"inspect", "--json", "--mbox", "-"}, strings.NewReader(mbox), &stdout, &stderr)
	out := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	if code != 0 || len(out) != 2 {
		t.Fatalf("exit %d, %d lines: %s", code, len(out), stderr.String())
	}
	var first, second map[string]any
	if err := json.Unmarshal([]byte(out[0]), &first); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out[1]), &second); err != nil {
		t.Fatal(err)
	}
	if first["number"] != "K-2026-000123" || first["command"].(map[string]any)["verb"] != "OPGELOST" ||
		first["command"].(map[string]any)["args"].(map[string]any)["uitkomst"] != "GEGROND" {
		t.Errorf("the tag: %v %v", first["number"], first["command"])
	}
	if !strings.Contains(first["text"].(string), "\nFrom hier.") {
		t.Errorf("the text: %q", first["text"])
	}
	for _, key := range []string{"file", "message_id", "from", "reply_to", "to", "cc", "subject", "date", "kind", "language", "text", "reply", "attachments",
		"references", "number", "command", "bounces", "department", "triage", "score", "margin", "matched", "also", "problems"} {
		if _, ok := second[key]; !ok {
			t.Errorf("there is no %s", key)
		}
	}
	for _, key := range []string{"message_id", "from", "reply_to", "date", "number", "command"} {
		if second[key] != nil {
			t.Errorf("%s is %v, not null", key, second[key])
		}
	}
	for _, key := range []string{"to", "cc", "attachments", "references", "bounces", "matched", "also"} {
		if list, ok := second[key].([]any); !ok || len(list) != 0 {
			t.Errorf("%s is %v, not []", key, second[key])
		}
	}
}

// A file that is gone is an error after the others were done, in a folder too.
func TestInspectGoesOn(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "a.eml")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"b.eml", "c.eml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("From: a@b.example\nSubject: [K-2026-00\n\nFoto"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"inspect", "--json", "--maildir", dir}, strings.NewReader(""), &stdout, &stderr)
	if code != 1 || strings.Count(stdout.String(), "\n") != 2 || !strings.Contains(stderr.String(), "a.eml: no such file") {
		t.Errorf("exit %d, %q\n%s", code, stderr.String(), stdout.String())
	}
	for _, want := range []string{`"language":"nl"`, `cut off`} {
		if strings.Count(stdout.String(), want) != 2 {
			t.Errorf("no %s in %s", want, stdout.String())
		}
	}
}

// Without a configuration the terms are those of an empty one.
func TestDefaultsAreOne(t *testing.T) {
	c, err := config.Defaults()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := slaConfig(c), sla.DefaultConfig(); !reflect.DeepEqual(got, want) {
		t.Errorf("config says %+v, sla %+v", got, want)
	}
}
