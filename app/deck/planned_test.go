package deck_test

import (
	"testing"

	"lectern/app/deck"
)

func TestSeconds(t *testing.T) {
	for in, want := range map[string]int{
		"2m": 120, "2 min": 120, "2 minutes": 120, "2.5 min": 150, "2,5m": 150, "90s": 90, "90 sec": 90, "1h": 3600, "1h30m": 5400, "1 h 5 min 3 s": 3903,
		"1:30": 90, "0:45": 45, "1:00:00": 3600, " 20 ": 1200, "0.5": 30, "35min": 2100, "1'30\"": 90,
		"": 0, "0": 0, "soon": 0, "2 days": 0, "-3m": 0, "25h": 0, "2m of talk": 0, "1:5": 0, "99999s": 0, "s": 0,
	} {
		if got := deck.Seconds(in); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}

func TestSecondsIn(t *testing.T) {
	for in, want := range map[string]int{
		"time: 2m": 120, "Time: 2 min.": 120, "Say hello.\n\n(2 min)\n": 120, "[1:30]\nFirst": 90, "**time: 3m**": 180, "time 90s": 90,
		"timing: 2": 120, "duration: 1m": 60, "⏱ 2:00": 120, "- time: 1m": 60, "(30s)\n(2m)": 30, "time: later\ntime: 4m": 240,
		"": 0, "It takes (2 min) to say": 0, "(2)": 0, "(see page 2)": 0, "[click]": 0, "[click:3]": 0, "time": 0, "(2 min) and more": 0, "timeless: 2m": 0,
	} {
		if got := deck.SecondsIn(in); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}
