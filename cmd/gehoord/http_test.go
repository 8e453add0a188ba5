package main

import (
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"gehoord/internal/mailworld"
)

// listen sets http.listen.
func (w *world) listen(address string) {
	w.t.Helper()
	text, err := os.ReadFile(w.conf)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write("gehoord.toml", strings.Replace(string(text), `listen = ""`, `listen = "`+address+`"`, 1))
}

// get asks until the server is there.
func get(t *testing.T, url string) *http.Response {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(20 * time.Second); ; <-tick.C {
		response, err := http.Get(url)
		if err == nil {
			return response
		}
		if time.Now().After(late) {
			t.Fatal(err)
		}
	}
}

func TestHTTP(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	w := newWorld(t, mailworld.Options{}, "")
	w.listen(address)
	if err := w.Deliver(deskBox, mailText("Klant <"+klantBox+">", deskBox, "schade", "<1@k>", "", "Schade aan de bumper."), time.Now()); err != nil {
		t.Fatal(err)
	}
	w.mailsRegistered(1, w.serve())
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ok", "/metrics": `gehoord_complaints{status="assigned"} 1`} {
		response := get(t, "http://"+address+path)
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %s, %q", path, response.Status, body)
		}
		if strings.Contains(string(body), "customers.test") {
			t.Errorf("%s names a customer", path)
		}
	}
}

// A taken port costs the metrics, not the complaints.
func TestTakenPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	w := newWorld(t, mailworld.Options{}, "")
	w.listen(taken.Addr().String())
	if err := w.Deliver(deskBox, mailText("Klant <"+klantBox+">", deskBox, "schade", "<1@k>", "", "Schade aan de bumper."), time.Now()); err != nil {
		t.Fatal(err)
	}
	log := w.serve()
	w.mails(klantBox, 1)
	if !strings.Contains(log.String(), "no health or metrics") {
		t.Error("nobody is told that there are no metrics")
	}
}
