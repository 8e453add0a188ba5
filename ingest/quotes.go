package ingest

import (
	"regexp"
	"strings"
)

// The marks by which mailers tell what is not the sender's own: lines that introduce
// a quotation, blocks of header lines, separators, signatures. All patterns are of
// Go's regexp, so linear.

// attribution begins the line before a quotation; wrote is its verb. Between them a
// date or an address must stand, for people begin sentences like that too.
var (
	attribution = regexp.MustCompile(`(?i)^[\s*_-]{0,8}(op|on|den|am|le|el|il|in data|em|w dniu|dnia|dne|the|vào|den|på|ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}\.? \pL{3,10}\.? \d{4}|\d{4}年|.{0,80}<?[^\s<>@]+@[^\s<>@]+>?)\b?`)
	wrote       = regexp.MustCompile(`(?i)(^|[\s,>)])(schreef|geschreven|wrote|writes|said|schrieb|geschrieben|a écrit|escribió|ha scritto|scrive|escreveu|napisał\(a\)|napisała|napisał|pisze|skrev|skreiv|följande|kirjoitti|napsala?|yazdı|писал[аи]?|написал[аи]?|пишет|написав|έγραψε|a scris|írta|đã viết|写道|написа|sent)\b?.{0,240}[:：]\s*$`)
	// nameFirst is the other order: "Jan Jansen <j@x> schreef op ma 16 nov 2026 09:12:".
	nameFirst = regexp.MustCompile(`(?i)^.{1,120}\s(schreef op|schreef het volgende op|wrote on|wrote at|schrieb am|a écrit le|escribió el|ha scritto il|skrev den)\s.{0,40}\d.{0,60}:\s*$`)
	// oldGmail has neither verb nor colon: "2013/7/20 Jan <j@x>".
	// A Japanese one has neither verb: "2026年11月23日(月) 10:14 Jan <j@x>:".
	oldGmail = regexp.MustCompile(`^(\d{4}[/-]\d{1,2}[/-]\d{1,2},?|\d{4}年\d{1,2}月\d{1,2}日.{0,20}) .{1,100}<[^\s<>]+@[^\s<>]+>[:：]?$`)

	// addressFirst has the date behind the address and no verb: "* Jan <j@x> [2026-11-16 09:12]:".
	addressFirst = regexp.MustCompile(`^[*\s]{0,4}.{1,80}<[^\s<>]+@[^\s<>]+>\s*[\[(]?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.{0,20}:\s*$`)

	// sameLine has the quotation behind it on its line, or dashes for the colon.
	sameLine = regexp.MustCompile(`(?i)^\s*((on|op|am|le)\b.{8,160}<[^\s<>]+@[^\s<>]+> ?(wrote|schreef|schrieb|a écrit ?):\s+\S|-{3,}\s*(on|op|am|le)\b.{8,200}(wrote|schreef|schrieb|a écrit)\s*-{3,}\s*$)`)
	// story is a person telling what was written, not a mailer.
	story = regexp.MustCompile(`(?i)(\bschreef (u|jij|je|jullie|hij|zij|ze|ik|wij|we|uw|mijn|een|de)\b|\b(you|he|she|they|i|we) (wrote|said)\b|\b(mij|me|ons|us|aan mijn .{1,20})\s*:\s*$)`)

	clockTime = regexp.MustCompile(`\d{1,2}[:.h]\d{2}|\b(19|20)\d\d\b|\d{1,2}[/-]\d{1,2}[/-]\d{2}`)
	digit     = regexp.MustCompile(`\d`)
	mailAddr  = regexp.MustCompile(`[^\s<>@]@[^\s<>@]`)
)

// headerLabel is a line of the header block that Outlook and others put above what
// they quote.
var headerLabel = regexp.MustCompile(`(?i)^[>\s*]{0,6}(` +
	`(?P<from>van|from|von|de|da|fra|från|od|lähettäjä|от|gönderen|kimden|feladó|odesílatel|发件人|寄件者|差出人)|` +
	`(?P<date>verzonden|verstuurd|datum|sent|date|gesendet|envoyé|enviado|enviada em|fecha|data|inviato|sendt|skickat|dato|wysłano|wysłane|lähetetty|дата|отправлено|päivämäärä|tarih|dátum|odesláno|发送时间|日期)|` +
	`(?P<to>aan|to|an|à|a|para|per|til|till|do|vastaanottaja|кому|kime|komu|címzett|收件人)|` +
	`(?P<subject>onderwerp|subject|betreff|objet|asunto|assunto|oggetto|emne|ämne|temat|aihe|тема|konu|předmět|predmet|tárgy|主题|件名)|` +
	`(?P<other>cc|bcc|kopie|kopi|reply-to|antwoord aan|importance|urgentie|prioriteit|bijlagen|attachments|verzonden op)` +
	`)\s?\*?\s?[:：]`)

