package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSampleLoads(t *testing.T) {
	c, err := Parse(Sample, "/etc/gehoord")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(c.SLA.WorkingDays); got != 5 {
		t.Errorf("working days: %d", got)
	}
	if len(c.Organisation.Dispute.Domains) != 1 || len(c.Auth.Accept) != 2 || len(c.Departments) != 2 {
		t.Errorf("lists: %+v %+v", c.Organisation.Dispute, c.Auth)
	}
	if d, ok := c.Department("glas"); !ok || d.Code != "SCHADE" || d.Staff[0].Address != "a.devries@directlease.example" {
		t.Errorf("department by alias: %+v %v", d, ok)
	}
	if c.SLA.Hours[time.Monday] != (Hours{510, 1050}) || c.SLA.Hours[time.Sunday] != (Hours{}) {
		t.Errorf("hours: %v", c.SLA.Hours)
	}
	if c.Path("x") != "/etc/gehoord/x" || c.SMTP.Envelope != "klachten@directlease.example" {
		t.Errorf("path %s, envelope %s", c.Path("x"), c.SMTP.Envelope)
	}
}

const least = `
[organisation]
name = "D"
address = "k@d.example"
[[mailbox]]
name = "k"
url = "imaps://k@imap.d.example"
[smtp]
url = "smtps://smtp.d.example"
[[department]]
code = "SCHADE"
inbox = "schade@d.example"
manager = "M <m@d.example>"
`

func TestEverythingElseHasADefault(t *testing.T) {
	c, err := Parse([]byte(least), "/")
	if err != nil {
		t.Fatal(err)
	}
	if c.Routing.Fallback != "SCHADE" || c.Mailboxes[0].Start != "new" || c.Mailboxes[0].MaxSize != 50e6 || c.Desk.Undo.Duration != 2*time.Minute {
		t.Errorf("%+v", c)
	}
	if len(c.SLA.WorkingDays) != 5 || len(c.Auth.Accept) != 2 {
		t.Errorf("%+v %+v", c.SLA, c.Auth)
	}
}

// Each bad configuration is refused in words that lead to the mistake.
func TestRefusals(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`name = "D"`, `nmae = "D"`, `line 3: there is no key "organisation.nmae"`},
		{`name = "D"`, `name = D`, `line 3`},
		{`name = "D"`, ``, `organisation.name is missing`},
		{`address = "k@d.example"`, `address = "Klachten"`, `organisation.address is "Klachten"`},
		{`address = "k@d.example"`, "address = \"k@d.example\"\ntimezone = \"Mars\"", `organisation.timezone is "Mars"`},
		{`imaps://k@imap.d.example`, `pop3://k@imap.d.example`, `begins with "pop3"`},
		{`imaps://k@imap.d.example`, `imaps://`, `names no server`},
		{`url = "smtps://smtp.d.example"`, ``, `smtp.url is missing`},
		{`code = "SCHADE"`, `code = "Schade en meer"`, `department 1: code is`},
		{`manager = "M <m@d.example>"`, ``, `has no manager`},
		{`manager = "M <m@d.example>"`, `manager = "M"`, `line 13`},
		{`inbox = "schade@d.example"`, `inbox = "k@d.example"`, `would come back as mail`},
		{`[smtp]`, "[routing]\nfallback = \"X\"\n[smtp]", `routing.fallback is "X"`},
		{`[smtp]`, "[sla]\nresolution = \"3d\"\n[smtp]", `line 9`},
		{`[smtp]`, "[sla]\nworking_hours = { mon = \"08:00-09:00\" }\n[smtp]", `no hours for tue`},
		{`[smtp]`, "[auth]\naccept = [\"spf\"]\n[smtp]", `auth.accept has "spf"`},
		{`[smtp]`, "[auth]\nsecret_file = \"\"\n[smtp]", `auth.secret_file is empty`},
		{`[smtp]`, "[desk]\nundo = 2\n[smtp]", `"2" is not a length of time`},
		{`[smtp]`, "[desk]\nceiling = -1\n[smtp]", `desk.ceiling is -1`},
		{`[smtp]`, "[http]\nlisten = \"localhost\"\n[smtp]", `http.listen is "localhost"`},
		{`[smtp]`, "[smtp]\npassword_file = \"a\"\npassword_env = \"B\"", `smtp has more than one`},
		{`[smtp]`, "[mailbox.oauth2]\ntoken_url = \"https://x\"\n[smtp]", `needs token_url, client_id`},
		{`[smtp]`, "[[mailbox]]\nname = \"l\"\nurl = \"imaps://k@imap.d.example\"\n[smtp]", `that of another mailbox`},
		{`manager = "M <m@d.example>"`, `manager = "M <k@d.example>"`, `for his own`},
	} {
		text := strings.Replace(least, c.old, c.new, 1)
		_, err := Parse([]byte(text), "/")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s → %s: %v, want %q", c.old, c.new, err, c.want)
		}
	}
}

func TestListsReplaceDefaults(t *testing.T) {
	c, err := Parse([]byte(least+"\n[auth]\naccept = [\"token+dmarc\"]\n[sla]\nworking_days = [\"mon\"]\nextra_off = [2026-12-24]\nworking_hours = { mon = \"10:00-12:00\" }\n"), "/")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Auth.Accept) != 1 || len(c.SLA.WorkingDays) != 1 || c.SLA.ExtraOff[0].Day != 24 || c.SLA.Hours[1] != (Hours{600, 720}) {
		t.Errorf("%v %+v", c.Auth.Accept, c.SLA)
	}
}

func TestSecrets(t *testing.T) {
	c := &Config{Dir: t.TempDir()}
	c.Auth.SecretFile = "s"
	if _, err := c.Secret(false); err == nil || !strings.Contains(err.Error(), "put the file back") {
		t.Errorf("a secret that is not there: %v", err)
	}
	first, err := c.Secret(true)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.Secret(false)
	if err != nil || string(again) != string(first) {
		t.Errorf("the secret changed: %v", err)
	}
	file := filepath.Join(c.Dir, "pw")
	if _, err := c.Password(Credentials{PasswordFile: "pw"}, "x"); err == nil || !strings.Contains(err.Error(), "there is no") {
		t.Errorf("missing: %v", err)
	}
	if err := os.WriteFile(file, []byte("geheim\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Password(Credentials{PasswordFile: "pw"}, "x"); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("readable by all: %v", err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if pw, err := c.Password(Credentials{PasswordFile: "pw"}, "x"); err != nil || pw != "geheim" {
		t.Errorf("%q %v", pw, err)
	}
}
