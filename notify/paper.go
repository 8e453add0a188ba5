package notify

import (
	"bytes"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"slices"
	"strings"
	"time"

	"gehoord/internal/complaint"
)

// sheets is what the files of printed letters are called.
var sheets = map[complaint.LetterKind]struct{ nl, en string }{
	complaint.Confirmation: {"bevestiging", "confirmation"},
	complaint.Reaction:     {"reactie", "reply"},
	complaint.Question:     {"vraag", "question"},
	complaint.Delay:        {"uitstel", "delay"},
	complaint.Resolution:   {"antwoord", "answer"},
	complaint.Complied:     {"uitvoering", "compliance"},
	complaint.Takeover:     {"overname", "manager"},
	complaint.OneNumber:    {"nummer", "number"},
	complaint.Reopening:    {"heropend", "reopened"},
	complaint.Reclassified: {"vraag", "question"},
}

// Page is a letter to a customer as a file that is ready to print on A4: to are
// the lines of his address. It is a page of HTML, as every machine prints that;
// its name says which letter it is.
func (t *Templates) Page(kind complaint.LetterKind, language string, date time.Time, c Content, to []string) (complaint.File, error) {
	fail := func(err error) (complaint.File, error) {
		return complaint.File{}, fmt.Errorf("write letter %s on paper: %w", kind, err)
	}
	sheet, ok := sheets[kind]
	if !ok {
		return fail(errors.New("it goes to no customer"))
	}
	if c.Zone != nil {
		date = date.In(c.Zone)
	}
	c.OnPaper, c.Links = true, nil
	subject, body, err := t.compose(kind, language, date, c)
	if err != nil {
		return fail(err)
	}
	name := sheet.en
	if language == "nl" {
		name = sheet.nl
	} else {
		language = "en"
	}
	number := ""
	if !c.Number.IsZero() {
		number = c.Number.String()
		subject = strings.TrimPrefix(subject, "["+number+"] ") // a line of its own
		name = number + "-" + name
	}
	var page bytes.Buffer
	err = t.paper.Execute(&page, struct {
		Language, Subject, Number, Date string
		From                            Organisation
		To                              []string
		Body                            htmltemplate.HTML
	}{language, subject, number, words(language)["date"].(func(time.Time) string)(date), c.Organisation,
		slices.DeleteFunc(slices.Clone(to), func(line string) bool { return oneLine(line) == "" }), htmltemplate.HTML(rich(body))}) // rich escapes every value
	if err != nil {
		return fail(err)
	}
	return complaint.File{Attachment: complaint.Attachment{Name: name + ".html", Type: "text/html", Size: int64(page.Len())}, Data: page.Bytes()}, nil
}
