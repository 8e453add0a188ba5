package notify

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"text/template"
	"time"

	"gehoord/internal/complaint"
)

//go:embed templates
var embedded embed.FS

// Templates are the letters. KIND.LANGUAGE.txt holds one: its first line is
// "Subject: …", the rest is markup (markup.go). common.LANGUAGE.txt holds what
// they share, layout.html the page around the HTML part, paper.html the sheet
// around a letter that is printed.
type Templates struct {
	letters       map[string]*template.Template // by "confirmation.nl"
	layout, paper *htmltemplate.Template
}

// LoadTemplates reads the letters: those in the binary, and where dir has a file
// of the same name, that one; dir "" is only the binary's. All are tried on sample
// content: one that uses a field that is not there, or comes out without subject
// or text, is an error that names the file.
func LoadTemplates(dir string) (*Templates, error) {
	t, err := readTemplates(dir)
	if err != nil {
		return nil, err
	}
	if dir == "" {
		return t, builtinSound()
	}
	return t, t.check()
}

// builtinSound tries the binary's own letters, once: they do not change.
var builtinSound = sync.OnceValue(func() error {
	t, err := readTemplates("")
	if err != nil {
		return err
	}
	return t.check()
})

func readTemplates(dir string) (*Templates, error) {
	builtin, err := fs.Sub(embedded, "templates")
	if err != nil {
		return nil, fmt.Errorf("read letters: %w", err)
	}
	if err := checkNames(builtin, dir); err != nil {
		return nil, err
	}
	read := func(name string) (string, error) {
		if dir != "" {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err == nil || !errors.Is(err, fs.ErrNotExist) {
				return string(text), err
			}
		}
		text, err := fs.ReadFile(builtin, name)
		return string(text), err
	}
	t := &Templates{letters: make(map[string]*template.Template)}
	for name, to := range map[string]**htmltemplate.Template{"layout.html": &t.layout, "paper.html": &t.paper} {
		text, err := read(name)
		if err != nil {
			return nil, fmt.Errorf("read letters: %w", err)
		}
		if *to, err = htmltemplate.New(name).Parse(text); err != nil {
			return nil, fmt.Errorf("read letters: %w", err)
		}
	}
	for _, language := range Languages {
		for _, kind := range Kinds {
			letter := template.New(string(kind) + "." + language + ".txt").Funcs(words(language)).Option("missingkey=error")
			for _, name := range []string{"common." + language + ".txt", letter.Name()} {
				text, err := read(name)
				if err != nil {
					return nil, fmt.Errorf("read letters: %w", err)
				}
				part := letter
				if name != letter.Name() {
					part = letter.New(name)
				}
				if _, err := part.Parse(strings.ReplaceAll(text, "\r\n", "\n")); err != nil {
					return nil, fmt.Errorf("read letter %s: %w", name, err)
				}
			}
			t.letters[string(kind)+"."+language] = letter
		}
	}
	return t, nil
}

// checkNames refuses a file that would be read by nobody: a letter with a
// misspelt name would silently not be sent.
func checkNames(builtin fs.FS, dir string) error {
	if dir == "" {
		return nil
	}
	own, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read letters: %w", err)
	}
	for _, f := range own {
		ext := filepath.Ext(f.Name())
		if _, err := fs.Stat(builtin, f.Name()); err != nil && (ext == ".txt" || ext == ".html") {
			return fmt.Errorf("read letters: %s is the name of no letter; one is called confirmation.nl.txt", filepath.Join(dir, f.Name()))
		}
	}
	return nil
}

// odr was the EU's platform, closed on 20 July 2025: a link to it misleads.
const odr = "ec.europa.eu/consumers/odr"

// check renders every letter on every sample.
func (t *Templates) check() error {
	for _, language := range Languages {
		for _, kind := range Kinds {
			for _, c := range samples(kind) {
				name := string(kind) + "." + language
				subject, body, err := t.compose(kind, language, sampleTime, c)
				switch {
				case err != nil:
					return fmt.Errorf("try letter %s: %w", name, err)
				case subject == "":
					return fmt.Errorf("try letter %s: it has no subject; its first line is \"Subject: …\"", name)
				case len(body) == 0:
					return fmt.Errorf("try letter %s: it has no text", name)
				case strings.Contains(plain(body), odr):
					return fmt.Errorf("try letter %s: it links to %s, which was closed; take the link out", name, odr)
				}
			}
		}
	}
	return nil
}

// page is what a template sees: the content, and the day the letter is written.
type page struct {
	Content
	Now time.Time
}

// compose executes a letter's template. The subject is made without the
// customer's name and words, whatever the template asks for, and its number is
// not the template's to put: a subject never leaks, and always joins.
func (t *Templates) compose(kind complaint.LetterKind, language string, now time.Time, c Content) (subject string, body []block, err error) {
	if language != "nl" {
		language = "en"
	}
	letter := t.letters[string(kind)+"."+language]
	if letter == nil {
		return "", nil, fmt.Errorf("there is no letter called %q", kind)
	}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	run := func(c Content) (head, rest string, err error) {
		var b bytes.Buffer
		p := page{safe(reflect.ValueOf(c), c.Zone).Interface().(Content), now.In(c.Zone)}
		if err := letter.Execute(&b, p); err != nil {
			return "", "", err
		}
		head, rest, _ = strings.Cut(strings.TrimLeft(b.String(), "\n"), "\n")
		head, ok := strings.CutPrefix(head, "Subject:")
		if !ok {
			return "", "", errors.New(`its first line is not "Subject: …"`)
		}
		return head, rest, nil
	}
	_, rest, err := run(c)
	if err != nil {
		return "", nil, err
	}
	tag := ""
	if !c.Number.IsZero() {
		tag = "[" + c.Number.String() + "] "
	}
	head, _, err := run(c.quiet())
	if err != nil {
		return "", nil, err
	}
	head = strings.NewReplacer("[", "(", "]", ")").Replace(oneLine(unshield(head)))
	if head == "" {
		return "", nil, nil
	}
	return tag + head, parse(rest), nil
}

// quiet is the content without what customers and others wrote: what a subject may
// be made of.
func (c Content) quiet() Content {
	c.Customer, c.Name, c.Text, c.Subject, c.Was, c.Suggested, c.Detail = complaint.Address{}, "", "", "", "", "", ""
	c.Phone, c.Post, c.Story = "", "", ""
	c.Remarks, c.Answer, c.Attachments, c.History = nil, "", nil, nil
	items := make([]Item, len(c.Items))
	for i, item := range c.Items {
		item.Subject, item.From, item.Note, item.Links = "", "", "", nil
		items[i] = item
	}
	c.Items = items
	return c
}

// safe copies a value with every string shielded and every time in the zone.
func safe(v reflect.Value, zone *time.Location) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		return reflect.ValueOf(shield(v.String())).Convert(v.Type())
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(safe(v.Index(i), zone))
		}
		return out
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			if !at.IsZero() {
				at = at.In(zone)
			}
			return reflect.ValueOf(at)
		}
		out := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			out.Field(i).Set(safe(v.Field(i), zone))
		}
		return out
	default:
		return v
	}
}
