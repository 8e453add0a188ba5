package ingest

import (
	"regexp"
	"strings"
)

// reportType returns the report-type of a multipart/report (RFC 6522).
func (e evidence) reportType() string {
	if e.root.typ != "multipart/report" {
		return ""
	}
	return strings.ToLower(e.root.params["report-type"])
}

// find returns the first part of that type, nil when there is none.
func (n *node) find(types ...string) *node {
	for _, t := range types {
		if n.typ == t {
			return n
		}
	}
	for _, c := range n.children {
		if f := c.find(types...); f != nil {
			return f
		}
	}
	return nil
}

var (
	daemon = regexp.MustCompile(`(?i)^(mailer-?_?daemon|mailsysteem|mailbeheer|mailserver|postmeester|mail-?daemon|postmaster|maildaemon|mdaemon|mail\.daemon|mail-?delivery|mailer|listserv|bounces?|double-bounce|microsoftexchange[0-9a-f]{10,}|mailadmin|root|mmdf|smtp|system|autoreply-ndr|ndr|no-?reply-ndr)([+@=.-]|$)`)
	// daemonName is how the others present themselves.
	daemonName  = regexp.MustCompile(`(?i)(mail delivery|mailer[- ]daemon|mail ?systeem|postbezorging|delivery (sub)?system|postmaster|mail administrator|mail system|microsoft outlook$|system administrator|systeembeheer|internet mail delivery|undelivered mail)`)
	failSubject = regexp.MustCompile(`(?i)(undeliver|non.?deliver|not (be )?deliver|delivery (status )?notif|delivery (has )?(fail|delay|problem|error|report|status|unsuccess|incomplete)|deliver(y)? failure|failed delivery|failure (notice|delivery|notif)|returned (mail|to sender|message)|return(ed)? mail|mail (delivery|system|error|status|transaction)? ?(fail|error|problem|returned|not deliver|undeliver)|mail delivery|message (delivery|not delivered|you sent|status|undeliverable)|could not (be )?(deliver|send)|couldn.t be delivered|unable to deliver|mail could not|warning: (message|could not send)|delayed mail|rejected|error sending|user unknown|onbestelbaar|niet (afgeleverd|bezorgd|besteld)|(kan|kon|konden) niet worden (bezorgd|afgeleverd)|(postbus|mailbox|postvak) (is )?vol|(bericht|mail) (is )?vertraagd|unzustellbar|nicht zugestellt|fehlgeschlagen|non (remis|distribu)|échec de|no se (ha podido|pudo) entregar|mancata consegna|delivery status|\bndn\b|\bndr\b|不能|配信|undelivered|abuse report|配送|退信|postmaster notify)`)
	failBody    = regexp.MustCompile(`(?i)(this is the qmail-send program|i('m| am) afraid i wasn.t able to deliver|this message was created automatically by mail delivery software|this is the (postfix|mail system|machine generated)|your message (could not|cannot|was not|did not|wasn.t|has not been|to .{1,100} (couldn.t|could not|has been (delayed|blocked)))|message (that you sent )?(could|has) not (be(en)? )?(delivered|sent)|could not be delivered|couldn.t be delivered|(was|were) not delivered|not able to (be )?deliver|unable to (be )?deliver|undeliver(ed|able)|delivery (to the following|has failed|failed|attempt|of (the|your|this) (mail|message|e-?mail))|did not reach the following|the following (address|recipient|message)(es|s|\(es\))?|permanent (fatal )?error|returned (mail|to sender|below)|mail (could|can) not be|kon(den)? niet worden (bezorgd|afgeleverd)|niet (bezorgd|afgeleverd|besteld)\b|nog niet[\s\S]{0,40}(bezorgd|afgeleverd)|(bericht|mail) is geweigerd|(postbus|mailbox|postvak) .{1,100} is vol|konnte nicht zugestellt|user unknown|unknown user|no such user|recipient (address )?rejected|mailbox (is )?(full|unavailable|not found)|does not exist|quota exceeded|over quota|diagnostic.code|transcript of session|reason:|----- the following addresses|host .{1,100} said:|<<< 5\d\d |550[ -]5\.\d\.\d|the e-?mail (account|address) |this user doesn.t have|delivery status notification|abuse report|rejected (your|the) message|blocked)`)
	statusCode  = regexp.MustCompile(`\b([245]\.\d{1,3}\.\d{1,3})\b`)
	replyCode   = regexp.MustCompile(`(?:^|[\s:<(>"'])([45]\d\d)[\s-]`)
)

// hotmailReport is the subject of a feedback report that is not in RFC 5965's form.
var hotmailReport = regexp.MustCompile(`^complaint about message from [0-9.:a-f]+$`)

// bounce reports whether a mail says that another was not, or not yet, delivered,
// or that its recipient complained (RFC 5965). Reports in a form of their own need a
// sender that is a machine and two signs more, so that a person who passes on what he
// got is a person.
func (e evidence) bounce() bool {
	switch e.reportType() {
	case "delivery-status", "feedback-report":
		return true
	case "disposition-notification":
		return false
	}
	if strings.HasPrefix(e.root.typ, "multipart/") && e.root.find("message/delivery-status", "message/global-delivery-status", "message/feedback-report") != nil {
		return true
	}
	if hotmailReport.MatchString(e.mail.Subject) && e.mail.Text == "" && e.root.find("message/rfc822") != nil {
		return true
	}
	if e.header.Has("X-Failed-Recipients") {
		return true
	}
	local, _, _ := strings.Cut(e.mail.From.Address, "@")
	returnPath := e.field("Return-Path")
	null := e.header.Has("Return-Path") && strings.Trim(returnPath, "<> ") == "" || strings.HasPrefix(returnPath, "<mailer-daemon")
	isDaemon := daemon.MatchString(local+"@") || daemonName.MatchString(e.mail.From.Name)
	automatic := e.field("Auto-Submitted") != "" && e.field("Auto-Submitted") != "no"
	noFrom := e.mail.From.Address == ""
	if !isDaemon && !null && !automatic && !noFrom {
		return false
	}
	start := shorten(e.mail.Text, 4000)
	says := 0 // of a mail that was not delivered
	for _, sign := range []bool{
		failSubject.MatchString(e.mail.Subject),
		failBody.MatchString(start),
		e.root.find("message/rfc822", "text/rfc822-headers") != nil || inBody.MatchString(e.mail.Text),
		statusCode.MatchString(start) || isDaemon && replyCode.MatchString(start), // elsewhere 450 is an amount
	} {
		if sign {
			says++
		}
	}
	if isDaemon {
		return says >= 2
	}
	return says >= 3
}
