// Package classify tells which department a complaint is for, by keyword rules
// that people who are no programmers keep in a file, and says why.
//
// It is pure: the same rules, settings and mail give the same verdict. A verdict
// names patterns, never the words of a mail, so that it may be logged and kept
// after the mail is erased.
package classify
