package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// execution is one command of a proven member of staff.
type execution struct {
	*change // of the zero complaint, never saved, for an errand
	r       *receipt
	actor   string // his address
	verb    complaint.Verb
	args    map[string]string
	after   []func(context.Context) error // letters, queued when the complaint is saved
	source  store.StoredMail              // whose attachments go along; zero: the command's
	again   bool                          // the customer gets what he should have had: others had it
	remarks []string                      // sentences of the receipt
	answer  func(*letterContent)          // what else the receipt says; nil: no receipt
}

// command is what a verb does, and who may use it. docs/subject-language.md prints
// this table; a test holds the page to it.
type command struct {
	who     role // any of these
	errand  bool // about no single complaint
	named   bool // of one that was merged: about that one, not the one it was merged into
	do      func(context.Context, *execution) error
	example string // as HELP shows it, without brackets and number
	nl, en  string // what it does, in a few words
}

// row is a line of the table.
type row struct {
	verb complaint.Verb
	command
}

// table are the commands this desk carries out, in the order in which people need
// them; commands is the same by verb. They are filled at the start, because HELP
// reads the table that names it.
var (
	table    []row
	commands = map[complaint.Verb]command{}
)

func init() {
	table = allCommands()
	for _, r := range table {
		commands[r.verb] = r.command
	}
}

