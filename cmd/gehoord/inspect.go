package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"gehoord/classify"
	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/config"
	"gehoord/internal/desk"
)

type inspectCmd struct {
	File    []string `arg:"" help:"Mails, or - for standard input."`
	JSON    bool     `help:"Write one JSON object a line."`
	Mbox    bool     `help:"Each file is an mbox of mails."`
	Maildir bool     `help:"Each argument is a folder of mails: a Maildir, or a folder of files."`
}

type attachmentJSON struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Inline bool   `json:"inline"`
}

type commandJSON struct {
	Verb string            `json:"verb"`
	Args map[string]string `json:"args"`
}

// String writes a command as a subject has it.
func (c commandJSON) String() string {
	words := []string{c.Verb}
	for _, key := range slices.Sorted(maps.Keys(c.Args)) {
		words = append(words, key+"="+c.Args[key])
	}
	return strings.Join(words, " ")
}

type bounceJSON struct {
	Recipient orNull `json:"recipient"`
	Status    orNull `json:"status"`
	Action    orNull `json:"action"`
	MessageID orNull `json:"message_id"`
}

type inspectJSON struct {
	File        string           `json:"file"`
	MessageID   orNull           `json:"message_id"`
	From        *addressJSON     `json:"from"`
	ReplyTo     *addressJSON     `json:"reply_to"`
	To          []addressJSON    `json:"to"`
	Cc          []addressJSON    `json:"cc"`
	Subject     string           `json:"subject"`
	Date        *string          `json:"date"`
	Kind        string           `json:"kind"`
	Language    string           `json:"language"`
	Text        string           `json:"text"`
	Reply       string           `json:"reply"`
	Attachments []attachmentJSON `json:"attachments"`
	References  []string         `json:"references"`
	Number      orNull           `json:"number"`
	Command     *commandJSON     `json:"command"`
	Bounces     []bounceJSON     `json:"bounces"`
	Department  string           `json:"department"`
	Triage      bool             `json:"triage"`
	Score       float64          `json:"score"`
	Margin      float64          `json:"margin"`
	Matched     []string         `json:"matched"`
	Also        []string         `json:"also"`
	Problems    []string         `json:"problems"`
}

// inspector reads mails as the daemon would, without doing anything.
type inspector struct {
	rules *classify.Rules
	conf  *config.Config
}

// newInspector knows the organisation where there is a configuration, and uses the
// defaults otherwise.
func newInspector(e *env) (*inspector, error) {
	path := e.configured()
	if path == "" {
		c, err := config.Defaults()
		return &inspector{classify.Builtin(), c}, err
	}
	c, err := config.Load(path)
	if err != nil {
		return nil, err
	}
	p, err := policyOf(c)
	return &inspector{p.Rules, c}, err
}

// Run inspects every file; what cannot be read is an error after the others are
// done.
func (cmd *inspectCmd) Run(e *env) error {
	in, err := newInspector(e)
	if err != nil {
		return err
	}
	write := func(name string, r io.Reader) error {
		v, err := in.inspect(name, r)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return writeLine(e.stdout, v)
		}
		return v.print(e.stdout)
	}
	var missing []error
	for _, name := range cmd.File {
		gone, err := cmd.each(e, name, write)
		if err != nil {
			return err
		}
		missing = append(missing, gone...)
	}
	return errors.Join(missing...)
}

// each calls write for every mail of an argument. missing are the files that
// cannot be read; the error is of writing.
func (cmd *inspectCmd) each(e *env, name string, write func(string, io.Reader) error) (missing []error, err error) {
	if name == "-" {
		return nil, cmd.stream(name, e.stdin, write)
	}
	files := []string{name}
	if info, err := os.Stat(name); cmd.Maildir || err == nil && info.IsDir() {
		if files, missing = filesIn(name); len(files) == 0 {
			return missing, nil
		}
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			missing = append(missing, unread(file, err))
			continue
		}
		err = cmd.stream(file, f, write)
		f.Close()
		if err != nil {
			return missing, err
		}
	}
	return missing, nil
}

// stream is one mail, or an mbox of them.
func (cmd *inspectCmd) stream(name string, r io.Reader, write func(string, io.Reader) error) error {
	if !cmd.Mbox {
		return write(name, r)
	}
	return ingest.EachInMbox(r, func(n int, mail io.Reader) error {
		return write(fmt.Sprintf("%s#%d", name, n), mail)
	})
}

// filesIn are the mails of a folder, or of a Maildir: those in its cur and new, and in
// those of its folders, without the mail server's own files.
func filesIn(dir string) (files []string, missing []error) {
	info, err := os.Stat(filepath.Join(dir, "cur"))
	maildir := err == nil && info.IsDir()
	// What WalkDir meets is collected, so that it returns no error itself.
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			missing = append(missing, unread(path, err))
		case !entry.IsDir():
			if in := filepath.Base(filepath.Dir(path)); !maildir || in == "cur" || in == "new" {
				files = append(files, path)
			}
		}
		return nil
	})
	return files, missing
}

