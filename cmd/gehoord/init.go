package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gehoord/internal/config"
)

type initCmd struct {
	Dir string `arg:"" help:"The folder; it is made where it is missing."`
}

// Run writes gehoord.toml, and never over an existing one.
func (cmd *initCmd) Run(e *env) error {
	if err := os.MkdirAll(cmd.Dir, 0o750); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	path := filepath.Join(cmd.Dir, "gehoord.toml")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("write %s: it is there already and was left as it is; name another folder", path)
	}
	if err != nil {
		return fmt.Errorf("write the configuration: %w", err)
	}
	_, err = f.Write(config.Sample)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = fmt.Fprintf(e.stdout, `%s is written.
1. Fill in your organisation, mailbox, SMTP server and departments.
2. Put the passwords in imap.password and smtp.password beside it, and chmod 600 them.
3. gehoord -c %s check
4. gehoord -c %s serve
`, path, path, path)
	return err
}
