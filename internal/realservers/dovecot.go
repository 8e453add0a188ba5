package realservers

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// dovecotConf is for Dovecot 2.3. IDLE tells news half a second late, whatever
// is set: that is compiled in. mail_fsync stays as Debian has it.
const dovecotConf = `
base_dir = {dir}/run
state_dir = {dir}/run
log_path = {dir}/log
protocols = imap lmtp
listen = 127.0.0.1
hostname = mail.desk.test
postmaster_address = postmaster@desk.test
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Lu
auth_failure_delay = 0
mail_max_userip_connections = 200
first_valid_uid = 100
mail_location = maildir:{dir}/mail/%d/%n
lda_mailbox_autocreate = yes
namespace inbox {
  inbox = yes
  separator = /
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {dir}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u {dir}/users
  default_fields = uid={uid} gid={gid} home={dir}/mail/%d/%n
}
service imap-login {
  inet_listener imap {
    port = {imap}
  }
  inet_listener imaps {
    port = {imaps}
    ssl = yes
  }
  service_count = 0
}
service lmtp {
  inet_listener lmtp {
    port = {lmtp}
  }
}
service auth {
  unix_listener {dir}/auth {
    mode = 0666
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
`

func (s *MailServers) dovecotDir() string { return filepath.Join(s.dir, "d") }

// startDovecot returns a process that may have to be stopped even with an error.
func (s *MailServers) startDovecot(c certs) (*process, error) {
	const packages = "dovecot-core, dovecot-imapd and dovecot-lmtpd"
	binary, err := find("dovecot", packages, "/usr/sbin/dovecot")
	if err != nil {
		return nil, err
	}
	for _, part := range []string{"imap", "lmtp"} {
		if _, err := find(part, packages, "/usr/lib/dovecot/"+part, "/usr/libexec/dovecot/"+part); err != nil {
			return nil, fmt.Errorf("a part of Dovecot: %w", err)
		}
	}
	uid, gid, err := mailOwner()
	if err != nil {
		return nil, err
	}
	addrs, err := freeAddrs(3)
	if err != nil {
		return nil, err
	}
	s.IMAP, s.IMAPS, s.LMTP = addrs[0], addrs[1], addrs[2]

	dir := s.dovecotDir()
	if err := os.MkdirAll(filepath.Join(dir, "mail"), 0o755); err != nil {
		return nil, fmt.Errorf("set up Dovecot: %w", err)
	}
	if err := os.Chown(filepath.Join(dir, "mail"), uid, gid); err != nil {
		return nil, fmt.Errorf("set up Dovecot: %w", err)
	}
	var users strings.Builder
	for _, u := range s.Users {
		fmt.Fprintf(&users, "%s:{PLAIN}%s::::::\n", strings.ToLower(u), Password)
	}
	conf := strings.NewReplacer("{dir}", dir, "{cert}", c.cert, "{key}", c.key,
		"{imap}", port(s.IMAP), "{imaps}", port(s.IMAPS), "{lmtp}", port(s.LMTP),
		"{uid}", strconv.Itoa(uid), "{gid}", strconv.Itoa(gid)).Replace(dovecotConf)
	if err := writeFiles(dir, map[string]string{"users": users.String(), "dovecot.conf": conf}); err != nil {
		return nil, fmt.Errorf("set up Dovecot: %w", err)
	}
	p, err := start(command{
		name: "Dovecot", args: []string{binary, "-F", "-c", filepath.Join(dir, "dovecot.conf")},
		dir: dir, log: filepath.Join(dir, "log"), home: s.dir, death: syscall.SIGTERM,
	})
	if err != nil {
		return nil, err
	}
	return p, p.ready(s.IMAP, s.IMAPS, s.LMTP)
}

// mailOwner owns the mailboxes: Dovecot refuses root.
func mailOwner() (uid, gid int, err error) {
	u, err := user.Lookup("nobody")
	if err != nil {
		return 0, 0, fmt.Errorf("find an owner for the mailboxes: %w", err)
	}
	c, err := credential(u)
	if err != nil {
		return 0, 0, err
	}
	return int(c.Uid), int(c.Gid), nil
}

// writeFiles writes files that the servers' users may read.
func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
