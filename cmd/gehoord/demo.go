package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"gehoord/internal/clock"
	"gehoord/internal/config"
	"gehoord/internal/mailworld"
)

type demoCmd struct {
	Once bool `help:"End after the story."`
}

// demoWait is how long the story waits for one mail before it says that
// something is wrong.
const demoWait = 20 * time.Second

// The people of the demo; the configuration knows the colleagues among them.
const (
	demoDesk     = "klachten@directlease.example"
	demoCustomer = "sanne@klant.example"
	demoAnna     = "a.devries@directlease.example"
	demoPassword = "demo"
)

// Run plays a complaint on servers of its own and then, unless it is to end,
// keeps the desk open for anybody's mail client.
func (cmd *demoCmd) Run(e *env) (err error) {
	dir, err := os.MkdirTemp("", "gehoord-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	conf, err := demoConfig(dir)
	if err != nil {
		return err
	}
	world, err := demoWorld(conf)
	if err != nil {
		return err
	}
	defer world.Close()
	if err := demoServers(conf, world); err != nil {
		return err
	}
	logFile, err := os.Create(filepath.Join(dir, "gehoord.log"))
	if err != nil {
		return fmt.Errorf("write the demo's log: %w", err)
	}
	defer logFile.Close()
	d, err := newDaemon(e.ctx, conf, clock.Clock{}, slog.New(slog.NewTextHandler(logFile, nil)))
	if err != nil {
		return err
	}
	defer d.close()

	ctx, stop := context.WithCancel(e.ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- d.run(ctx) }()

	s := &story{out: e.stdout, world: world, daemon: d}
	if err := s.tell(ctx); err != nil {
		if e.ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("tell the story: %w; the desk's log is %s", err, tail(logFile.Name()))
	}
	if !cmd.Once {
		demoJoin(e.stdout, world, dir)
		select {
		case <-e.ctx.Done():
		case err := <-ended:
			return err
		}
	}
	stop()
	return <-ended
}

// demoConfig is the sample configuration, in a folder of the demo's own.
func demoConfig(dir string) (*config.Config, error) {
	path := filepath.Join(dir, "gehoord.toml")
	if err := os.WriteFile(path, config.Sample, 0o600); err != nil {
		return nil, fmt.Errorf("write the demo's configuration: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "imap.password"), []byte(demoPassword+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("write the demo's password: %w", err)
	}
	conf, err := config.Load(path)
	if err != nil {
		return nil, err
	}
	conf.HTTP.Listen = ""
	conf.Desk.Undo = config.Duration{Duration: time.Second} // two minutes would be a long story
	return conf, nil
}

// demoWorld starts the mail servers, on the ports people know where those are
// free. Everybody who is written to gets a mailbox.
func demoWorld(conf *config.Config) (*mailworld.World, error) {
	o := mailworld.Options{Unknown: mailworld.Bounce}
	for _, address := range demoPeople(conf) {
		o.Users = append(o.Users, mailworld.User{Address: address, Password: demoPassword})
	}
	fixed := o
	fixed.IMAPAddr, fixed.SMTPAddr = "127.0.0.1:1143", "127.0.0.1:1025"
	if world, err := mailworld.Start(fixed); err == nil {
		return world, nil
	}
	return mailworld.Start(o)
}

func demoPeople(conf *config.Config) []string {
	people := []string{demoDesk, demoCustomer, conf.Management.Address}
	for _, d := range conf.Departments {
		people = append(people, d.Inbox, d.Manager.Address)
		for _, p := range d.Staff {
			people = append(people, p.Address)
		}
	}
	return people
}

// demoServers points the desk at the demo's own servers.
func demoServers(conf *config.Config, world *mailworld.World) error {
	for _, addr := range []string{world.IMAPAddr(), world.SMTPAddr()} {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			return fmt.Errorf("find the demo's servers: %w", err)
		}
	}
	conf.Mailboxes[0].URL = "imap+insecure://klachten%40directlease.example@" + world.IMAPAddr() + "/INBOX"
	conf.Mailboxes[0].Start = "all"
	conf.SMTP.URL = "smtp+insecure://" + world.SMTPAddr()
	conf.SMTP.Credentials = config.Credentials{}
	return nil
}

// demoJoin tells how to go on with a mail client.
func demoJoin(w io.Writer, world *mailworld.World, dir string) {
	imapHost, imapPort, _ := net.SplitHostPort(world.IMAPAddr())
	_, smtpPort, _ := net.SplitHostPort(world.SMTPAddr())
	fmt.Fprintf(w, `
The desk stays open. Join with any mail client:

  incoming  IMAP, server %s, port %s, no encryption
  outgoing  SMTP, server %s, port %s, no encryption, no password
  password  %s, for each of these login names:

    %-32s the customer: mail %s, or reply
    %-32s an employee: reply with [K-… REACTIE] or [K-… OPGELOST]
    schade@directlease.example       the department's inbox, where notices come

The register: another terminal, gehoord -c %s list
Ctrl-C ends the demo and removes all of it.
`, imapHost, imapPort, imapHost, smtpPort, demoPassword, demoCustomer, demoDesk, demoAnna, filepath.Join(dir, "gehoord.toml"))
}

// tail is the end of a log, for an error that has to show why.
func tail(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(data[max(0, len(data)-2000):])
}
