package desk

import (
	"fmt"
	"strings"
)

// refusal says why a command was not carried out. It goes to the sender alone.
type refusal struct {
	code       string
	args       []string
	suggestion string // a whole subject that would be right, "" for none
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
	"E-RECHT":             {"%s kan nu niet: %s behandelt deze klacht.", "%s is not possible now: %s handles this complaint."},
	"E-LEIDING":           {"%s behandelt deze klacht zelf. Alleen de leidinggevende schrijft nu aan de klant.", "%s handles this complaint personally. Only the manager writes to the customer now."},
	"E-AFDELING":          {"Deze klacht ligt bij %s. Vraag die afdeling, of vraag of zij de klacht met NAAR doorgeeft.", "This complaint is with %s. Ask that department, or ask it to pass the complaint on with NAAR."},
	"E-AFDELING-ONBEKEND": {"Ik ken de afdeling \"%s\" niet. Kies uit: %s.", "I do not know the department \"%s\". Choose from: %s."},
	"E-AL-DAAR":           {"De klacht ligt al bij %s.", "The complaint is with %s already."},
	"E-PINGPONG":          {"Deze klacht is al twee keer doorgegeven. Alleen de leidinggevende (%s) kan hem nog een keer doorgeven.", "This complaint was passed on twice already. Only the manager (%s) can pass it on again."},
	"E-TOESTAND":          {"Dat kan nu niet: klacht %s is %s.", "That is not possible now: complaint %s is %s."},
	"E-LEEG":              {"Er stond geen tekst voor de klant boven de lijn, of de tekst was te kort. Er is niets verstuurd.", "There was no text for the customer above the line, or it was too short. Nothing was sent."},
	"E-INTERN":            {"Uw tekst bevat misschien interne informatie: een regel die met INTERN of > begint, of een ander klachtnummer. Er is niets verstuurd.", "Your text may hold internal information: a line that begins with INTERN or >, or another complaint's number. Nothing was sent."},
	"E-ADRES":             {"Van deze klant is geen mailadres bekend. Er is niets verstuurd.", "No mail address of this customer is known. Nothing was sent."},
	"E-TE-LAAT":           {"Er is niets om te stoppen: de brief is al weg, of er was er geen.", "There is nothing to stop: the letter has left, or there was none."},
	"E-AFZENDER":          {"Iemand stuurde een opdracht uit uw naam. De mailserver zegt dat het bericht niet van u komt. Er is niets gedaan. Herkent u dit niet? Waarschuw uw beheerder.", "Somebody sent a command in your name. The mail server says that it does not come from you. Nothing was done. If you do not recognise this, warn your administrator."},
	"E-VERLOPEN":          {"Deze opdracht is al uitgevoerd, of hij wachtte langer dan een dag. Er is nu niets gedaan. Stuur hem opnieuw als hij nog nodig is.", "This command was carried out already, or has waited for more than a day. Nothing was done now. Send it again if it is still needed."},
	"E-NIET-U":            {"U schrijft dat de opdracht niet van u is. Hij wordt niet uitgevoerd. Waarschuw uw beheerder.", "You write that the command is not yours. It will not be carried out. Warn your administrator."},
	"E-BIJLAGE":           {"Bijlagen kunnen nog niet mee naar de klant. Er is niets verstuurd. Zet wat de klant moet weten in de tekst, of stuur de bijlage per post.", "Attachments cannot go along to the customer yet. Nothing was sent. Put what the customer has to know in the text, or send the attachment by post."},
	"E-WELKE":             {"U antwoordt op een mail over meer klachten, en het onderwerp noemt er geen. Zet het nummer en de opdracht in het onderwerp.", "You reply to a mail about several complaints, and the subject names none. Put the number and the command in the subject."},
	"E-POSTBUS":           {"Een opdracht vanaf het adres van de afdeling kunnen wij niet uitvoeren: wij weten niet wie hem gaf. Stuur hem vanaf uw eigen adres. Uw mail is bewaard als notitie.", "We cannot carry out a command from the department's address: we do not know who gave it. Send it from your own address. Your mail was kept as a note."},
	"E-BRIEF":             {"Uw mail lijkt een brief aan de klant, maar het onderwerp heeft geen opdracht. Hij is bewaard als notitie.", "Your mail reads like a letter to the customer, but the subject has no command. It was kept as a note."},
	"E-HAAK":              {"Het haakje aan het eind van de opdracht ontbreekt.", "The bracket at the end of the command is missing."},
	"E-LATER":             {"%s voert dit bureau nog niet uit. Er is niets gedaan.", "This desk does not carry out %s yet. Nothing was done."},
}

func (d *Desk) departmentCodes() string {
	var codes []string
	for _, dep := range d.Config.Departments {
		codes = append(codes, dep.Code)
	}
	return strings.Join(codes, ", ")
}
