package browser

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// TestStuckReport: a page whose word that it shows the slide is never answered
// gives it again, on the next connection and on this one.
func TestStuckReport(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	w := newLine(t, l)
	// stick holds the next report for as long as the page waits.
	stick := func() (stuck chan bool) {
		stuck = make(chan bool)
		var first atomic.Bool
		w.set(func(_ http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/live/seen" || !first.CompareAndSwap(false, true) {
				return false
			}
			io.Copy(io.Discard, r.Body) // only then the end of the connection is noticed
			close(stuck)
			<-r.Context().Done()
			return true
		})
		return stuck
	}
	console := newBrowser(t).open(l.Info.PresenterURL)
	here := func(words string) {
		t.Helper()
		console.waits(words, fmt.Sprintf(`document.querySelector(".followers-words")?.textContent === %s`, quote(words)))
	}
	stuck := stick()
	audience := newBrowser(t).open(w.at("/"))
	audience.allow(netFail)
	audience.shows(s[0])
	happens(t, "the report", stuck)
	here("1 · 0 here")
	// The old report is given up after ten seconds. A machine may have none to spare for
	// as long, but not every time.
	n := 1
	for ; ; n++ {
		js[bool](audience, `window.dispatchEvent(new Event("online"))`)
		begin := time.Now()
		here("1 · 1 here")
		took := time.Since(begin)
		if took < 8*time.Second {
			break
		}
		if n == 4 {
			t.Fatalf("the new connection waited %v for the old report", took)
		}
		stuck = stick()
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, n+1))
		audience.shows(s[n])
		happens(t, "the report", stuck)
		here("1 · 0 here")
	}

	stuck = stick()
	l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, n+1))
	audience.shows(s[n])
	happens(t, "the report", stuck)
	l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, n+2))
	audience.shows(s[n+1])
	here("1 · 0 here")
	here("1 · 1 here")
}

// TestLateAnswer: a page at a deck's own address that asks, its line lost,
// whether the deck is closed, and is back before the answer, stays what it is.
func TestLateAnswer(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	for _, late := range []struct {
		what   string
		status int // 0 for no answer at all
	}{{"nothing", 0}, {"404", http.StatusNotFound}} {
		t.Run(late.what, func(t *testing.T) {
			l.Put(1, `{"current_slide":1}`)
			w := newLine(t, l)
			audience := newBrowser(t).open(w.at("/decks/1"))
			audience.allow(netFail, "502 (Bad Gateway)", "404 (Not Found)")
			audience.shows(s[0])

			w.cut()
			asked, answer, over := make(chan bool), make(chan bool), make(chan bool)
			var once sync.Once
			w.set(func(rw http.ResponseWriter, r *http.Request) bool {
				switch r.URL.Path {
				case "/decks/1/live":
					rw.WriteHeader(http.StatusBadGateway)
					return true
				case "/decks/1/slides":
					taken := false
					once.Do(func() {
						taken = true
						close(asked)
						select {
						case <-answer:
							rw.WriteHeader(late.status)
						case <-r.Context().Done(): // the page waits no longer
						}
						close(over)
					})
					return taken
				}
				return false
			})
			w.mend()
			happens(t, "the page's question", asked)
			w.set(nil)
			l.Put(1, `{"current_slide":4}`)
			js[bool](audience, `window.dispatchEvent(new Event("online"))`)
			audience.shows(s[3])
			gaveUp := false
			select {
			case <-over:
				gaveUp = true
				t.Log("this machine was slow: the page did not wait for its answer any more")
			default:
			}
			if late.status != 0 && !gaveUp {
				close(answer)
				audience.waits("the answer", `performance.getEntriesByType("resource").some((e) => e.name.endsWith("/decks/1/slides") && (e.responseStatus === 404 || e.responseStatus === 0))`) // or it gave up just now
			}
			happens(t, "the end of the question", over)
			// What the page does with it, it has done before the answer to another.
			js[int](audience, `fetch("/healthz").then((r) => r.status)`)
			if js[bool](audience, isLost) {
				t.Error("the page is connected and has the lost mark")
			}
			if !js[bool](audience, `document.getElementById("main").classList.contains("is-on")`) {
				t.Errorf("the deck is live, and the page says %q", audience.words())
			}
			l.Put(1, `{"current_slide":5}`)
			audience.shows(s[4])
		})
	}
}
