package browser

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// line is what lies between a browser and Lectern: it can be cut, and it
// remembers everything that came over it, whichever page, worker or cache asked.
type line struct {
	t    testing.TB
	addr string
	to   *httputil.ReverseProxy

	mu     sync.Mutex
	server *http.Server
	heard  bytes.Buffer // addresses asked for, and the answers
	trap   trap
}

// trap stands in the line: it may take a request, and answers it then.
type trap func(http.ResponseWriter, *http.Request) (taken bool)

func newLine(t testing.TB, l *harness.Lectern) *line {
	t.Helper()
	target, err := url.Parse(l.Info.URL)
	if err != nil {
		t.Fatal(err)
	}
	w := &line{t: t, addr: "127.0.0.1:0"}
	w.to = &httputil.ReverseProxy{
		FlushInterval: -1, // an event is on its way at once
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding") // answers that can be read
			w.note(r.In.Method + " " + r.In.URL.String() + "\n")
		},
		ModifyResponse: func(r *http.Response) error {
			r.Body = struct {
				io.Reader
				io.Closer
			}{io.TeeReader(r.Body, noter{w}), r.Body}
			return nil
		},
		ErrorHandler: func(rw http.ResponseWriter, _ *http.Request, _ error) { rw.WriteHeader(http.StatusBadGateway) },
	}
	w.mend()
	t.Cleanup(w.cut)
	return w
}

type noter struct{ w *line }

func (n noter) Write(p []byte) (int, error) { n.w.note(string(p)); return len(p), nil }

func (w *line) note(s string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard.WriteString(s)
}

func (w *line) all() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.heard.String()
}

func (w *line) at(path string) string { return "http://" + w.addr + path }

// cut breaks every connection and takes no more.
func (w *line) cut() { w.server.Close() }

// set puts a trap into the line; nil takes it away.
func (w *line) set(t trap) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trap = t
}

func (w *line) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	t := w.trap
	w.mu.Unlock()
	if t == nil || !t(rw, r) {
		w.to.ServeHTTP(rw, r)
	}
}

// mend takes connections again, at the same address.
func (w *line) mend() {
	w.t.Helper()
	listener, err := net.Listen("tcp", w.addr)
	if err != nil {
		w.t.Fatal(err)
	}
	w.addr = listener.Addr().String()
	w.server = &http.Server{Handler: w}
	go w.server.Serve(listener)
}

// happens waits until somebody closes a channel.
func happens(t testing.TB, what string, c <-chan bool) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(harness.Patience):
		t.Fatal("waited for ", what)
	}
}

const (
	isLost  = `document.querySelector(".lost-mark").classList.contains("is-lost")`
	netFail = "net::ERR_" // what the browser logs while there is nobody at the other end
)

// TestCutOff: who was cut off comes back to where the room is by then.
func TestCutOff(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	w := newLine(t, l)
	b := newBrowser(t)
	audience, kiosk := b.open(w.at("/")), b.open(w.at("/kiosk"))
	console := b.open(w.at("/present?key=" + l.Info.PresenterKey))
	pages := []*tab{audience, kiosk, console}
	for _, p := range pages {
		p.allow(netFail)
		p.shows(s[0])
	}
	for round, away := range []int{4, 7} {
		w.cut()
		audience.waits("the lost mark", isLost)
		kiosk.waits("the lost mark", isLost)
		console.waits("a word of the lost line", `document.querySelector(".status-item[data-tone=lost]")`)
		// What was there stays there.
		audience.shows(s[[]int{0, 3}[round]])
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, away))
		w.mend()
		for _, p := range pages {
			p.shows(s[away-1])
		}
		audience.waits("no mark", "!"+isLost)
		kiosk.waits("no mark", "!"+isLost)
		console.waits("no word of it", `!document.querySelector(".status-item[data-tone=lost]")`)
	}
	// A key that was pressed in the gap arrives once the line is back.
	w.cut()
	console.waits("a word of the lost line", `document.querySelector(".status-item[data-tone=lost]")`)
	console.key(kb.ArrowRight)
	console.shows(s[7])
	w.mend()
	audience.shows(s[7])
	kiosk.shows(s[7])
}

