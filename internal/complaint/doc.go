// Package complaint holds the words that every other package uses: numbers,
// states and what leads from one to the next, events and their chain, mails,
// letters, alarms and the subject language. It decides nothing, reads no clock,
// does no input or output and imports nothing of this module.
//
// Instants are UTC. Clauses such as 2.4.1 are those of docs/procedure.md.
package complaint
