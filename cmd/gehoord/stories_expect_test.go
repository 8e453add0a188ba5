package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

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
