package desk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

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
	return d.sign("letter", l.Complaint, strings.ToLower(l.Recipient), l.ID)[:20]
}

// sign is the MAC over some fields, as 52 letters and digits.
func (d *Desk) sign(fields ...string) string {
	h := hmac.New(sha256.New, d.Secret)
	for _, field := range fields {
		h.Write([]byte(field))
		h.Write([]byte{0})
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)))
}

// tokensLapse is how long after a complaint has ended its letters still prove who
// answers them, and how long those about no complaint do.
const tokensLapse = 30 * 24 * time.Hour

// lapsed tells whether a complaint's letters prove nothing any more.
func lapsed(c complaint.Complaint, now time.Time) bool {
	return !c.Ended.IsZero() && now.After(c.Ended.Add(tokensLapse))
}

// tap is the token in the subject of a mailto: link: 80 bits over the complaint
// and the recipient of the letter that has the link. A mail that somebody begins
// by tapping it answers no letter, and so brings no Message-ID back. In a letter
// about no complaint it is bound to the day of the letter, so that it lapses; and so it is where the complaint
// has ended. Otherwise day is zero.
func (d *Desk) tap(complaintID, recipient string, day time.Time) string {
	date := ""
	if !day.IsZero() {
		date = day.UTC().Format(time.DateOnly)
	}
	return d.sign("tap", complaintID, strings.ToLower(recipient), date)[:16]
}

// tapped tells whether a token was minted for one of the recipients.
func (d *Desk) tapped(token, complaintID string, ended bool, recipients []string, now time.Time) bool {
	var days []time.Time
	if complaintID != "" && !ended {
		days = append(days, time.Time{})
	}
	for age := time.Duration(0); age <= tokensLapse; age += 24 * time.Hour {
		days = append(days, now.Add(-age))
	}
	for _, r := range recipients {
		for _, day := range days {
			if token != "" && hmac.Equal([]byte(token), []byte(d.tap(complaintID, r, day))) {
				return true
			}
		}
	}
	return false
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