func allCommands() []row {
	return []row{
		{complaint.Aannemen, command{who: member, do: accept, example: "AANNEMEN", nl: "u behandelt deze klacht", en: "you handle this complaint"}},
		{complaint.Reactie, command{who: member, do: respond, example: "REACTIE", nl: "mailt uw tekst naar de klant; de klacht blijft open (REACTIE TEL: u hebt gebeld)", en: "mails your text to the customer; the complaint stays open (RESPOND PHONE: you called)"}},
		{complaint.Agenda, command{who: member, do: schedule, example: "AGENDA +2wd", nl: "u komt er die dag op terug; de klant krijgt niets", en: "you come back to it that day; the customer gets nothing"}},
		{complaint.Opgelost, command{who: member, do: resolve, example: "OPGELOST GEGROND", nl: "mailt uw tekst naar de klant; de klacht is klaar (met BRIEF: op papier)", en: "mails your text to the customer; the complaint is done (with LETTER: on paper)"}},
		{complaint.Bespreken, command{who: member, do: discuss, example: "BESPREKEN COMPLEX", nl: "vraagt uw leidinggevende om een besluit (COMPLEX: te ingewikkeld, BEVOEGD: u mag het niet beslissen)", en: "asks your manager for a decision (COMPLEX: too complicated, AUTHORITY: you may not decide it)"}},
		{complaint.Naar, command{who: taker, do: move, example: "NAAR SCHADE", nl: "geeft de klacht door; zet de afdeling in het onderwerp", en: "passes it on; put the department in the subject"}},
		{complaint.Vraag, command{who: member, do: ask, example: "VRAAG +2wd", nl: "mailt uw vraag naar de klant; wij wachten op antwoord", en: "mails your question to the customer; we wait for the answer"}},
		{complaint.Duurt, command{who: member, do: delay, example: "DUURT 2-12", nl: "de klant leest dat het langer duurt, en waarom", en: "the customer reads that it takes longer, and why"}},
		{complaint.Wacht, command{who: member, do: wait, example: "WACHT DERDE 2-12", nl: "wij wachten tot die dag op een garage, verzekeraar of klant", en: "we wait until that day for a garage, an insurer or the customer"}},
		{complaint.Notitie, command{named: true, who: member | officer | registrar, do: note, example: "NOTITIE", nl: "bewaart uw tekst; de klant leest die niet", en: "keeps your text; the customer does not read it"}},
		{complaint.Stop, command{who: member, do: stop, example: "STOP", nl: "houdt de brief aan de klant tegen", en: "stops the letter to the customer"}},
		{complaint.ToonStatus, command{who: member | officer, do: status, example: "STATUS", nl: "stuurt u het dossier", en: "sends you the file"}},
		{complaint.Toewijzen, command{who: member, do: assign, example: "TOEWIJZEN @a.devries", nl: "een collega behandelt deze klacht", en: "a colleague handles this complaint"}},
		{complaint.Overnemen, command{who: lead, do: takeOver, example: "OVERNEMEN", nl: "u behandelt deze klacht als leidinggevende; de klant hoort dat", en: "you handle it as the manager; the customer is told"}},
		{complaint.Terug, command{who: lead, do: giveBack, example: "TERUG", nl: "terug naar de medewerker, met uw aanwijzing", en: "back to the employee, with your instruction"}},
		{complaint.Splits, command{who: member, do: splitOff, example: "SPLITS FACTUUR", nl: "een deel wordt een eigen klacht van een andere afdeling", en: "a part becomes a complaint of another department"}},
		{complaint.Samen, command{who: member, do: merge, example: "SAMEN K-2026-000122", nl: "dit is dezelfde klacht als die; dat nummer blijft", en: "this is the same complaint as that one; that number stays"}},
		{complaint.Prio, command{who: member, do: prioritise, example: "PRIO HOOG", nl: "hoe dringend het is: LAAG NORMAAL HOOG VEILIGHEID", en: "how urgent it is: LOW NORMAL HIGH SAFETY"}},
		{complaint.Bevestigd, command{who: member | reception, do: confirmed, example: "BEVESTIGD BRIEF 20-11", nl: "de klant heeft de brief gehad, of een telefoontje (TEL)", en: "the customer had the letter, or a call (PHONE)"}},
		{complaint.Oorzaak, command{who: member, do: nameCause, example: "OORZAAK GARAGE", nl: "waardoor het kwam", en: "what caused it"}},
		{complaint.Heropen, command{who: member, do: reopen, example: "HEROPEN", nl: "wij kijken er opnieuw naar; de klant hoort dat", en: "we look at it again; the customer is told"}},
		{complaint.GeenKlacht, command{who: member, do: noComplaint, example: "GEENKLACHT SPAM", nl: "het is geen klacht: SPAM AUTO DUBBEL (VRAAG en OVERIG beslist de leidinggevende)", en: "it is no complaint: SPAM AUTO DUPLICATE (QUESTION and OTHER are for the manager)"}},
		{complaint.Klant, command{named: true, who: member | reception | registrar, do: customerData, example: "KLANT mail=naam@voorbeeld.nl", nl: "naam, mail, tel, taal of kanaal van de klant", en: "name, mail, phone, language or channel of the customer"}},
		{complaint.Geschil, command{who: lead, do: dispute, example: "GESCHIL zaak=12345 verweer=2-12", nl: "de klacht ligt bij de Geschillencommissie (of: INGETROKKEN)", en: "it is before the disputes committee (or: WITHDRAWN)"}},
		{complaint.Uitspraak, command{who: lead, do: ruling, example: "UITSPRAAK DEELS uiterlijk=2-12", nl: "de commissie heeft beslist", en: "the committee has ruled"}},
		{complaint.Uitgevoerd, command{who: lead, do: actUpon, example: "UITGEVOERD", nl: "de uitspraak is uitgevoerd; uw tekst gaat naar de klant", en: "the ruling is carried out; your text goes to the customer"}},
		{complaint.Sluit, command{who: lead, do: closeEarly, example: "SLUIT", nl: "sluit een afgehandelde klacht voor de wachttijd om is", en: "closes a settled complaint before the waiting time is over"}},
		{complaint.Nieuw, command{who: member | reception, errand: true, do: dictate, example: "NIEUW TEL SCHADE", nl: "registreert een klacht: TEL BALIE CHAT, of een doorgestuurde MAIL; met regels als Klant: en Klacht: in de mail", en: "registers a complaint: PHONE DESK CHAT, or a MAIL passed on; with lines such as Customer: and Complaint: in the mail"}},
		{complaint.Post, command{who: member | reception, errand: true, do: dictate, example: "POST SCHADE ontvangen=20-11", nl: "registreert een brief, met de scan als bijlage", en: "registers a letter, with the scan attached"}},
		{complaint.KlachtNr, command{who: fallback | board, errand: true, do: rescue, example: "KLACHT 7", nl: "regel 7 van de daglijst is toch een klacht", en: "line 7 of the daily list is a complaint after all"}},
		{complaint.Lijst, command{who: colleague, errand: true, do: openList, example: "LIJST LAAT", nl: "de open klachten van uw afdeling (LAAT: alleen te laat)", en: "the open complaints of your department (LATE: only what is late)"}},
		{complaint.Rapport, command{who: lead | board, errand: true, do: report, example: "RAPPORT WEEK", nl: "cijfers van de laatste WEEK of MAAND", en: "figures of the last WEEK or MONTH"}},
		{complaint.Afwezig, command{who: colleague, errand: true, do: goAway, example: "AFWEZIG tot=2-12 vervanger=@p.smit", nl: "uw werk gaat naar uw vervanger", en: "your work goes to your deputy"}},
		{complaint.Bewaar, command{named: true, who: officer | board, do: hold, example: "BEWAAR AAN", nl: "houdt de inhoud vast (AAN), of geeft haar vrij (UIT)", en: "holds the content (ON), or releases it (OFF)"}},
		{complaint.AvgInzage, command{who: officer | board, errand: true, do: access, example: "AVG-INZAGE mail=naam@voorbeeld.nl", nl: "alles wat van iemand is bewaard", en: "all that is kept of somebody"}},
		{complaint.AvgWis, command{named: true, who: officer | board, do: erase, example: "AVG-WIS", nl: "wist de inhoud; daar zijn twee mensen voor nodig", en: "erases the content; that takes two people"}},
		{complaint.Help, command{who: colleague, errand: true, do: help, example: "HELP", nl: "deze lijst", en: "this list"}},
	}
}

