package realservers

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Main runs the tests, then stops what they shared, and returns the exit code.
func Main(m *testing.M) int {
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.stop != nil {
		shared.stop()
		shared.stop = nil
	}
	return code
}

// shared is what outlives a test: the cluster, started by the first that asks.
var shared struct {
	sync.Mutex
	cluster *cluster
	err     error
	stop    func()
}

// tempDir makes a folder for a server's files. A unix socket's path has at most
// 108 bytes, and the servers' own users must be able to walk to it, so that
// $TMPDIR is used only where it is short and open.
func tempDir() (string, error) {
	parent := os.TempDir()
	if len(parent) > 40 || !open(parent) {
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, "gh")
	if err != nil {
		return "", fmt.Errorf("make a folder for the test servers: %w", err)
	}
	return dir, os.Chmod(dir, 0o755) // MkdirTemp makes it 0700
}

// open tells whether everybody may walk to dir.
func open(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		up := filepath.Dir(dir)
		if up == dir {
			return true
		}
		dir = up
	}
}
