package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

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
