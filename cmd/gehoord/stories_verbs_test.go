package main

import (
	"context"
	"fmt"
	"net/mail"
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

// ofMails is what may be said of every mail.
var ofMails = []string{"attach", "dmarc"}

var storyVerbs = map[string]storyVerb{
	"at":         {`at 2026-11-20 09:00`, 2, 2, nil, (*player).at},
	"wait":       {`wait 2m, or wait undo`, 1, 1, nil, (*player).wait},
	"mail":       {`mail WHO [to WHOM] "subject" [attach=FILE] [dmarc=pass] [header="Name: value"]`, 1, 3, ofMails, (*player).mail},
	"reply":      {`reply WHO [to BOX] [of KIND] ["subject"] [attach=FILE] [dmarc=pass]`, 1, 5, ofMails, (*player).reply},
	"forward":    {`forward WHO [attached] "subject" [attach=FILE] [dmarc=pass]`, 1, 2, ofMails, (*player).forward},
	"tap":        {`tap WHO LABEL [to BOX] [of KIND] [dmarc=pass]`, 2, 6, ofMails, (*player).tap},
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
