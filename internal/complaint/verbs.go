package complaint

import (
	"strings"
)

// Verb is a canonical command: Dutch, in capitals.
type Verb string

// The verbs. docs/subject-language.md says what each does and who may use it.
const (
	Aannemen   Verb = "AANNEMEN"
	Toewijzen  Verb = "TOEWIJZEN"
	Reactie    Verb = "REACTIE"
	Vraag      Verb = "VRAAG"
	Duurt      Verb = "DUURT"
	Agenda     Verb = "AGENDA"
	Wacht      Verb = "WACHT"
	Notitie    Verb = "NOTITIE"
	Naar       Verb = "NAAR"
	Splits     Verb = "SPLITS"
	Samen      Verb = "SAMEN"
	Bespreken  Verb = "BESPREKEN"
	Overnemen  Verb = "OVERNEMEN"
	Terug      Verb = "TERUG"
	Prio       Verb = "PRIO"
	Opgelost   Verb = "OPGELOST"
	Bevestigd  Verb = "BEVESTIGD"
	Oorzaak    Verb = "OORZAAK"
	Heropen    Verb = "HEROPEN"
	GeenKlacht Verb = "GEENKLACHT"
	KlachtNr   Verb = "KLACHT"
	Klant      Verb = "KLANT"
	Geschil    Verb = "GESCHIL"
	Uitspraak  Verb = "UITSPRAAK"
	Uitgevoerd Verb = "UITGEVOERD"
	Sluit      Verb = "SLUIT"
	Bewaar     Verb = "BEWAAR"
	AvgWis     Verb = "AVG-WIS"
	AvgInzage  Verb = "AVG-INZAGE"
	ToonStatus Verb = "STATUS" // Status is where a complaint stands
	Lijst      Verb = "LIJST"
	Rapport    Verb = "RAPPORT"
	Gezien     Verb = "GEZIEN"
	Afwezig    Verb = "AFWEZIG"
	Stop       Verb = "STOP"
	Help       Verb = "HELP"
	Nieuw      Verb = "NIEUW"
	Post       Verb = "POST"
)

// about is what a command concerns.
type about int

const (
	aComplaint about = iota // a number must be there
	theDesk                 // no number may be there
	either
)

// verbSpec is how a command is written.
type verbSpec struct {
	verb  Verb
	other []string // English spellings, the one that English desks are shown first; short ones
	about about
	args  []argument
	some  bool // at least one argument
	loud  bool // its name in a bracket without a number is meant as a command, even when the rest is wrong
}

var verbs = []verbSpec{
	{verb: Aannemen, other: []string{"ACCEPT", "MINE", "MIJ"}},
	{verb: Toewijzen, other: []string{"ASSIGN"}, args: []argument{required(personArg("naam", "name"))}},
	{verb: Reactie, other: []string{"RESPOND"}, args: []argument{choice("kanaal", byPhone, "channel")}},
	{verb: Vraag, other: []string{"ASK"}, args: []argument{date("datum", "date")}},
	{verb: Duurt, other: []string{"DELAY"}, args: []argument{required(date("datum", "date"))}},
	{verb: Agenda, other: []string{"SCHEDULE"}, args: []argument{required(date("datum", "date"))}},
	{verb: Wacht, other: []string{"WAIT"}, args: []argument{choice("op", waitFor, "for"), required(date("datum", "date"))}},
	{verb: Notitie, other: []string{"NOTE"}},
	{verb: Naar, other: []string{"TO", "ROUTE"}, args: []argument{required(departmentArg)}},
	{verb: Splits, other: []string{"SPLIT"}, args: []argument{required(departmentArg)}},
	{verb: Samen, other: []string{"MERGE"}, args: []argument{required(argument{key: "nummer", other: []string{"number"}, read: readNumber})}},
	{verb: Bespreken, other: []string{"ESCALATE"}, args: []argument{required(choice("reden", grounds, "reason"))}},
	{verb: Overnemen, other: []string{"TAKEOVER"}},
	{verb: Terug, other: []string{"RETURN"}, args: []argument{personArg("naam", "name")}},
	{verb: Prio, other: []string{"PRIORITY"}, args: []argument{required(choice("prio", priorities, "priority"))}},
	{verb: Opgelost, other: []string{"RESOLVED", "SOLVED"}, args: []argument{
		choice("uitkomst", outcomes, "outcome"), keyed(choice("oorzaak", causes, "cause")),
		flag("brief", "BRIEF", "LETTER"), date("datum", "date")}},
	{verb: Bevestigd, other: []string{"CONFIRMED"}, args: []argument{
		required(choice("kanaal", byPaper, "channel")), date("datum", "date")}},
	{verb: Oorzaak, other: []string{"CAUSE"}, args: []argument{required(choice("oorzaak", causes, "cause"))}},
	{verb: Heropen, other: []string{"REOPEN"}},
	{verb: GeenKlacht, other: []string{"NOTCOMPLAINT"}, args: []argument{required(choice("reden", noComplaint, "reason"))}},
	{verb: KlachtNr, other: []string{"COMPLAINT"}, about: theDesk, args: []argument{
		required(argument{key: "regel", other: []string{"line", "nr", "no"}, read: readCount})}},
	{verb: Klant, other: []string{"CUSTOMER"}, some: true, args: []argument{
		text("naam", "name"), argument{key: "mail", other: []string{"email", "e-mail"}, read: readMail},
		text("tel", "phone"), keyed(choice("taal", languages, "language")), keyed(choice("kanaal", channels, "channel"))}},
	{verb: Geschil, other: []string{"DISPUTE"}, some: true, args: []argument{
		flag("ingetrokken", "INGETROKKEN", "WITHDRAWN"), text("zaak", "case"), keyed(date("verweer", "defence"))}},
	{verb: Uitspraak, other: []string{"RULING"}, args: []argument{
		required(choice("uitkomst", outcomes, "outcome")), date("uiterlijk", "by")}},
	{verb: Uitgevoerd, other: []string{"COMPLIED"}},
	{verb: Sluit, other: []string{"CLOSE"}},
	{verb: Bewaar, other: []string{"HOLD"}, args: []argument{required(choice("stand", onOff))}},
	{verb: AvgWis, other: []string{"ERASE"}},
	{verb: AvgInzage, other: []string{"ACCESS"}, about: either, args: []argument{
		{key: "mail", other: []string{"email", "e-mail"}, read: readMail}}},
	{verb: ToonStatus},
	{verb: Lijst, other: []string{"LIST"}, about: either, loud: true, args: []argument{flag("laat", "LAAT", "LATE"), departmentArg}},
	{verb: Rapport, other: []string{"REPORT"}, about: either, loud: true, args: []argument{required(choice("periode", periods, "period"))}},
	{verb: Gezien, other: []string{"SEEN"}, about: theDesk, loud: true, args: []argument{
		required(argument{key: "dag", other: []string{"day"}, read: readISODate, date: true}), departmentArg}},
	{verb: Afwezig, other: []string{"AWAY"}, about: either, loud: true, args: []argument{
		required(keyed(date("tot", "until"))), keyed(personArg("vervanger", "deputy"))}},
	{verb: Stop},
	{verb: Help, about: either},
	{verb: Nieuw, other: []string{"NEW"}, about: theDesk, loud: true, args: []argument{
		required(choice("kanaal", channels, "channel")), departmentArg, keyed(date("ontvangen", "received"))}},
	{verb: Post, other: []string{"LETTER"}, about: theDesk, loud: true, args: []argument{
		departmentArg, keyed(date("ontvangen", "received"))}},
}

