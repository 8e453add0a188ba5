package main

import (
	"fmt"

	"gehoord/internal/store"
)

type migrateCmd struct{}

// Run brings the schema up to date, as serve does by itself.
func (cmd *migrateCmd) Run(e *env) error {
	c, err := e.load()
	if err != nil {
		return err
	}
	s, err := store.Open(e.ctx, store.Options{URL: c.Store.URL, Dir: c.Dir, Serve: true})
	if err != nil {
		return err
	}
	defer s.Close()
	have, _, err := s.Version(e.ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "the database has schema %d, which this program needs\n", have)
	return err
}
