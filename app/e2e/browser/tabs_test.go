package browser

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestSharedWorker: pages that share a worker stay with it when its clock jumps
// ahead, as it does where it runs on while the worker is frozen.
func TestSharedWorker(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	b := newBrowser(t)
	tabs := []*tab{b.open(l.At("/")), b.open(l.At("/"))}
	for _, p := range tabs {
		p.shows(s[0])
	}
	targets, err := chromedp.Targets(b.ctx)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(targets, func(i *target.Info) bool {
		return i.Type == "shared_worker" && strings.HasPrefix(i.URL, l.Info.URL)
	})
	if at < 0 {
		t.Fatalf("no shared worker among %d targets", len(targets))
	}
	worker, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(targets[at].TargetID))
	defer cancel()
	if err := chromedp.Do(worker); err != nil {
		t.Fatal(err)
	}
	ctx, done := context.WithTimeout(worker, harness.Patience)
	defer done()
	// The jump comes with the first ping of a round: the other page is asked after it.
	pings, err := chromedp.Run(ctx, chromedp.Evaluate[int](`new Promise((done) => {
		const now = performance.now.bind(performance), post = MessagePort.prototype.postMessage;
		let pings = 0;
		MessagePort.prototype.postMessage = function (message) {
			if (message.type === "ping" && ++pings === 1) {
				performance.now = () => now() + 300_000;
				setTimeout(() => done(pings), 0);
			}
			return post.call(this, message);
		};
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	if pings != len(tabs) {
		t.Errorf("%d of %d pages are asked whether they are there", pings, len(tabs))
	}
	l.Put(1, `{"current_slide":4}`)
	for _, p := range tabs {
		p.shows(s[3])
	}

	// A browser has six connections to a host, and the eighth page still loads.
	for len(tabs) < 7 {
		tabs = append(tabs, b.open(l.At("/")))
	}
	for _, n := range []int{1, 5, 9} {
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, n))
		for _, p := range tabs {
			p.shows(s[n-1])
		}
	}
	// The one that holds the others' line may go.
	tabs[0].close()
	b.open(l.At("/")).shows(s[8])
	b.open(l.At("/kiosk")).shows(s[8])
	console := b.open(l.Info.PresenterURL)
	console.shows(s[8])
	console.key(kb.ArrowLeft)
	for _, p := range tabs[1:] {
		p.shows(s[7])
	}
}
