package desk

import (
	"context"
	"regexp"
	"strings"
	"time"

	"gehoord/internal/complaint"
	"gehoord/internal/store"
)

// A customer who writes twice about one thing has two complaints until staff say
// otherwise (SAMEN): a mistaken merge would hide one. What looks alike is marked.

const (
	sameSubjectWithin = 14 * 24 * time.Hour
	sameWordsWithin   = 3 * 24 * time.Hour
	alike             = 0.85 // share of word pairs that two texts have in common
	mostCompared      = 20_000
)

// resembles is the customer's earlier complaint that this mail looks like; false
// for none. earlier are his others, oldest first.
func (r *receipt) resembles(ctx context.Context, earlier []complaint.Complaint, received time.Time) (complaint.Complaint, bool, error) {
	subject, pairs := bareSubject(r.m.Subject), shingles(r.m.Reply)
	for i := len(earlier) - 1; i >= 0; i-- {
		c := earlier[i]
		age := received.Sub(c.Received).Abs()
		if age <= sameSubjectWithin && subject != "" && subject == bareSubject(c.Subject) {
			return c, true, nil
		}
		if age > sameWordsWithin || len(pairs) == 0 {
			continue
		}
		words, err := r.tx.Text(ctx, c.ID, store.EventPart(1))
		if err != nil {
			return c, false, err
		}
		if overlap(pairs, shingles(words)) >= alike {
			return c, true, nil
		}
	}
	return complaint.Complaint{}, false, nil
}

var replyPrefix = regexp.MustCompile(`(?i)^\s*((re|fw|fwd|aw|antw|betr|doorst|vs|sv|tr|wg)(\[\d+\]|\(\d+\))?\s*:\s*|\[[^\]]{1,20}\]\s*)+`)

// bareSubject is a subject without prefixes, case and spacing.
func bareSubject(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(replyPrefix.ReplaceAllString(s, "")), " "))
}

// shingles are the pairs of neighbouring words of a text.
func shingles(s string) map[string]bool {
	if len(s) > mostCompared {
		s = s[:mostCompared]
	}
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !('a' <= r && r <= 'z') && !('0' <= r && r <= '9') && r < 0x80 })
	pairs := make(map[string]bool, len(words))
	for i := 1; i < len(words); i++ {
		pairs[words[i-1]+" "+words[i]] = true
	}
	return pairs
}

// overlap is the share of pairs that two sets have in common, of all (Jaccard).
func overlap(a, b map[string]bool) float64 {
	both := 0
	for p := range a {
		if b[p] {
			both++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}
