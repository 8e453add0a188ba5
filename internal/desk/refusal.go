package desk

import (
	"fmt"
	"strings"

	"gehoord/internal/complaint"
)

// refusal says why a command was not carried out. It goes to the sender alone.
type refusal struct {
	code        string
	args        []string
	suggestion  string // a whole subject that would be right, in Dutch: refused() translates it; "" for none
	taps        []complaint.Verb
	departments bool                 // a link for each department
	left        complaint.LetterKind // what can no longer be stopped
	kept        bool                 // his mail is kept as a note all the same
}

func refuse(code string, args ...string) *refusal { return &refusal{code: code, args: args} }

func (r *refusal) Error() string { return "refused: " + r.code }

// text is the reason as its reader gets it.
func (r *refusal) text(language string) string {
	t, ok := refusals[r.code]
	if !ok {
		t = refusals["E-ONBEKEND"]
	}
	format := t.nl
	if language != "nl" {
		format = t.en
	}
	n := strings.Count(format, "%s")
	args := make([]any, n)
	for i := range args {
		args[i] = ""
		if i < len(r.args) {
			args[i] = r.args[i]
		}
	}
	return fmt.Sprintf(format, args...)
}

// refusals are the answers to commands that cannot be carried out (error codes of
// the subject language), in the staff's words.
var refusals = map[string]struct{ nl, en string }{
	"E-ONBEKEND":          {"Ik ken de opdracht \"%s\" niet.", "I do not know the command \"%s\"."},
	"E-DUBBEL":            {"Ik vond twee opdrachten of twee nummers in het onderwerp. Kies er één.", "I found two commands or two numbers in the subject. Choose one."},
	"E-NUMMER":            {"Klacht %s bestaat niet. Controleer het nummer.", "There is no complaint %s. Check the number."},
	"E-GEEN-NUMMER":       {"In de opdracht \"%s\" ontbreekt het klachtnummer, of het staat op de verkeerde plaats.", "The command \"%s\" lacks the complaint's number, or has it in the wrong place."},
	"E-DRAAD":             {"U antwoordt op %s, maar in het onderwerp staat %s. Stuur opnieuw met het juiste nummer.", "You reply to %s, but the subject names %s. Send it again with the right number."},
	"E-DATUM":             {"\"%s\" is geen geldige datum. Voorbeeld: 2-12 of +2wd.", "\"%s\" is not a valid date. For example: 2-12 or +2wd."},
	"E-ARGUMENT":          {"In de opdracht ontbreekt iets: %s.", "The command lacks something: %s."},
	"E-AFDELING":          {"Deze klacht ligt bij %s. Vraag die afdeling, of vraag of zij de klacht met NAAR doorgeeft.", "This complaint is with %s. Ask that department, or ask it to pass the complaint on with NAAR."},
	"E-AFDELING-ONBEKEND": {"Ik ken de afdeling \"%s\" niet. Kies uit: %s.", "I do not know the department \"%s\". Choose from: %s."},
	"E-AL-DAAR":           {"De klacht ligt al bij %s.", "The complaint is with %s already."},
	"E-TOESTAND":          {"Dat kan nu niet: klacht %s heeft de status \"%s\".", "That is not possible now: complaint %s has the status \"%s\"."},
	"E-LEEG":              {"Er stond geen tekst voor de klant boven de lijn, of de tekst was te kort. Er is niets verstuurd.", "There was no text for the customer above the line, or it was too short. Nothing was sent."},
	"E-INTERN":            {"Uw tekst bevat misschien interne informatie: een regel die met INTERN of > begint, of een ander klachtnummer. Er is niets verstuurd.", "Your text may hold internal information: a line that begins with INTERN or >, or another complaint's number. Nothing was sent."},
	"E-ADRES":             {"Van deze klant is geen mailadres bekend. Er is niets verstuurd. Vul het aan met KLANT mail=, bel de klant (REACTIE TEL), of antwoord op papier (OPGELOST BRIEF).", "No mail address of this customer is known. Nothing was sent. Add it with CUSTOMER mail=, call the customer (RESPOND PHONE), or answer on paper (RESOLVED LETTER)."},
	"E-TE-LAAT":           {"Er wacht geen brief aan de klant. Er is niets om te stoppen.", "No letter to the customer is waiting. There is nothing to stop."},
	"E-WEG":               {"Te laat: de brief is om %s naar de klant gegaan.", "Too late: the letter went to the customer at %s."},
	"E-NOTITIE":           {"In het onderwerp staat geen opdracht. Kies hieronder wat u wilt doen, of laat het zo.", "The subject has no command. Choose below what you want to do, or leave it so."},
	"E-BESLUIT":           {"U hebt nog niet beslist: in het onderwerp staat geen opdracht. Uw tekst is niet naar de medewerker gegaan.", "You have not decided yet: the subject has no command. Your text did not go to the employee."},
	"E-VOORBEELD":         {"De opdracht \"%s\" is niet compleet, of ik begrijp een deel niet.", "The command \"%s\" is not complete, or I do not understand a part of it."},
	"E-AFZENDER":          {"Iemand stuurde een opdracht uit uw naam. De mailserver zegt dat het bericht niet van u komt. Er is niets gedaan. Herkent u dit niet? Waarschuw uw beheerder.", "Somebody sent a command in your name. The mail server says that it does not come from you. Nothing was done. If you do not recognise this, warn your administrator."},
	"E-VERLOPEN":          {"Deze opdracht is al uitgevoerd, of hij wachtte langer dan een dag. Er is nu niets gedaan. Stuur hem opnieuw als hij nog nodig is.", "This command was carried out already, or has waited for more than a day. Nothing was done now. Send it again if it is still needed."},
	"E-ONDUIDELIJK":       {"Ik weet niet of u ja bedoelt. Was u het? Antwoord dan met alleen: Ja. Anders: Nee.", "I do not know whether you mean yes. Was it you? Then answer with nothing but: Yes. Otherwise: No."},
	"E-BIJLAGE-MAIL":      {"%s is een mail. Die kan niet mee naar de klant: er kan interne tekst in staan. Bewaar wat de klant moet zien als pdf. Er is niets verstuurd.", "%s is a mail. It cannot go to the customer: it may hold internal text. Save what the customer should see as a PDF. Nothing was sent."},
	"E-NIET-U":            {"U schrijft dat de opdracht niet van u is. Hij wordt niet uitgevoerd. Waarschuw uw beheerder.", "You write that the command is not yours. It will not be carried out. Warn your administrator."},
	"E-WELKE":             {"U antwoordt op een mail over meer klachten, en het onderwerp noemt er geen. Zet het nummer en de opdracht in het onderwerp.", "You reply to a mail about several complaints, and the subject names none. Put the number and the command in the subject."},
	"E-POSTBUS":           {"Een opdracht vanaf het adres van de afdeling kunnen wij niet uitvoeren: wij weten niet wie hem gaf. Stuur hem vanaf uw eigen adres. Uw mail is bewaard als notitie.", "We cannot carry out a command from the department's address: we do not know who gave it. Send it from your own address. Your mail was kept as a note."},
	"E-HAAK":              {"De opdracht moet tussen rechte haken staan, zo: [ ].", "The command must stand between square brackets: [ ]."},
	"E-LEIDING":           {"%s behandelt deze klacht als leidinggevende. Alleen de leidinggevende schrijft nu aan de klant.", "%s handles this complaint as the manager. Only the manager writes to the customer now."},
	"E-RECHT":             {"%s kan alleen: %s.", "%s is only for: %s."},
	"E-AL-U":              {"U behandelt deze klacht al.", "You handle this complaint already."},
	"E-PERSOON":           {"Ik weet niet wie u bedoelt met \"%s\". Bij %s werken: %s.", "I do not know whom you mean by \"%s\". In %s are: %s."},
	"E-COLLEGA":           {"Ik ken geen collega \"%s\". Schrijf zijn mailadres, of het deel voor de @.", "I know no colleague \"%s\". Write the mail address, or the part before the @."},
	"E-VERVANGER":         {"%s werkt niet bij uw afdeling, en kan u daarom niet vervangen. Noem een collega van uw afdeling, of laat de vervanger weg.", "%s does not work for your department, and so cannot be your deputy. Name a colleague of your department, or leave the deputy out."},
	"E-TE-VEEL":           {"Er kwamen vandaag meer dan vijf opdrachten op uw naam zonder bewijs dat u ze stuurde. Deze en de volgende zijn niet bewaard. Stuurde u ze? Antwoord dan op een bericht van ons, of gebruik een knop daarin. Anders: waarschuw uw beheerder.", "More than five commands came in your name today without proof that you sent them. This one and the next are not kept. Did you send them? Reply to a message of ours, or use a button in it. Otherwise warn your administrator."},
	"E-BESPREKING":        {"Deze klacht ligt ter bespreking bij de leidinggevende. Die beslist eerst, met OVERNEMEN of TERUG.", "This complaint is with the manager for discussion, who decides first, with TAKEOVER or RETURN."},
	"E-ZELF":              {"U kunt niet uw eigen vervanger zijn. Noem een collega.", "You cannot be your own deputy. Name a colleague."},
	"E-REDEN":             {"Schrijf erbij waarom, boven de lijn. Er is niets gedaan.", "Write why, above the line. Nothing was done."},
	"E-DATUM-VOORBIJ":     {"\"%s\" is al voorbij. Kies een latere dag of tijd.", "\"%s\" has passed. Choose a later day or time."},
	"E-DATUM-VER":         {"\"%s\" is te ver weg. Klopt de datum?", "\"%s\" is too far away. Is the date right?"},
	"E-DATUM-TOEKOMST":    {"\"%s\" moet nog komen. Noem de dag waarop het gebeurde.", "\"%s\" has not come yet. Name the day on which it happened."},
	"E-DATUM-EERDER":      {"\"%s\" is te vroeg: het kan niet voor %s zijn. Klopt de datum?", "\"%s\" is too early: it cannot be before %s. Is the date right?"},
	"E-TERMIJN":           {"%s is na de termijn van de klant (%s). Dan moet de klant weten dat het langer duurt, en waarom: stuur DUURT.", "%s is after the customer's term (%s). Then the customer must know that it takes longer, and why: send DELAY."},
	"E-NIET-LATER":        {"%s is binnen de termijn van de klant (%s). Hij hoeft nog niet te weten dat het langer duurt: gebruik AGENDA.", "%s is within the customer's term (%s). There is nothing to tell the customer yet: use SCHEDULE."},
	"E-BIJLAGE":           {"De bijlagen zijn samen te groot voor een mail: %s past er niet bij. Er is niets verstuurd.", "The attachments are too large for one mail together: %s does not fit. Nothing was sent."},
	"E-NUMMER-UW":         {"Klacht %s bestaat niet. U behandelt: %s.", "There is no complaint %s. You handle: %s."},
	"E-ZELFDE":            {"Dat is dezelfde klacht. Noem het andere nummer.", "That is the same complaint. Name the other number."},
	"E-ONDERWEG":          {"Het antwoord is per mail onderweg naar de klant. Houd het eerst tegen met STOP, of wacht af.", "The answer is on its way to the customer by mail. Stop it first, or wait."},
	"E-MAIL":              {"\"%s\" is geen mailadres van een klant. Er is niets gedaan.", "\"%s\" is not a customer's mail address. Nothing was done."},
	"E-TWEE":              {"Er staan twee klachten in deze mail: %s komt twee keer voor. Stuur voor elke klacht een eigen mail.", "There are two complaints in this mail: %s stands there twice. Send a mail for each."},
	"E-FORMULIER":         {"Ik weet niet wie de klant is. Zet in uw mail een regel \"Klant: naam\" of \"Kenteken: …\", liefst ook \"Mail:\" en \"Tel:\", en daaronder \"Klacht:\" met het verhaal.", "I do not know who the customer is. Put a line \"Customer: name\" or \"Plate: …\" in your mail, better with \"Mail:\" and \"Phone:\", and below it \"Complaint:\" with the story."},
	"E-FORMULIER-FOUT":    {"Dit kan niet kloppen: %s. Verbeter het en stuur de mail opnieuw.", "This cannot be right: %s. Correct it and send the mail again."},
	"E-VERHAAL":           {"Er staat niet wat de klacht is. Zet onder \"Klacht:\" wat de klant zei.", "It does not say what the complaint is. Write below \"Complaint:\" what the customer said."},
	"E-SCAN":              {"Er zit geen scan bij, en geen tekst. Stuur de brief als bijlage mee.", "There is no scan, and no text. Attach the letter."},
	"E-REGEL":             {"Regel %s staat niet in de daglijst, of is al een klacht.", "Line %s is not in the daily list, or is a complaint already."},
	"E-LIJST":             {"De klachten van %s kunt u niet zien: u werkt daar niet.", "You cannot see the complaints of %s: you do not work there."},
	"E-BEWAAR":            {"Wissen kan niet: %s. Er is niets gewist.", "Erasing is not possible: %s. Nothing was erased."},
	"E-GEWIST":            {"De inhoud van deze klacht is al gewist.", "The content of this complaint was erased already."},
	"E-TWEEDE":            {"Wissen moet door twee mensen: de privacy officer en de directie. Een van die twee staat niet in de configuratie.", "Two people must order an erasure: the privacy officer and the management. One of them is not in the configuration."},
	"E-WIE":               {"Van wie wilt u alles zien? Schrijf [AVG-INZAGE mail=adres], of zet het klachtnummer ervoor.", "Whose data do you want? Write [ACCESS mail=address], or put the complaint's number in front."},
	"E-NIEMAND":           {"Van deze persoon is niets geregistreerd.", "Nothing is registered of this person."},
	"E-BRIEF":             {"Uw mail lijkt een brief aan de klant, maar het onderwerp heeft geen opdracht. Hij is bewaard als notitie.", "Your mail reads like a letter to the customer, but the subject has no command. It was kept as a note."},
	"E-LATER":             {"%s voert dit bureau nog niet uit. Er is niets gedaan.", "This desk does not carry out %s yet. Nothing was done."},
}

func (d *Desk) departmentCodes() string { return strings.Join(d.codes(), ", ") }

func (d *Desk) codes() []string {
	var codes []string
	for _, dep := range d.Config.Departments {
		codes = append(codes, dep.Code)
	}
	return codes
}
