package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"gehoord/internal/mailworld"
	"gehoord/internal/realservers"
	"gehoord/internal/store"
)

// BenchmarkMailboxToRegistered is a mailbox of 2,000 mails, 88 KB each on
// average, that a desk finds at its first start: from the start of the program
// until all are registered and their letters queued. The SMTP server accepts
// connections and never greets, so that only intake is measured.
func BenchmarkMailboxToRegistered(b *testing.B) {
	onStores(b, func(b *testing.B, url string) {
		const mails = 2000
		for b.Loop() {
			b.StopTimer()
			r := benchRig(b, realservers.Mail(b, realservers.MailOptions{Users: []string{deskBox}}))
			r.mail.Mails(deskBox)                              // a first look makes the mailbox
			bytes, received := 0, time.Now().Add(-2*time.Hour) // not so long ago that alarms ring
			for first := 0; first < mails; first += 100 {
				var some [][]byte
				for i := range 100 {
					some = append(some, benchMail(first+i))
					bytes += len(some[i])
				}
				r.mail.Fill(deskBox, some, received.Add(time.Duration(first)*time.Second))
			}
			r.benchConfigure(url, r.mail.URL("imaps", deskBox), "smtp+insecure://"+mute(b))

			b.StartTimer()
			began := time.Now()
			p := r.serve(b)
			s, err := store.Open(b.Context(), store.Options{URL: url, Dir: r.dir})
			if err != nil {
				b.Fatal(err)
			}
			await(b, p, 10*time.Minute, func() bool {
				c, err := s.Counts(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				return sum(c.Complaints) >= mails
			})
			took := time.Since(began)
			b.StopTimer()

			c, err := s.Counts(b.Context())
			if err != nil || sum(c.Complaints) != mails || c.Letters["waiting"] < 2*mails {
				b.Errorf("at the end: %+v, %v", c, err)
			}
			s.Close()
			p.end(os.Interrupt)
			used := p.cmd.ProcessState.SysUsage().(*syscall.Rusage)
			cpu := p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
			b.ReportMetric(mails/took.Seconds(), "mails/s")
			b.ReportMetric(milliseconds(cpu)/mails, "cpu-ms/mail")
			b.ReportMetric(float64(used.Maxrss)/1024, "peak-MB")
			b.ReportMetric(float64(bytes)/mails/1000, "KB/mail")
			b.StartTimer()
		}
	})
}

// BenchmarkLatency is one mail at a time on an idle desk that watches by IDLE:
// from the moment the IMAP server has it until the SMTP server has accepted its
// confirmation.
func BenchmarkLatency(b *testing.B) {
	onStores(b, func(b *testing.B, url string) {
		const mails = 200
		for b.Loop() {
			b.StopTimer()
			world, err := mailworld.Start(mailworld.Options{Users: []mailworld.User{{Address: deskBox, Password: realservers.Password}}, Unknown: mailworld.Create})
			if err != nil {
				b.Fatal(err)
			}
			defer world.Close()
			type letter struct {
				to string
				at time.Time
			}
			accepted := make(chan letter, 10*mails)
			world.OnData(func(_ string, to []string, _ []byte) error {
				accepted <- letter{to[0], time.Now()}
				return nil
			})
			r := benchRig(b, &realservers.MailServers{})
			r.benchConfigure(url, "imap+insecure://klachten%40desk.test@"+world.IMAPAddr()+"/INBOX", "smtp+insecure://"+world.SMTPAddr())
			p := r.serve(b)
			b.StartTimer()

			var took []time.Duration
			for i := -1; i < mails; i++ { // the first finds everything cold and is not counted
				began := time.Now()
				customer := fmt.Sprintf("klant%d@customers.test", i)
				raw := mailText("Sanne Bakker <"+customer+">", deskBox, "Inleverschade", fmt.Sprintf("<%d.latency@customers.test>", i), "",
					fmt.Sprintf("U rekent %d euro voor krassen op de bumper. Die schade zat er al op bij de aflevering.", 700+i))
				if err := world.Deliver(deskBox, raw, began); err != nil {
					b.Fatal(err)
				}
				for letters := 0; letters < 2; letters++ { // the confirmation and the department's notice
					select {
					case l := <-accepted:
						if l.to == customer && i >= 0 {
							took = append(took, l.at.Sub(began))
						}
					case <-p.done:
						b.Fatal("the daemon ended")
					case <-time.After(time.Minute):
						b.Fatalf("no letter after a minute for mail %d", i)
					}
				}
			}
			b.StopTimer()
			p.end(os.Interrupt)
			slices.Sort(took)
			if len(took) != mails {
				b.Fatalf("%d confirmations for %d mails", len(took), mails)
			}
			b.ReportMetric(milliseconds(took[mails/2]), "median-ms")
			b.ReportMetric(milliseconds(took[mails*99/100]), "p99-ms")
			b.StartTimer()
		}
	})
}

// onStores runs a benchmark on both databases.
func onStores(b *testing.B, f func(b *testing.B, url string)) {
	b.Run("sqlite", func(b *testing.B) { f(b, "sqlite:gehoord.db") })
	b.Run("postgres", func(b *testing.B) { f(b, realservers.Postgres(b)) })
}

// benchRig is a rig with the default polling and one mailbox, configured later.
func benchRig(b *testing.B, mail *realservers.MailServers) *rig {
	r := &rig{t: b, mail: mail, dir: b.TempDir()}
	r.conf = filepath.Join(r.dir, "gehoord.toml")
	if err := os.WriteFile(filepath.Join(r.dir, "password"), []byte(realservers.Password+"\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	return r
}

func (r *rig) benchConfigure(storeURL, imap, smtp string) {
	r.t.Helper()
	text := fmt.Sprintf(`
[organisation]
name = "DirectLease"
address = %q
[store]
url = %q
[[mailbox]]
name = "klachten"
url = %q
password_file = "password"
start = "all"
[smtp]
url = %q
[management]
address = "directie@desk.test"
[routing]
fallback = "SERVICE"
[[department]]
code = "SCHADE"
name = { nl = "Schade en inname", en = "Damage and returns" }
inbox = %q
manager = "Meryem Jansen <%s>"
[[department]]
code = "SERVICE"
name = { nl = "Klantenservice", en = "Customer service" }
inbox = %q
manager = "Lotte Visser <l.visser@desk.test>"
[http]
listen = ""
`, deskBox, storeURL, imap, smtp, schadeBox, managerBox, serviceBox)
	if err := os.WriteFile(r.conf, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// mute is the address of a server that takes connections and says nothing.
func mute(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

// await looks ten times a second until f is satisfied or the daemon ends.
func await(b *testing.B, p *process, limit time.Duration, f func() bool) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	late := time.After(limit)
	for !f() {
		select {
		case <-tick.C:
		case <-p.done:
			b.Fatal("the daemon ended")
		case <-late:
			b.Fatalf("not done after %v", limit)
		}
	}
}

func sum(counts map[string]int64) (n int64) {
	for _, c := range counts {
		n += c
	}
	return n
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
