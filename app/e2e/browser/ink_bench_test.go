package browser

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// samples is how often each way is measured, a block of Lectern's after one of the
// floor's.
const samples, sampleBlocks = 40, 5

// A way is how something that a hand does in one window comes to another.
type way struct {
	does    func(n int) // with the n-th key, or sample
	screen  *tab
	painted func(n int) string // is true in the other window once it is there
	took    []time.Duration
}

// measure does something some times, and notes how long each takes until it is painted.
func (w *way) measure(b *testing.B, from, n int) {
	b.Helper()
	for i := from; i < from+n; i++ {
		js[bool](w.screen, fmt.Sprintf(`(window.there = new Promise((done) => {
			const look = () => %s ? requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => done(performance.timeOrigin + performance.now()); c.port2.postMessage(0); }) : requestAnimationFrame(look);
			look();
		}), true)`, w.painted(i)))
		began := time.Now()
		w.does(i)
		at := js[float64](w.screen, `window.there`)
		w.took = append(w.took, time.Duration((at-float64(began.UnixMicro())/1000)*float64(time.Millisecond)))
	}
}

func (w *way) report(b *testing.B) {
	slices.Sort(w.took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(1000*w.took[len(w.took)/2].Seconds(), "p50-ms")
	b.ReportMetric(1000*w.took[len(w.took)*99/100].Seconds(), "p99-ms")
}

// BenchmarkHand is from a key, and from where the pointer is, in the console until it is
// painted in another window. The floor is a bare event: a page that posts, a server that
// passes on, and a page that shows it.
func BenchmarkHand(b *testing.B) {
	startChromium(b)
	l := harness.Serve(b, harness.Write(b, "talk.md", harness.Talk(2)))
	c, a := newBrowser(b).open(l.Info.PresenterURL), newBrowser(b).open(l.At("/"))
	c.at(1, 2)
	s := httptest.NewServer(bare())
	b.Cleanup(s.CloseClientConnections)
	from, to := newBrowser(b).open(s.URL), newBrowser(b).open(s.URL)
	to.waits("the stream", `window.open`)

	key := func(p *tab) func(int) {
		return func(n int) { p.key([]string{kb.ArrowLeft, kb.ArrowRight}[n%2]) }
	}
	ways := map[string][2]*way{
		"key": {
			{does: key(c), screen: a, painted: func(n int) string { return fmt.Sprintf(`%s.textContent.includes("Slide %d")`, plane, 1+n%2) }},
			{does: key(from), screen: to, painted: func(n int) string { return fmt.Sprintf(`document.body.dataset.key === "%d"`, n%2) }},
		},
		"pointer": {
			{does: func(n int) { c.onSlide(false).points(0.2+0.1*float64(n%6), 0.5) }, screen: a,
				painted: func(n int) string { return fmt.Sprintf(`%s === "pointer 0.%d 0.5"`, mark, 2+n%6) }},
			{does: func(n int) { (&hand{from, false, 0, 0, pageWidth, pageHeight}).points(0.2+0.1*float64(n%6), 0.5) }, screen: to,
				painted: func(n int) string { return fmt.Sprintf(`document.body.dataset.at === "0.%d"`, 2+n%6) }},
		},
	}
	ways["pointer-over-500-strokes"] = [2]*way{{does: ways["pointer"][0].does, screen: a, painted: ways["pointer"][0].painted}, {does: ways["pointer"][1].does, screen: to, painted: ways["pointer"][1].painted}}
	for _, name := range []string{"key", "pointer", "pointer-over-500-strokes"} {
		switch name {
		case "pointer":
			c.key("l")
		case "pointer-over-500-strokes":
			scribble(b, l, 500)
			a.waits("the strokes", `document.querySelectorAll("#view .slide-ink path").length === 500`)
		}
		for block := range sampleBlocks {
			for _, w := range ways[name] {
				w.measure(b, 1+block*samples/sampleBlocks, samples/sampleBlocks)
			}
		}
		b.Run(name, func(b *testing.B) {
			b.Run("lectern", ways[name][0].report)
			b.Run("floor", ways[name][1].report)
		})
	}
}

// scribble draws on the slide of the talk.
func scribble(b *testing.B, l *harness.Lectern, strokes int) {
	b.Helper()
	for n := range strokes {
		var points [][2]float64
		for i := range 40 {
			points = append(points, [2]float64{0.1 + 0.8*float64(n)/float64(strokes), 0.1 + 0.02*float64((i*7+n)%40)})
		}
		text, _ := json.Marshal(points)
		body := fmt.Sprintf(`{"slide":1,"stroke":{"id":"s%d","color":"#e5484d","width":0.004,"points":%s}}`, n, text)
		if status, text := l.Ask("POST", "/api/decks/1/ink", body); status != http.StatusNoContent {
			b.Fatalf("%d %s", status, text)
		}
	}
}

// bare is a page that posts what a hand does, and shows what others do; and the server
// between the two.
func bare() http.Handler {
	var mu sync.Mutex
	streams := map[chan string]struct{}{}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<!doctype html><link rel="icon" href="data:,"><body style="height: 100vh"><p></p><script>
			const post = (text) => fetch("/do", { method: "POST", body: text });
			addEventListener("keydown", (e) => post("key=" + Number(e.key === "ArrowRight")));
			addEventListener("pointermove", (e) => post("at=" + (e.clientX / innerWidth).toFixed(1)));
			const line = new EventSource("/live");
			line.onopen = () => (window.open = true);
			line.onmessage = (e) => { const [name, value] = e.data.split("="); document.body.dataset[name] = value; document.querySelector("p").textContent = value; };
		</script>`)
	})
	mux.HandleFunc("/do", func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		for c := range streams {
			select {
			case c <- string(text):
			default:
			}
		}
	})
	mux.HandleFunc("/live", func(w http.ResponseWriter, r *http.Request) {
		c := make(chan string, 100)
		mu.Lock()
		streams[c] = struct{}{}
		mu.Unlock()
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			delete(streams, c)
		}()
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		for {
			select {
			case <-r.Context().Done():
				return
			case text := <-c:
				fmt.Fprintf(w, "data: %s\n\n", text)
				w.(http.Flusher).Flush()
			}
		}
	})
	return mux
}
