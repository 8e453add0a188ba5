// Package store keeps the register, the ledger and the outbox, in SQLite or
// PostgreSQL by one set of queries. It holds all SQL of the program and decides
// nothing: what happens to a complaint happens in internal/desk, inside InTx.
//
// Instants go in as any time.Time and come out in UTC, with microseconds; a zero
// time.Time is NULL. Lists that are empty come back as nil.
package store