func (c command) does(language string) string { return text(language, c.nl, c.en) }

// execute carries out the command of a proven member of staff; without one his
// mail about a complaint is a note. c is nil for a mail about none.
func (r *receipt) execute(ctx context.Context, c *complaint.Complaint) (string, error) {
	if no := new(refusal); errors.As(r.wrongTag(), &no) {
		return r.refuse(ctx, c, no)
	}
	verb, args := complaint.Notitie, map[string]string(nil)
	switch {
	case r.tag.Command != nil:
		verb, args = r.tag.Command.Verb, r.tag.Command.Args
	case r.stops(c):
		verb = complaint.Stop
	}
	cmd, ok := commands[verb]
	if !ok {
		return r.refuse(ctx, c, refuse("E-LATER", string(verb)))
	}
	about := complaint.Complaint{}
	if c != nil {
		about = *c
	}
	switch {
	case cmd.errand:
		about = complaint.Complaint{}
	case cmd.named && r.named.ID != "":
		about = r.named
		c = &about
	}
	x := &execution{change: r.change(about), r: r, actor: strings.ToLower(r.m.From.Address), verb: verb, args: args}
	err := x.allowed(ctx, cmd.who)
	if err == nil {
		err = cmd.do(ctx, x)
	}
	var no *refusal
	var impossible *complaint.TransitionError
	switch {
	case errors.As(err, &no):
		return r.refuse(ctx, c, no)
	case errors.As(err, &impossible):
		return r.refuse(ctx, c, x.impossible())
	case err != nil:
		return "", err
	}
	if !cmd.errand {
		if err := x.save(ctx); err != nil {
			return "", err
		}
	}
	if x.answer != nil {
		x.after = append(x.after, x.receipt)
	}
	for _, send := range x.after {
		if err := send(ctx); err != nil {
			return "", err
		}
	}
	return commanded, nil
}

// stops tells whether a mail answers a receipt with STOP, in its text.
func (r *receipt) stops(c *complaint.Complaint) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(r.m.Reply), "\n")
	return c != nil && complaint.Canonical(strings.Trim(first, " \t*[].!")) == complaint.Stop &&
		slices.ContainsFunc(r.answers, func(l complaint.Letter) bool {
			return l.Kind == complaint.Receipt && slices.Contains(append(r.was, c.ID), l.Complaint)
		})
}

// allowed refuses who has none of the roles.
func (x *execution) allowed(ctx context.Context, who role) error {
	have := x.r.who.roles(x.actor, x.c.Department)
	if x.c.ID != "" && who&registrar != 0 && have&who == 0 {
		events, err := x.tx.EventsOf(ctx, x.c.ID)
		if err != nil {
			return err
		}
		if len(events) > 0 && complaint.SameAddress(events[0].Actor, x.actor) {
			have |= registrar
		}
	}
	if x.c.ID == "" && who&(member|lead) != 0 { // an errand: of any department
		for _, code := range x.r.who.departmentsOf(x.actor) {
			have |= x.r.who.roles(x.actor, code)
		}
	}
	switch {
	case have&who != 0:
		return nil
	case who&member != 0 && x.c.ID != "":
		return refuse("E-AFDELING", x.c.Department)
	}
	return refuse("E-RECHT", x.verb.In(x.language()), x.r.who.whoAre(who, x.c.Department, x.language()))
}