// The fixed sets: what may be typed, and what is kept.
var (
	byPhone     = set("TEL", "PHONE=TEL", "TELEFOON=TEL", "TELEFONISCH=TEL")
	byPaper     = set("BRIEF", "TEL", "LETTER=BRIEF", "SCHRIFTELIJK=BRIEF", "PHONE=TEL", "TELEFOON=TEL", "TELEFONISCH=TEL")
	channels    = set("TEL", "BALIE", "MAIL", "BRIEF", "CHAT", "PHONE=TEL", "TELEFOON=TEL", "DESK=BALIE", "LETTER=BRIEF", "EMAIL=MAIL", "E-MAIL=MAIL")
	waitFor     = set("DERDE", "KLANT", "THIRD=DERDE", "CUSTOMER=KLANT")
	grounds     = set("COMPLEX", "BEVOEGD", "COMPLEXITEIT=COMPLEX", "BEVOEGDHEID=BEVOEGD", "COMPLEXITY=COMPLEX", "AUTHORITY=BEVOEGD")
	priorities  = set("LAAG", "NORMAAL", "HOOG", "VEILIGHEID", "LOW=LAAG", "NORMAL=NORMAAL", "HIGH=HOOG", "SAFETY=VEILIGHEID")
	outcomes    = set("GEGROND", "DEELS", "ONGEGROND", "COULANCE", "INGETROKKEN", "UPHELD=GEGROND", "PARTLY=DEELS", "REJECTED=ONGEGROND", "GOODWILL=COULANCE", "WITHDRAWN=INGETROKKEN")
	noComplaint = set("SPAM", "AUTO", "DUBBEL", "VRAAG", "OVERIG", "DUPLICATE=DUBBEL", "QUESTION=VRAAG", "OTHER=OVERIG")
	onOff       = set("AAN", "UIT", "ON=AAN", "OFF=UIT")
	periods     = set("WEEK", "MAAND", "MONTH=MAAND")
	languages   = set("NL=nl", "EN=en", "NEDERLANDS=nl", "ENGELS=en", "DUTCH=nl", "ENGLISH=en")
	causes      = set("FOUT-ONS", "TRAAG", "INFO", "SYSTEEM", "LEVERANCIER", "GARAGE", "FABRIKANT", "VERZEKERAAR",
		"VOORWAARDEN", "HOUDING", "KLANT", "ONBEKEND", "SLOW=TRAAG", "SYSTEM=SYSTEEM", "SUPPLIER=LEVERANCIER",
		"MANUFACTURER=FABRIKANT", "INSURER=VERZEKERAAR", "TERMS=VOORWAARDEN", "ATTITUDE=HOUDING", "CUSTOMER=KLANT", "UNKNOWN=ONBEKEND")
)

