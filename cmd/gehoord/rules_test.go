package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"gehoord/internal/mailworld"
)

// decode reads a verb's lines of JSON.
func decode[T any](t *testing.T, lines string) []T {
	t.Helper()
	var out []T
	for l := range strings.Lines(lines) {
		var v T
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
		out = append(out, v)
	}
	return out
}

// The rules that people tend: NAAR is evidence, learn proposes from it, replay shows
// what a change would do, and nothing changes by itself.
func TestRulesFromTheRegister(t *testing.T) {
	const old = "[[rule]]\ndepartment = \"SERVICE\"\nweight = 5\nwords = [\"klacht\"]\n"
	w := newWorld(t, mailworld.Options{}, "[routing]\nrules = \"rules.toml\"\n")
	w.write("rules.toml", old)
	log := w.serve()
	w.mailsRegistered(0, log)
	for i := range 3 {
		raw := mailText(fmt.Sprintf("Klant <klant%d@customers.test>", i), deskBox, "klacht", fmt.Sprintf("<%d@k>", i), "", "Een winkelwagentje heeft de deur geraakt.")
		if err := w.Deliver(deskBox, raw, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	raw := mailText("Klant <klant9@customers.test>", deskBox, "klacht", "<9@k>", "", "Niemand belt mij terug.")
	if err := w.Deliver(deskBox, raw, time.Now()); err != nil {
		t.Fatal(err)
	}
	w.mailsRegistered(4, log)

	_, before, _ := w.call("rules", "learn", "--json")
	if before != "" {
		t.Errorf("learns from what nobody has judged: %s", before)
	}
	for _, notice := range w.mails(serviceBox, 4) {
		if !strings.Contains(notice.Text, "winkelwagentje") {
			continue
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(notice.Subject, "["), "]")
		if err := w.Deliver(deskBox, reply("Meryem Jansen <"+managerBox+">", "RE: ["+number+" NAAR SCHADE]", notice, "Is schade."), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.mails(schadeBox, 3)

	proposals := decode[proposalJSON](t, first(w.call("rules", "learn", "--json")))
	var found *proposalJSON
	for i, p := range proposals {
		if p.Pattern == "winkelwagentje" {
			found = &proposals[i]
		}
	}
	if found == nil || found.Department != "SCHADE" || len(found.For) != 3 || len(found.Against) != 0 || found.Weight == nil {
		t.Fatalf("winkelwagentje is not proposed: %+v", proposals)
	}

	// What learn prints may be pasted into a rules file.
	_, pasted, stderr := w.call("rules", "learn")
	if !strings.Contains(pasted, "# for: K-") || !strings.Contains(stderr, "nothing was changed") {
		t.Errorf("learn:\n%s%s", pasted, stderr)
	}
	w.write("better.toml", old+"[[rule]]\ndepartment = \"SCHADE\"\nweight = 12\nwords = [\"winkelwagentje\"]\n")
	w.write("pasted.toml", old+pasted)
	if code, _, stderr := w.call("rules", "replay", w.dir+"/pasted.toml"); code != 0 {
		t.Errorf("what learn wrote cannot be read: %s", stderr)
	}
	code, out, stderr := w.call("rules", "replay", "--json", w.dir+"/better.toml")
	moved := decode[replayJSON](t, out)
	if code != 0 || len(moved) != 3 || !strings.Contains(stderr, "4 complaints by mail, 3 would go elsewhere: 3 better, 0 worse") {
		t.Errorf("replay: exit %d, %s%s", code, out, stderr)
	}
	for _, m := range moved {
		if m.Was != (destination{"SERVICE", false}) || m.Now != (destination{"SCHADE", false}) || m.Department != "SCHADE" || m.Judged != "better" {
			t.Errorf("%+v", m)
		}
	}
	if code, out, _ := w.call("rules", "replay", "--json"); code != 0 || out != "" {
		t.Errorf("the same rules move mails: %s", out)
	}
	_, out, _ = w.call("rules", "replay", w.dir+"/better.toml")
	if !strings.Contains(out, "better") || strings.Contains(out, "geraakt") {
		t.Errorf("for people:\n%s", out)
	}
}

func first(_ int, stdout, _ string) string { return stdout }

// UnmarshalJSON is for tests: a null is "".
func (s *orNull) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, (*string)(s)) }

func TestRulesEval(t *testing.T) {
	const cases = `{"id":"1","subject":"Klacht","body":"Mijn laadpas doet het niet.","department":"PASSEN","also":[]}
{"id":"2","subject":"","body":"Xyzzy.","department":"SCHADE","also":["SERVICE"]}

{"id":"3","subject":"Boete","body":"Deze boete is niet van mij.\n\nMet vriendelijke groet,\nSchadebedrijf Jansen\nDe weg 1, tel 020-1234567","department":"boetes"}`
	call := func(args ...string) (int, string, string) {
		var out, err bytes.Buffer
		code := run(context.Background(), append([]string{"rules", "eval"}, args...), strings.NewReader(cases), &out, &err)
		return code, out.String(), err.String()
	}
	code, out, stderr := call("--json", "-")
	got := decode[evalJSON](t, out)
	if code != 0 || len(got) != 3 {
		t.Fatalf("exit %d, %s%s", code, out, stderr)
	}
	if g := got[0]; g.ID != "1" || g.Want != "PASSEN" || g.Got != "PASSEN" || g.Triage || g.Score == 0 || g.Margin == 0 || len(g.Matched) == 0 {
		t.Errorf("%+v", g)
	}
	if g := got[1]; g.Got != "SERVICE" || !g.Triage || g.Score != 0 || g.Matched == nil {
		t.Errorf("%+v", g)
	}
	if g := got[2]; g.Want != "BOETES" || g.Got != "BOETES" || strings.Contains(strings.Join(g.Matched, " "), "schade") {
		t.Errorf("%+v", g)
	}
	for _, want := range []string{"right                                 2 of 3", "right or in also                      3 of 3", "to triage                             1 of 3", "PASSEN"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("the summary lacks %q:\n%s", want, stderr)
		}
	}
	_, out, _ = call("-")
	if !strings.Contains(out, "2: SERVICE, not SCHADE, but asks") || strings.Contains(out, "1:") {
		t.Errorf("for people:\n%s", out)
	}
	for bad, says := range map[string]string{
		"{\"id\":{}}\n": "is no case", "nonsense": "bad.jsonl:1 is no case", "{\"id\":\"1\"}": "names no department", "": "holds none",
	} {
		w := &world{t: t, dir: t.TempDir()}
		w.write("bad.jsonl", bad)
		if code, _, stderr := call(w.dir + "/bad.jsonl"); code != 1 || !strings.Contains(stderr, says) {
			t.Errorf("%q: exit %d, %s", bad, code, stderr)
		}
	}
	if code, _, stderr := call("/none.jsonl"); code != 1 || !strings.Contains(stderr, "read /none.jsonl: no such file") {
		t.Errorf("exit %d, %s", code, stderr)
	}
}

func TestRulesCheck(t *testing.T) {
	w := newWorld(t, mailworld.Options{}, "[routing]\nrules = \"rules.toml\"\n")
	w.write("rules.toml", "[[rule]]\ndepartment = \"SCHADE\"\nweight = 5\nwords = [\n\"deuk*\",\n\"deuken\",\n]\n[[rule]]\ndepartment = \"SCHADDE\"\nweight = 1\nwords = [\"kras\"]\n")
	code, out, stderr := w.call("rules", "check")
	for _, want := range []string{"rules.toml:6: shadowed, SCHADE: \"deuken\"", "rules.toml:9: dead, SCHADDE: no department has this code"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if code != 1 || !strings.Contains(stderr, "2 of its patterns") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	found := decode[findingJSON](t, first(w.call("rules", "check", "--json")))
	if len(found) != 2 || found[0].Line != 6 || found[0].Kind != "shadowed" || found[0].Pattern != "deuken" {
		t.Errorf("%+v", found)
	}
	w.write("bad.toml", "[[rule]]\nwieght = 5\n")
	if code, _, stderr := w.call("rules", "check", w.dir+"/bad.toml"); code != 1 || !strings.Contains(stderr, "bad.toml:2:") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	var stdout, err bytes.Buffer
	if code := run(context.Background(), []string{"rules", "check"}, strings.NewReader(""), &stdout, &err); code != 0 || stdout.Len() > 0 {
		t.Errorf("the rules in the binary: exit %d\n%s%s", code, stdout.String(), err.String())
	}
}

// The rules in the binary on cases that they were never tuned on. Nobody looks at
// these to improve the rules: write new ones for that (docs/routing.md).
func TestHeldOutCases(t *testing.T) {
	r, err := newRouting(&env{ctx: context.Background()}, "")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := readCases(&env{}, "../../classify/testdata/heldout.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var sum evaluation
	for _, c := range cases {
		v, err := r.classify(c.Subject, c.Body)
		if err != nil {
			t.Fatal(err)
		}
		sum.add(c, v.Department, v.Triage)
	}
	share := func(n, of int) float64 { return float64(n) / float64(of) }
	if share(sum.acceptable, sum.cases) < 0.85 || share(sum.sureAcceptable, sum.sure) < 0.95 || share(sum.triage, sum.cases) > 0.25 {
		t.Errorf("%+v", sum)
	}
}

// A complaint is written by a person, whatever it is about: vacation, garages that are
// closed, automatic answers.
func TestEveryComplaintIsHuman(t *testing.T) {
	in, err := newInspector(&env{ctx: context.Background()})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := readCases(&env{}, "../../classify/testdata/tuning.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		v, err := in.inspect(string(c.ID), mailOf(c.Subject, c.Body))
		if err != nil {
			t.Fatal(err)
		}
		if v.Kind != "human" {
			t.Errorf("%s is taken for %s", c.ID, v.Kind)
		}
	}
}

// A configuration with few departments routes by the same rules: what the others have
// to say does not add up against those that exist.
func TestRulesForFewerDepartments(t *testing.T) {
	w := newWorld(t, mailworld.Options{}, "")
	w.write("cases.jsonl", `{"id":1,"subject":"Deuk","body":"Er zit een deuk in de bumper, de schade zat er al. Ik krijg een rekening en niemand belt terug.","department":"SCHADE"}
{"id":2,"subject":"Laadpas","body":"Mijn laadpas werkt niet meer.","department":"PASSEN"}
{"id":3,"subject":"Deuk","body":"Een deuk.","department":"SCHAEDE"}
`)
	_, out, stderr := w.call("rules", "eval", "--json", w.dir+"/cases.jsonl")
	got := decode[evalJSON](t, out)
	if len(got) != 3 || got[0].Got != "SCHADE" || got[0].Triage || got[1].Got != "SERVICE" || got[1].Want != "SERVICE" {
		t.Errorf("%s", out)
	}
	if !strings.Contains(stderr, "case 3: no rule knows the department SCHAEDE") || !strings.Contains(stderr, "right                                 2 of 3") {
		t.Errorf("%s", stderr)
	}
}
