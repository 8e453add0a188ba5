package desk

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"gehoord/ingest"
	"gehoord/internal/complaint"
	"gehoord/internal/store"
	"gehoord/notify"
)

// mostFiles is how much of attachments a letter carries, in bytes together; what is
// more is named. Mail servers take 20 MB or more, and base64 adds a third.
const mostFiles = 10 << 20

// carried are the attachments that go along with a letter, and those that are too
// large for it.
type carried struct {
	files []complaint.File
	left  []complaint.Attachment
}

// filesOf reads the attachments of a stored mail that are wanted (nil: all).
func (d *Desk) filesOf(ctx context.Context, tx *store.Tx, m store.StoredMail, want func(complaint.Attachment) bool) (carried, error) {
	if m.ID == "" {
		return carried{}, nil
	}
	if want == nil {
		want = func(complaint.Attachment) bool { return true }
	}
	files, left, err := ingest.Files(tx.Content(ctx, m.ID, store.PartRaw), mostFiles, want)
	return carried{files, left}, err
}

// files are those of the mail at hand.
func (r *receipt) files(ctx context.Context) (carried, error) {
	if len(r.m.Attachments) == 0 { // do not read it again
		return carried{}, nil
	}
	return r.d.filesOf(ctx, r.tx, r.stored, nil)
}

// carry puts files in a letter, and names those that are too large for it.
func (content *letterContent) carry(c carried) {
	content.files = append(content.files, c.files...)
	for _, f := range c.files {
		content.Attachments = append(content.Attachments, notify.File{Name: f.Name, Size: f.Size, Carried: true})
	}
	for _, a := range c.left {
		content.Attachments = append(content.Attachments, notify.File{Name: a.Name, Size: a.Size})
	}
}

// toSend are the attachments of a command that the customer gets: those that its
// sender added. What came from the customer, in whatever mail of the complaint, does
// not come back; pictures within the text are signatures more often than not, and
// the receipt says that they stayed.
func (x *execution) toSend(ctx context.Context) ([]complaint.File, error) {
	source := x.r.stored
	if x.source.ID != "" {
		source = x.source
	} else if len(x.r.m.Attachments) == 0 {
		return nil, nil
	}
	mails, err := x.tx.MailsOf(ctx, x.c.ID)
	if err != nil {
		return nil, err
	}
	var theirs []string
	for _, m := range mails {
		if _, staff := x.d.people.staff(m.From.Address); staff || m.State != "done" {
			continue
		}
		parsed, err := x.d.read(ctx, x.tx, m.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range parsed.Attachments {
			theirs = append(theirs, a.SHA256)
		}
	}
	pictures := false
	got, err := x.d.filesOf(ctx, x.tx, source, func(a complaint.Attachment) bool {
		if slices.Contains(theirs, a.SHA256) {
			return false
		}
		pictures = pictures || a.Inline
		return !a.Inline
	})
	if err != nil {
		return nil, err
	}
	if len(got.left) > 0 {
		return nil, refuse("E-BIJLAGE", got.left[0].Name)
	}
	for _, f := range got.files {
		switch ext := strings.ToLower(filepath.Ext(f.Name)); {
		case strings.HasPrefix(f.Type, "message/"), ext == ".eml", ext == ".msg":
			return nil, refuse("E-BIJLAGE-MAIL", f.Name)
		case strings.HasPrefix(f.Type, "text/") && betrays(string(f.Data)):
			return nil, refuse("E-INTERN")
		}
	}
	if pictures {
		x.remark("Afbeeldingen in uw tekst gaan niet mee. Moet de klant er een zien? Stuur hem als bijlage.", "Pictures within your text do not go along. Should the customer see one? Attach it.")
	}
	return got.files, nil
}
