package notify

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gehoord/internal/complaint"
)

var update = flag.Bool("update", false, "write the golden letters anew")

func load(t *testing.T) *Templates {
	t.Helper()
	letters, err := LoadTemplates("")
	if err != nil {
		t.Fatal(err)
	}
	return letters
}

func sampleHeaders(language string) Headers {
	return Headers{
		From: complaint.Address{Name: "DirectLease", Address: "klachten@directlease.example"},
		To:   complaint.Address{Name: "Zoë van den Berg", Address: "zoe@klant.example"}, ReplyTo: "klachten@directlease.example",
		MessageID: "<brief.1@directlease.example>", InReplyTo: "<vraag@klant.example>", References: []string{"<eerder@klant.example>", "geen id", "<x@y>\r\nBcc: z"},
		Date: sampleTime, Auto: "auto-generated", Language: language,
	}
}

var number = regexp.MustCompile(`^\[K-2026-000123\] [^\[\]]+$`)

func TestLetters(t *testing.T) {
	letters := load(t)
	for _, kind := range Kinds {
		for _, language := range Languages {
			name := string(kind) + "." + language
			c := sample(kind)
			subject, raw, err := letters.Render(kind, sampleHeaders(language), c)
			if err != nil {
				t.Fatal(err)
			}
			if !c.Number.IsZero() && !number.MatchString(subject) || strings.Contains(subject, "Zoë") || strings.Contains(subject, "bumper") {
				t.Errorf("%s: subject %q", name, subject)
			}
			again, twice, _ := letters.Render(kind, sampleHeaders(language), c)
			if again != subject || !bytes.Equal(raw, twice) {
				t.Errorf("%s: not the same bytes twice", name)
			}
			_, html := canonical(t, name, raw)
			golden(t, name+".eml", raw)
			golden(t, name+".html", []byte(html)) // once more, so that a diff of it can be read
		}
	}
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; make it with go test ./notify -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; see what changed with go test ./notify -update and git diff", file)
	}
}

