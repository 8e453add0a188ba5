package desk

import (
	"strings"
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
	{"the token of a link, cut", anna, "tapped:" + schade + ":-1", nil, anna, complaint.WasThisYou},
	{"the token of a link, altered", anna, "tapped:" + schade + ":x", nil, anna, complaint.WasThisYou},
	{"the token of another department's link", anna, "tapped:" + service, nil, anna, complaint.WasThisYou},
	{"the token of a colleague's own link", anna, "tapped:" + piet, nil, anna, complaint.WasThisYou},
	{"the token of a link about another complaint", anna, "tapped:other", nil, anna, complaint.WasThisYou},
	{"the token of a link about none", anna, "tapped:none", nil, anna, complaint.WasThisYou},
	{"the token of a link, with dmarc=fail", anna, "tapped:" + schade, results("mx.desk.test; dmarc=fail"), anna, complaint.Refusal},
	{"the token of a link, by a stranger", bob, "tapped:" + schade, nil, "", ""},
	{"the token of a link in the text", anna, "body:" + schade, nil, anna, complaint.WasThisYou},
	{"two tokens of links", anna, "two:" + schade, nil, anna, complaint.WasThisYou},
	{"a web form, with dmarc=pass of the form", "formulier@desk.test", "", fields("Reply-To: "+anna, proofOf), anna, complaint.Confirmation},
	{"a web form, with a notice's token", "formulier@desk.test", "", func(w *world, _ complaint.Complaint) []string {
		return []string{"Reply-To: " + anna, answering(w.latest(schade))}
	}, anna, complaint.Confirmation},
	{"an address in encoded words", "Anna <=?utf-8?q?ann=61?=@desk.test>", "", results("mx.desk.test; dmarc=pass header.from=desk.test"), anna, complaint.WasThisYou},
	{"dmarc=fail of ours below another's", anna, "", func(w *world, _ complaint.Complaint) []string {
		return []string{"Authentication-Results: mx.x.example; dmarc=pass", "Authentication-Results: mx.desk.test; dmarc=fail", answering(w.latest(schade))}
	}, anna, complaint.Refusal},
	{"dmarc=pass of another person", anna, "", results("mx.desk.test; dmarc=pass header.from=evil@desk.test"), anna, complaint.Refusal},
	{"results of an unknown version", anna, "", results("mx.desk.test 2; dmarc=pass header.from=desk.test"), anna, complaint.WasThisYou},
	{"an absence that nothing proves", anna, "Automatisch antwoord", fields("Auto-Submitted: auto-replied"), "", ""},
	{"a command within a mail that is attached", anna, "attached", fields("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b"), anna, complaint.Whose},
	{"a number that is not there", anna, "[K-2026-000099 OPGELOST]", tokenOf(schade), anna, complaint.Refusal},
	{"a number that is not there, unproven", anna, "[K-2026-000099 OPGELOST]", nil, anna, complaint.Refusal},
}

// forged is the subject and the text of a forgery.
func (w *world) forged(subject string, c complaint.Complaint) (string, string) {
	what, to, _ := strings.Cut(subject, ":")
	to, change, _ := strings.Cut(to, ":")
	token, settle := complaint.TokenPrefix+w.tap(c.ID, to, w.clock), tag(c, "OPGELOST")
	switch {
	case subject == "":
		return settle, solution
	case what == "tapped" && to == "other":
		return settle + " " + complaint.TokenPrefix + w.tap("another", schade, w.clock), solution
	case what == "tapped" && to == "none":
		return settle + " " + complaint.TokenPrefix + w.tap("", schade, w.clock), solution
	case what == "tapped" && change == "-1":
		return settle + " " + token[:len(token)-1], solution
	case what == "tapped" && change != "":
		other := byte('2')
		if token[len(token)-1] == other {
			other = '3'
		}
		return settle + " " + token[:len(token)-1] + string(other), solution
	case what == "tapped":
		return settle + " " + token, solution
	case what == "body":
		return settle, solution + " " + token
	case what == "attached":
		return "kijk eens", "--b\nContent-Type: text/plain\n\nHierbij.\n--b\nContent-Type: message/rfc822\n\nFrom: Anna <" + anna + ">\nTo: " + us +
			"\nIn-Reply-To: " + w.latest(schade).MessageID + "\nSubject: " + settle + "\n\n" + solution + "\n--b--\n"
	case what == "two":
		return settle + " " + token + " " + complaint.TokenPrefix + w.tap("another", schade, w.clock), solution
	}
	return subject, solution
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
			subject, body := w.forged(f.subject, c)
			w.mail(f.from, subject, body, with...)
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
		"link":            nil,
	} {
		t.Run(name, func(t *testing.T) {
			w := onSQLite(t)
			c := w.complain()
			if with == nil {
				w.mail(anna, w.link(w.latest(schade), "OPGELOST"), solution)
			} else {
				w.mail(anna, tag(c, "OPGELOST"), solution, with(w, c)...)
			}
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

// What proves who speaks lapses 30 days after the complaint has ended; about no
// complaint, 30 days after the letter.
func TestTokensLapse(t *testing.T) {
	each(t, func(w *world) {
		c := w.settle()
		notice := w.letters(schade)[0]
		tapped := w.tap(c.ID, schade, w.clock)
		w.mail(anna, "[HELP]", "", proofOf)
		w.send()
		list := w.letters(anna, complaint.HelpText)[0]
		w.pass(30*24*time.Hour - time.Minute)
		w.mail(anna, tag(c, "HEROPEN"), "Er is een nieuw rapport.", answering(notice))
		w.is(c, complaint.Reopened)
		w.mail(anna, tag(c, "OPGELOST"), solution, answering(notice))
		w.pass(3 * time.Minute)
		w.send()
		w.is(c, complaint.Settled)
		w.pass(30*24*time.Hour + time.Hour)
		asked := len(w.letters(anna, complaint.WasThisYou))
		w.mail(anna, tag(c, "HEROPEN"), "Er is weer een rapport.", answering(notice))
		w.mail(anna, tag(c, "HEROPEN")+" "+complaint.TokenPrefix+tapped, "Er is weer een rapport.")
		w.mail(anna, "[LIJST]", "", answering(list))
		if got := len(w.letters(anna, complaint.WasThisYou)); got != asked+3 {
			w.Fatalf("%d of 3 are asked: %s", got-asked, kinds(w.letters(anna)))
		}
	})
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
