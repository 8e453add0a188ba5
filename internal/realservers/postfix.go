package realservers

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// postfixMain is for Postfix 3.7. There is no syslog to rely on, so it logs into
// a file by the postlog service.
const postfixMain = `
compatibility_level = 3.6
queue_directory = {dir}/spool
data_directory = {dir}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {dir}/log/mail.log
maillog_file_prefixes = {dir}/log
myhostname = mail.desk.test
myorigin = desk.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_transport = error:no local mail
default_transport = error:5.1.2 outside mail is off in this test server
relay_transport = error:no relay
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = regexp:{dir}/etc/mailboxes
virtual_alias_maps = regexp:{dir}/etc/aliases
virtual_transport = lmtp:inet:{lmtp}
virtual_destination_recipient_limit = 1
virtual_mailbox_limit = 0
message_size_limit = {size}
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = {auth}
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_client_connection_count_limit = 0
biff = no
append_dot_mydomain = no
bounce_queue_lifetime = 5m
maximal_queue_lifetime = 10m
queue_run_delay = 10s
minimal_backoff_time = 10s
maximal_backoff_time = 20s
notify_classes =
`

// postfixMaster runs every service outside a chroot.
const postfixMaster = `
{smtp} inet n - n - - smtpd
{submission} inet n - n - - smtpd
  -o syslog_name=submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
{smtps} inet n - n - - smtpd
  -o syslog_name=smtps
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`

// startPostfix returns a process that may have to be stopped even with an error.
// It runs the master itself: postfix(1) would first check at length what was
// made a moment ago.
func (s *MailServers) startPostfix(c certs) (*process, error) {
	master, err := find("master", "postfix", "/usr/lib/postfix/sbin/master", "/usr/libexec/postfix/master")
	if err != nil {
		return nil, fmt.Errorf("the daemon of Postfix: %w", err)
	}
	addrs, err := freeAddrs(3)
	if err != nil {
		return nil, err
	}
	s.SMTP, s.Submission, s.SMTPS = addrs[0], addrs[1], addrs[2]

	dir := filepath.Join(s.dir, "p")
	if err := makeSpool(dir); err != nil {
		return nil, fmt.Errorf("set up Postfix: %w", err)
	}
	fill := strings.NewReplacer("{dir}", dir, "{daemons}", filepath.Dir(master), "{cert}", c.cert, "{key}", c.key,
		"{smtp}", s.SMTP, "{submission}", s.Submission, "{smtps}", s.SMTPS, "{lmtp}", s.LMTP,
		"{auth}", filepath.Join(s.dovecotDir(), "auth"), "{size}", strconv.FormatInt(s.opts.SizeLimit, 10),
		"{domains}", strings.Join(s.domains(), " "))
	mailboxes, aliases := s.maps()
	err = writeFiles(filepath.Join(dir, "etc"), map[string]string{
		"main.cf": fill.Replace(postfixMain), "master.cf": fill.Replace(postfixMaster),
		"mailboxes": mailboxes, "aliases": aliases,
	})
	if err != nil {
		return nil, fmt.Errorf("set up Postfix: %w", err)
	}
	// The master sleeps until main.cf is some seconds old, lest somebody is still
	// writing it.
	old := time.Now().Add(-time.Minute)
	if err := os.Chtimes(filepath.Join(dir, "etc", "main.cf"), old, old); err != nil {
		return nil, fmt.Errorf("set up Postfix: %w", err)
	}
	p, err := start(command{
		name: "Postfix", args: []string{master, "-c", filepath.Join(dir, "etc")},
		dir: dir, log: filepath.Join(dir, "log", "mail.log"), home: s.dir, death: syscall.SIGTERM,
	})
	if err != nil {
		return nil, err
	}
	return p, p.ready(s.SMTP, s.Submission, s.SMTPS)
}

// maps says who has a mailbox, and whose mail goes to the catch-all. An address
// bounce…@ the customers' domain passes Postfix and is refused by Dovecot, so
// that it comes back as a real delivery status notification.
func (s *MailServers) maps() (mailboxes, aliases string) {
	customers := regexp.QuoteMeta(s.opts.Customers)
	var boxes, alias strings.Builder
	for _, u := range s.Users {
		fmt.Fprintf(&boxes, "/^%s$/ ok\n", regexp.QuoteMeta(u))
		fmt.Fprintf(&alias, "/^%s$/ %s\n", regexp.QuoteMeta(u), u)
	}
	fmt.Fprintf(&boxes, "/^bounce.*@%s$/ ok\n", customers)
	fmt.Fprintf(&alias, "/^(bounce.*@%s)$/ $1\n/@%s$/ %s\n", customers, customers, s.opts.CatchAll)
	return boxes.String(), alias.String()
}

// makeSpool makes the folders that postfix(1) would, with its owners and modes.
func makeSpool(dir string) error {
	owner, err := user.Lookup("postfix")
	if err != nil {
		return err
	}
	cred, err := credential(owner)
	if err != nil {
		return err
	}
	drop, err := user.LookupGroup("postdrop")
	if err != nil {
		return err
	}
	dropID, err := strconv.Atoi(drop.Gid)
	if err != nil {
		return err
	}
	type folder struct {
		name     string
		uid, gid int
		mode     os.FileMode
	}
	folders := []folder{{"", 0, 0, 0o755}, {"etc", 0, 0, 0o755}, {"log", 0, 0, 0o755}, {"spool", 0, 0, 0o755}, {"spool/pid", 0, 0, 0o755},
		{"data", int(cred.Uid), 0, 0o700}, {"spool/maildrop", int(cred.Uid), dropID, 0o730}, {"spool/public", int(cred.Uid), dropID, 0o710}}
	for _, name := range strings.Fields("active bounce corrupt defer deferred flush hold incoming private saved trace") {
		folders = append(folders, folder{"spool/" + name, int(cred.Uid), 0, 0o700})
	}
	for _, f := range folders {
		path := filepath.Join(dir, f.name)
		if err := os.MkdirAll(path, f.mode); err != nil {
			return err
		}
		if err := os.Chown(path, f.uid, f.gid); err != nil {
			return err
		}
		if err := os.Chmod(path, f.mode); err != nil { // whatever the umask is
			return err
		}
	}
	return nil
}
