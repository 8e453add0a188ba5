package desk

import (
	"testing"
	"time"

	"gehoord/internal/complaint"
)

// forgery is a mail that must change nothing and reach no customer.
type forgery struct {
	name    string
	from    string
	subject string // "" for a settlement of the complaint
	with    func(w *world, c complaint.Complaint) []string
	told    string // who must be told
	how     complaint.LetterKind
}

func fields(f ...string) func(*world, complaint.Complaint) []string {
	return func(*world, complaint.Complaint) []string { return f }
}

// results is our own server's field.
func results(s string) func(*world, complaint.Complaint) []string {
	return fields("Authentication-Results: " + s)
}

var forgeries = []forgery{
	{"From alone", anna, "", nil, anna, complaint.WasThisYou},
	{"display name", "Anna de Vries <evil@x.example>", "", nil, "", ""},
	{"address as display name", `"anna@desk.test" <evil@x.example>`, "", nil, "", ""},
	{"Reply-To", "evil@x.example", "", fields("Reply-To: " + anna), "", ""},
	{"Sender", "evil@x.example", "", fields("Sender: " + anna), "", ""},
	{"homoglyph domain", "anna@d\u0435sk.test", "", nil, "", ""},
	{"long s", "anna@de\u017fk.test", "", nil, "", ""},
	{"subdomain", "anna@desk.test.x.example", "", nil, "", ""},
	{"two in From", "anna@desk.test, evil@x.example", "", tokenOf(schade), anna, complaint.WasThisYou},
	{"second From", anna, "", func(w *world, _ complaint.Complaint) []string {
		return []string{"From: evil@x.example", answering(w.latest(schade))}
	}, "", ""},
	{"foreign results above", anna, "", fields("Authentication-Results: mx.x.example; dmarc=pass header.from=desk.test", "Authentication-Results: mx.desk.test; dmarc=none"), anna, complaint.WasThisYou},
	{"foreign results below", anna, "", fields("Authentication-Results: mx.desk.test; dmarc=none", "Authentication-Results: mx.x.example; dmarc=pass"), anna, complaint.WasThisYou},
	{"our results below", anna, "", fields("Authentication-Results: mx.desk.test; dmarc=none", "Authentication-Results: mx.desk.test; dmarc=pass"), anna, complaint.WasThisYou},
	{"pass in a comment", anna, "", results("mx.desk.test; dmarc=none (dmarc=pass header.from=desk.test)"), anna, complaint.WasThisYou},
	{"pass in a nested comment", anna, "", results(`mx.desk.test (a (dmarc=pass\) b); dmarc=pass) ; spf=pass`), anna, complaint.WasThisYou},
	{"pass in a reason", anna, "", results(`mx.desk.test; spf=fail reason="x; dmarc=pass header.from=desk.test"; dmarc=none`), anna, complaint.WasThisYou},
	{"pass in an escaped reason", anna, "", results(`mx.desk.test; spf=fail reason="x\"; dmarc=pass; y=\""`), anna, complaint.WasThisYou},
	{"another id that begins with ours", anna, "", results("mx.desk.test.x.example; dmarc=pass"), anna, complaint.WasThisYou},
	{"spf alone", anna, "", results("mx.desk.test; spf=pass smtp.mailfrom=desk.test; dkim=pass header.d=desk.test"), anna, complaint.WasThisYou},
	{"dmarc of another domain", anna, "", results("mx.desk.test; dmarc=pass header.from=x.example"), anna, complaint.Refusal},
	{"dmarc=fail", anna, "", results("mx.desk.test; dmarc=fail header.from=desk.test"), anna, complaint.Refusal},
	{"dmarc=fail with a good token", anna, "", func(w *world, _ complaint.Complaint) []string {
		return []string{"Authentication-Results: mx.desk.test; dmarc=fail", answering(w.latest(schade))}
	}, anna, complaint.Refusal},
	{"token of another complaint", anna, "", otherToken, anna, complaint.Refusal},
	{"token of the customer", anna, "", tokenOf(zoe), anna, complaint.WasThisYou},
	{"token of a department one is not in", sam, "", tokenOf(schade), sam, complaint.WasThisYou},
	{"token of another letter's MAC", anna, "", func(w *world, _ complaint.Complaint) []string {
		id := []byte(w.latest(schade).MessageID)
		id[len(id)-len("x@desk.test>")] ^= 1
		return []string{"In-Reply-To: " + string(id)}
	}, anna, complaint.WasThisYou},
	{"staff of another department, proven", sam, "", results("mx.desk.test; dmarc=pass header.from=desk.test"), sam, complaint.Refusal},
	{"privacy officer, proven", els, "", results("mx.desk.test; dmarc=pass header.from=desk.test"), els, complaint.Refusal},
	{"a department's inbox", schade, "", tokenOf(schade), schade, complaint.Refusal},
	{"the customer himself", zoe, "", tokenOf(zoe), schade, complaint.CustomerMail},
	{"the customer quotes a notice", zoe, "", tokenOf(schade), schade, complaint.CustomerMail},
	{"a stranger with the notice's token", bob, "", tokenOf(schade), "", ""},
	{"an automatic answer that quotes a tag", anna, "", func(w *world, _ complaint.Complaint) []string {
		return []string{"Auto-Submitted: auto-replied", answering(w.latest(schade))}
	}, meryem, complaint.Absent},
	{"a number that is not there", anna, "[K-2026-000099 OPGELOST]", tokenOf(schade), anna, complaint.Refusal},
	{"a number that is not there, unproven", anna, "[K-2026-000099 OPGELOST]", nil, anna, complaint.Refusal},
}

