package browser

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"

	"lectern/app/e2e/harness"
)

// weak is a way to Lectern that breaks when the test says so.
type weak struct {
	url string
	mu  sync.Mutex
	all map[net.Conn]struct{}
}

func startWeak(t testing.TB, to string) *weak {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &weak{url: "http://" + l.Addr().String() + "/", all: map[net.Conn]struct{}{}}
	var over sync.WaitGroup
	over.Go(func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				in.Close()
				continue
			}
			w.mu.Lock()
			w.all[in], w.all[out] = struct{}{}, struct{}{}
			w.mu.Unlock()
			pipe := func(to, from net.Conn) {
				io.Copy(to, from)
				to.Close()
				w.mu.Lock()
				delete(w.all, from)
				w.mu.Unlock()
			}
			over.Go(func() { pipe(out, in) })
			over.Go(func() { pipe(in, out) })
		}
	})
	t.Cleanup(func() { l.Close(); w.breaks(); over.Wait() })
	return w
}

// breaks ends all that goes through.
func (w *weak) breaks() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.all {
		c.Close()
	}
}

// TestEverybodyIsEqual: after a talk of many moves and strokes, of which some are taken back, on the way to screens that drop out at random, each shows what the console
// does, on every slide.
func TestEverybodyIsEqual(t *testing.T) {
	t.Parallel()
	startChromium(t)
	const slides = 8
	moves, strokes, breaks := 20, 50, 20 // one way breaks in so many of them
	if harness.All() {
		moves, strokes, breaks = 200, 500, 40
	}
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(slides)))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, slides)
	var ways []*weak
	screens := []*tab{c}
	for i := range 3 {
		w := startWeak(t, l.AddrPort().String())
		ways = append(ways, w)
		p := newBrowser(t).open(w.url + []string{"", "kiosk?name=Hall", "decks/1"}[i])
		p.allow("net::ERR_", "Failed to load resource")
		screens = append(screens, p)
	}
	seed := rand.Uint64()
	chance := rand.New(rand.NewPCG(seed, 0))
	at, drawn := 1, map[int][]string{}
	ask := func(method, path, body string) {
		t.Helper()
		if status, text := l.Ask(method, "/api/decks/1"+path, body); status/100 != 2 {
			t.Fatalf("seed %d: %s %s %s: %d %s", seed, method, path, body, status, text)
		}
	}
	goTo := func(slide int) { t.Helper(); at = slide; ask("PUT", "", fmt.Sprintf(`{"current_slide":%d}`, slide)) }
	for i := range moves + strokes {
		switch {
		case i%7 < 2 && i*2/7 < moves:
			goTo(1 + chance.IntN(slides))
		case chance.IntN(12) == 0 && len(drawn[at]) > 0:
			n := chance.IntN(len(drawn[at]))
			ask("DELETE", "/ink/"+drawn[at][n], "")
			drawn[at] = append(drawn[at][:n], drawn[at][n+1:]...)
		default:
			id := fmt.Sprint("s", i)
			var points [][2]float64
			for range 1 + chance.IntN(30) {
				points = append(points, [2]float64{chance.Float64(), chance.Float64()})
			}
			points[0][0] = float64(i) / 1000 // by which it is known
			text, _ := json.Marshal(points)
			ask("POST", "/ink", fmt.Sprintf(`{"slide":%d,"stroke":{"id":%q,"color":"#e5484d","width":0.004,"points":%s}}`, at, id, text))
			drawn[at] = append(drawn[at], id)
		}
		if chance.IntN(breaks) == 0 {
			ways[chance.IntN(len(ways))].breaks()
		}
	}
	for slide := range slides {
		goTo(slide + 1)
		var want string
		for i, p := range screens {
			// By their number alone one that was taken back passes for one that is yet to come.
			p.waits(fmt.Sprintf("seed %d: slide %d with its strokes", seed, slide+1), fmt.Sprintf(
				`%s.textContent.includes("Slide %d") && Array.from(document.querySelectorAll("#view .slide-ink path, .stage > .stage-slide .slide-ink path"),
					(p) => "s" + Math.round(parseFloat(p.getAttribute("d").slice(1)) / 10)).join() === %q`, plane, slide+1, strings.Join(drawn[slide+1], ",")))
			if got := js[string](p, drawing); i == 0 {
				want = got
			} else if got != want {
				t.Errorf("seed %d: screen %d shows on slide %d\n%s\nand the console\n%s", seed, i, slide+1, got, want)
			}
		}
		if n := strings.Count(want, "M"); n != len(drawn[slide+1]) {
			t.Errorf("seed %d: slide %d has %d strokes, of %d that were drawn", seed, slide+1, n, len(drawn[slide+1]))
		}
	}
}
