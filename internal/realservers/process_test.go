package realservers

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAMissingServerSaysWhatToInstall(t *testing.T) {
	_, err := find("no-such-server", "no-such-package", "/nowhere/*/no-such-server")
	if err == nil || !strings.Contains(err.Error(), "make deps") || !strings.Contains(err.Error(), "no-such-package") {
		t.Errorf("find = %v", err)
	}
}

func TestAServerThatEndsSaysWhy(t *testing.T) {
	dir := t.TempDir()
	p, err := start(command{name: "Sh", args: []string{"/bin/sh", "-c", "echo no such option; exit 3"}, dir: dir, log: filepath.Join(dir, "log")})
	if err != nil {
		t.Fatal(err)
	}
	addrs, err := freeAddrs(1)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.ready(addrs[0]); err == nil || !strings.Contains(err.Error(), "no such option") || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("ready = %v", err)
	}
}

func TestStopEndsTheWholeGroup(t *testing.T) {
	dir := t.TempDir()
	child := filepath.Join(dir, "child")
	p, err := start(command{name: "Sh", dir: dir, log: filepath.Join(dir, "log"),
		args: []string{"/bin/sh", "-c", `mkfifo wait; (trap "" TERM; read x <wait) & echo $! >child.tmp; mv child.tmp child; wait`}})
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	for pid == 0 {
		b, _ := os.ReadFile(child)
		for _, c := range strings.TrimSpace(string(b)) {
			pid = pid*10 + int(c-'0')
		}
	}
	p.stop(syscall.SIGTERM)
	gone(t, pid)
}

// gone waits until a process has ended; a zombie has.
func gone(t *testing.T, pid int) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(10 * time.Second); ; <-tick.C {
		stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
		if err != nil || strings.Contains(string(stat), ") Z ") || strings.Contains(string(stat), ") X ") {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("process %d is still there: %s", pid, stat)
		}
	}
}

func TestTheGuardEndsAServerWhenTheTestProcessIsGone(t *testing.T) {
	dir, home := t.TempDir(), filepath.Join(t.TempDir(), "home")
	if err := os.Mkdir(home, 0o755); err != nil {
		t.Fatal(err)
	}
	p, err := start(command{name: "Sleep", args: []string{"/bin/sleep", "60"}, dir: dir, log: filepath.Join(dir, "log"), home: home, death: syscall.SIGTERM})
	if err != nil {
		t.Fatal(err)
	}
	p.alive.Close() // as the kernel does for a process that is killed
	<-p.done
	p.guard.Wait()
	if _, err := os.Stat(home); !os.IsNotExist(err) {
		t.Errorf("its folder is still there: %v", err)
	}
}
