// Package desk is where everything happens that happens to a complaint: a mail
// is received, an alarm rings, a letter is accepted or refused. Each is one
// transaction that loads, finds the next state, saves, plans alarms, queues
// letters and appends to the history. No network, and no clock but the one that
// is handed in.
package desk
