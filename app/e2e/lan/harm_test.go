//go:build linux

package lan

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/kiosk"
)

// halls is how many kiosks a venue has.
const halls = 20

// TestKiosksHarmed: twenty screens follow while their network passes no multicast on, find
// their server again at another address as soon as it does, and without it at once where
// the server is killed and started elsewhere.
func TestKiosksHarmed(t *testing.T) {
	harness.Long(t, "it waits for two restarts")
	t.Parallel()
	lan := newLAN(t, "one", "wall")
	one, wall := lan["one"], lan["wall"]
	one.ip("address", "add", "10.49.0.1/24", "dev", "eth0")
	wall.ip("address", "add", "10.49.0.9/24", "dev", "eth0")
	data := harness.Prepared(t)
	hall := one.serve("Hall", data, harness.Write(t, "talk.md", harness.Talk(9)))
	at := "10.49.0.1"
	move := func(slide int) {
		t.Helper()
		out, err := wall.command("curl", "-sSf", "-X", "PUT", "-H", "Authorization: Bearer "+hall.Info.PresenterKey, "-H", "Content-Type: application/json",
			"-d", fmt.Sprintf(`{"current_slide":%d}`, slide), fmt.Sprintf("http://%s:%d/api/decks/1", at, port)).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	// restart kills the server, and starts it at another address.
	restart := func(to string) {
		t.Helper()
		hall.End(syscall.SIGKILL)
		one.ip("address", "delete", at+"/24", "dev", "eth0")
		one.ip("address", "add", to+"/24", "dev", "eth0")
		at = to
		hall = one.serve("Hall", data)
	}
	k := start[venue](wall, "kiosks "+t.TempDir())
	showing := func(slide int) func(venue) bool {
		return func(v venue) bool {
			return len(v.Slides) == halls && !slices.ContainsFunc(v.Slides, func(s int) bool { return s != slide })
		}
	}
	k.sees("slide 1 on all of them, that were never configured", showing(1))

	wall.nft(`table inet f {
		chain i { type filter hook input priority 0; ip daddr 224.0.0.251 drop; ip6 daddr ff02::fb drop; udp sport 5353 drop; }
		chain o { type filter hook output priority 0; ip daddr 224.0.0.251 drop; ip6 daddr ff02::fb drop; }
	}`)
	move(2)
	k.sees("slide 2 on all of them, without multicast", showing(2))
	restart("10.49.0.77")
	k.sees("that it is gone, and stays so", func(v venue) bool { return v.Ready == 0 && v.Rounds >= 2 })
	wall.nft("")
	k.sees("slide 2 on all of them, with multicast again", showing(2))

	killed := time.Now()
	restart("10.49.0.78")
	t.Logf("the server is back after %.1f s", time.Since(killed).Seconds())
	move(3)
	k.sees("slide 3 on all of them, from a server that was killed and moved", showing(3))
	t.Logf("that is %.1f s after it was killed", time.Since(killed).Seconds())
}

// nft sets the rules in there, instead of those before.
func (c *computer) nft(rules string) {
	c.t.Helper()
	set := c.command("nft", "-f", "-")
	set.Stdin = strings.NewReader("flush ruleset\n" + rules)
	if out, err := set.CombinedOutput(); err != nil {
		c.t.Fatalf("%v: %s", err, out)
	}
}

// A venue is what its kiosks have.
type venue struct {
	Ready  int   // so many have a server
	Rounds int   // each was asked so often, and had none
	Slides []int // that each was told last, on a stream that is open; 0: none is
}

// runKiosks runs the kiosks of a venue, without their windows, and follows through each as
// its page does. It writes what they have, a line each time.
func runKiosks(ctx context.Context, folder string) {
	var slides [halls]atomic.Int64
	var lost [halls]atomic.Int64
	var over sync.WaitGroup
	for n := range halls {
		k, err := kiosk.Open(kiosk.Config{Folder: filepath.Join(folder, fmt.Sprint(n)), Query: "name=Wall", Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			fail(err)
		}
		over.Go(func() {
			if err := k.Run(ctx); err != nil {
				fail(err)
			}
		})
		base, _, _ := strings.Cut(k.Window(), "/finding/")
		back := make(chan struct{}, 1)
		over.Go(func() { follow(ctx, base, &slides[n], back) })
		over.Go(func() { looks(ctx, base, &lost[n], back) })
	}
	out := json.NewEncoder(os.Stdout)
	for tick := time.NewTicker(100 * time.Millisecond); ctx.Err() == nil; <-tick.C {
		v := venue{Rounds: 1 << 30}
		for n := range halls {
			v.Slides = append(v.Slides, int(slides[n].Load()))
			v.Rounds = min(v.Rounds, int(lost[n].Load()))
			if lost[n].Load() == 0 {
				v.Ready++
			}
		}
		out.Encode(v)
	}
	over.Wait()
}

// follow keeps a window's stream open, as patient as its page is (ui/web/line/connection.ts)
// until it hears that there is a server again.
func follow(ctx context.Context, base string, slide *atomic.Int64, back chan struct{}) {
	const shortest, longest = 300 * time.Millisecond, 5 * time.Second
	select { // before there was one, there is another page
	case <-back:
	case <-ctx.Done():
	}
	for failures := 0; ctx.Err() == nil; failures++ {
		if heard(ctx, base, slide) {
			failures = 0
		}
		most := min(longest, 2*shortest<<min(failures, 10))
		select {
		case <-ctx.Done():
		case <-back:
		case <-time.After(shortest + rand.N(most-shortest)):
		}
	}
}

// heard notes what is told on one stream, until that ends; it reports whether it was anything.
func heard(ctx context.Context, base string, slide *atomic.Int64) (any bool) {
	defer slide.Store(0)
	request, _ := http.NewRequestWithContext(ctx, "GET", base+"/live", nil)
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer r.Body.Close()
	name := ""
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && harness.IsPosition(name) {
			var position struct{ Slide int64 }
			json.Unmarshal([]byte(data), &position)
			slide.Store(position.Slide)
			any = true
		}
	}
	return any
}

// looks counts how often a window was asked and had had no server, and tells when it has one.
func looks(ctx context.Context, base string, lost *atomic.Int64, back chan struct{}) {
	lost.Store(1)
	for ctx.Err() == nil {
		var s seen
		request, _ := http.NewRequestWithContext(ctx, "GET", base+"/finding/status", nil)
		if r, err := http.DefaultClient.Do(request); err == nil {
			json.NewDecoder(r.Body).Decode(&s)
			r.Body.Close()
		}
		if !s.Ready {
			lost.Add(1)
		} else if lost.Swap(0) > 0 {
			select {
			case back <- struct{}{}:
			default:
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second): // as ui/web/kiosk/home.ts
		}
	}
}
