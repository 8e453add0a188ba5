package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
)

// storyVerb is one word of the language of stories.
type storyVerb struct {
	usage       string
	least, most int // bare words
	keys        []string
	play        func(*player, step) error
}

var storyVerbs map[string]storyVerb

func init() {
	written := []string{"attach", "dmarc"}
	storyVerbs = map[string]storyVerb{
		"at":         {`at 2026-11-20 09:00`, 2, 2, nil, (*player).at},
		"wait":       {`wait 2m, or wait undo`, 1, 1, nil, (*player).wait},
		"mail":       {`mail WHO [to WHOM] "subject" [attach=FILE] [dmarc=pass] [header="Name: value"]`, 1, 3, written, (*player).mail},
		"reply":      {`reply WHO [to BOX] [of KIND] ["subject"] [attach=FILE] [dmarc=pass]`, 1, 5, written, (*player).reply},
		"forward":    {`forward WHO [attached] "subject" [attach=FILE] [dmarc=pass]`, 1, 2, written, (*player).forward},
		"tap":        {`tap WHO LABEL [to BOX] [of KIND] [dmarc=pass]`, 2, 6, written, (*player).tap},
		"auto":       {`auto WHO [of KIND] ["subject"]`, 1, 3, nil, (*player).auto},
		"bounce":     {`bounce WHO [of KIND]`, 1, 3, nil, (*player).bounce},
		"expect":     {`expect BOX KIND ["text"] [!"text"] [attach=FILE] [to=ADDRESS]`, 2, 2, []string{"attach", "to"}, (*player).expect},
		"none":       {`none BOX [KIND]`, 1, 2, nil, (*player).none},
		"quiet":      {`quiet`, 0, 0, nil, (*player).quiet},
		"skip":       {`skip [BOX...]`, 0, 20, nil, (*player).skip},
		"complaints": {`complaints 2`, 1, 1, nil, (*player).complaints},
		"status": {`status K-1 STATE [handler=WHO] [waiting=customer] [agenda=2026-11-25] ...`, 2, 2, []string{"handler", "waiting", "channel", "department", "customer",
			"name", "language", "agenda", "received", "confirmed", "responded", "resolved", "confirm_by", "respond_by", "resolve_by"}, (*player).status},
		"history": {`history K-1 "text" [!"text"]`, 1, 1, nil, (*player).history},
	}
}

// undoInStories is how long a letter can be stopped.
const undoInStories = 2 * time.Minute

// player plays a script on a ground.
type player struct {
	ground
	zone *time.Location
	seen map[string]bool // mails that a line has expected, by box and place
	sent int
}

// play carries a script out; the error names file and line.
func play(s script, g ground) error {
	p := &player{ground: g, zone: g.now().Location(), seen: map[string]bool{}}
	for _, st := range s.steps {
		if err := storyVerbs[st.verb].play(p, st); err != nil {
			return st.errorf("%s: %v%s", st.verb, err, p.unread())
		}
	}
	return nil
}

// person is the address field of a name in a story; a full address is itself.
func person(name string) (string, error) {
	if p, ok := storyPeople[name]; ok {
		return p, nil
	}
	if strings.Contains(name, "@") {
		return name, nil
	}
	return "", fmt.Errorf("nobody is called %s", name)
}

// addressOf is the bare address of an address field.
func addressOf(field string) string {
	a, err := mail.ParseAddress(field)
	if err != nil {
		return field
	}
	return strings.ToLower(a.Address)
}

var numbers = regexp.MustCompile(`\bK-([1-9])\b`)

// numbered puts the complaints' numbers in the place of K-1, K-2 and so on.
func (p *player) numbered(text string) (string, error) {
	if !numbers.MatchString(text) {
		return text, nil
	}
	all, err := p.listed()
	if err != nil {
		return "", err
	}
	return numbers.ReplaceAllStringFunc(text, func(short string) string {
		n := int(short[2] - '0')
		if n > len(all) {
			err = fmt.Errorf("there is no %s: %d complaints are registered", short, len(all))
			return short
		}
		return all[n-1].Number
	}), err
}

// listing is a line of gehoord list --json.
type listing struct {
	Number, Status, Channel, Department, Language    string
	Waiting, Handler                                 *string
	Received, Confirmed, Responded, Resolved, Agenda *string
	Customer                                         *struct{ Name, Address string }
	Deadlines                                        map[string]string
}