// labelNames are the groups of headerLabel that count.
var labelNames = []string{"from", "date", "to", "subject"}

// label returns which header line l is, "" for none.
func label(l string) string {
	if len(l) > 2000 {
		l = l[:2000]
	}
	if begins := l[:min(len(l), 60)]; !strings.Contains(begins, ":") && !strings.Contains(begins, "：") {
		return ""
	}
	m := headerLabel.FindStringSubmatchIndex(l)
	if m == nil {
		return ""
	}
	for _, name := range labelNames {
		if i := headerLabel.SubexpIndex(name); m[2*i] >= 0 {
			return name
		}
	}
	return "other"
}

// headerBlock reports whether a block of header lines begins at i, and where it
// ends: a sender and two labels more within a few lines.
func headerBlock(lines []string, i int) (int, bool) {
	first := label(lines[i])
	if first != "from" && first != "date" && first != "subject" {
		return i, false
	}
	seen := map[string]bool{}
	end, blanks := i, 0
	for j := i; j < len(lines) && j < i+14; j++ {
		if strings.Trim(lines[j], " \t>*") == "" {
			if blanks++; blanks > 1 || len(seen) >= 3 {
				break
			}
			continue
		}
		l := label(lines[j])
		if l == "" && (blanks > 0 || j > i+6 && j > end+3) {
			break
		}
		if l != "" {
			blanks = 0
			seen[l] = true
			end = j + 1
		} else if j == end && len(seen) >= 2 {
			end = j + 1 // a folded value
		}
	}
	delete(seen, "other")
	return end, len(seen) >= 3 && seen["from"]
}

var (
	original    = regexp.MustCompile(`(?i)^[\s>*]{0,8}[-_=]{2,}\s*(oorspronkelijk bericht|origine(e)?le? bericht|původní (e-mail|zpráva)|pôvodná správa|eredeti üzenet|orijinal (mesaj|ileti)|oryginalna wiadomość|mesaj original|原始邮件|元のメッセージ|oorspronkelijke? e?-?mail|original message|original appointment|reply message|ursprüngliche nachricht|originalnachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oprindelig besked|oprindelig meddelelse|ursprungligt meddelande|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|исходное сообщение|пересылаемое сообщение)\s*[-_=]*\s*$`)
	forwardMark = regexp.MustCompile(`(?i)^[\s>*]{0,8}([-_=]{2,}\s*(doorgestuurd bericht|doorgestuurde? e?-?mail|forwarded message|forwarded by .*|weitergeleitete nachricht|message transféré|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|videresendt meddelelse|vidarebefordrat meddelande)\s*[-_=]*|begin doorgestuurd bericht:?|begin forwarded message:?|anfang der weitergeleiteten (nachricht|e-mail):?|début du message (réexpédié|transféré)\s?:?)\s*$`)
	ruler       = regexp.MustCompile(`^\s*_{10,}\s*$`)
	dashes      = regexp.MustCompile(`^\s*[-_]{10,}\s*$`)

	signature = regexp.MustCompile(`^(--|—|––)\s*$`)
	phone     = regexp.MustCompile(`(?i)^\s*[*_-]{0,3}\s*(verzonden|verstuurd|verzonden via|gestuurd) (vanaf|met|via|vanuit|van) (mijn|een|m'n|outlook|mail|yahoo|proton|samsung|\pL+ mail|de )\b.{0,80}$` +
		`|^\s*[*_-]{0,3}\s*sent (from|via|with|using) ((my|outlook|mail|yahoo|proton|samsung)\b.{0,80}|(the|an?) (\S+ ){0,3}(phone|mobile|device|tablet|app|mail)\.?)$` +
		`|^\s*(von meine[mr].{1,40} gesendet|gesendet (von|mit) (meinem|outlook|der ).{0,60}|envoyé (de|depuis) mon .{2,60}|enviado (desde|do) (mi|meu) .{2,60}|inviato da(l mio)? .{2,60}|skickat från min .{2,40}|sendt fra min .{2,40})$` +
		`|^\s*(download )?(outlook (voor|for) (ios|android)|get outlook for .{2,40}|outlook voor .{2,20} (downloaden|ophalen))( ?<https?://[^>]*>)?\.?$` +
		`|^\s*((?-i:Verzonden|Verstuurd|Gestuurd) (met|via|vanuit|vanaf)|(?-i:Sent) (with|via|using|from)|(?-i:Gesendet) (mit|von)|(?-i:Envoyé) (avec|depuis|via)|(?-i:Enviado) (con|desde|com)|(?-i:Inviato) (con|da)|(?-i:Skickat) (med|från)|(?-i:Sendt) (med|fra)) (?-i:\p{Lu}\S*)( [^\s,.]{1,20}){0,4}( ?<https?://[^>]*>)?\.?$`)
	disclaimer = regexp.MustCompile(`(?i)^\s*\W{0,4}(disclaimer\b|dit (e-?mail)?bericht(, inclusief bijlagen,)? (is|kan|en) (uitsluitend|alleen|informatie|eventuele|vertrouwelijk)|deze e-?mail (is uitsluitend|en (eventuele|alle) bijlagen|kan vertrouwelijke)|de informatie (in|verzonden met|opgenomen in) (dit|deze) (e-?mail|bericht)|aan (dit|deze) (e-?mail)?(bericht)? (kunnen|kan) geen rechten|(p )?denk aan het milieu|de inhoud van (dit bericht|deze e-?mail)|the contents? of this (e-?mail|message)|this (e-?mail|message)( and any| is (confidential|intended)| may contain| contains confidential| transmission)|the information (contained )?in this (e-?mail|message)|(p )?please consider the environment|think before you print|aviso (legal|de confidencialidad)|este mensaje (contiene|y|es)|questo messaggio|(questa|la presente) e-?mail|esta mensagem|aviso de confidencialidade|niniejsza wiadomość|der inhalt dieser e-?mail|diese (e-?mail|nachricht) (und|ist|kann)|confidentiality notice|diese e-?mail enthält vertrauliche|ce (message|courriel) et (toutes )?(les|ses) pièces)`)
	banner     = regexp.MustCompile(`(?i)^\s*\W{0,4}(let op|caution|warning|external|extern|waarschuwing|achtung)\b.{0,200}(buiten (de|onze|uw) organisatie|externe (afzender|bron|herkomst)|outside (of )?(the|your|our) organi[sz]ation|external (sender|email|e-mail|source)|externen absender)`)
)

