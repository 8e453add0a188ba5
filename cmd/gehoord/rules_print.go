package main

import "gehoord/classify"

type rulesPrintCmd struct{}

// Run writes the rules in the binary: where a rules file of one's own begins.
func (*rulesPrintCmd) Run(e *env) error {
	_, err := e.stdout.Write(classify.BuiltinText())
	return err
}
