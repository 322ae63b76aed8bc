package harness

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/live"
)

func Opened(viewers []*Viewer) (n int) {
	for _, v := range viewers {
		v.Mu.Lock()
		n += v.Opened
		v.Mu.Unlock()
	}
	return n
}

// Viewer is a plain client of the stream that comes back as browsers do.
type Viewer struct {
	Mu     sync.Mutex
	Last   live.Event
	name   string // of the last event
	events int
	Opened int
	wrong  string
	news   chan struct{}
	cancel context.CancelFunc
	over   chan struct{}
}

// Follow opens a stream and keeps it open until the test ends.
func (l *Lectern) Follow(path string) *Viewer {
	l.T.Helper()
	client := &http.Client{Transport: &http.Transport{}}
	return Follow(l.T, client, strings.TrimSuffix(l.Info.URL, "/")+path)
}

// Follow does so with a client that may have a proxy to come through.
func Follow(t testing.TB, client *http.Client, url string) *Viewer {
	ctx, cancel := context.WithCancel(context.Background())
	v := &Viewer{news: make(chan struct{}, 1), cancel: cancel, over: make(chan struct{})}
	go func() {
		defer close(v.over)
		defer client.CloseIdleConnections()
		for ctx.Err() == nil {
			v.read(ctx, client, url)
			select {
			case <-ctx.Done():
			case <-time.After(20 * time.Millisecond): // as a browser waits
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-v.over })
	return v
}

// IsPosition reports whether an event of that name says where the talk is. Others
// are heartbeats and lanes.
func IsPosition(name string) bool { return name == "slide" || name == "deck" || name == "end" }

func (v *Viewer) read(ctx context.Context, client *http.Client, url string) {
	r, _ := http.NewRequestWithContext(ctx, "GET", url, nil)
	res, err := client.Do(r)
	if err != nil {
		return
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		return
	}
	first, name := true, ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || !IsPosition(name) {
			continue
		}
		var e live.Event
		err := json.Unmarshal([]byte(data), &e)
		v.Mu.Lock()
		switch {
		case err != nil:
			v.wrong = err.Error()
		case !first && e.Rev <= v.Last.Rev:
			v.wrong = fmt.Sprintf("rev %d after %d on one connection", e.Rev, v.Last.Rev)
		}
		if first {
			v.Opened++
		}
		v.Last, v.name, first = e, name, false
		v.events++
		v.Mu.Unlock()
		select {
		case v.news <- struct{}{}:
		default:
		}
	}
}

// Sees waits until the viewer's last event is what ok wants.
func (v *Viewer) Sees(t testing.TB, what string, ok func(name string, e live.Event) bool) {
	t.Helper()
	deadline := time.After(Patience)
	for {
		v.Mu.Lock()
		name, last, wrong := v.name, v.Last, v.wrong
		v.Mu.Unlock()
		if wrong != "" {
			t.Fatal(wrong)
		}
		if name != "" && ok(name, last) {
			return
		}
		select {
		case <-v.news:
		case <-deadline:
			t.Fatalf("waited for %s; the last event was %s %+v", what, name, last)
		}
	}
}

func (v *Viewer) Slide(t testing.TB, n int) {
	t.Helper()
	v.Sees(t, fmt.Sprint("slide ", n), func(name string, e live.Event) bool { return name != "end" && e.Slide == n })
}

// Within waits a while for the viewer's last event to be what ok wants.
func (v *Viewer) Within(limit time.Duration, ok func(name string, e live.Event) bool) bool {
	deadline := time.After(limit)
	for {
		v.Mu.Lock()
		holds := v.name != "" && ok(v.name, v.Last)
		v.Mu.Unlock()
		if holds {
			return true
		}
		select {
		case <-v.news:
		case <-deadline:
			return false
		}
	}
}
