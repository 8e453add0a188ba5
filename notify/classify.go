package notify

import (
	"errors"
	"net/textproto"
	"regexp"
	"strings"
)

// phase is how far the conversation with the server had come (RFC 5321 section 4.1.1).
type phase int

const (
	connecting phase = iota // dial, TLS, greeting, EHLO
	loggingIn               // AUTH (RFC 4954)
	naming                  // MAIL FROM
	addressing              // RCPT TO
	opening                 // DATA
	writing                 // the letter's bytes, all but the final dot
	finishing               // the final dot, and its answer
)

func (p phase) String() string {
	return [...]string{"connect", "log in", "MAIL FROM", "RCPT TO", "DATA", "send text", "final answer"}[p]
}

// verdict says who must act on an answer.
type verdict int

const (
	accepted  verdict = iota // nobody: 250
	refused                  // whoever wrote the letter: it will never be taken
	postponed                // nobody: the same letter is tried later
	troubled                 // the operator: every letter would meet this
	uncertain                // nobody: the server may have the letter, its answer was lost
)

func (v verdict) String() string {
	return [...]string{"accepted", "refused", "postponed", "troubled", "uncertain"}[v]
}

// classify judges the error that ended a conversation in a phase. It looks at
// codes and the phase, not at what libraries call temporary: to them a cut
// connection is permanent and a 450 among 550s makes all of them temporary.
func classify(p phase, err error) verdict {
	if err == nil {
		return accepted
	}
	code, enhanced, text := reply(err)
	switch {
	case p <= naming:
		// Nothing was said of this letter yet: network, certificate, login or sender.
		return troubled
	case code == 0 && p == finishing:
		return uncertain
	case code == 0:
		// The connection broke over this letter. Where the server is down, the next
		// dial says so; where the letter breaks it, only the letter waits.
		return postponed
	case aboutAccount(code, enhanced, text):
		return troubled
	case code >= 500:
		return refused
	default:
		return postponed
	}
}

// aboutAccount tells whether a refusal after MAIL FROM concerns us and not the
// letter. Servers are free to put it off until then: Postfix judges the sender at
// RCPT (smtpd_delay_reject), Exchange at the final dot. 5.7.1 says "not
// authorized" of us and of the recipient's wishes alike (RFC 3463 section 3.8),
// so there the words decide. A Sender corrects what is wrongly taken for account
// trouble: see Sender.suspect.
func aboutAccount(code int, enhanced, text string) bool {
	switch code {
	case 421, 454: // closing down or throttled; temporary authentication failure
		return true
	case 530, 534, 535, 538: // RFC 4954 section 6: log in first, login refused
		return true
	}
	switch enhanced {
	case "5.7.60", "5.7.57", "5.7.8", "5.7.9": // Exchange: may not send as, anonymous; RFC 4954
		return true
	}
	if code < 500 { // 4.7.1 is a rate limit of ours, and greylisting of one recipient
		return strings.HasPrefix(enhanced, "4.7.") && tooFast.MatchString(text)
	}
	return (strings.HasPrefix(enhanced, "5.7.") || code == 550 || code == 553 || code == 554) && ourFault.MatchString(text)
}

var ourFault = regexp.MustCompile(`(?i)relay(ing)? (access )?(is )?(denied|not permitted|not allowed)|unable to relay|` +
	`sender address rejected|not owned by|send ?as|authenticat|sending (limit|quota)|(daily|hourly) (limit|quota)|account.{0,20}(blocked|disabled|suspended)`)

var tooFast = regexp.MustCompile(`(?i)too (many|much|fast)|\brate\b|throttl|exceed|limit|quota|slow down|concurren`)

// reply takes an answer apart; code 0 means that none came.
func reply(err error) (code int, enhanced, text string) {
	var answer *textproto.Error
	if !errors.As(err, &answer) {
		return 0, "", ""
	}
	if m := enhancedCode.FindString(answer.Msg); m != "" {
		enhanced = strings.TrimSpace(m)
	}
	return answer.Code, enhanced, answer.Msg
}

// enhancedCode is the status at the front of an answer (RFC 2034 section 4).
var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}(\s|$)`)