// quoted reports whether a line is of a quotation. ">>> now <<<" is an advertiser's.
func quoted(l string) bool {
	l = strings.TrimSpace(l)
	return strings.HasPrefix(l, ">") && !strings.HasSuffix(l, "<<") && !strings.HasPrefix(l, ">_<") || initials(l)
}

// initials reports whether a line bears the mark of mailers that put the writer's
// initials before it: "AF> Het boek".
func initials(l string) bool {
	i := 0
	for i < len(l) && i < 3 && 'A' <= l[i] && l[i] <= 'Z' {
		i++
	}
	return i >= 2 && i < len(l) && l[i] == '>' && (i+1 == len(l) || l[i+1] == ' ' || l[i+1] == '>')
}

// introduces reports whether the lines from i introduce a quotation, on how many
// lines, and whether they do so beyond doubt: with a date and time, or an address.
func introduces(lines []string, i int) (n int, sure bool) {
	joined := ""
	for n = 1; n <= 4 && i+n <= len(lines); n++ {
		l := strings.TrimSpace(strings.ReplaceAll(lines[i+n-1], "\u00a0", " "))
		if l == "" || len(l) > 300 || n > 1 && quoted(l) {
			return 0, false
		}
		joined = strings.TrimSpace(joined + " " + l)
		switch {
		case n == 1 && strings.HasSuffix(l, ":") && addressFirst.MatchString(l):
			return n, true
		case strings.HasSuffix(strings.TrimRight(l, ":："), ">") && oldGmail.MatchString(joined):
			return n, true
		case strings.HasSuffix(l, ":") || strings.HasSuffix(l, "："):
			// It begins where the first line does, not with the text before it.
			first := strings.TrimSpace(lines[i])
			known := attribution.MatchString(first) && wrote.MatchString(joined) || nameFirst.MatchString(joined) && (n == 1 || digit.MatchString(first) || mailAddr.MatchString(first))
			if address := mailAddr.MatchString(joined); known && (address || digit.MatchString(joined)) {
				return n, (address || clockTime.MatchString(joined)) && !story.MatchString(joined)
			}
			return 0, false
		case n == 1 && (strings.Contains(l, ">") || strings.HasSuffix(l, "---")) && sameLine.MatchString(l):
			return n, true
		}
	}
	return 0, false
}
