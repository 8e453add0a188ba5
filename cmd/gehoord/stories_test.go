package main

import (
	"testing"
	"time"
)

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
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			stage, err := newStage(t, storyStart.In(zone).Add(-time.Hour))
			if err == nil {
				err = play(s, stage)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}
