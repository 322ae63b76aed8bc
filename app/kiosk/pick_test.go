package kiosk

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lectern/app/lan/discovery"
)

// TestPickAtBoot: a screen that is switched on before its server waits for it, as one that
// follows does.
func TestPickAtBoot(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, memoryFile), []byte(`{"id":"a","name":"Hall"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	k := opened(t, Config{Folder: folder, Server: "Hall"})
	if id, _ := k.pick([]discovery.Server{{ID: "c", Name: "Hall"}}, true); id != "" {
		t.Errorf("it takes %q at once", id)
	}
}

// TestPick: a server is taken unasked only where it is sure which one it is.
func TestPick(t *testing.T) {
	a := discovery.Server{ID: "a", Name: "Hall"}
	a2 := discovery.Server{ID: "a", Name: "Hall"} // of the same database
	b := discovery.Server{ID: "b", Name: "Foyer"}
	twin := discovery.Server{ID: "c", Name: "hall"}
	for name, c := range map[string]struct {
		all     []discovery.Server
		only    bool
		known   memory
		server  string
		url     string
		wish    wish
		away    time.Duration
		want    string
		because int
	}{
		"nobody":                            {all: nil},
		"the only one, perhaps":             {all: []discovery.Server{a}},
		"the only one":                      {all: []discovery.Server{a}, only: true, want: "a"},
		"two of one database":               {all: []discovery.Server{a, a2}, only: true, want: "a"},
		"two":                               {all: []discovery.Server{a, b}},
		"two, and one was chosen":           {all: []discovery.Server{a, b}, wish: wish{id: "b"}, want: "b", because: byPerson},
		"the one that was chosen is gone":   {all: []discovery.Server{a}, only: true, wish: wish{id: "b"}},
		"what was chosen, for a moment":     {all: []discovery.Server{a}, known: memory{ID: "a"}, wish: wish{id: "b", at: time.Now()}},
		"what was chosen, and is not there": {all: []discovery.Server{a}, known: memory{ID: "a"}, wish: wish{id: "b", at: time.Now().Add(-time.Minute)}, want: "a"},
		"an address was typed":              {all: []discovery.Server{a}, only: true, wish: wish{address: "x"}},
		"the one of before":                 {all: []discovery.Server{a, b}, known: memory{ID: "b", Name: "Foyer"}, want: "b"},
		"the one of before is away":         {all: []discovery.Server{a}, only: true, known: memory{ID: "b", Name: "Foyer"}, away: time.Hour},
		"another of its name":               {all: []discovery.Server{twin, b}, known: memory{ID: "a", Name: "Hall"}, away: time.Hour},
		"another of the name":               {all: []discovery.Server{twin, b}, server: "Hall", known: memory{ID: "a", Name: "Hall"}, away: time.Hour, want: "c"},
		"another of the name, too soon":     {all: []discovery.Server{twin, b}, server: "Hall", known: memory{ID: "a", Name: "Hall"}, away: time.Second},
		"two others of the name":            {all: []discovery.Server{twin, {ID: "d", Name: "Hall"}}, server: "Hall", known: memory{ID: "a", Name: "Hall"}, away: time.Hour},
		"the one of before, and another":    {all: []discovery.Server{a, twin}, server: "Hall", known: memory{ID: "a", Name: "Hall"}, away: time.Hour, want: "a"},
		"one of a name":                     {all: []discovery.Server{a, b}, server: "HALL", want: "a"},
		"two of a name":                     {all: []discovery.Server{a, twin, b}, server: "Hall"},
		"one of an ID":                      {all: []discovery.Server{a, twin, b}, server: "c", want: "c"},
		"another name than before":          {all: []discovery.Server{a, b}, server: "Foyer", known: memory{ID: "a", Name: "Hall"}, want: "b"},
		"no name on the command line, then": {all: []discovery.Server{a}, only: true, server: "Foyer"},
		"an address on the command line":    {all: []discovery.Server{a}, only: true, url: "http://10.0.0.1:4747/kiosk"},
		"that address's server, elsewhere":  {all: []discovery.Server{a}, url: "http://10.0.0.1:4747/kiosk", known: memory{ID: "a", Name: "Hall"}, want: "a"},
	} {
		t.Run(name, func(t *testing.T) {
			k := &Kiosk{Config: Config{Server: c.server, URL: c.url}, known: c.known, wish: c.wish}
			k.status.since = time.Now().Add(-c.away)
			if id, by := k.pick(c.all, c.only); id != c.want || by != c.because {
				t.Errorf("it takes %q for reason %d, want %q for %d", id, by, c.want, c.because)
			}
		})
	}
}
