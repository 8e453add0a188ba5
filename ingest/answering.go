package ingest

import (
	"regexp"
	"slices"
	"strings"

	"gehoord/internal/complaint"
)

// Many machines that answer for a person, or for a desk, say so in their text alone.
// What they say is of a few kinds, and they say little else; a customer who is on
// holiday, or was sent from one machine to the next, has more to say than that.

// sign is one of the kinds of things that an answering machine says.
type sign struct {
	weight int // 2: it says by itself that nobody wrote this now
	say    *regexp.Regexp
}

// answers are in Dutch, English, German and French. Each is looked for in single
// sentences.
var answers = []sign{
	{2, said( // that it is a machine
		`(dit|dit bericht|deze e-?mail|dit antwoord) (is|betreft|wordt|werd|is een) .{0,30}automati(sch|sche|seerd)`,
		`automatisch (gegenereerde?|verzonden|verstuurde?|aangemaakte?) (bericht|mail|e-?mail|antwoord|reactie)`,
		`u (ontvangt|krijgt) (daarom |nu )?(dit|een|deze) automatisch`, `krijgt (vanzelf|automatisch) dit bericht`,
		`(op deze (e-?mail|mail)|op dit bericht|hierop) (kunt u|kun je|kan) niet (worden )?(ge)?antwoord`,
		`u kunt (hierop|op deze (e-?)?mail|op dit bericht) niet (antwoorden|reageren)`,
		`(gelieve|graag|u hoeft|verzoeke) niet (te antwoorden|te reageren|reageren|antwoorden) op dit bericht`,
		`u hoeft (hier)?op (dit bericht |deze mail )?niet te reageren`,
		`(this|this message|this e-?mail|this reply) (is|was|has been) .{0,30}automat`,
		`\ban? (automatic|automated|auto-?generated|automatically generated) (reply|response|message|e-?mail|acknowledge?ment|notification)`,
		`automatically (declined|accepted|generated|sent)`,
		`(please )?do not reply to this (message|e-?mail|mail)`,
		`(reply|antwoord|type|typ|réponse|answer).{0,20}(above this line|boven deze (regel|lijn)|au-dessus de cette ligne)`,
		`(maschinell|automatisch) (erstellt|erzeugt|generiert|versandt|versendet)`, `(door|by) (de|our|the) (mail)?server`,
		`an address (that )?we only use (for|to)`,
		`(adres|mailadres) (dat|die) (wij |we |alleen )*(gebruiken|gebruikt) (wordt )?(om|voor) .{0,20}(te )?(versturen|verzenden)`,
		`uw (sms|fax|bericht) .{0,80}(succesvol |is om .{1,12})?(afgeleverd|verzonden)$`, `is gelezen op`, `was read on`,
		`your (fax|sms|text message) .{0,60}(was|has been) (sent|delivered)`, `was filed by procmail`, `^auto-?reply\b`,
		`(dies|das) ist eine automati`, `automatisch (erstellte?|generierte?|erzeugte?|versandte?) (nachricht|e-?mail|antwort)`,
		`eine automatische (antwort|nachricht|e-?mail|eingangsbestätigung)`, `bitte antworten sie nicht (darauf|auf diese)`,
		`(ceci est|message|réponse|courriel) .{0,20}automatique`, `ne pas répondre à (ce|cet) (message|courriel|e-?mail)`,
		`généré automatiquement`,
		`(geen|not a|no) robot (bent|are)`, `u (een mens|geen robot) bent`, `(you are|you're) (a human|human|not a robot)`,
		`(confirm|verify) (that )?(you|your (address|message))`, `om (ongewenste|spam).{0,20}(mail|post|berichten).{0,20}(buiten|tegen)`,
	)},
	{2, said( // that nobody reads it
		`(mailbox|postbus|inbox|mailadres|e-?mailadres|adres|account|mail|e-?mails?|bericht|berichten|postvak)\b.{0,60}\b(word(t|en) |is |zijn )?(tijdens|gedurende|op deze dagen|in deze periode|sinds .{1,25})?.{0,30}(niet|niet meer|niet langer|ongelezen|tussentijds niet|nooit)( meer| langer)? (in gebruik|actief|(uit)?gelezen|gecontroleerd|beheerd|doorgestuurd|bekeken|bereikbaar|in behandeling|afgeleverd|bij (mij|ons) afgeleverd|gemonitord|verwerkt)`,
		`(wordt|worden|is|zijn) (in (deze|die) (periode|tijd|week) |tussentijds |op die dag(en)? )?(niet|ook niet)( meer)? (uitgelezen|doorgestuurd|doorgezonden|beantwoord|gelezen)`,
		`uw (e-?mail|mail|bericht) .{0,30}(niet|nog niet) .{0,20}(afgeleverd|bij ons terecht|aangekomen)`,
		`komt (hier )?niet meer (bij ons |hier )?(terecht|aan)`,
		`\bniet meer (werkzaam|in dienst|werkend)\b`,
		`(heeft|heb) (per .{1,25} |sinds .{1,25} )?(onze organisatie|ons bedrijf|het bedrijf|de organisatie|ons kantoor)( per .{1,25})? verlaten`,
		`werkt (hier |er |per .{1,25} |inmiddels |sinds .{1,25} )?niet (meer|langer) (bij|voor)`, `(met pensioen|uit dienst)( gegaan)?$`,
		`lees (het|ik) (dan )?niet$`, `gooi ik ongelezen weg`, `ons nieuwe (e-?mail)?adres is`, `mijn nieuwe (e-?mail)?adres is`,
		`(mailbox|inbox|address|account|e-?mails?( sent to this address)?|messages?) .{0,30}(is|are|will) (no longer|not|not be|not being) (monitored|in use|active|read|checked|forwarded|attended)`,
		`(no longer|not) (monitored|checked|read|forwarded)$`,
		`(no longer (work|works|working|employed|with)|have (now )?left|has left|have retired|am no longer (with|at|working))\b`,
		`nobody (will see|reads|will read|checks)`, `niemand (leest|ziet) `, `nachrichten werden nicht (weitergeleitet|gelesen)`,
		`(postfach|e-?mail|mail|nachricht).{0,40}(niemand liest|nicht (gelesen|weitergeleitet|bearbeitet|mehr genutzt|mehr aktiv|abgerufen))`,
		`nicht mehr (im unternehmen|bei uns|für .{1,40}) (tätig|beschäftigt)`, `ausgeschieden`,
		`(boîte|adresse|message|courriel|mail).{0,40}(n'est plus|ne sera pas|ne sont pas|n'est pas) (utilisée?|lue?s?|consultée?|active?|transf)`,
		`ne (fait|travaille) plus partie`, `a quitté (la|notre|l')`,
	)},
	{1, said( // that somebody is away
		`\bik ben (momenteel |op dit moment |thans |helaas |nu |zelf )?((van|vanaf|tot|t/m|sinds|op|in) .{1,60})?(afwezig|niet (aanwezig|op kantoor|bereikbaar|in de gelegenheid|aan het werk)|met (verlof|vakantie|zwangerschapsverlof|ouderschapsverlof|bevallingsverlof|reces)|op vakantie|buiten kantoor|vrij|ziek|er even tussenuit|in het buitenland)`,
		`\b(ben|zijn) (ik|wij|we) (momenteel |helaas |ook )?((van|vanaf|tot|t/m|sinds|op|in|wegens|tussen) .{1,60})?(afwezig|niet (aanwezig|op kantoor|bereikbaar|in de gelegenheid|aan het werk)|met (verlof|vakantie|zwangerschapsverlof|ouderschapsverlof)|op (vakantie|congres|reis|cursus)|buiten kantoor|vrij|gesloten)`,
		`\bwerk(t)? (ik )?niet (op )?(maandag|dinsdag|woensdag|donderdag|vrijdag)`, `mijn (werkdagen|vaste werkdagen|vrije dag)`,
		`ik werk (alleen |uitsluitend )?(op )?(maandag|dinsdag|woensdag|donderdag|vrijdag)`,
		`(wegens|in verband met|vanwege|door) (vakantie|verlof|ziekte|ouderschapsverlof|zwangerschapsverlof|zwangerschap|feestdagen|omstandigheden|de feestdagen|kerst|bouwvak)`,
		`(kantoor|praktijk|winkel|bedrijf|zaak|werkplaats|wij|secretariaat) (is|zijn) (momenteel |wegens .{1,30} )?((van|vanaf|tot|t/m|op) .{1,60})?gesloten`,
		`\bben ik niet (op|in) (de|het|ons|mijn)\b`, `\b(werk|ben|zit) ik (dan |er )?niet\b`, `\bik (werk|zit|ben) (er )?(dan )?niet\b`,
		`^(ik ben er niet|we zijn er niet)`, `volg ik (een )?(cursus|training|opleiding)`, `(beperkt|gewijzigd) (geopend|bereikbaar|open)`,
		`(rond|tijdens|met|in) de (feestdagen|kerst|zomervakantie|vakantieperiode|bouwvak)`, `\bgesloten$`,
		`(een )?(weekje|paar dagen|week|dagje) (weg|vrij|ertussenuit)`, `met (pinkstervakantie|zomerreces|ziekteverlof)`,
		`voor langere tijd (niet bereikbaar|afwezig)`,
		`is (momenteel |helaas |tot .{1,30} )?(afwezig|met (verlof|vakantie|zwangerschapsverlof)|niet (bereikbaar|aanwezig))`,
		`\b(is|op) .{1,30} overleden\b`, `(beperkte?|geen) toegang tot mijn (e-?mail|mail)`,
		`(mijn )?e-?mail maar (beperkt|af en toe|sporadisch) lezen`, `^(afwezig|niet aanwezig)`,
		`\bi('m| am) (currently |presently |away |now |out |still |travell?ing .{0,40}|off |on )*(out of (the )?office|offline|(annual |parental |maternity |paternity |sick |medical )?leave|(on )?(vacation|holiday)|away|off (work|sick)|attending|travell?ing|unavailable|not (available|in the office|working))`,
		`\bi (will|shall) (be|only be) (out of|away|on (annual )?(leave|holiday|vacation)|off|unavailable|travell?ing|back)`,
		`(limited|no|intermittent|sporadic) (access to|e-?mail access)`, `^(ooo|out of (the )?office|away|gone fishing)\b`,
		`we('re| are)( currently)? closed`, `closed (over|for|during|from|until)`, `\b[–-] closed$`, `opening hours`,
		`our (office|shop|company) (is|will be) closed`, `(is|am) out of office`, `has declined this invitation`,
		`i don't work (on )?(mondays|tuesdays|wednesdays|thursdays|fridays)`, `my (working|office) (days|hours) are`,
		`\bich bin (derzeit |zurzeit |momentan |((vom|bis|ab|seit|am) .{1,60}))?(nicht im (büro|haus)|abwesend|im urlaub|außer haus|nicht erreichbar|in elternzeit|krank|dienstlich unterwegs)`,
		`bin ich (vom|bis|ab|am|derzeit) .{0,60}(nicht|abwesend|urlaub)`, `betriebsferien`,
		`unser (büro|betrieb) (ist|bleibt) .{0,40}geschlossen`,
		`\bje (suis|serai) (actuellement |en |de retour )*(absente?|congé|congés|vacances|indisponible)`,
		`je (suis|serai) .{0,20}absente?`, `(fermée?s?) (pour|du|jusqu|pendant)`, `fermeture annuelle`, `nos bureaux (sont|seront) fermés`,
		`en congé (de maternité|parental|jusqu)`,
	)},
	{1, said( // that it will be answered later
		`\b(zal|zullen|ga|kan|kunnen|hoop|proberen) (ik|wij|we|u)? ?.{0,40}(beantwoord|reageren|antwoord|contact met u op)`,
		`(lees|beantwoord) ik (je|uw|jouw|de) (bericht|mail|e-?mail)`, `reageer ik`, `(bij|na) (mijn )?(terugkomst|terugkeer)`,
		`ben ik (er )?weer`, `(vanaf|op|per) .{1,30} (ben ik weer|weer (aanwezig|bereikbaar|op kantoor|terug)|lezen wij)`,
		`(mail|bericht|e-?mail) lees ik`,
		`(lees|beantwoord|beantwoorden|lezen) (ik|wij|we) (die|deze|dat|het|je|uw|ze|vanaf|na|op|weer|pas)`,
		`daarna (doe|beantwoord|lees|reageer) ik`, `probeer ik (binnen|zo|om|je|u)`, `verwacht geen antwoord`,
		`kan (een reactie|het) (langer|even) duren`, `reactie (kan|zal) .{0,30}(duren|op zich laten wachten)`,
		`u kunt (een|onze) (antwoord|reactie) .{0,30}verwachten`, `weer terug op`, `ben weer`,
		`na mijn (vakantie|verlof|congres|reis|afwezigheid)`,
		`\bi('ll| will| shall) (get back|respond|reply|answer|be back|return|read|deal|attend)`, `(upon|on|after|when) (my|i) return`,
		`(will|shall) (respond|reply|get back|answer) (to (you|your .{1,20}) )?(when|as soon as|upon|after|on|in|within)`,
		`^back (on |in |at )?(the )?(office|monday|tuesday|wednesday|thursday|friday|next|\d)`,
		`we'll (reply|respond|get back|be in touch)`, `will be waiting for me`, `(read|answer) (it|them|your .{1,20}) when`,
		`do not expect a reply`, `i go through that folder`, `back (in the office )?on (monday|tuesday|wednesday|thursday|friday|\d)`,
		`will return on`, `response (may|might|will) be delayed`,
		`nach meiner rückkehr`, `(ab|am) .{1,25} (bin ich|wieder)`, `werde ich .{0,40}(beantworten|antworten|bearbeiten)`,
		`(seront|sera) lus?\b`, `à la réouverture`, `à mon retour`, `(sera|seront) traités? à`, `je (vous répondrai|reviendrai|répondrai)`,
		`de retour le`,
	)},
	{1, said( // whom to ask instead
		`(bij|voor|in) (dringende?|spoed|urgente?|spoedeisende?|noodgevallen|zaken die geen uitstel|lopende (zaken|opdrachten)|vragen over)`,
		`geen uitstel dulden`,
		`(kunt u|kun je|kan u) (zich )?(in (de tussentijd|mijn afwezigheid) )?(contact opnemen met|terecht bij|terecht op|wenden tot|mailen naar|bellen met|mailen met|uw vraag .{0,20}stellen (via|aan)|je vraag .{0,20}stellen (via|aan))`,
		`neem(t)? (u )?(dan |gerust |a\.?u\.?b\.? )?contact op met`, `(je|u) kunt (je|uw) (vraag|bericht) (opnieuw )?(stellen|sturen)`,
		`waarne(emt|mer|ming)`, `(mijn collega|collega's) .{0,40}(vervang|waarneemt|helpen|bereikbaar|neemt)`, `springt in`,
		`kunt u sturen naar`, `belt u (24 uur|de|met|ons|naar)`, `in de tussentijd`, `hebt? u (een )?spoed`, `zakelijke berichten`,
		`helpt .{2,60} (je|u) (graag |dan )*(verder)?`, `(haast|spoed|dringend|eerder (antwoord|nodig)|noodgeval|urgent)\?`,
		`bel (de|het|dan|met|onze|mijn collega|naar)\b`, `wie (echt )?niet kan wachten`, `gaat het snelst via`,
		`vindt u op onze (website|site)`, `vragen\? (bel|mail|kijk)`, `is het dringend`, `spoed\?`,
		`(for|if|in) (your |it is |this is |it's )?(urgent|an emergency|emergencies|immediate|urgency)`,
		`please (contact|redirect|write to|reach out|forward|refer|call|email|e-mail|direct)`, `urgent\?`, `for help with`,
		`visit (the|our) .{1,40} page`, `chat with us`, `in (the meantime|my absence)`, `you can (reach|contact) (my colleague|our)`,
		`if (this is|it's|you know me|you are a person)`, `for .{1,30} (matters|questions|enquiries|requests)`,
		`in dringenden (fällen|angelegenheiten)`, `(meine|ihre) vertretung`, `wenden sie sich (bitte )?an`, `kontaktieren sie`,
		`en cas d'urgence`, `(veuillez|merci de) (contacter|vous adresser)`, `reste joignable`, `pour toute urgence`,
	)},
	{1, said( // that it was received
		`(wij|we) hebben (uw|je|jouw) (e-?mail|mail|bericht|verzoek|vraag|melding|aanvraag|formulier|klacht|brief) .{0,40}ontvangen`,
		`(uw|je|jouw) (e-?mail|mail|bericht|verzoek|vraag|melding|aanvraag) is .{0,40}(ontvangen|aangekomen|geregistreerd|binnengekomen|doorgestuurd|doorgezonden)`,
		`hebben (het|deze|die|hem) .{0,30}ontvangen`,
		`(is|wordt|werd) (aangemaakt|geregistreerd|ingeboekt|bekeken door|in behandeling genomen)`,
		`(gemiddelde |verwachte )?(reactietijd|responstijd|doorlooptijd|wachttijd)`, `drukker dan normaal`,
		`^(status|prioriteit|priority|queue)\b`, `(wilt|wil) (u|je) iets toevoegen`, `in goede orde ontvangen`,
		`hebben .{0,40}toegevoegd aan (uw )?dossier`, `binnen .{1,25}(werk)?dagen`, `binnen .{1,15} uur (een|antwoord|reactie|contact)`,
		`(ticket|zaak|referentie|dossier|meldings)-?(nummer|kenmerk).{0,20}(is|:|luidt)`,
		`(nemen|neemt) .{0,60}(in behandeling|contact met u op|kennis van)`, `u (ontvangt|krijgt|hoort) (zo spoedig|binnen|uiterlijk)`,
		`(doen|doet) ons best`, `onder vermelding van`, `wordt .{0,20}(doorgestuurd|doorgezonden) naar`, `wij streven ernaar`,
		`u kunt (binnen|een) .{0,40}verwachten`, `kunt u een antwoord verwachten`, `worden binnen .{1,30} afgehandeld`,
		`we('ve| have)? (received|got) your (e-?mail|message|request|enquiry|inquiry|ticket)`,
		`your (request|ticket|message|e-?mail|case) .{0,30}(has been|was) (received|created|logged|registered|updated)`,
		`your (enquiry|inquiry|query|question|complaint|report) .{0,30}(has been|was) (received|created|logged|registered|updated|assigned)`,
		`we('ve| have) got it`, `(target|average|expected) response time`, `thank you for (getting in touch|contacting|reaching out)`,
		`thanks for (getting in touch|contacting)`, `confirming that we got`, `(ticket|case|reference) (number|id|#)`,
		`will (be in touch|get back to you|respond) (within|shortly|as soon)`, `view request`, `turn off this request`,
		`our team (will|is)`, `a member of our`,
		`(ihre )?(mitteilung|nachricht|e-?mail|anfrage) .{0,80}(ist )?(bei uns )?(eingegangen|erhalten)`,
		`wir haben ihre .{1,60}(erhalten|erfasst)`, `vorgangsnummer`, `in kürze mit ihnen in verbindung`,
		`rückfragen zum (sachstand|bearbeitungsstand)`,
		`nous avons (bien )?reçu votre`, `(sera|été) (joint|examiné|traité|transmis)`, `dans un délai de`,
	)},
}

