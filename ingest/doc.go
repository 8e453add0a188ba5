// Package ingest fetches mail by IMAP and reads it: what lies in a mailbox is
// brought in once and stored raw, and Parse makes of the raw bytes a
// complaint.Mail, with the text, what the sender wrote now, and what sort of mail
// it is.
//
// Reading never fails on what a mail says. A field or part that cannot be read is
// named in Mail.Problems and the rest is there. Attachments are measured and
// digested while they stream past and are never held; their bytes stay in the raw
// mail, and Files gives them to who wants them. Time is linear in the size of the mail,
// whatever its shape.
//
// What a part holds in a form of its own is read as if it stood in the mail: the files
// and text of winmail.dat (tnef.go, rtf.go), the mail within S/MIME's signature
// (cms.go), files in the text (uuencode.go). Nothing is decrypted and no signature is
// checked.
//
// go-message gives the header and the charsets. The walk over the parts is ours:
// its own costs quadratic time on nested multiparts, and ends at the first broken
// boundary or header line, where people's mail goes on.
package ingest
