package main

import (
	"testing"
	"time"
)

// notYet is why a story cannot pass today.
const notYet = "not carried out yet"

// waiting are the stories that cannot pass yet, and why. One that passes is
// taken off: the test says which.
var waiting = map[string]string{}

// storyStart is when a story begins that names no time: a Friday.
var storyStart = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func TestStories(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	all, err := scripts()
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, s := range all {
		there[s.name] = true
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			stage, err := newStage(t, storyStart.In(zone).Add(-time.Hour))
			if err == nil {
				err = play(s, stage)
			}
			why, waits := waiting[s.name]
			switch {
			case err != nil && waits:
				t.Logf("%s: %v", why, err)
			case err != nil:
				t.Error(err)
			case waits:
				t.Error("it passes: take it off the list of those that wait")
			}
		})
	}
	for name := range waiting {
		if !there[name] {
			t.Errorf("the list of those that wait has %s, which is no story", name)
		}
	}
}