// whoAre names those who have a role.
func (r roster) whoAre(who role, department, language string) string {
	var list []string
	dep, _ := r.c.Department(department)
	add := func(part role, name string) {
		if who&part != 0 && name != "" {
			list = append(list, name)
		}
	}
	manager := text(language, "een leidinggevende", "a manager")
	if dep.Manager.Address != "" {
		manager = text(language, "de leidinggevende van ", "the manager of ") + dep.Code + " (" + r.name(dep.Manager.Address) + ")"
	}
	add(member, text(language, "een medewerker van een afdeling", "a member of a department"))
	add(lead, manager)
	add(reception, text(language, "de receptie", "the reception"))
	add(fallback, text(language, "de afdeling ", "the department ")+r.c.Routing.Fallback)
	add(officer, text(language, "de privacy officer", "the privacy officer"))
	add(board|lead, text(language, "de directie", "the management"))
	return strings.Join(list, text(language, " of ", " or "))
}

// impossible says that a complaint's state does not allow the command, and what
// would.
func (x *execution) impossible() *refusal {
	no := refuse("E-TOESTAND", x.c.Number.String(), x.standing(x.c))
	if _, err := complaint.Next(x.c.Status, complaint.OpenedAgain); err == nil && x.verb != complaint.Heropen {
		no.suggestion = subjectOf(x.c.Number, string(complaint.Heropen))
	}
	return no
}

// standing is where a complaint stands, within a sentence.
func (x *execution) standing(c complaint.Complaint) string {
	return strings.ToLower(c.Status.Label(x.language()))
}

// language is that of letters to staff.
func (x *execution) language() string { return x.d.Config.Organisation.Language }

// say picks a sentence of the receipt.
func (x *execution) say(nl, en string) string { return text(x.language(), nl, en) }

func (x *execution) remark(nl, en string) { x.remarks = append(x.remarks, x.say(nl, en)) }

// facts are those of a command's event: the mail that it came in, and more.
func (x *execution) facts(more ...any) facts {
	f := facts{"mail": x.r.stored.ID}
	for pair := range slices.Chunk(more, 2) {
		if s, isText := pair[1].(string); !isText || s != "" {
			f[pair[0].(string)] = pair[1]
		}
	}
	return f
}

// handle makes the sender the handler, who thereby may write to the customer; not
// where the manager handles it himself (2.1.3), and not where he stands in for the
// handler. A manager who acts on an employee's complaint leaves it with him, unless
// he settles it: OVERNEMEN is there for taking it. Who handled it before is told.
func (x *execution) handle() error {
	was := x.c.Handler
	who := x.r.who
	if was != "" && !complaint.SameAddress(was, x.actor) && who.people.leads(was, x.c.Department) && !who.leads(x.actor, x.c.Department) {
		return refuse("E-LEIDING", who.name(was))
	}
	helps := was != "" && who.leads(x.actor, x.c.Department) && x.verb != complaint.Opgelost && x.verb != complaint.Aannemen
	if complaint.SameAddress(was, x.actor) || x.c.Status == complaint.Settled || helps ||
		slices.ContainsFunc(who.standsInFor(x.actor), func(a string) bool { return complaint.SameAddress(a, was) }) {
		return nil
	}
	x.handOver(x.actor)
	return nil
}

// handOver changes the handler, and tells the one before that he need do nothing.
func (x *execution) handOver(to string) {
	was := x.c.Handler
	x.c.Handler = strings.ToLower(to)
	if was == "" || complaint.SameAddress(was, x.actor) || complaint.SameAddress(was, to) {
		return
	}
	x.tellLater(complaint.Handover, was, func(content *letterContent) {
		content.Employee = x.d.people.name(to)
		if to == "" {
			content.Employee = content.Department
		}
	})
}

// tellLater queues an automatic letter to a colleague when the complaint is saved.
func (x *execution) tellLater(kind complaint.LetterKind, to string, fill func(*letterContent)) {
	x.after = append(x.after, func(ctx context.Context) error {
		return x.d.tell(ctx, x.tx, x.c, kind, "mail "+x.r.stored.ID, to, x.now, fill)
	})
}

// receipt tells the sender of a command what it did; only for commands that reach
// the customer or change who is responsible.
func (x *execution) receipt(ctx context.Context) error {
	return x.d.tell(ctx, x.tx, x.c, complaint.Receipt, "mail "+x.r.stored.ID, x.actor, x.now, func(content *letterContent) {
		content.Was, content.Verb = x.r.m.Subject, string(x.verb)
		content.Remarks = append(content.Remarks, x.remarks...)
		x.answer(content)
	})
}

// acknowledge makes the command answer its sender.
func (x *execution) acknowledge(fill func(*letterContent)) {
	if fill == nil {
		fill = func(*letterContent) {}
	}
	x.answer = fill
}