// unread names the file once.
func unread(name string, err error) error {
	if broken := new(fs.PathError); errors.As(err, &broken) {
		err = broken.Err
	}
	return fmt.Errorf("read %s: %w", name, err)
}

// inspect never fails on what a mail says; the error is the reader's.
func (in *inspector) inspect(name string, r io.Reader) (v inspectJSON, err error) {
	m, err := in.parse(r)
	if err != nil {
		return v, fmt.Errorf("read %s: %w", name, err)
	}
	v = inspectJSON{
		File: name, MessageID: orNull(m.MessageID), To: addressesJSON(m.To), Cc: addressesJSON(m.Cc), Subject: m.Subject,
		Kind: string(m.Kind), Language: desk.Language(m, in.conf), Text: m.Text, Reply: m.Reply, References: orEmpty(m.References),
		Attachments: []attachmentJSON{}, Bounces: []bounceJSON{}, Problems: orEmpty(m.Problems),
	}
	if m.From.Address != "" || m.From.Name != "" {
		v.From = &addressJSON{m.From.Name, m.From.Address}
	}
	if m.ReplyTo != nil {
		v.ReplyTo = &addressJSON{m.ReplyTo.Name, m.ReplyTo.Address}
	}
	if !m.Date.IsZero() {
		date := m.Date.In(in.conf.Organisation.Zone).Format(time.RFC3339)
		v.Date = &date
	}
	for _, a := range m.Attachments {
		v.Attachments = append(v.Attachments, attachmentJSON(a))
	}
	for _, b := range m.Bounces {
		v.Bounces = append(v.Bounces, bounceJSON{orNull(b.Recipient), orNull(b.Status), orNull(b.Action), orNull(b.MessageID)})
	}
	tag, err := complaint.ParseSubject(m.Subject, in.conf.Organisation.Prefix)
	if err != nil {
		v.Problems = append(v.Problems, "subject: "+err.Error())
		tag = complaint.Tag{}
	}
	if tag.Number.IsZero() && err == nil && tag.Command == nil && looksTagged(m.Subject, in.conf.Organisation.Prefix) {
		v.Problems = append(v.Problems, "subject: a complaint's number is cut off, or there are two")
	}
	if !tag.Number.IsZero() {
		v.Number = orNull(tag.Number.String())
	}
	if tag.Command != nil {
		v.Command = &commandJSON{string(tag.Command.Verb), tag.Command.Args}
	}
	verdict := in.rules.Classify(desk.Words(m), desk.RoutingSettings(in.conf))
	v.Department, v.Triage, v.Score, v.Margin = verdict.Department, verdict.Triage, verdict.Score, verdict.Margin
	if v.Triage || v.Department == "" {
		v.Department = in.conf.Routing.Fallback
	}
	v.Matched, v.Also = orEmpty(verdict.Matched), orEmpty(verdict.Also)
	return v, nil
}

// looksTagged finds what was meant for a complaint's number in brackets.
func looksTagged(subject, prefix string) bool {
	return regexp.MustCompile(`(?i)\[\s*` + regexp.QuoteMeta(prefix) + `[- /]?20\d\d\b`).MatchString(subject)
}

// parse reads a mail; a panic is a problem of that mail alone.
func (in *inspector) parse(r io.Reader) (m complaint.Mail, err error) {
	defer func() {
		if p := recover(); p != nil {
			m.Problems = append(m.Problems, fmt.Sprintf("our reader failed: %v", p))
			m.Kind = complaint.Human
			debug.PrintStack()
		}
	}()
	return ingest.Parse(r, desk.ReadingOptions(in.conf))
}

// print writes what a person wants to know first.
func (v inspectJSON) print(w io.Writer) error {
	var b strings.Builder
	line := func(label, value string) { fmt.Fprintf(&b, "%-12s %s\n", label, value) }
	line("File", v.File)
	if v.From != nil {
		line("From", strings.TrimSpace(v.From.Name+" <"+v.From.Address+">"))
	}
	line("Subject", v.Subject)
	line("Message-ID", dash(string(v.MessageID)))
	line("Kind", v.Kind+", language "+v.Language)
	if v.Number != "" {
		line("Complaint", string(v.Number))
	}
	if v.Command != nil {
		line("Command", v.Command.String())
	}
	where := v.Department
	if v.Triage {
		where += ", for somebody to decide"
	}
	line("Department", fmt.Sprintf("%s (score %.1f, %.1f ahead; %s)", where, v.Score, v.Margin, dash(strings.Join(v.Matched, ", "))))
	for _, a := range v.Attachments {
		line("Attachment", fmt.Sprintf("%s, %s, %d bytes", dash(a.Name), a.Type, a.Size))
	}
	for _, bounce := range v.Bounces {
		line("Bounce", fmt.Sprintf("%s to %s, status %s, about %s", dash(string(bounce.Action)), dash(string(bounce.Recipient)), dash(string(bounce.Status)), dash(string(bounce.MessageID))))
	}
	for _, p := range v.Problems {
		line("Problem", p)
	}
	b.WriteString("\n")
	for l := range strings.Lines(v.Reply) {
		b.WriteString("  | " + strings.TrimRight(l, "\n") + "\n")
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}
