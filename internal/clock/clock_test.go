package clock

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestRehearsalRunsFaster(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
		c := At(start, 3600)
		time.Sleep(2 * time.Second)
		if got := c.Now(); !got.Equal(start.Add(2 * time.Hour)) {
			t.Errorf("two seconds on: %v", got)
		}
		if got := c.Wall(time.Hour); got != time.Second {
			t.Errorf("an hour lasts %v", got)
		}
	})
}

func TestByHandStandsStill(t *testing.T) {
	start := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	c, hand := ByHand(start)
	if got := c.Now(); !got.Equal(start) || !c.Rehearsal() || c.Wall(time.Second) < time.Hour {
		t.Errorf("it shows %v, a second lasts %v", got, c.Wall(time.Second))
	}
	hand.Set(start.Add(time.Hour))
	if got := c.Now(); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("moved by an hour it shows %v", got)
	}
	if got := c.Receipt(start, time.UTC); !got.Equal(start) {
		t.Errorf("a mail of an hour ago was received at %v", got)
	}
}

func TestReceipt(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	c := At(time.Date(2026, 11, 20, 9, 0, 0, 0, zone), 60)
	for _, tt := range []struct {
		name string
		in   time.Time
		own  bool // the clock's now in place of in
	}{
		{"earlier", time.Date(2026, 11, 19, 9, 0, 0, 0, zone), false},
		{"later that day", time.Date(2026, 11, 20, 23, 59, 0, 0, zone), false},
		{"the day after", time.Date(2026, 11, 21, 0, 0, 0, 0, zone), true},
		{"missing", time.Time{}, true},
	} {
		if got := c.Receipt(tt.in, zone); got.Equal(tt.in) == tt.own {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	future := time.Now().Add(48 * time.Hour)
	if got := (Clock{}).Receipt(future, zone); !got.Equal(future) {
		t.Errorf("the wall clock believes the server: %v", got)
	}
}
