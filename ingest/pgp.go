package ingest

import (
	"bytes"
	"strings"
)

// The armour of OpenPGP in a text (RFC 9580 sections 6.2 and 7).
var (
	pgpSigned    = []byte("-----BEGIN PGP SIGNED MESSAGE-----")
	pgpMessage   = []byte("-----BEGIN PGP MESSAGE-----")
	pgpSignature = []byte("-----BEGIN PGP SIGNATURE-----")
	pgpEnd       = []byte("-----END PGP ")
)

// unarmour takes the armour off a signed text and leaves what was signed: lines that
// begin with a dash get back what they were. encrypted tells that the text has an
// encrypted message in it, which stays as it stands.
func unarmour(raw []byte) (text []byte, encrypted bool) {
	if !bytes.Contains(raw, []byte("-----BEGIN PGP ")) {
		return raw, false
	}
	out := make([]byte, 0, len(raw))
	const (
		outside = iota
		header
		signed
		signature
	)
	where := outside
	for l := range bytes.Lines(raw) {
		bare := bytes.TrimRight(l, " \t\r\n")
		switch {
		case where == outside && bytes.Equal(bare, pgpSigned):
			where = header
			continue
		case where == outside && bytes.Equal(bare, pgpMessage):
			encrypted = true
		case where == header: // Hash: SHA256
			if len(bare) == 0 {
				where = signed
			}
			continue
		case (where == signed || where == outside) && bytes.Equal(bare, pgpSignature):
			where = signature
			continue
		case where == signature:
			if bytes.HasPrefix(bare, pgpEnd) {
				where = outside
			}
			continue
		case where == signed:
			l = bytes.TrimPrefix(l, []byte("- "))
		}
		out = append(out, l...)
	}
	if len(bytes.TrimSpace(out)) == 0 {
		return raw, encrypted // cut off within the armour
	}
	return out, encrypted
}

// encryptedPGP says of a multipart/encrypted (RFC 3156 section 4) what its parts cannot
// say themselves; "" for any other.
func encryptedPGP(n *node) string {
	if n.typ == "multipart/encrypted" && strings.Contains(strings.ToLower(n.params["protocol"]), "pgp") {
		return "the mail is encrypted (PGP) and cannot be read"
	}
	return ""
}