func set(words ...string) map[string]string {
	m := make(map[string]string)
	for _, w := range words {
		typed, kept, ok := strings.Cut(w, "=")
		if !ok {
			kept = typed
		}
		m[typed] = kept
	}
	return m
}

var departmentArg = argument{key: "afdeling", other: []string{"afd", "department", "dept"}, read: readDepartment}

func date(key, other string) argument {
	return argument{key: key, other: []string{other}, read: readMoment, date: true}
}

func personArg(key, other string) argument {
	return argument{key: key, other: []string{other}, read: readPerson, person: true}
}

func text(key, other string) argument {
	return argument{key: key, other: []string{other}, read: readText, keyed: true, free: true}
}

func choice(key string, words map[string]string, other ...string) argument {
	return argument{key: key, other: other, words: words}
}

func flag(key string, words ...string) argument {
	return argument{key: key, words: set(words...), flag: true}
}

func required(a argument) argument { a.required = true; return a }

func keyed(a argument) argument { a.keyed = true; return a }

// byName and verbNames hold every spelling of a verb.
var byName, verbNames = index(verbs)

func index(specs []verbSpec) (map[string]*verbSpec, []string) {
	m := make(map[string]*verbSpec)
	var names []string
	for i := range specs {
		for _, name := range append([]string{string(specs[i].verb)}, specs[i].other...) {
			m[name] = &specs[i]
			names = append(names, name)
		}
	}
	return m, names
}

// lookup finds the command that a word names, nil for none.
func lookup(name string) *verbSpec { return byName[strings.ToUpper(strings.TrimRight(name, ":,.;!-"))] }

// verbOf finds the command that words begin with, and how many words name it:
// keyboards make "Geen klacht" of GEENKLACHT. A command that is the key of its own
// argument (prio=hoog) takes none of them.
func verbOf(words []word) (spec *verbSpec, used int) {
	first := words[0]
	if spec = lookup(first.raw); spec != nil {
		return spec, 1
	}
	if spec = lookup(first.key); spec != nil && spec.argument(first.key) != nil {
		return spec, 0
	}
	if spec = lookup(strings.ReplaceAll(first.raw, "-", "")); spec != nil {
		return spec, 1
	}
	if len(words) > 1 {
		for _, between := range []string{"", "-"} {
			if spec = lookup(first.raw + between + words[1].raw); spec != nil {
				return spec, 2
			}
		}
	}
	return nil, 0
}

// insteads are words that people take for a command, and the command they mean.
// They are suggested, never executed.
var insteads = map[string]Verb{
	"AANGENOMEN": Aannemen, "AANNAME": Aannemen, "TOEGEWEZEN": Toewijzen,
	"ANTWOORD": Reactie, "ANTWOORDEN": Reactie, "BEANTWOORD": Reactie, "REAGEREN": Reactie, "ANSWER": Reactie, "REPLY": Reactie,
	"VERPLAATS": Naar, "DOORSTUREN": Naar, "DOORZETTEN": Naar, "FORWARD": Naar,
	"SPLITSEN": Splits, "SAMENVOEGEN": Samen, "WACHTEN": Wacht, "OVERGENOMEN": Overnemen,
	"AFGEHANDELD": Opgelost, "AFHANDELEN": Opgelost, "OPLOSSEN": Opgelost, "KLAAR": Opgelost,
	"BEVESTIGEN": Bevestigd, "HEROPENEN": Heropen, "HEROPEND": Heropen,
	"SLUITEN": Sluit, "GESLOTEN": Sluit, "CLOSED": Sluit, "STOPPEN": Stop,
}

func namesOf(v Verb) []string {
	spec := byName[string(v)]
	return append([]string{string(v)}, spec.other...)
}

// String is the command as one would type it, without brackets and number.
func (c Command) String() string {
	spec := byName[string(c.Verb)]
	if spec == nil {
		return string(c.Verb)
	}
	var b strings.Builder
	b.WriteString(string(c.Verb))
	if c.Verb == Gezien {
		b.Reset()
		b.WriteString("DAG-" + c.Args["dag"])
	}
	for i, a := range spec.args {
		value, given := c.Args[a.key]
		if !given || c.Verb == Gezien && a.key == "dag" {
			continue
		}
		typed := value
		switch {
		case a.flag:
			typed = strings.ToUpper(a.key)
		case a.person:
			typed = "@" + value
		}
		// A word goes by itself where it can be taken for nothing else.
		if at, _ := spec.place(word{raw: typed, value: typed}, nil); at != &spec.args[i] {
			typed = a.key + "=" + typed
			if strings.ContainsAny(typed, " []") || strings.Trim(value, quotes) != value {
				typed = a.key + `="` + value + `"`
			}
		}
		b.WriteString(" " + typed)
	}
	if c.Verb == Gezien {
		b.WriteString(" " + string(Gezien))
	}
	return b.String()
}
