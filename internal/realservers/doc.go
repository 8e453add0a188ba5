// Package realservers gives tests the servers that the program meets in the
// world: PostgreSQL, Dovecot and Postfix from Debian's packages, private to the
// test process, on free loopback ports, with all their files in one folder that
// goes when they stop.
//
// A server that is not installed fails the test and says what to install; it
// never skips it. Servers are stopped by their process id, and also end when the
// test process is killed.
//
//	func TestMain(m *testing.M) { os.Exit(realservers.Main(m)) }
//
// is only needed where a test asks for Postgres: the cluster is shared by the
// tests of a process. Mail servers end with the test that asked for them.
package realservers
