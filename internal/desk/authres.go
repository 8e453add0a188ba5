package desk

import (
	"strings"

	"gehoord/internal/complaint"
)

// ExchangeOnline as authserv_id means Microsoft's topmost field, which bears none.
const exchangeOnline = "exchange-online"

// dmarc reads what the receiving server says of the sender (RFC 8601, RFC 7489):
// "pass", "fail", another result, or "" for nothing that can be believed.
//
// Only the topmost Authentication-Results field counts, and only when it bears
// the pinned id: every other one may be the sender's own. A pass counts for the
// domain it was given for, which must be that of the one From.
//
// A fail counts wherever our server's field stands: nobody says so of his own mail.
func dmarc(m complaint.Mail, authservID string) string {
	if len(m.AuthResults) == 0 || authservID == "" || m.FromCount != 1 {
		return ""
	}
	result := dmarcIn(m.AuthResults[0], m, authservID)
	for _, field := range m.AuthResults[1:min(len(m.AuthResults), mostResults)] {
		if authservID != exchangeOnline && dmarcIn(field, m, authservID) == "fail" {
			result = "fail"
		}
	}
	return result
}

// mostResults bounds the fields that are looked at: each hop adds one.
const mostResults = 50

// dmarcIn is what one field says.
func dmarcIn(field string, m complaint.Mail, authservID string) string {
	statements, ok := split(field, ';')
	if !ok || len(statements) == 0 {
		return ""
	}
	if authservID == exchangeOnline {
		if words, _ := split(statements[0], ' '); !strings.Contains(words[0], "=") {
			return "" // it bears an id: somebody else's
		}
	} else {
		id := strings.Fields(statements[0]) // an id may be followed by a version
		if len(id) == 0 || !strings.EqualFold(id[0], authservID) || len(id) > 2 || len(id) == 2 && id[1] != "1" {
			return ""
		}
		statements = statements[1:]
	}
	_, domain, _ := strings.Cut(m.From.Address, "@")
	result := ""
	for _, s := range statements {
		words, _ := split(s, ' ')
		if len(words) == 0 {
			continue
		}
		method, value, ok := strings.Cut(words[0], "=")
		method, _, _ = strings.Cut(method, "/") // dmarc/1
		if !ok || !strings.EqualFold(method, "dmarc") {
			continue
		}
		value = strings.ToLower(value)
		for _, w := range words[1:] {
			if name, of, ok := strings.Cut(w, "="); ok && strings.EqualFold(name, "header.from") && value == "pass" &&
				(!strings.EqualFold(domainOf(of), domain) || strings.Contains(of, "@") && !complaint.SameAddress(strings.Trim(of, `"`), m.From.Address)) {
				value = "misaligned"
			}
		}
		// Two answers to one question: the worse one counts.
		if result == "" || result == "pass" {
			result = value
		}
	}
	return result
}

// domainOf is what a property is about; some servers write a whole address.
func domainOf(value string) string {
	value = strings.Trim(value, `"`)
	return value[strings.LastIndexByte(value, '@')+1:]
}

// split cuts a structured field body at sep, outside quoted strings; comments,
// which may be nested, are left out (RFC 5322 section 3.2). It reports false for
// a body whose quotes or brackets do not match: such a one is not believed.
// Space around "=" (RFC 8601 section 2.2) goes.
func split(body string, sep byte) ([]string, bool) {
	var out []string
	var word strings.Builder
	depth, quoted := 0, false
	flush := func() {
		if w := strings.TrimSpace(word.String()); w != "" {
			if n := len(out); sep == ' ' && n > 0 && (strings.HasSuffix(out[n-1], "=") || strings.HasPrefix(w, "=")) {
				out[n-1] += w
			} else {
				out = append(out, w)
			}
		}
		word.Reset()
	}
	for i := 0; i < len(body); i++ {
		ch := body[i]
		switch {
		case ch == '\\' && (quoted || depth > 0):
			i++
			if quoted && i < len(body) {
				word.WriteByte(ch)
				word.WriteByte(body[i])
			}
		case quoted:
			word.WriteByte(ch)
			quoted = ch != '"'
		case ch == '(':
			depth++
			word.WriteByte(' ') // a comment parts words (RFC 5322 section 3.2.2)
		case ch == ')':
			if depth--; depth < 0 {
				return nil, false
			}
		case depth > 0:
		case ch == '"':
			quoted = true
			word.WriteByte(ch)
		case ch == sep || sep == ' ' && (ch == '\t' || ch == '\r' || ch == '\n'):
			flush()
		default:
			word.WriteByte(ch)
		}
	}
	flush()
	return out, depth == 0 && !quoted
}
