//go:build linux

package load_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/roster"
)

// screens is how many lose their line at once, as with a switch that starts anew.
const screens = 200

// TestScreensReturn: two hundred screens come back within one second, again and again. The
// presenter's key presses are answered meanwhile, and the board is right after it.
func TestScreensReturn(t *testing.T) {
	harness.Long(t, "half a minute of key presses")
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
	l.Slides(1)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: screens}}
	defer client.CloseIdleConnections()
	ctx, end := context.WithCancel(t.Context())
	var over sync.WaitGroup
	defer over.Wait()
	defer end()
	var all []*wall
	for n := range screens {
		w := &wall{client: client, url: strings.TrimSuffix(l.Info.URL, "/"), id: fmt.Sprint("wall-", n), pulled: make(chan struct{}, 1)}
		all = append(all, w)
		over.Go(func() { w.hang(ctx) })
	}
	slide := 1
	right := func(what string) {
		t.Helper()
		began := time.Now()
		l.Until("the board: "+what, func() bool {
			var list []roster.Screen
			status, text := l.Ask("GET", "/api/screens?people=0", "")
			if err := json.Unmarshal([]byte(text), &list); status != 200 || err != nil {
				t.Fatal(status, text, err)
			}
			return len(list) == screens && !slices.ContainsFunc(list, func(s roster.Screen) bool { return s.State != roster.Well || s.Slide != slide })
		})
		t.Logf("the board is right %v after %s", time.Since(began).Round(time.Millisecond), what)
	}
	right("all came")

	const presses, apart = 60, 200 * time.Millisecond
	press := func(before func(n int)) (took []time.Duration) {
		t.Helper()
		tick := time.NewTicker(apart)
		defer tick.Stop()
		for n := range presses {
			<-tick.C
			before(n)
			slide = slide%9 + 1
			began := time.Now()
			l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		return took
	}
	quiet := press(func(int) {})
	right("the quiet")
	storm := press(func(n int) {
		if n%10 == 0 { // all within the second after it
			for _, w := range all {
				time.AfterFunc(rand.N(time.Second/2), w.pull)
			}
		}
	})
	right("the last of the storms")
	came := 0
	for _, w := range all {
		w.mu.Lock()
		came += w.came
		w.mu.Unlock()
	}
	if came < 3*screens { // else there was none
		t.Errorf("the screens came %d times", came)
	}
	worst := func(took []time.Duration) time.Duration { return took[len(took)-1] }
	if most := 10*worst(quiet) + time.Second; worst(storm) > most {
		t.Errorf("a key press took %v while screens came back; %v is the most", worst(storm), most)
	}
	t.Logf("of %d key presses each: %v (median), %v (worst) in the quiet, and %v, %v while %d screens come back, which is %.1f and %.1f times as long; they came %d times",
		presses, quiet[presses/2], worst(quiet), storm[presses/2], worst(storm), screens,
		float64(storm[presses/2])/float64(quiet[presses/2]), float64(worst(storm))/float64(worst(quiet)), came)
}

// A wall is a kiosk's page, as far as the server knows one.
type wall struct {
	client  *http.Client
	url, id string
	pulled  chan struct{}

	mu   sync.Mutex
	came int
}

// pull takes its line from it: it comes back within half a second.
func (w *wall) pull() {
	select {
	case w.pulled <- struct{}{}:
	default:
	}
}

func (w *wall) hang(ctx context.Context) {
	for ctx.Err() == nil {
		on, off := context.WithCancel(ctx)
		go func() {
			select {
			case <-w.pulled:
				off()
			case <-on.Done():
			}
		}()
		w.follow(on)
		off()
		select {
		case <-ctx.Done():
		case <-time.After(rand.N(time.Second / 2)):
		}
	}
}

// follow says of each position that it has painted it.
func (w *wall) follow(ctx context.Context) {
	r, _ := http.NewRequestWithContext(ctx, "GET", fmt.Sprintf("%s/live?kind=kiosk&name=%s&screen=%s&viewer=%s-%d", w.url, w.id, w.id, w.id, rand.Int()), nil)
	res, err := w.client.Do(r)
	if err != nil || res.StatusCode != 200 {
		return
	}
	defer res.Body.Close()
	w.mu.Lock()
	w.came++
	w.mu.Unlock()
	name := ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || !harness.IsPosition(name) {
			continue
		}
		var position struct{ Rev int64 }
		json.Unmarshal([]byte(data), &position)
		seen, _ := http.NewRequestWithContext(ctx, "POST", w.url+"/live/seen", strings.NewReader(fmt.Sprintf(`{"screen":%q,"rev":%d,"width":1920,"height":1080}`, w.id, position.Rev)))
		seen.Header.Set("Content-Type", "application/json")
		if res, err := w.client.Do(seen); err == nil {
			res.Body.Close()
		}
	}
}