// canonical holds a mail to what the outbox promises: CRLF, short ASCII lines, parts that can be read.
func canonical(t *testing.T, name string, raw []byte) (text, html string) {
	t.Helper()
	if !bytes.HasSuffix(raw, []byte("\r\n")) || bytes.Count(raw, []byte("\n")) != bytes.Count(raw, []byte("\r\n")) || bytes.Count(raw, []byte("\r")) != bytes.Count(raw, []byte("\r\n")) {
		t.Errorf("%s: not CRLF throughout", name)
	}
	for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(line) > 76 || !isASCII(string(line)) {
			t.Errorf("%s: line %q", name, line)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for _, unwanted := range []string{"X-Mailer", "User-Agent", "Bcc"} {
		if m.Header.Get(unwanted) != "" {
			t.Errorf("%s: has %s", name, unwanted)
		}
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	read := func(want string) string {
		p, err := parts.NextRawPart()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := p.Header.Get("Content-Type"); got != want {
			t.Errorf("%s: part %q", name, got)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return strings.ReplaceAll(string(b), "\r\n", "\n")
	}
	text, html = read("text/plain; charset=UTF-8"), read("text/html; charset=UTF-8")
	for line := range strings.SplitSeq(text, "\n") {
		if len([]rune(line)) > width && line != Marker && strings.Contains(strings.TrimLeft(line, "-> "), " ") && !strings.Contains(line, "mailto:") {
			t.Errorf("%s: text line of %d: %q", name, len([]rune(line)), line)
		}
	}
	return text, html
}

func TestHeaders(t *testing.T) {
	letters := load(t)
	h := sampleHeaders("nl")
	h.To.Name = "Evil\r\nBcc: x@y.example"
	subject, raw, err := letters.Render(complaint.Resolution, h, sample(complaint.Resolution))
	if err != nil {
		t.Fatal(err)
	}
	canonical(t, "headers", raw)
	m, _ := mail.ReadMessage(bytes.NewReader(raw))
	for field, want := range map[string]string{
		"Subject": "[K-2026-000123] Ons antwoord op uw klacht", "Message-Id": h.MessageID, "In-Reply-To": "<vraag@klant.example>",
		"References":     "<eerder@klant.example> <vraag@klant.example> <brief.1@directlease.example>",
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": "nl", "Bcc": "", "Reply-To": "<klachten@directlease.example>",
	} {
		if got := m.Header.Get(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if subject != "[K-2026-000123] Ons antwoord op uw klacht" {
		t.Errorf("subject %q", subject)
	}
	h.Auto = ""
	_, raw, _ = letters.Render(complaint.Resolution, h, sample(complaint.Resolution))
	if bytes.Contains(raw, []byte("Auto-")) {
		t.Error("a person's words are called automatic")
	}
	for name, spoil := range map[string]func(*Headers){
		"To":             func(h *Headers) { h.To.Address = "a@b>\r\nBcc: x@y" },
		"From":           func(h *Headers) { h.From.Address = "nobody" },
		"Message-ID":     func(h *Headers) { h.MessageID = "<a b>" },
		"Auto-Submitted": func(h *Headers) { h.Auto = "yes" },
		"Date":           func(h *Headers) { h.Date = time.Time{} },
		"Reply-To":       func(h *Headers) { h.ReplyTo = "nobody" },
	} {
		bad := sampleHeaders("nl")
		spoil(&bad)
		if _, _, err := letters.Render(complaint.Notice, bad, sample(complaint.Notice)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("bad %s: %v", name, err)
		}
	}
}

func TestValuesNeverBecomeMarkup(t *testing.T) {
	letters := load(t)
	c := sample(complaint.Reaction)
	c.Text = "[klik](javascript:x) **vet** <script>x</script> & \ue003\n# kop\n- punt\n\n> citaat\n-- --\nSubject: x" + strings.Repeat(" lang woord", 30)
	_, raw, err := letters.Render(complaint.Reaction, sampleHeaders("nl"), c)
	if err != nil {
		t.Fatal(err)
	}
	text, html := canonical(t, "markup", raw)
	if want := "[klik](javascript:x) **vet** <script>x</script> & \ufffd\n# kop\n- punt\n\n> citaat\n-- --\nSubject: x lang"; !strings.Contains(text, want) {
		t.Errorf("text:\n%s", text)
	}
	if want := "[klik](javascript:x) **vet** &lt;script&gt;x&lt;/script&gt; &amp; \ufffd<br>\n# kop<br>\n- punt<br>\n<br>\n&gt; citaat<br>\n-- --"; !strings.Contains(html, want) {
		t.Errorf("html:\n%s", html)
	}
}

func TestGoalsThatPassed(t *testing.T) {
	letters := load(t)
	h := sampleHeaders("nl")
	for _, c := range []struct {
		after       time.Duration
		react, solv bool
	}{{0, true, true}, {24 * time.Hour, true, true}, {48 * time.Hour, false, true}, {30 * 24 * time.Hour, false, false}} {
		h.Date = sampleTime.Add(c.after)
		_, raw, err := letters.Render(complaint.Confirmation, h, sample(complaint.Confirmation))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := canonical(t, "goals", raw)
		if strings.Contains(text, "uiterlijk woensdag 25 november een") != c.react || strings.Contains(text, "uiterlijk vrijdag 27 november op") != c.solv ||
			strings.Contains(text, "Ons doel is") != (c.react || c.solv) {
			t.Errorf("after %v:\n%s", c.after, text)
		}
	}
}

// markerless are the letters that are no place to write to the customer from.
var markerless = map[complaint.LetterKind]bool{complaint.Handover: true, complaint.Committee: true, complaint.Dossier: true, complaint.Erasure: true,
	complaint.Digest: true, complaint.Receipt: true, complaint.Refusal: true, complaint.WasThisYou: true, complaint.OpenList: true, complaint.HelpText: true,
	complaint.Report: true, complaint.Access: true, complaint.Absent: true, complaint.Unjoined: true, complaint.QuarantineAlert: true,
	complaint.Confirmation: true, complaint.Takeover: true, complaint.OneNumber: true, complaint.Reopening: true, complaint.Reclassified: true,
	complaint.Reaction: true, complaint.Question: true, complaint.Delay: true, complaint.Resolution: true, complaint.Complied: true}

func TestMarkerStandsNearTheTop(t *testing.T) {
	letters := load(t)
	for _, kind := range Kinds {
		if markerless[kind] {
			continue
		}
		for _, language := range Languages {
			_, raw, _ := letters.Render(kind, sampleHeaders(language), sample(kind))
			text, html := canonical(t, string(kind), raw)
			if at := strings.Index(text, "\n"+Marker+"\n"); at < 0 || at > 150 || strings.Count(text, Marker) != 1 || !strings.Contains(html, Marker) {
				t.Errorf("%s.%s: marker at %d", kind, language, at)
			}
			for _, l := range sample(kind).Links {
				if !strings.Contains(text, "\n- "+readySubject(l.Href)+" ") || !strings.Contains(html, `<a href="`+l.Href+`" style=`) || !strings.Contains(html, ">"+l.Label+"<br>") {
					t.Errorf("%s.%s: no link for %s", kind, language, l.Label)
				}
			}
		}
	}
}

// What proves a tap is in the link alone: who copies the text out of a notice, or
// forwards it as text, gives no right away.
func TestTaps(t *testing.T) {
	letters := load(t)
	c := sample(complaint.Notice)
	c.Links = append(c.Links, Link{"BEL", "belt de klant", "tel:+31301234567"}, Link{"KWAAD", "niet doen", "javascript:alert(1)"}, Link{"[x](y)", "<b> & meer", "mailto:a@b.example?subject=%5BK-2026-000123%20HELP%5D%20g1-abcdefghijklmnop&In-Reply-To=%3Cx%40y%3E"})
	_, raw, err := letters.Render(complaint.Notice, sampleHeaders("nl"), c)
	if err != nil {
		t.Fatal(err)
	}
	text, html := canonical(t, "taps", raw)
	for _, want := range []string{"- [K-2026-000123 REACTIE] mailt uw tekst naar de klant; de klacht blijft open\n", "- BEL: tel:+31301234567 belt de klant\n", "- [K-2026-000123 HELP] <b> & meer\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	if strings.Contains(text, "abcdefghijklmnop") || strings.Contains(text, "mailto:") {
		t.Errorf("the text shows what proves a tap:\n%s", text)
	}
	for _, want := range []string{`href="mailto:a@b.example?subject=%5BK-2026-000123%20HELP%5D%20g1-abcdefghijklmnop&amp;In-Reply-To=%3Cx%40y%3E"`, "[x](y)<br>", "&lt;b&gt; &amp; meer", `href="tel:+31301234567"`, "KWAAD niet doen"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(html, "javascript:") {
		t.Error("the page has a script behind a link")
	}
}

// Of a mail that joined no complaint nothing stands in a subject, which mail
// programs show on a locked screen.
func TestSubjectsAreQuiet(t *testing.T) {
	letters := load(t)
	for _, kind := range Kinds {
		for _, c := range samples(kind) {
			for i := range c.Items {
				c.Items[i].From, c.Items[i].Subject, c.Items[i].Note = "geheim", "geheim", "geheim"
			}
			c.Story, c.Phone, c.Post, c.Detail = "geheim", "geheim", "geheim", "geheim"
			c.Text, c.Subject, c.Name, c.Customer = "geheim", "geheim", "Geheim", complaint.Address{Name: "Geheim", Address: "geheim@klant.example"}
			subject, _, err := letters.compose(kind, "nl", sampleTime, c)
			if err != nil || strings.Contains(strings.ToLower(subject), "geheim") {
				t.Errorf("%s: subject %q %v", kind, subject, err)
			}
		}
	}
}

func TestGreeting(t *testing.T) {
	greet := words("nl")["greeting"].(func(string) string)
	for name, want := range map[string]string{
		"Anna de Vries": "Beste Anna de Vries", "Zoë": "Beste Zoë", "J. van 't Hof": "Beste J. van 't Hof", "": "Beste klant", "info": "Beste klant",
		"anna@example.nl": "Beste klant", "Vries, A. de": "Beste klant", "Klik www.x.nl": "Beste klant", "WIN 100": "Beste klant", "Naam\u202eX": "Beste klant",
	} {
		if got := greet(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestDoubleNamesAreGreeted(t *testing.T) {
	letters := load(t)
	c := sample(complaint.Confirmation)
	c.Name = "Anna-Maria Jansen-de Wit"
	_, raw, err := letters.Render(complaint.Confirmation, sampleHeaders("nl"), c)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := canonical(t, "greeting", raw); !strings.HasPrefix(text, "Beste Anna-Maria Jansen-de Wit,\n") {
		t.Errorf("text:\n%s", text)
	}
}

func TestOwnTemplates(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"confirmation.nl.txt", "Subject: Dag\n\nNummer {{.Number}} {{.Name}}", ""},
		{"confirmation.nl.txt", "Subject: Dag\n\n{{.Nummer}}", "confirmation.nl.txt"},
		{"confirmation.nl.txt", "Subject: Dag\n\n{{if", "confirmation.nl.txt"},
		{"confirmation.nl.txt", "Dag\n", "Subject:"},
		{"confirmation.nl.txt", "Subject: \nx", "no subject"},
		{"confirmation.nl.txt", "Subject: x\n", "no text"},
		{"confirmation.nl.txt", "Subject: x\n\nhttps://ec.europa.eu/consumers/odr", "closed"},
		{"bevestiging.nl.txt", "Subject: x\n\ny", "no letter"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, c.name), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		letters, err := LoadTemplates(dir)
		switch {
		case c.want != "":
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q: %v, want %s", c.text, err, c.want)
			}
		case err != nil:
			t.Error(err)
		default:
			subject, _, err := letters.Render(complaint.Confirmation, sampleHeaders("nl"), sample(complaint.Confirmation))
			if err != nil || subject != "[K-2026-000123] Dag" {
				t.Errorf("%q %v", subject, err)
			}
		}
	}
}

func TestOneSalutation(t *testing.T) {
	letters := load(t)
	for text, want := range map[string]string{
		"Beste mevrouw Van den Berg,\n\nUw bumper wordt betaald.": "Beste mevrouw Van den Berg,\n\nUw bumper",
		"Uw bumper wordt betaald.":                                "Beste Zoë van den Berg,\n\nUw bumper",
		"Dag en nacht zochten wij uw dossier, want het was zoek en wij vonden het pas gisteren.\nExcuses.": "Beste Zoë van den Berg,\n\nDag en nacht",
	} {
		c := sample(complaint.Resolution)
		c.Text = text
		_, raw, err := letters.Render(complaint.Resolution, sampleHeaders("nl"), c)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := canonical(t, "salutation", raw); !strings.HasPrefix(got, want) {
			t.Errorf("%q:\n%s", text, got)
		}
	}
}

func TestDigestDropsNoRow(t *testing.T) {
	letters := load(t)
	c := sample(complaint.Digest)
	rows := []complaint.AlarmKind{""}
	for a := range terms {
		rows = append(rows, a)
	}
	for i, a := range rows {
		c.Items = append(c.Items, Item{Number: complaint.Number{Prefix: "K", Year: 2026, Serial: 900 + i}, Alarm: a})
	}
	_, raw, err := letters.Render(complaint.Digest, sampleHeaders("nl"), c)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := canonical(t, "digest", raw)
	for i, a := range rows {
		if strings.Count(text, fmt.Sprintf("K-2026-000%d", 900+i)) != 1 {
			t.Errorf("the row with alarm %q does not stand there once:\n%s", a, text)
		}
	}
}

// Letters that turn on a field: what they then say, and what they no longer say.
func TestWhatLettersSay(t *testing.T) {
	letters := load(t)
	early := sampleTime.Add(-48 * time.Hour)
	bare := func(status complaint.Status) func(*Content) {
		return func(c *Content) {
			c.Status, c.Handler, c.Confirmed, c.Responded, c.Resolved = status, "", time.Time{}, time.Time{}, time.Time{}
			c.ConfirmBy, c.ResponseBy, c.SolveBy = early, early, early
		}
	}
	body := func(c *Content) {
		c.Links = slices.Clone(c.Links)
		c.Links[0].Href += "&body=Beste%20klant"
	}
	for _, c := range []struct {
		kind       complaint.LetterKind
		change     func(*Content)
		want, none string
	}{
		{complaint.Notice, bare(complaint.Assigned), "- Behandelaar: nog niemand\n- Eerste reactie: vóór zondag 22 november 2026, 14.05 uur (te laat)\n- Oplossing: vóór zondag 22 november 2026, 14.05 uur (te laat)\n", "gegeven"},
		{complaint.Notice, func(c *Content) { c.Responded = early }, "- Eerste reactie: gegeven op zondag 22 november 2026, 14.05 uur\n- Oplossing: vóór vrijdag", "reactie vóór"},
		{complaint.Handover, bare(complaint.Merged), "- Status: samengevoegd\n", "Oplossing:"},
		{complaint.Handover, bare(complaint.NotAComplaint), "- Status: geen klacht\n", "nog niemand"},
		{complaint.Handover, bare(complaint.Settled), "- Status: afgehandeld\n", "te laat"},
		{complaint.Receipt, func(c *Content) { bare(complaint.Assigned)(c); c.Verb = "NIEUW" }, "- Bevestiging: vóór zondag 22 november 2026, 14.05 uur (te laat)\n", "Bevestiging: gegeven"},
		{complaint.Receipt, func(c *Content) { c.Verb = "POST" }, "- Bevestiging: gegeven op dinsdag", "te laat"},
		{complaint.Dossier, nil, "Afgehandeld op dinsdag", "BEVESTIGD BRIEF"},
		{complaint.Dossier, bare(complaint.Resolving), "Stuur dan\nBEVESTIGD BRIEF", "Afgehandeld op"},
		{complaint.Absent, nil, "U vervangt Anna de Vries tot woensdag 2 december 2026", "mailprogramma"},
		{complaint.Absent, func(c *Content) { c.ByItself = true }, "Dat antwoordde het mailprogramma", "U vervangt"},
		{complaint.Receipt, func(c *Content) { c.Verb = "AFWEZIG" }, "tot woensdag 25 november 2026.", "niet meer als"},
		{complaint.Receipt, func(c *Content) { c.Verb, c.Due = "AFWEZIG", time.Time{} }, "U staat niet meer als afwezig genoteerd.", "krijgt tot dan"},
		{complaint.Refusal, nil, "Kopieer uw tekst hieronder", "staat er al in"},
		{complaint.Refusal, body, "Uw tekst staat er al in.", "Kopieer"},
		{complaint.Refusal, func(c *Content) { c.Letter = complaint.Resolution }, "De brief is niet meer te stoppen", "niet uitgevoerd"},
		{complaint.Refusal, func(c *Content) { c.Pending = true }, "Uw mail is bewaard als notitie", "niet uitgevoerd"},
		{complaint.HelpText, func(c *Content) { c.Commands = c.Commands[3:4] }, "DUURT 2-12]", "Elke dag"},
		{complaint.HelpText, func(c *Content) { c.Commands = c.Commands[3:4] }, "DUURT 2-12]", "Onthoud"},
		{complaint.HelpText, func(c *Content) { c.Commands = c.Commands[:4] }, "Onthoud dan AANNEMEN", "Kenteken"},
		{complaint.HelpText, func(c *Content) { c.Commands = []CommandHelp{{"[K-2026-000123 ACCEPT]", ""}} }, "Elke dag\n", "Soms"},
		{complaint.Urgent, func(c *Content) { c.Text, c.Story, c.Reason = c.Story, "", "" }, "De klacht\n> Goedemiddag", "schreef erbij"},
		{complaint.Assignment, func(c *Content) { c.Detail = "" }, "De klacht\n> Goedemiddag", "schreef erbij"},
		{complaint.Confirmation, func(c *Content) { c.SolveBy = early }, "Ons doel is dat u uiterlijk", "Ons doel is:"},
	} {
		content := sample(c.kind)
		if c.change != nil {
			c.change(&content)
		}
		subject, raw, err := letters.Render(c.kind, sampleHeaders("nl"), content)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := canonical(t, string(c.kind), raw)
		if all := subject + "\n" + text; !strings.Contains(all, c.want) || strings.Contains(all, c.none) {
			t.Errorf("%s: want %q and not %q:\n%s", c.kind, c.want, c.none, all)
		}
	}
}

// A story of many screens does not push what can be done out of sight.
func TestStoriesOfManagers(t *testing.T) {
	letters := load(t)
	for _, kind := range []complaint.LetterKind{complaint.Escalation, complaint.Undecided, complaint.Decision, complaint.OpenAgain, complaint.Returned, complaint.Urgent, complaint.Assignment} {
		for _, long := range []bool{false, true} {
			c := sample(kind)
			c.Story = "Dit is het verhaal."
			if long {
				c.Story += strings.Repeat(" En toen gebeurde er nog meer.", 100)
			}
			_, raw, err := letters.Render(kind, sampleHeaders("nl"), c)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := canonical(t, string(kind), raw)
			story, choice := strings.Index(text, "\nDe klacht\n> Dit is het verhaal."), strings.Index(text, "Kies wat u doet.")
			if story < 0 || choice < 0 || (choice < story) != long {
				t.Errorf("%s, long %v: story at %d, choice at %d", kind, long, story, choice)
			}
		}
	}
}
