package realservers

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver of the URLs handed out
)

// Password is that of every mailbox and of the database.
const Password = "geheim"

// cluster is a running PostgreSQL.
type cluster struct {
	addr  string
	proc  *process
	dir   string
	count atomic.Int64 // databases made so far
}

// Postgres returns the URL of a fresh, empty database, which goes with the test.
// The cluster behind it is started by the first call of the process, is shared by
// all tests and keeps its promises on disk (fsync is on). It is stopped by Main.
func Postgres(t testing.TB) string {
	t.Helper()
	c, err := sharedCluster()
	if err != nil {
		t.Fatalf("realservers: %v", err)
	}
	admin, err := sql.Open("postgres", c.url("postgres"))
	if err != nil {
		t.Fatalf("realservers: open the cluster: %v", err)
	}
	defer admin.Close()
	name := fmt.Sprintf("test%d", c.count.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatalf("realservers: make a database: %v\n%s", err, tail(c.proc.log))
	}
	t.Cleanup(func() { c.drop(name) })
	return c.url(name)
}

func (c *cluster) url(database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword("postgres", Password), Host: c.addr, Path: "/" + database, RawQuery: "sslmode=disable"}
	return u.String()
}

// drop removes a database, whoever is still connected. That it fails matters to
// nobody: the cluster's folder goes at the end.
func (c *cluster) drop(name string) {
	if admin, err := sql.Open("postgres", c.url("postgres")); err == nil {
		admin.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
		admin.Close()
	}
}

func sharedCluster() (*cluster, error) {
	shared.Lock()
	defer shared.Unlock()
	if shared.cluster != nil || shared.err != nil {
		return shared.cluster, shared.err
	}
	shared.cluster, shared.err = startCluster()
	if c := shared.cluster; c != nil {
		shared.stop = func() {
			c.proc.stop(syscall.SIGINT) // "fast": open sessions are ended
			os.RemoveAll(c.dir)
		}
	}
	return shared.cluster, shared.err
}

func startCluster() (*cluster, error) {
	initdb, err := find("initdb", "postgresql-15", "/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return nil, err
	}
	cred, err := postgresUser()
	if err != nil {
		return nil, err
	}
	dir, err := tempDir()
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir}
	if err := c.initialise(initdb, cred); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := tries(func() error { return c.run(filepath.Dir(initdb), cred) }); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return c, nil
}

// initialise makes the data folder. Its own writes need no fsync: a machine that
// fails in the middle fails the test.
func (c *cluster) initialise(initdb string, cred *syscall.Credential) error {
	if cred != nil {
		if err := os.Chown(c.dir, int(cred.Uid), int(cred.Gid)); err != nil {
			return fmt.Errorf("give the folder of the cluster to its user: %w", err)
		}
	}
	pw := filepath.Join(c.dir, "pw")
	if err := os.WriteFile(pw, []byte(Password+"\n"), 0o644); err != nil {
		return fmt.Errorf("initialise the cluster: %w", err)
	}
	cmd := exec.Command(initdb, "-D", filepath.Join(c.dir, "data"), "-U", "postgres", "-A", "scram-sha-256",
		"--pwfile="+pw, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	cmd.Dir, cmd.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: cred}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initialise the cluster: %w\n%s", err, out)
	}
	return nil
}

// run starts the server and returns when it takes queries.
func (c *cluster) run(bin string, cred *syscall.Credential) error {
	addrs, err := freeAddrs(1)
	if err != nil {
		return err
	}
	c.addr = addrs[0]
	c.proc, err = start(command{
		name: "PostgreSQL",
		args: []string{filepath.Join(bin, "postgres"), "-D", filepath.Join(c.dir, "data"), "-p", port(c.addr),
			"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + c.dir, "-c", "max_connections=200"},
		dir: c.dir, log: filepath.Join(c.dir, "log"), user: cred,
		home: c.dir, death: syscall.SIGQUIT, // "immediate": there is nobody left to wait for
	})
	if err != nil {
		return err
	}
	if err := c.ready(); err != nil {
		c.proc.stop(syscall.SIGINT)
		return err
	}
	return nil
}

// ready waits for more than the port: for a moment after it opens, the server
// answers that it is starting up.
func (c *cluster) ready() error {
	if err := c.proc.ready(c.addr); err != nil {
		return err
	}
	db, err := sql.Open("postgres", c.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(30 * time.Second); ; <-tick.C {
		if err := db.Ping(); err == nil {
			return nil
		} else if time.Now().After(late) {
			return fmt.Errorf("PostgreSQL takes no queries: %w; it said:\n%s", err, tail(c.proc.log))
		}
	}
}

// postgresUser is whom the cluster runs as: PostgreSQL refuses to run as root.
// nil is whoever runs the tests.
func postgresUser() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres, whom its package makes: run \"make deps\", or install postgresql-15")
	}
	return credential(u)
}

func credential(u *user.User) (*syscall.Credential, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", u.Username, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", u.Username, err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// Dump is all that a database made by Postgres holds, as text.
func Dump(t testing.TB, databaseURL string) string {
	t.Helper()
	program, err := find("pg_dump", "postgresql-15", "/usr/lib/postgresql/*/bin/pg_dump")
	if err != nil {
		t.Fatalf("realservers: %v", err)
	}
	out, err := exec.Command(program, "--data-only", "--inserts", databaseURL).Output()
	if err != nil {
		t.Fatalf("realservers: dump a database: %v", err)
	}
	return string(out)
}
