package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"gehoord/internal/realservers"
	"gehoord/internal/store"
)

// rigStage is a ground of Dovecot, Postfix and the built program, on their own
// clock: letters cannot be stopped there, and no time passes by a story's word.
type rigStage struct {
	*rig
	zone  *time.Location
	store *store.Store
	boxes []*imapclient.Client // of all people
	desk  int                  // mails that were sent to the desk
	other int                  // and to people
}

// newRigStage starts everything; it ends with the test.
func newRigStage(t *testing.T, zone *time.Location) (*rigStage, error) {
	var users []string
	for _, person := range storyPeople {
		users = append(users, addressOf(person))
	}
	s := &rigStage{zone: zone, rig: &rig{t: t, dir: t.TempDir()}}
	s.rig.mail = realservers.Mail(t, realservers.MailOptions{Users: users})
	s.rig.conf = filepath.Join(s.dir, "gehoord.toml")
	us := storyPeople["desk"]
	text := fmt.Sprintf(storyConf, s.mail.URL("imaps", us), s.mail.URL("smtps", us), `password_file = "password"`, "0s")
	for name, content := range map[string]string{"gehoord.toml": text, "password": realservers.Password + "\n"} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	s.serve(t)
	for _, box := range boxes() {
		c := s.mail.Client(addressOf(storyPeople[box]))
		t.Cleanup(func() { c.Close() })
		s.boxes = append(s.boxes, c)
	}
	var err error
	s.store, err = store.Open(t.Context(), store.Options{URL: "sqlite:gehoord.db", Dir: s.dir})
	if err == nil {
		t.Cleanup(func() { s.store.Close() })
	}
	return s, err
}

func (s *rigStage) now() time.Time         { return time.Now().In(s.zone) }
func (s *rigStage) conf() string           { return s.rig.conf }
func (s *rigStage) register() *store.Store { return s.store }

func (s *rigStage) inbox(address string) [][]byte { return s.rig.mail.Mails(address) }

func (s *rigStage) move(to time.Time) error {
	if d := time.Until(to); d > undoInStories {
		return fmt.Errorf("real servers have a clock of their own: only wait undo is possible, which is at once")
	}
	return nil
}

func (s *rigStage) put(from, to string, raw []byte) error {
	if to == storyPeople["desk"] {
		s.desk++
	} else {
		s.other++
	}
	s.rig.mail.Send(from, to, raw)
	return nil
}

// rest returns when the desk has handled what was sent to it, and what it wrote
// lies in the mailboxes.
func (s *rigStage) rest() error {
	return s.eventually(func() error {
		ctx := context.Background()
		known, err := s.store.KnownUIDs(ctx, "klachten", 1, 1)
		if err != nil {
			return err
		}
		done := 0
		for _, handled := range known {
			if handled {
				done++
			}
		}
		if done < s.desk {
			return fmt.Errorf("%d of %d mails are not handled", s.desk-done, s.desk)
		}
		counts, err := s.store.Counts(ctx)
		if err != nil {
			return err
		}
		if n := counts.Letters["waiting"] + counts.Letters["uncertain"]; n > 0 {
			return fmt.Errorf("%d letters wait", n)
		}
		there := -s.other
		for _, c := range s.boxes {
			box, err := c.Status("INBOX", &imap.StatusOptions{NumMessages: true}).Wait()
			if err != nil {
				return err
			}
			there += int(*box.NumMessages)
		}
		if sent := int(counts.Letters["sent"]); there < sent {
			return fmt.Errorf("%d of %d letters have not arrived", sent-there, sent)
		}
		return nil
	})
}

// eventually asks until f is satisfied.
func (s *rigStage) eventually(f func() error) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(patience); ; <-tick.C {
		err := f()
		if err == nil || time.Now().After(late) {
			return err
		}
	}
}

// The stories that need no clock, on Dovecot, Postfix and the built program.
func TestStoriesOnRealServers(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	all, err := scripts()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if !s.real {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			stage, err := newRigStage(t, zone)
			if err == nil {
				err = play(s, stage)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}
