package browser

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// Between talks: so many screens, so many turns of the programme, each of so many seconds.
const inStepScreens, inStepTurns, inStepSeconds = 4, 25, 2

// watchTurns notes in a page when it has painted something else: ms since 1970, and what.
const watchTurns = `(() => {
	window.turns = [];
	let was = "";
	const look = () => {
		const is = (%s)?.textContent || "";
		if (is && is !== was) {
			was = is;
			const c = new MessageChannel(); // this frame is drawn once that arrives
			c.port1.onmessage = () => window.turns.push({at: performance.timeOrigin + performance.now(), is});
			c.port2.postMessage(0);
		}
		requestAnimationFrame(look);
	};
	look();
})()`

// BenchmarkInStep is how far apart screens show the next slide of the programme: from the
// first one to the last, of four, at each turn. The floor is as many bare pages, and a bare
// event to all of them.
func BenchmarkInStep(b *testing.B) {
	startChromium(b)
	l := harness.Serve(b, harness.Write(b, "talk.md", harness.Talk(6)))
	l.Slides(1)
	l.Put(1, `{"live":false}`)
	if status, text := l.Ask("PUT", "/api/programme", fmt.Sprintf(`{"zone":"UTC","items":[{"deck":1,"seconds":%d,"days":[1,2,3,4,5,6,7],"begins":"","ends":"","screens":[]}]}`, inStepSeconds)); status != 200 {
		b.Fatal(status, text)
	}
	s := httptest.NewServer(bare())
	b.Cleanup(s.CloseClientConnections)
	var walls, floor []*tab
	for n := range inStepScreens {
		wall := newBrowser(b).openSized(l.At(fmt.Sprintf("/kiosk?name=Wall%%20%d", n)), 1920, 1080, dark)
		wall.waits("a slide", `!!document.querySelector("#view .slide h1")`)
		js[any](wall, fmt.Sprintf(watchTurns, `document.querySelector("#view .slide h1")`))
		page := newBrowser(b).openSized(s.URL, 1920, 1080, dark)
		page.waits("the stream", `window.open`)
		js[any](page, fmt.Sprintf(watchTurns, `document.querySelector("p")`))
		walls, floor = append(walls, wall), append(floor, page)
	}
	// Turns are at whole seconds; the floor's are long after those, and before the next.
	const turn, late = inStepSeconds * time.Second, 1500 * time.Millisecond
	for n := range inStepTurns + 1 {
		now := time.Now()
		time.Sleep(now.Truncate(turn).Add(turn + late).Sub(now))
		if n == 0 { // what came while pages were opened, one after the other, is none
			for _, p := range append(walls, floor...) {
				js[any](p, `void (window.turns = [])`)
			}
			continue
		}
		res, err := s.Client().Post(s.URL+"/do", "text/plain", strings.NewReader(fmt.Sprintf("turn=%d", n)))
		if err != nil {
			b.Fatal(err)
		}
		res.Body.Close()
	}
	b.Run("lectern", func(b *testing.B) { reportApart(b, walls, turn, 0) })
	b.Run("floor", func(b *testing.B) { reportApart(b, floor, turn, late) })
}

// reportApart reports by how much pages are apart at the turns that all of them saw.
func reportApart(b *testing.B, pages []*tab, turn, late time.Duration) {
	b.Helper()
	seen := map[int64][]float64{} // by the turn, ms since it began
	is := map[int64]string{}
	for _, p := range pages {
		for _, one := range js[[]struct {
			At float64
			Is string
		}](p, `window.turns`) {
			began := one.At - float64(late.Milliseconds())
			n := (int64(began) + turn.Milliseconds()/4) / turn.Milliseconds() // a clock may be a little ahead
			if before, ok := is[n]; ok && before != one.Is {
				b.Errorf("in one turn one page shows %q, and another one %q", before, one.Is)
			}
			is[n] = one.Is
			seen[n] = append(seen[n], began-float64(n*turn.Milliseconds()))
		}
	}
	var apart, after []float64
	for _, at := range seen {
		if len(at) == len(pages) { // the last one may not be everybody's yet
			apart = append(apart, slices.Max(at)-slices.Min(at))
			after = append(after, slices.Max(at))
		}
	}
	if len(apart) < inStepTurns-1 {
		b.Fatalf("all %d pages saw %d turns of %d: %v", len(pages), len(apart), len(seen), seen)
	}
	slices.Sort(apart)
	slices.Sort(after)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(apart[len(apart)/2], "apart-p50-ms")
	b.ReportMetric(apart[len(apart)-1], "apart-worst-ms")
	b.ReportMetric(after[len(after)/2], "after-the-turn-p50-ms")
}