func (p *player) listed() ([]listing, error) {
	out, err := verbOutput(p.conf(), "list", "--json")
	if err != nil {
		return nil, err
	}
	var all []listing
	d := json.NewDecoder(strings.NewReader(out))
	for d.More() {
		var l listing
		if err := d.Decode(&l); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

func (p *player) at(s step) error {
	to, err := time.ParseInLocation("2006-01-02 15:04", s.args[0]+" "+s.args[1], p.zone)
	if err != nil {
		return err
	}
	return p.move(to)
}

func (p *player) wait(s step) error {
	d, err := undoInStories, error(nil)
	if s.args[0] != "undo" {
		d, err = time.ParseDuration(s.args[0])
	}
	if err != nil {
		return err
	}
	return p.move(p.now().Add(d))
}

// write begins a mail: who writes, when, and what the line says of it.
func (p *player) write(s step) (draft, error) {
	from, err := person(s.args[0])
	if err != nil {
		return draft{}, err
	}
	p.sent++
	d := draft{from: from, to: storyPeople["desk"], at: p.now(), text: s.body,
		id: fmt.Sprintf("<%d@%s>", p.sent, domainOf(addressOf(from)))}
	if d.subject, err = p.numbered(s.subject()); err != nil {
		return d, err
	}
	if result := s.with["dmarc"]; result != "" {
		d.header = append(d.header, "Authentication-Results: mx.directlease.example; dmarc="+result+" header.from="+domainOf(addressOf(from)))
	}
	d.header = append(d.header, s.many...)
	if name := s.with["attach"]; name != "" {
		d.files = strings.Split(name, ",")
	}
	return d, nil
}

func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// send brings a mail to the desk and waits until all that follows has happened.
func (p *player) send(d draft) error {
	if err := p.put(addressOf(d.from), addressOf(d.to), d.raw()); err != nil {
		return err
	}
	return p.rest()
}

func (p *player) mail(s step) error {
	to := s.option("to")
	d, err := p.write(s)
	if err != nil {
		return err
	}
	if to != "" {
		if d.to, err = person(to); err != nil {
			return err
		}
	}
	return p.send(d)
}

// letters are the mails of a box, oldest first, those of the desk with what
// they are for.
func (p *player) letters(box string) ([]got, error) {
	field, err := person(box)
	if err != nil {
		return nil, err
	}
	var all []got
	var ids []string
	for _, raw := range p.inbox(addressOf(field)) {
		g, err := readMail(raw)
		if err != nil {
			return nil, err
		}
		all, ids = append(all, g), append(ids, g.MessageID)
	}
	known, err := p.register().LettersNamed(context.Background(), ids)
	for i := range all {
		for _, l := range known {
			if l.MessageID == all[i].MessageID {
				all[i].kind = l.Kind
			}
		}
	}
	return all, err
}

// latest is the last mail of a box, of one kind where that is given.
func (p *player) latest(box, kind string) (got, error) {
	all, err := p.letters(box)
	if err != nil {
		return got{}, err
	}
	for _, g := range slices.Backward(all) {
		if kind == "" || string(g.kind) == kind {
			return g, nil
		}
	}
	return got{}, fmt.Errorf("%s has no mail %s", box, kind)
}

// answered is the mail that a line answers: of the box it names, or the writer's.
func (p *player) answered(s *step) (got, error) {
	box, kind := s.option("to"), s.option("of")
	if box == "" {
		box = s.args[0]
	}
	return p.latest(box, kind)
}

func (p *player) reply(s step) error {
	to, err := p.answered(&s)
	if err != nil {
		return err
	}
	d, err := p.write(s)
	if err != nil {
		return err
	}
	d.answers = append(slices.DeleteFunc(slices.Clone(to.References), func(id string) bool { return id == to.MessageID }), to.MessageID)
	if d.subject = "Re: " + d.subject; len(s.said) == 0 {
		d.subject += to.Subject
	}
	d.text = quoting(d.text, to.Mail, to.Date)
	return p.send(d)
}

func (p *player) forward(s step) error {
	of, err := p.latest(s.args[0], "")
	if err != nil {
		return err
	}
	d, err := p.write(s)
	if err != nil {
		return err
	}
	d.subject = strings.TrimSpace(d.subject + " FW: " + of.Subject)
	if len(s.args) > 1 {
		d.forwards = of.raw
	} else {
		d.text = passingOn(d.text, of.Mail)
	}
	return p.send(d)
}

// tap follows a link as a phone does: a new mail with what the link says, and
// nothing else of the thread.
func (p *player) tap(s step) error {
	in, err := p.answered(&s)
	if err != nil {
		return err
	}
	label := s.args[1]
	to, fields, ok := in.link(label)
	if !ok {
		return fmt.Errorf("%q has no link %s", in.Subject, label)
	}
	d, err := p.write(s)
	if err != nil {
		return err
	}
	d.to, d.subject, d.text = to, fields["subject"], d.text+fields["body"]
	if id := fields["in-reply-to"]; id != "" {
		d.answers = []string{id}
	}
	return p.send(d)
}

func (p *player) auto(s step) error {
	to, err := p.answered(&s)
	if err != nil {
		return err
	}
	d, err := p.write(s)
	if err != nil {
		return err
	}
	d.answers, d.header = []string{to.MessageID}, append(d.header, "Auto-Submitted: auto-replied")
	if d.subject == "" {
		d.subject = "Automatisch antwoord: " + to.Subject
	}
	return p.send(d)
}

func (p *player) bounce(s step) error {
	of, err := p.answered(&s)
	if err != nil {
		return err
	}
	to, err := person(s.args[0])
	if err != nil {
		return err
	}
	p.sent++
	us := storyPeople["desk"]
	domain := domainOf(addressOf(to))
	if err := p.put("", us, report(of.raw, addressOf(to), domain, us, fmt.Sprintf("<%d@%s>", p.sent, domain), p.now())); err != nil {
		return err
	}
	return p.rest()
}

// expect finds the first mail of a box that was not expected before and has all
// that the line says.
func (p *player) expect(s step) error {
	for _, list := range [][]string{s.said, s.not} {
		for i := range list {
			var err error
			if list[i], err = p.numbered(list[i]); err != nil {
				return err
			}
		}
	}
	return p.eventually(func() error {
		var near []string
		for _, box := range strings.Split(s.args[0], "|") {
			all, err := p.letters(box)
			if err != nil {
				return err
			}
			for i, g := range all {
				id := fmt.Sprint(box, i)
				if p.seen[id] {
					continue
				}
				why := misses(g, s)
				if why == "" {
					p.seen[id] = true
					return nil
				}
				near = append(near, fmt.Sprintf("  %s %q: %s", kindOr(g), g.Subject, why))
			}
		}
		if len(near) == 0 {
			return fmt.Errorf("%s has no other mail", s.args[0])
		}
		return fmt.Errorf("none of these mails to %s is it:\n%s", s.args[0], strings.Join(near, "\n"))
	})
}

func kindOr(g got) string {
	if g.kind == "" {
		return "mail"
	}
	return string(g.kind)
}

// misses says what a mail lacks of what a line expects, "" for nothing.
func misses(g got, s step) string {
	if !slices.Contains(strings.Split(s.args[1], "|"), string(g.kind)) {
		return "it is no " + s.args[1]
	}
	words := g.words()
	if strings.Contains(words, "voert dit bureau nog niet uit") {
		return "the command is not carried out yet"
	}
	attached := spaced(strings.Join(slices.Collect(maps.Values(g.files)), "\n"))
	for _, text := range s.said {
		if !strings.Contains(strings.ToLower(words+"\n"+attached), strings.ToLower(spaced(text))) {
			return fmt.Sprintf("it lacks %q in:\n%s\nand in what it carries: %q", text, g.Text, g.files)
		}
	}
	for _, text := range s.not {
		if strings.Contains(strings.ToLower(words), strings.ToLower(spaced(text))) {
			return fmt.Sprintf("it has %q in:\n%s", text, g.Text)
		}
	}
	if to := s.with["to"]; to != "" && (len(g.To) != 1 || g.To[0].Address != to) {
		return fmt.Sprintf("it is to %v", g.To)
	}
	if s.with["attach"] != "" {
		wanted := map[string]string{}
		for _, name := range strings.Split(s.with["attach"], ",") {
			if name != "none" {
				wanted[name] = contentOf(name)
			}
		}
		if !maps.Equal(g.files, wanted) {
			return fmt.Sprintf("it carries %q", g.files)
		}
	}
	return ""
}

// unexpected are the mails of a box that no line has expected yet.
func (p *player) unexpected(box, kind string) ([]string, error) {
	all, err := p.letters(box)
	if err != nil {
		return nil, err
	}
	var found []string
	for i, g := range all {
		if !p.seen[fmt.Sprint(box, i)] && (kind == "" || string(g.kind) == kind) {
			found = append(found, fmt.Sprintf("  %s got %s %q:\n%s", box, kindOr(g), g.Subject, g.Text))
		}
	}
	return found, nil
}

// unread is one line for every mail that no line has expected, to see what
// happened in place of what should have.
func (p *player) unread() string {
	var b strings.Builder
	for _, box := range boxes() {
		all, err := p.letters(box)
		if err != nil {
			return ""
		}
		for i, g := range all {
			if words := []rune(spaced(g.Text)); !p.seen[fmt.Sprint(box, i)] {
				fmt.Fprintf(&b, "\n  not expected yet: %s %s %q: %s", box, kindOr(g), g.Subject, string(words[:min(len(words), 150)]))
			}
		}
	}
	return b.String()
}

func (p *player) none(s step) error {
	kind := ""
	if len(s.args) > 1 {
		kind = s.args[1]
	}
	found, err := p.unexpected(s.args[0], kind)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("\n%s", strings.Join(found, "\n"))
	}
	return err
}

// boxes are all mailboxes but that of the desk, whose mail nobody reads.
func boxes() []string {
	var all []string
	for name := range storyPeople {
		if name != "desk" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

func (p *player) quiet(step) error {
	var found []string
	for _, box := range boxes() {
		more, err := p.unexpected(box, "")
		if err != nil {
			return err
		}
		found = append(found, more...)
	}
	if len(found) > 0 {
		return fmt.Errorf("\n%s", strings.Join(found, "\n"))
	}
	return nil
}

func (p *player) skip(s step) error {
	which := s.args
	if len(which) == 0 {
		which = boxes()
	}
	for _, box := range which {
		field, err := person(box)
		if err != nil {
			return err
		}
		for i := range p.inbox(addressOf(field)) {
			p.seen[fmt.Sprint(box, i)] = true
		}
	}
	return nil
}

func (p *player) complaints(s step) error {
	return p.eventually(func() error {
		all, err := p.listed()
		if err == nil && fmt.Sprint(len(all)) != s.args[0] {
			err = fmt.Errorf("%d are registered", len(all))
		}
		return err
	})
}

func (p *player) status(s step) error {
	number, err := p.numbered(s.args[0])
	if err != nil {
		return err
	}
	return p.eventually(func() error {
		all, err := p.listed()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(l listing) bool { return l.Number == number })
		if i < 0 {
			return fmt.Errorf("%s is not registered", number)
		}
		l := all[i]
		if !slices.Contains(strings.Split(s.args[1], "|"), l.Status) {
			return fmt.Errorf("%s is %s", number, l.Status)
		}
		for key, want := range s.with {
			if have := l.field(key); !fits(key, have, want) {
				return fmt.Errorf("%s has %s=%s, not %s", number, key, have, want)
			}
		}
		return nil
	})
}

// fits compares a field with what a line wants: "-" is nothing, "set" is
// anything, a name its person, a date every time of that day.
func fits(key, have, want string) bool {
	if p, ok := storyPeople[want]; ok && (key == "handler" || key == "customer") {
		want = addressOf(p)
	}
	switch want {
	case "-":
		return have == "-"
	case "set":
		return have != "-"
	}
	return have == want || len(want) >= len("2026-11-20") && strings.HasPrefix(have, want)
}

func (l listing) field(key string) string {
	or := func(s *string) string {
		if s == nil || *s == "" {
			return "-"
		}
		return *s
	}
	switch key {
	case "handler":
		return or(l.Handler)
	case "waiting":
		return or(l.Waiting)
	case "agenda":
		return or(l.Agenda)
	case "received":
		return or(l.Received)
	case "confirmed":
		return or(l.Confirmed)
	case "responded":
		return or(l.Responded)
	case "resolved":
		return or(l.Resolved)
	case "channel":
		return l.Channel
	case "department":
		return l.Department
	case "language":
		return l.Language
	case "confirm_by":
		return l.Deadlines["confirmation"]
	case "respond_by":
		return l.Deadlines["first_response"]
	case "resolve_by":
		return l.Deadlines["resolution"]
	case "customer", "name":
		switch {
		case l.Customer == nil:
			return "-"
		case key == "name":
			return or(&l.Customer.Name)
		default:
			return or(&l.Customer.Address)
		}
	}
	return ""
}

func (p *player) history(s step) error {
	number, err := p.numbered(s.args[0])
	if err != nil {
		return err
	}
	return p.eventually(func() error {
		out, err := verbOutput(p.conf(), "show", number)
		if err != nil {
			return err
		}
		for _, text := range s.said {
			if !strings.Contains(out, text) {
				return fmt.Errorf("%q is not in the file:\n%s", text, out)
			}
		}
		for _, text := range s.not {
			if strings.Contains(out, text) {
				return fmt.Errorf("%q is in the file:\n%s", text, out)
			}
		}
		return nil
	})
}
