package main

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gehoord/internal/realservers"
)

// BenchmarkIdle is a desk with nothing to do for twenty seconds, on PostgreSQL:
// the transactions that it asks of the database and the CPU time that it takes.
func BenchmarkIdle(b *testing.B) {
	const idle = 20 * time.Second
	store := realservers.Postgres(b)
	for b.Loop() {
		b.StopTimer()
		r := benchRig(b, realservers.Mail(b, realservers.MailOptions{Users: []string{deskBox}}))
		r.benchConfigure(store, r.mail.URL("imaps", deskBox), "smtp+insecure://"+mute(b))
		p := r.serve(b)
		calm(b, p, 11*time.Second) // PostgreSQL counts what came before up to ten seconds late
		b.StartTimer()
		queries, cpu := commits(b, store), busy(b, p)
		calm(b, p, idle)
		queries, cpu = commits(b, store)-queries, busy(b, p)-cpu
		b.StopTimer()
		p.end(os.Interrupt)
		b.ReportMetric(float64(queries)/idle.Seconds(), "queries/s")
		b.ReportMetric(milliseconds(cpu)/idle.Seconds(), "cpu-ms/s")
		b.StartTimer()
	}
}

// calm lets time pass, in which the daemon must not end.
func calm(b *testing.B, p *process, d time.Duration) {
	select {
	case <-p.done:
		b.Fatal("the daemon ended")
	case <-time.After(d):
	}
}

// commits counts the transactions of a database since its beginning. It asks in
// another one, and so does not count itself.
func commits(b *testing.B, storeURL string) (n int64) {
	u, err := url.Parse(storeURL)
	if err != nil {
		b.Fatal(err)
	}
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	db, err := sql.Open("postgres", u.String())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT xact_commit FROM pg_stat_database WHERE datname = $1`, name).Scan(&n); err != nil {
		b.Fatal(err)
	}
	return n
}

// busy is how long the threads of a daemon have been running (proc(5), schedstat).
func busy(b *testing.B, p *process) (total time.Duration) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid))
	if err != nil || len(files) == 0 {
		b.Fatalf("the daemon has no threads: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			continue // the thread has just ended
		}
		var ns int64
		if _, err := fmt.Sscan(string(text), &ns); err != nil {
			b.Fatal(err)
		}
		total += time.Duration(ns)
	}
	return total
}
