package realservers

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that was started here.
type process struct {
	name string
	log  string // file with what it said
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	err  error         // how it ended; read after done

	guard *exec.Cmd      // see guarded
	alive io.WriteCloser // open as long as this process lives
}

// command says how to start a server that stays in the foreground.
type command struct {
	name  string
	args  []string
	dir   string
	log   string              // file for its standard output and error
	user  *syscall.Credential // nil: ours
	death syscall.Signal      // what ends it when the test process dies
	home  string              // folder that goes when the test process dies
}

// start runs c in a session of its own, so that its group can be ended whole.
func start(c command) (*process, error) {
	log, err := os.OpenFile(c.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", c.name, err)
	}
	defer log.Close()
	cmd := exec.Command(c.args[0], c.args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, log, log
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: c.user}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", c.name, err)
	}
	p := &process{name: c.name, log: c.log, cmd: cmd, done: make(chan struct{})}
	err = p.guarded(c.death, c.home)
	go func() {
		p.err = cmd.Wait()
		close(p.done)
	}()
	if err != nil {
		p.stop(syscall.SIGKILL)
		return nil, err
	}
	return p, nil
}

// guarded starts a shell that waits for the end of this test process, however it
// comes, and then ends the server's group and removes its folder: its standard
// input is a pipe that closes with us. The kernel's own death signal would not do,
// since Dovecot and Postfix lose it when they change users.
func (p *process) guarded(death syscall.Signal, folder string) error {
	p.guard = exec.Command("/bin/sh", "-c", `read -r nothing; kill -s "$1" -- -"$2"; sleep 1; kill -s 9 -- -"$2"; rm -rf "$3"`,
		"guard", strconv.Itoa(int(death)), strconv.Itoa(p.cmd.Process.Pid), folder)
	p.guard.Dir = "/"
	p.guard.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // not ended by the ^C that ends us
	var err error
	if p.alive, err = p.guard.StdinPipe(); err == nil {
		err = p.guard.Start()
	}
	if err != nil {
		return fmt.Errorf("guard %s: %w", p.name, err)
	}
	return nil
}

// stop asks with sig, waits, and kills the whole group when asking was no use.
func (p *process) stop(sig syscall.Signal) {
	// The guard first, lest it ends whoever is given this id after us.
	if p.guard != nil {
		p.guard.Process.Kill()
		p.guard.Wait()
		p.guard = nil
	}
	p.cmd.Process.Signal(sig)
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
	}
	// Also after an orderly end: a child may have been left behind. The group
	// bears the leader's id, which is not given out again while it has members.
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
}

// ready waits until every address accepts connections.
func (p *process) ready(addrs ...string) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for _, addr := range addrs {
		for {
			conn, err := net.DialTimeout("tcp", addr, time.Second)
			if err == nil {
				conn.Close()
				break
			}
			select {
			case <-p.done:
				return fmt.Errorf("%s ended (%v) and said:\n%s", p.name, p.err, tail(p.log))
			case <-late:
				return fmt.Errorf("%s does not answer on %s and said:\n%s", p.name, addr, tail(p.log))
			case <-tick.C:
			}
		}
	}
	return nil
}

// tail is the end of what a server logged.
func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-2000):])
}

// freeAddrs are n loopback addresses that nobody listens on. Somebody may take
// one before it is used, so that whoever starts a server tries again.
func freeAddrs(n int) ([]string, error) {
	addrs := make([]string, n)
	for i := range addrs {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		defer l.Close() // all at the end, so that no two are the same
		addrs[i] = l.Addr().String()
	}
	return addrs, nil
}

func port(addr string) string {
	_, p, _ := net.SplitHostPort(addr)
	return p
}

// find returns the program's path: the newest that the patterns match.
func find(program, debianPackages string, patterns ...string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		patterns = append(patterns, path)
	}
	for _, pattern := range patterns {
		paths, _ := filepath.Glob(pattern)
		for i := len(paths) - 1; i >= 0; i-- {
			if info, err := os.Stat(paths[i]); err == nil && info.Mode()&0o111 != 0 {
				return paths[i], nil
			}
		}
	}
	return "", fmt.Errorf("%s is not installed, and this test needs it: run \"make deps\", or install %s", program, debianPackages)
}

// tries starts a server up to three times, on other ports each time, when it
// found one of its ports taken.
func tries(f func() error) error {
	var err error
	for range 3 {
		if err = f(); err == nil || !strings.Contains(err.Error(), "in use") {
			return err
		}
	}
	return err
}