func said(alternatives ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(` + strings.Join(alternatives, `|`) + `)`)
}

var (
	// nothing are sentences that say nothing either way: a greeting, thanks, a name.
	nothing = regexp.MustCompile(`(?i)^(beste|geachte|hallo|hoi|hee|dag|goede(morgen|middag|navond)|l\.?s\.?$|hi\b|dear|hello|good (morning|afternoon)|sehr geehrte|liebe|guten tag|bonjour|madame|monsieur|cher|chère|merhaba|dzień dobry)|` +
		`(bedankt|dank|thanks?|thank you|vielen dank|merci|danke|hartelijk dank|dziękuję)\b.{0,80}$|^(met vriendelijke|vriendelijke|hartelijke|groet|mvg|kind|best|warm|regards|mit freundlichen|herzliche|freundliche|cordialement|bien à vous|liefs|it was a pleasure|leuk dat je)|^(for english|english below|see below|zie onder|deutsch unten|voor nederlands)`)
	// reachable are lines of a signature or of opening hours.
	reachable = regexp.MustCompile(`@|https?://|www\.|\+?\d[\d ()-]{7,}|^(tel|t|m|e|f|fax|mob)\b[.:]|postbus`)
	// myself: who wants to be called about something is a person; a machine names others.
	myself = regexp.MustCompile(`(?i)(\?\s*$|\b(ik|we|wij) (krijg|kreeg|krijgen|kregen|ontving|ontvang|ontvingen)\b|\bi (get|got|keep|received|am getting)\b|je (reçois|veux|n'ai)|ich (bekomme|erhalte|möchte|will)\b|\b((bel|mail|bereik|app|stuur|informeer)(t|len|en)? (u |je |jullie )?(mij|me)\b|(kunt u|kun je|kunnen jullie|wilt u|willen jullie) (mij|me)\b|(call|email|contact|reach|text|ring) me\b|ik (wil|eis|verwacht|klaag|heb (al|nog|jullie|u|een klacht|gisteren|vorige)|vind|snap|begrijp)|i (want|demand|expect|complain|have been|had|paid)|jullie (sturen|hebben|blijven|doen|weigeren|rekenen|zeggen|zegden|beloofden|moeten|kunnen|zijn)|\b(een|mijn|deze|al|a|my|this|eine|meine|une|ma) (klacht|complaint|beschwerde|plainte)\b|(datalek|schadevergoeding|terugbetal|klacht over|ik heb .{0,40}(gevraagd|gebeld|gemaild|betaald|geklaagd|geschreven|gemeld))|mijn (auto|lease|klacht|contract|geld|borg|factuur)|my (car|lease|complaint|money|deposit|invoice|contract) (is|has|was|were|still|and|broke|but)))`)
	// spoken is what somebody else said.
	spoken      = regexp.MustCompile(`"[^"\n]{3,300}"|“[^”]{3,300}”|«[^»]{3,300}»|„[^”“]{3,300}[”“]|(^|\s)'[^'\n]{3,300}'`)
	sentenceEnd = regexp.MustCompile(`[.!?…]+(\s+|$)|\n\s*\n|\n\s*[-*•]\s*|:\s*\n`)
	// awaySubject is a sign that the text has to confirm, at the start or the end of a subject.
	awaySubject = regexp.MustCompile(`(?i)^\s*(\[[^\]#]{0,30}\]\s*|[^\pL\[\d]{1,6}\s*)*(afwezig|afwezigheid|niet aanwezig|automatisch|out of (the )?office|auto-?reply|autoresponder|absent|abwesen|ontvangstbevestiging|ontvangst bevestiging|eingangsbestätigung|accusé de réception|confirmation of receipt|request received|uw (bericht|e-?mail|vraag) is ontvangen|(we|wij) hebben uw (bericht|e-?mail|mail|vraag) ontvangen|openingstijden|ooo$|ticket #|\[#[A-Z0-9-]+\]|(sms|fax) .{0,40}(afgeleverd|verzonden|delivered|sent)|this mailbox|fermeture|betriebsferien|thanks for your e-?mail|bedankt voor uw (e-?mail|mail|bericht)|ik ben (er )?(even )?(niet|weg|afwezig|tussenuit|met)|nieuw (e-?)?mailadres|dit (e-?)?mailadres|praktijk gesloten|gesloten|we zijn gesloten|i have (left|retired)|met (vakantie|verlof|pensioen)|vakantie|holiday|on (leave|vacation))|(out of (the )?office|\(auto-?reply\)|autoreply|afwezig)\s*$`)
)