// TestOldKey: a key that was pressed long before the line came back moves the
// room only where nobody else has moved it meanwhile.
func TestOldKey(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	w := newLine(t, l)
	b := newBrowser(t)
	audience, console := b.open(l.At("/")), b.open(w.at("/present?key="+l.Info.PresenterKey))
	console.allow(netFail, "502 (Bad Gateway)")
	console.shows(s[0])
	lost := func() {
		t.Helper()
		console.waits("a word of the lost line", `document.querySelector(".status-item[data-tone=lost]")`)
	}
	back := func() {
		t.Helper()
		console.waits("no word of it", `!document.querySelector(".status-item[data-tone=lost]")`)
	}
	later := func() { js[bool](console, `{ const now = Date.now; Date.now = () => now() + 60_000; true }`) }
	const toast = `document.querySelector("#toasts .toast")`
	move := "PUT /api/decks/1\n"

	// Somebody else went on.
	w.cut()
	lost()
	console.key("5\r")
	console.shows(s[4])
	later()
	l.Put(1, `{"current_slide":9}`)
	w.mend()
	console.waits("where the room is", toast+`?.textContent.includes("at slide 9")`)
	back()
	console.shows(s[8])
	audience.shows(s[8])
	if strings.Contains(w.all(), move) {
		t.Error("the old key was sent")
	}
	console.click("#toasts button")

	// Nobody did: the key counts, however late.
	w.cut()
	lost()
	console.key("6\r")
	console.shows(s[5])
	later()
	w.mend()
	audience.shows(s[5])
	back()

	// Nobody did but this console, which heard no answer.
	arrived := make(chan bool)
	var once sync.Once
	w.set(func(rw http.ResponseWriter, r *http.Request) bool {
		if r.Method != "PUT" {
			return false
		}
		once.Do(func() {
			w.to.ServeHTTP(httptest.NewRecorder(), r)
			close(arrived)
		})
		rw.WriteHeader(http.StatusBadGateway)
		return true
	})
	console.key("2\r")
	happens(t, "the move", arrived)
	audience.shows(s[1])
	console.key("3\r")
	console.shows(s[2])
	lost()
	later()
	w.set(nil)
	audience.shows(s[2])
	back()
	console.shows(s[2])
	if js[bool](console, toast+` !== null`) {
		t.Errorf("the console says %q of what it did itself", console.words())
	}
}

// TestStuckReport: a page whose word that it shows the slide is never answered
// gives it again, on the next connection and on this one.
func TestStuckReport(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
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
	js[bool](audience, `window.dispatchEvent(new Event("online"))`)
	begin := time.Now()
	here("1 · 1 here")
	if took := time.Since(begin); took > 8*time.Second {
		t.Errorf("the new connection waited %v for the old report", took)
	}

	stuck = stick()
	l.Put(1, `{"current_slide":2}`)
	audience.shows(s[1])
	happens(t, "the report", stuck)
	l.Put(1, `{"current_slide":3}`)
	audience.shows(s[2])
	here("1 · 0 here")
	here("1 · 1 here")
}

// TestWorkerSlept: pages that share a worker stay with it when its clock jumps
// ahead, as it does where it runs on while the worker is frozen.
func TestWorkerSlept(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
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
}

// TestLateAnswer: a page at a deck's own address that asks, its line lost,
// whether the deck is closed, and is back before the answer, stays what it is.
func TestLateAnswer(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
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
				audience.waits("the answer", `performance.getEntriesByType("resource").some((e) => e.name.endsWith("/decks/1/slides") && e.responseStatus === 404)`)
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

// TestServerRestart: Lectern ends and starts again, and all pages go on, the
// console with its rights.
func TestServerRestart(t *testing.T) {
	t.Parallel()
	startChromium(t)
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	r := newRoom(t, l)
	pages := []*tab{r.console, r.audience, r.kiosk}
	for _, p := range pages {
		p.allow(netFail)
	}
	r.all(s[0])
	addr := strings.Trim(strings.TrimPrefix(l.Info.URL, "http://"), "/")
	for _, end := range []struct {
		by syscall.Signal
		to int
	}{{syscall.SIGTERM, 3}, {syscall.SIGKILL, 5}} {
		l.End(end.by)
		r.audience.waits("the lost mark", isLost)
		r.kiosk.waits("the lost mark", isLost)
		l = harness.Start(t, data, "--addr", addr)
		r.audience.waits("no mark", "!"+isLost)
		r.kiosk.waits("no mark", "!"+isLost)
		r.console.waits("the line", `!document.documentElement.classList.contains("is-lost")`)
		r.console.key(fmt.Sprintf("%d\r", end.to))
		r.all(s[end.to-1])
	}
}

// TestAnotherLibrary: at the same address another library is served, in which a
// deck of the same number is live, at the same slide.
func TestAnotherLibrary(t *testing.T) {
	t.Parallel()
	startChromium(t)
	data := harness.Folder(t)
	another := harness.Start(t, data, harness.Write(t, "other.md", "# Quite another\n\n---\n\n# Two\n"))
	another.Follow("/live").Slide(t, 1)
	theirs := another.Slides(1)[0]
	if err := another.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}

	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
	ours := l.Slides(1)[0]
	b := newBrowser(t)
	pages := []*tab{b.open(l.At("/")), b.open(l.At("/kiosk"))}
	for _, p := range pages {
		p.allow(netFail)
		p.shows(ours)
	}
	addr := l.AddrPort().String()
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	harness.Start(t, data, "--addr", addr)
	for _, p := range pages {
		p.shows(theirs)
	}
}

// TestSevenTabs: a browser has six connections to a host, and the eighth page
// still loads.
func TestSevenTabs(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	b := newBrowser(t)
	var tabs []*tab
	for range 7 {
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
