package desk

import (
	"encoding/json"
	"strings"
	"testing"

	"gehoord/internal/complaint"
)

const ria = "ria@desk.test" // reception

// who may use which command, written by hand from the procedure: the others are
// refused for want of the right, and nothing changes. Each command is given in a
// state that allows it; what else is wrong with it does not matter here.
var rights = []struct {
	command string
	state   string // "" assigned, else what brings it there
	may     string
}{
	{"AANNEMEN", "", "anna piet meryem bea"},
	{"TOEWIJZEN @piet", "", "meryem bea"},
	{"REACTIE", "", "anna piet meryem bea"},
	{"REACTIE TEL", "", "anna piet meryem bea"},
	{"VRAAG", "", "anna piet meryem bea"},
	{"DUURT 30-11", "", "anna piet meryem bea"},
	{"AGENDA 24-11", "", "anna piet meryem bea"},
	{"WACHT DERDE 24-11", "", "anna piet meryem bea"},
	{"NOTITIE", "", "anna piet meryem bea els"},
	{"NAAR SERVICE", "", "anna piet meryem bea"},
	{"SPLITS SERVICE", "", "anna piet meryem bea"},
	{"SAMEN K-2026-000001", "", "anna piet meryem bea"},
	{"BESPREKEN COMPLEX", "", "anna piet meryem bea"},
	{"OVERNEMEN", "", "meryem bea"},
	{"TERUG @piet", "BESPREKEN COMPLEX", "meryem bea"},
	{"PRIO HOOG", "", "anna piet meryem bea"},
	{"OPGELOST", "", "anna piet meryem bea"},
	{"OPGELOST BRIEF", "", "anna piet meryem bea"},
	{"BEVESTIGD TEL", "", "anna piet meryem bea ria"},
	{"OORZAAK GARAGE", "", "anna piet meryem bea"},
	{"HEROPEN", "OPGELOST", "anna piet meryem bea"},
	{"GEENKLACHT SPAM", "", "anna piet meryem bea"},
	{"KLANT tel=06-1", "", "anna piet meryem bea ria"},
	{"GESCHIL zaak=1", "OPGELOST", "meryem bea"},
	{"GESCHIL INGETROKKEN", "OPGELOST GESCHIL", "meryem bea"},
	{"UITSPRAAK DEELS", "OPGELOST GESCHIL", "meryem bea"},
	{"UITGEVOERD", "OPGELOST GESCHIL UITSPRAAK", "meryem bea"},
	{"SLUIT", "OPGELOST", "meryem bea"},
	{"BEWAAR AAN", "", "bea els"},
	{"AVG-WIS", "OPGELOST BEWAAR", "bea els"},
	{"STATUS", "", "anna piet meryem bea els"},
	{"STOP", "REACTIE", "anna piet meryem bea"},
	// About no complaint.
	{"LIJST", "", "anna piet meryem bea sam lotte els"}, // els leads PRIVACY here
	{"RAPPORT WEEK", "", "meryem bea lotte els"},
	{"AFWEZIG tot=24-11", "", "anna piet meryem bea sam lotte els ria"},
	{"AVG-INZAGE mail=zoe@klant.example", "", "bea els"},
	{"NIEUW TEL SCHADE", "", "anna piet meryem bea sam lotte els ria"},
	{"POST SCHADE", "", "anna piet meryem bea sam lotte els ria"},
	{"KLACHT 1", "", "sam lotte bea"},
	{"HELP", "", "anna piet meryem bea sam lotte els ria"},
}

var proofOf = "Authentication-Results: mx.desk.test; dmarc=pass header.from=desk.test"

// in brings a fresh complaint into a state.
func (w *world) brought(state string) complaint.Complaint {
	w.Helper()
	c := w.complain()
	for _, step := range strings.Fields(strings.ReplaceAll(state, "BESPREKEN COMPLEX", "BESPREKEN")) {
		switch step {
		case "BESPREKEN":
			w.mail(piet, tag(c, "BESPREKEN COMPLEX"), solution, proofOf)
			w.is(c, complaint.WithManager)
		case "OPGELOST":
			w.mail(piet, tag(c, "OPGELOST"), solution, proofOf)
			w.pass(w.Config.Desk.Undo.Duration)
			w.send()
			w.is(c, complaint.Settled)
		case "GESCHIL":
			w.mail(meryem, tag(c, "GESCHIL zaak=1"), solution, proofOf)
			w.is(c, complaint.Dispute)
		case "UITSPRAAK":
			w.mail(meryem, tag(c, "UITSPRAAK DEELS"), solution, proofOf)
			w.is(c, complaint.Ruling)
		case "BEWAAR":
			w.mail(els, tag(c, "BEWAAR UIT"), solution, proofOf)
		case "REACTIE":
			w.mail(piet, tag(c, "REACTIE"), solution, proofOf)
		}
	}
	return w.is(c, w.complaintByID(c.ID).Status)
}

func (w *world) complaintByID(id string) complaint.Complaint {
	w.Helper()
	c, err := w.Store.Complaint(w.Context(), id)
	w.ok(err)
	return c
}

// lacksRight tells whether somebody got a refusal, beside those he had, that says
// that he may not.
func (w *world) lacksRight(who string, had int) bool {
	w.Helper()
	list := w.letters(who, complaint.Refusal)
	if len(list) == had {
		return false
	}
	l := list[len(list)-1]
	if l.Complaint != "" {
		code := ""
		for _, e := range w.events(w.complaintOf(l)) {
			var data struct{ Code string }
			if json.Unmarshal([]byte(e.Data), &data); e.Kind == complaint.CommandRefused {
				code = data.Code
			}
		}
		return code == "E-RECHT" || code == "E-AFDELING"
	}
	return strings.Contains(strings.Join(strings.Fields(w.text(l)), " "), " kan alleen: ")
}

func TestRights(t *testing.T) {
	staff := []string{anna, piet, meryem, bea, sam, lotte, els, ria}
	covered := map[complaint.Verb]bool{}
	for _, right := range rights {
		w := newWorld(t, "sqlite:"+t.TempDir()+"/desk.db", configText+"[reception]\nstaff = [\"Ria <"+ria+">\"]\n")
		w.complain() // K-2026-000001, into which others are merged
		verb := complaint.Canonical(strings.Fields(right.command)[0])
		covered[verb] = true
		for _, person := range staff {
			name, _, _ := strings.Cut(person, "@")
			may := strings.Contains(" "+right.may+" ", " "+name+" ")
			c := w.brought(right.state)
			before := w.complaintByID(c.ID)
			subject := tag(c, right.command)
			if commands[verb].errand {
				subject = "[" + right.command + "]"
			}
			had := len(w.letters(person, complaint.Refusal))
			w.mail(person, subject, solution, proofOf)
			if lacks := w.lacksRight(person, had); lacks == may {
				w.Errorf("%s by %s: refused for want of the right: %v", right.command, name, lacks)
			}
			if after := w.complaintByID(c.ID); !may && (after.Status != before.Status || after.Handler != before.Handler || after.Department != before.Department || !after.Agenda.Equal(before.Agenda) || after.Hold != before.Hold) {
				w.Errorf("%s by %s changed the complaint from %+v to %+v", right.command, name, before, after)
			}
			if verb == complaint.Afwezig { // back again
				w.mail(person, "[AFWEZIG tot=vandaag]", "", proofOf)
			}
		}
		w.end()
	}
	for verb := range commands {
		if !covered[verb] {
			t.Errorf("nobody has said who may %s", verb)
		}
	}
}
