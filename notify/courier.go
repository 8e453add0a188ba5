package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
	"unicode/utf8"

	"gehoord/internal/complaint"
)

// outcome is what came of one attempt on one letter.
type outcome struct {
	verdict verdict
	phase   phase  // where it ended
	code    int    // of the server's last answer, 0 for none
	answer  string // its words or ours, one line, at most answerSize bytes
	advice  string // for troubled: what is wrong and what to do
	ours    bool   // we gave up for a reason of our own: nothing was learned
}

const (
	answerSize = 300
	// burst is how many letters go over one connection: servers limit it, and
	// answer the one too many with a 421 that looks like throttling.
	burst = 50
	// fresh is how long after a letter a connection is believed to live without asking.
	fresh = time.Second
	// grace is what a letter whose last byte is out gets to be answered when the
	// program stops: cutting it off there would make it uncertain.
	grace = 5 * time.Second
)

// courier carries letters to the server one by one and keeps the line open
// between them. One goroutine at a time.
type courier struct {
	server Server
	line   *line
	sent   int       // letters over this line
	used   time.Time // by the machine's clock: when the line was last good
}

// carry brings one letter. finishing is called when all but the final dot is
// sent; where it fails, the dot is not sent either.
func (c *courier) carry(ctx context.Context, l complaint.Letter, raw []byte, dot func(context.Context) error) outcome {
	if strings.ContainsAny(l.Sender+l.Recipient, "<>\r\n\x00 ") || l.Recipient == "" {
		return outcome{verdict: refused, phase: addressing, answer: "the letter's sender or recipient is not a mail address"}
	}
	reused, err := c.ready(ctx)
	if err != nil {
		return c.ended(ctx, err.phase, err.error)
	}
	p, failure := c.transact(ctx, l, raw, dot)
	if code, _, _ := reply(failure); reused && p == naming && failure != nil && (code == 0 || code == 421) {
		// The server had tired of the old line: that says nothing of our account.
		c.hangUp()
		if _, err := c.ready(ctx); err != nil {
			return c.ended(ctx, err.phase, err.error)
		}
		p, failure = c.transact(ctx, l, raw, dot)
	}
	return c.ended(ctx, p, failure)
}

type phaseError struct {
	phase phase
	error
}

// ready sees to it that there is a line that works.
func (c *courier) ready(ctx context.Context) (reused bool, _ *phaseError) {
	if c.line != nil && c.sent < burst {
		if time.Since(c.used) < fresh {
			return true, nil
		}
		_ = c.line.UpdateDeadline(c.server.timeout())
		stop := context.AfterFunc(ctx, c.cut())
		err := c.line.Reset()
		stop()
		if err == nil {
			return true, nil
		}
	}
	c.hangUp()
	l, p, err := c.server.connect(ctx)
	if err != nil {
		return false, &phaseError{p, err}
	}
	c.line, c.sent = l, 0
	return false, nil
}

// transact is one mail transaction (RFC 5321 section 3.3). It returns the phase
// in which it ended.
func (c *courier) transact(ctx context.Context, l complaint.Letter, raw []byte, dot func(context.Context) error) (phase, error) {
	stop := context.AfterFunc(ctx, c.cut())
	defer func() { stop() }()
	step := func() { _ = c.line.UpdateDeadline(c.server.timeout()) }

	step()
	// SMTPUTF8 (RFC 6531) would ask it of every server on the way: only where an address needs it.
	c.line.SkipSMTPUTF8(isASCII(l.Sender) && isASCII(l.Recipient))
	if err := c.line.Mail("<" + l.Sender + ">"); err != nil {
		return naming, err
	}
	step()
	if err := c.line.Rcpt("<" + l.Recipient + ">"); err != nil {
		return addressing, err
	}
	step()
	w, err := c.line.Data()
	if err != nil {
		return opening, err
	}
	step()
	if _, err := w.Write(raw); err != nil {
		return writing, err
	}
	if err := dot(ctx); err != nil {
		c.hangUp() // without the dot the server throws the letter away (RFC 5321 section 4.1.1.4)
		return writing, err
	}
	if !stop() {
		return writing, context.Cause(ctx) // the socket is closed, the dot cannot have left
	}
	socket := c.line.socket
	_ = c.line.UpdateDeadline(patience * c.server.timeout())
	stop = context.AfterFunc(ctx, func() { _ = socket.SetDeadline(time.Now().Add(grace)) })
	return finishing, w.Close()
}

// cut returns a function that ends whatever the line is doing.
func (c *courier) cut() func() {
	socket := c.line.socket
	return func() { _ = socket.Close() }
}

// ended judges the end of an attempt, and keeps or drops the line.
func (c *courier) ended(ctx context.Context, p phase, err error) outcome {
	o := outcome{verdict: classify(p, err), phase: p}
	if err == nil {
		c.sent++
		c.used = time.Now()
		o.code, o.answer = 250, "250 accepted"
		return o
	}
	if ctx.Err() != nil && o.verdict != uncertain {
		c.hangUp()
		return outcome{verdict: postponed, phase: p, ours: true, answer: "the program was stopped meanwhile"}
	}
	code, _, text := reply(err)
	o.code = code
	o.answer = oneLine(err.Error())
	if o.code > 0 {
		o.answer = oneLine(fmt.Sprintf("%d %s (after %s)", o.code, text, p))
	}
	if o.verdict == troubled {
		o.advice = oneLine(c.server.advice(p, err) + ": " + o.answer)
	}
	if o.code == 0 || o.code == 421 || p < addressing {
		c.hangUp()
	} else {
		c.used = time.Time{} // ready begins the next letter with RSET
	}
	return o
}

// park closes the line: there is nothing to send for now.
func (c *courier) park() {
	if c.line != nil {
		c.line.close(c.server.timeout())
		c.line = nil
	}
}

// drop is for a line in an unknown state: it takes no lock and waits for nothing.
func (c *courier) drop() { c.hangUp() }

// hangUp drops the line without a word.
func (c *courier) hangUp() {
	if c.line != nil {
		_ = c.line.socket.Close()
		c.line = nil
	}
}

// advice tells an operator what keeps all letters from leaving, and what to do.
func (s Server) advice(p phase, err error) string {
	e, _ := s.endpoint()
	code, enhanced, _ := reply(err)
	var timeout net.Error
	switch {
	case p == connecting && errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("connect to %s:%d: no answer in time; check smtp.url, the network and a firewall", e.host, e.port)
	case p == connecting:
		return fmt.Sprintf("connect to %s:%d: check smtp.url and the server's certificate; nothing is ever sent unencrypted", e.host, e.port)
	case p == loggingIn || code == 530 || code == 535:
		return fmt.Sprintf("log in to %s as %q: check the login name in smtp.url and smtp.password_file or [smtp.oauth2]", e.host, e.login)
	case code == 421 || code == 454 || strings.HasPrefix(enhanced, "4."):
		return "the mail server asks us to wait; if it does so often, ask its limits of the provider and set smtp.rate"
	default:
		return "the mail server refuses our sender; give the account the right to send as smtp.envelope and organisation.address"
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// oneLine makes what a server said fit for a row and a log: valid UTF-8 without
// control characters, one line, at most answerSize bytes.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "�")
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 }), " ")
	for len(s) > answerSize {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}
