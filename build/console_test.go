package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		c := &console{w: &out, last: time.Now()}
		stop := c.watch(15*time.Second, func() string { return "still" })
		time.Sleep(10 * time.Second)
		c.Write([]byte("word\n"))
		time.Sleep(31 * time.Second) // from the word on: at 15 s and at 30 s
		stop()
		if got, want := out.String(), "word\nstill\nstill\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
