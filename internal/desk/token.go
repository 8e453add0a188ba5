package desk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"gehoord/internal/complaint"
)

// A letter's Message-ID is <g1.LETTER.MAC@domain>. Whoever answers the letter
// brings it back in In-Reply-To or References, and so proves that he is, or has
// read, the recipient it was minted for. MAC is 100 bits of HMAC-SHA256 over the
// complaint's random id, the recipient and the letter's id.

const tokenVersion = "g1."

// mint returns the Message-ID of a letter.
func (d *Desk) mint(l complaint.Letter) string {
	_, domain, _ := strings.Cut(d.Config.Organisation.Address, "@")
	return "<" + tokenVersion + l.ID + "." + d.mac(l) + "@" + domain + ">"
}

func (d *Desk) mac(l complaint.Letter) string {
	h := hmac.New(sha256.New, d.Secret)
	for _, field := range []string{"letter", l.Complaint, strings.ToLower(l.Recipient), l.ID} {
		h.Write([]byte(field))
		h.Write([]byte{0})
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)))[:20]
}

// genuine tells whether a letter of the outbox bears the Message-ID that this
// desk's secret mints for it.
func (d *Desk) genuine(l complaint.Letter) bool {
	return hmac.Equal([]byte(l.MessageID), []byte(d.mint(l)))
}

// mostAnswered bounds the letters that one mail can answer: a thread has fewer,
// and a database takes no query of any length.
const mostAnswered = 200

// minted picks the Message-IDs that may be ours, of very many the last.
func minted(ids []string) []string {
	var ours []string
	for _, id := range ids {
		if strings.HasPrefix(id, "<"+tokenVersion) && len(id) > 40 && len(id) < 400 {
			ours = append(ours, id)
		}
	}
	return ours[max(0, len(ours)-mostAnswered):]
}
