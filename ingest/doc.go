// Package ingest fetches mail by IMAP and reads it: what lies in a mailbox is
// brought in once and stored raw, and Parse makes of the raw bytes a
// complaint.Mail, with the text, what the sender wrote now, and what sort of mail
// it is.
//
// Reading never fails on what a mail says. A field or part that cannot be read is
// named in Mail.Problems and the rest is there. Attachments are measured and
// digested while they stream past and are never held; their bytes stay in the raw
// mail. Time is linear in the size of the mail, whatever its shape.
//
// go-message gives the header and the charsets. The walk over the parts is ours:
// its own costs quadratic time on nested multiparts, and ends at the first broken
// boundary or header line, where people's mail goes on.
package ingest
