package mailworld

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Delivered is a mail as it came to a user's INBOX.
type Delivered struct {
	Raw  []byte // as SMTP took it from DATA, without the trace lines; or as Deliver was given it
	From string // MAIL FROM; "" for a bounce or what Deliver put there
	To   string // RCPT TO
	At   time.Time
}

// Deliver puts a mail into a user's INBOX with at as its INTERNALDATE, past
// SMTP and unchanged.
func (w *World) Deliver(to string, raw []byte, at time.Time) error {
	return w.deliver(Delivered{Raw: raw, To: to, At: at}, "")
}

func (w *World) deliver(d Delivered, trace string) error {
	u := w.user(d.To)
	if u == nil {
		return fmt.Errorf("deliver a mail: nobody has the address %s", d.To)
	}
	stored := slices.Concat([]byte(trace), d.Raw)
	if _, err := u.mem.Append("INBOX", literal{bytes.NewReader(stored)}, &imap.AppendOptions{Time: d.At}); err != nil {
		return fmt.Errorf("deliver a mail to %s: %w", d.To, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u.delivered = append(u.delivered, d)
	close(w.changed)
	w.changed = make(chan struct{})
	return nil
}

// literal is what the memory server appends.
type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// Mails are all mails delivered to an address so far, oldest first, wherever a
// mail client has moved them since.
func (w *World) Mails(address string) []Delivered {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.users[key(address)]; u != nil {
		return slices.Clone(u.delivered)
	}
	return nil
}

// Wait blocks until at least n mails were delivered to address and returns all
// of them. When ctx ends first, it returns those there are and ctx's error.
func (w *World) Wait(ctx context.Context, address string, n int) ([]Delivered, error) {
	for {
		w.mu.Lock()
		changed := w.changed
		w.mu.Unlock()
		mails := w.Mails(address)
		if len(mails) >= n {
			return mails, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return mails, fmt.Errorf("wait for %d mails to %s, %d came: %w", n, address, len(mails), context.Cause(ctx))
		}
	}
}

// CreateFolder makes a folder in a user's mailbox.
func (w *World) CreateFolder(address, name string) error {
	u := w.user(address)
	if u == nil {
		return fmt.Errorf("make a folder: nobody has the address %s", address)
	}
	return u.mem.Create(name, nil)
}

// Folder returns the raw mails that lie in a folder now, in its order, those
// flagged \Deleted too.
func (w *World) Folder(address, name string) ([][]byte, error) {
	var raws [][]byte
	err := w.look(address, name, func(m *imapclient.FetchMessageBuffer, raw []byte) {
		raws = append(raws, raw)
	})
	return raws, err
}

// look reads a folder the way a mail client does, without marking anything.
func (w *World) look(address, folder string, each func(*imapclient.FetchMessageBuffer, []byte)) error {
	u := w.user(address)
	if u == nil {
		return fmt.Errorf("look into a mailbox: nobody has the address %s", address)
	}
	c, err := w.client()
	if err != nil {
		return fmt.Errorf("look into the mailbox of %s: %w", address, err)
	}
	defer c.Close()
	if err := c.Login(u.Address, u.Password).Wait(); err != nil {
		return fmt.Errorf("look into the mailbox of %s: %w", address, err)
	}
	box, err := c.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return fmt.Errorf("look into the folder %s of %s: %w", folder, address, err)
	}
	if box.NumMessages == 0 {
		return nil
	}
	whole := &imap.FetchItemBodySection{Peek: true}
	var all imap.SeqSet
	all.AddRange(1, box.NumMessages)
	mails, err := c.Fetch(all, &imap.FetchOptions{
		InternalDate: true, BodySection: []*imap.FetchItemBodySection{whole},
	}).Collect()
	if err != nil {
		return fmt.Errorf("look into the folder %s of %s: %w", folder, address, err)
	}
	for _, m := range mails {
		each(m, m.FindBodySection(whole))
	}
	return nil
}

// ResetUIDValidity numbers a user's INBOX anew, as a server does that lost its
// index: the same mails under another UIDVALIDITY, with UIDs from 1 (RFC 3501
// section 2.3.1.1). Connections that have it selected see the old numbering
// until they select it again.
func (w *World) ResetUIDValidity(address string) error {
	type mail struct {
		raw []byte
		at  time.Time
	}
	var mails []mail
	err := w.look(address, "INBOX", func(m *imapclient.FetchMessageBuffer, raw []byte) {
		mails = append(mails, mail{raw, m.InternalDate})
	})
	if err != nil {
		return err
	}
	u := w.user(address)
	if err := u.mem.Delete("INBOX"); err != nil {
		return fmt.Errorf("number the mailbox of %s anew: %w", address, err)
	}
	if err := u.mem.Create("INBOX", nil); err != nil {
		return fmt.Errorf("number the mailbox of %s anew: %w", address, err)
	}
	for _, m := range mails {
		if _, err := u.mem.Append("INBOX", literal{bytes.NewReader(m.raw)}, &imap.AppendOptions{Time: m.at}); err != nil {
			return fmt.Errorf("number the mailbox of %s anew: %w", address, err)
		}
	}
	return nil
}