func tokenOf(to string) func(*world, complaint.Complaint) []string {
	return func(w *world, c complaint.Complaint) []string { return []string{answering(w.latest(to))} }
}

func otherToken(w *world, c complaint.Complaint) []string {
	w.mail(bob, "Schade aan de bumper", damage)
	return []string{answering(w.latest(schade))}
}

func TestForgeriesDoNothing(t *testing.T) {
	for _, f := range forgeries {
		t.Run(f.name, func(t *testing.T) {
			w := onSQLite(t)
			c := w.complain()
			var with []string
			if f.with != nil {
				with = f.with(w, c)
			}
			subject := f.subject
			if subject == "" {
				subject = tag(c, "OPGELOST")
			}
			w.mail(f.from, subject, solution, with...)
			w.pass(time.Hour)
			w.send()
			if now := w.is(c, complaint.Assigned); now.Handler != "" || now.Department != c.Department {
				w.Fatalf("it is now %+v", now)
			}
			for _, l := range w.customers() {
				if l.Kind != complaint.Confirmation {
					w.Fatalf("a letter %s went to %s", l.Kind, l.Recipient)
				}
			}
			if f.told != "" && len(w.letters(f.told, f.how)) != 1 {
				w.Fatalf("%s got %s", f.told, kinds(w.letters(f.told)))
			}
			if f.told == "" {
				for _, person := range []string{anna, piet, meryem, sam} {
					if got := w.letters(person); len(got) > 0 {
						w.Fatalf("%s got %s", person, kinds(got))
					}
				}
			}
		})
	}
}

// The same mail does what it says when its sender is proven: otherwise the table
// above would prove nothing.
func TestProvenCommands(t *testing.T) {
	for name, with := range map[string]func(*world, complaint.Complaint) []string{
		"token":           tokenOf(schade),
		"dmarc":           results("mx.desk.test; dmarc=pass header.from=desk.test"),
		"token and dmarc": tokenOf(schade),
	} {
		t.Run(name, func(t *testing.T) {
			w := onSQLite(t)
			c := w.complain()
			w.mail(anna, tag(c, "OPGELOST"), solution, with(w, c)...)
			w.is(c, complaint.Resolving)
		})
	}
}

func TestManagementAnswersItsInbox(t *testing.T) {
	w := onSQLite(t)
	c := w.complain()
	w.dead[schade] = true
	w.mail(zoe, "Re: "+tag(c, ""), "Hoort u mij?", answering(w.latest(zoe)))
	w.send() // the department's copy fails: management is told at its inbox
	w.mail(bea, tag(c, "AANNEMEN"), "", answering(w.latest(boss)))
	if got := w.is(c, complaint.InTreatment); got.Handler != bea {
		w.Fatal(got.Handler)
	}
}

func TestTokenAfterTheComplaintMoved(t *testing.T) {
	each(t, func(w *world) {
		c := w.complain()
		w.command(anna, tag(c, "NAAR SERVICE"), "Dit gaat over de telefoon.")
		w.command(anna, tag(c, "OPGELOST"), solution)
		w.is(c, complaint.Assigned)
		w.refused(anna, "E-AFDELING")
	})
}
