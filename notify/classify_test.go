package notify

import (
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"testing"
)

func TestClassify(t *testing.T) {
	say := func(code int, msg string) error {
		return fmt.Errorf("send: %w", &textproto.Error{Code: code, Msg: msg})
	}
	cases := []struct {
		name string
		in   phase
		err  error
		want verdict
	}{
		{"taken", finishing, nil, accepted},
		{"no route to the server", connecting, errors.New("dial tcp: refused"), troubled},
		{"greeting 554", connecting, say(554, "no service here"), troubled},
		{"password wrong", loggingIn, say(535, "5.7.8 bad credentials"), troubled},
		{"password server away", loggingIn, say(454, "4.7.0 temporary"), troubled},
		{"sender refused", naming, say(550, "5.1.8 who?"), troubled},
		{"sender throttled", naming, say(451, "4.3.0 later"), troubled},
		{"connection dead at MAIL", naming, io.EOF, troubled},
		{"no such user", addressing, say(550, "5.1.1 no such user"), refused},
		{"no such user, old server", addressing, say(550, "no such user here"), refused},
		{"mailbox full", addressing, say(452, "4.2.2 over quota"), postponed},
		{"greylisted", addressing, say(450, "4.2.0 greylisted"), postponed},
		{"recipient wants no mail of ours", addressing, say(550, "5.7.1 blocked by recipient"), refused},
		{"postfix: sender login mismatch", addressing, say(553, "5.7.1 <a@b>: Sender address rejected: not owned by user x"), troubled},
		{"relaying", addressing, say(554, "5.7.1 <a@b>: Relay access denied"), troubled},
		{"relaying, Exchange", addressing, say(550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain"), troubled},
		{"not logged in", addressing, say(530, "5.7.0 Must issue a STARTTLS command first"), troubled},
		{"greylisted", addressing, say(451, "4.7.1 Greylisting in action, please come back later"), postponed},
		{"too fast", addressing, say(450, "4.7.1 Error: too much mail from you"), troubled},
		{"server closes", addressing, say(421, "4.3.2 shutting down"), troubled},
		{"connection dead at RCPT", addressing, io.ErrUnexpectedEOF, postponed},
		{"slow at RCPT", addressing, os.ErrDeadlineExceeded, postponed},
		{"DATA refused", opening, say(554, "5.5.1 no valid recipients"), refused},
		{"DATA later", opening, say(451, "4.3.0 queue file"), postponed},
		{"DATA broken", opening, io.EOF, postponed},
		{"cut in the text", writing, io.ErrClosedPipe, postponed},
		{"spam", finishing, say(550, "5.7.1 message rejected as spam"), refused},
		{"too large", finishing, say(552, "5.3.4 too big"), refused},
		{"disk full", finishing, say(452, "4.3.1 no space"), postponed},
		{"may not send as", finishing, say(550, "5.7.60 SMTP; Client does not have permissions to send as this sender"), troubled},
		{"limit of the day", finishing, say(550, "5.4.5 Daily sending quota exceeded"), troubled},
		{"throttled at the end", finishing, say(421, "4.7.66 slow down"), troubled},
		{"cut after the dot", finishing, io.EOF, uncertain},
		{"silence after the dot", finishing, os.ErrDeadlineExceeded, uncertain},
		{"nonsense after the dot", finishing, textproto.ProtocolError("short response"), uncertain},
	}
	for _, c := range cases {
		if got := classify(c.in, c.err); got != c.want {
			t.Errorf("%s: %s in %q is %s, want %s", c.name, c.err, c.in, got, c.want)
		}
	}
}