// straight makes the apostrophes of phones those of the patterns.
var straight = strings.NewReplacer("’", "'", "‘", "'", "´", "'", "`", "'")

// answering reports whether the text of a mail without a telling header is a
// machine's answer: it bears at least two of the signs, and next to nothing else.
// hints are further signs, from elsewhere in the mail.
func answering(m *complaint.Mail, hints int) bool {
	text := straight.Replace(m.Reply)
	if len(text) > 1600 || len(m.Attachments) > 2 || myself.MatchString(text) {
		return false
	}
	weight, other, of := hints, 0, 0
	begins := strings.SplitN(m.Text, "\n", 4)
	if slices.ContainsFunc(begins[:min(len(begins), 3)], helpdesk.MatchString) {
		weight += 2 // another desk's letter begins so
	}
	met := make([]bool, len(answers))
	for _, s := range sentenceEnd.Split(spoken.ReplaceAllString(text, ""), -1) {
		s = strings.Join(strings.Fields(strings.Trim(s, "-_*=| \t\r\n")), " ")
		n := len(strings.Fields(s))
		of += n
		speaks := false
		for i, sign := range answers {
			if sign.say.MatchString(s) {
				speaks = true
				if !met[i] {
					met[i] = true
					weight += sign.weight
				}
			}
		}
		if !speaks && n > 4 && !nothing.MatchString(s) && !reachable.MatchString(s) {
			other += n
		}
	}
	if awaySubject.MatchString(m.Subject) {
		weight++
	}
	return weight >= 2 && (other <= 12 || 3*other <= of || weight > 2) && 2*other <= of
}
