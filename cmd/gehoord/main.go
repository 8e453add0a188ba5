// Command gehoord is a complaints desk that lives in the mail. This package ties
// the others together: one file a verb.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// program is the command line.
type program struct {
	Config  string           `short:"c" placeholder:"FILE" help:"The configuration; else $$GEHOORD_CONFIG, else ./gehoord.toml."`
	Version kong.VersionFlag `help:"Say which version this is."`

	Serve      serveCmd      `cmd:"" help:"Be the desk, until SIGTERM; SIGHUP reads rules, templates and calendar again."`
	Demo       demoCmd       `cmd:"" help:"Show the whole desk on this machine, from a customer's mail to the resolution."`
	Init       initCmd       `cmd:"" help:"Write a commented configuration."`
	Check      checkCmd      `cmd:"" help:"Prove configuration, mailbox, SMTP, database and calendar."`
	Inspect    inspectCmd    `cmd:"" help:"Say what the desk would make of a mail, without doing it."`
	Deadlines  deadlinesCmd  `cmd:"" help:"Say when the terms of a complaint end that is received then."`
	Rules      rulesCmd      `cmd:"" help:"Check the routing rules, and try them on cases or on the register."`
	List       listCmd       `cmd:"" help:"List the register."`
	Show       showCmd       `cmd:"" help:"Show one complaint with its history, mails and letters."`
	Outbox     outboxCmd     `cmd:"" help:"Say which letters wait or failed, and try them again."`
	Quarantine quarantineCmd `cmd:"" help:"Say which mails could not be received, show them, and receive them again."`
	Migrate    migrateCmd    `cmd:"" help:"Bring the database's schema up to date."`
}

// env is what a verb gets of the world.
type env struct {
	ctx    context.Context
	config string // as given with -c
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// wrongCall is an error in how the program was called: exit code 2.
type wrongCall struct{ error }

// version is set when a release is built.
var version = "dev"

// run is the whole program. It returns the exit code: 0, 1 for a failure, 2 for
// a wrong call.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var p program
	left := -1 // set when kong has answered by itself: --help, --version
	parser, err := kong.New(&p, kong.Name("gehoord"), kong.Description("A complaints desk that lives in the mail."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { left = code }), kong.Vars{"version": version},
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(stderr, "gehoord:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	call, err := parser.Parse(args)
	if left >= 0 {
		return left
	}
	if err != nil {
		fmt.Fprintf(stderr, "gehoord: %v; gehoord --help says how it is called\n", err)
		return 2
	}
	err = call.Run(&env{ctx: ctx, config: p.Config, stdin: stdin, stdout: stdout, stderr: stderr})
	if err == nil || errors.Is(err, syscall.EPIPE) { // head(1) has seen enough
		return 0
	}
	fmt.Fprintf(stderr, "%s: %v\n", call.Selected().FullPath(), err)
	if errors.As(err, new(wrongCall)) {
		return 2
	}
	return 1
}
