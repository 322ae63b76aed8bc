package browser

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

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
	// Of a cover likewise: until then the room is not black, and nothing says so.
	console.key("b")
	said := func(label, text string) {
		t.Helper()
		console.waits(text, fmt.Sprintf(`(([item]) => item.innerText.includes(%s) && item.innerText.includes(%s))(document.querySelectorAll(".status-item"))`, quote(label), quote(text)))
	}
	said("Connection lost", "Slide 8 and black have not reached the room")
	console.waits("a slide that is not covered", `document.querySelector(".stage").dataset.blank === "" && document.querySelector(".tool.is-pending").innerText === "Black"`)
	w.mend()
	console.waits("the room is black", `document.querySelector(".stage").dataset.blank === "black" && !document.querySelector(".is-pending")`)
	console.key("b")
	audience.shows(s[7])
	kiosk.shows(s[7])

	// A disk that is full is no lost line.
	db := l.ConnectAsSuperuser()
	exec := func(sql string) {
		t.Helper()
		if _, err := db.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	console.allow("503")
	exec(`CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$`)
	exec(`CREATE TRIGGER full_disk BEFORE UPDATE ON decks FOR EACH ROW EXECUTE FUNCTION public.full_disk()`)
	console.key(kb.ArrowRight)
	said("Not taken in", "Slide 9 has not reached the room")
	said("Not taken in", "disk is full")
	exec(`DROP FUNCTION public.full_disk CASCADE`)
	audience.shows(s[8])
}

// TestOldKey: a key that was pressed long before the line came back moves the
// room only where nobody else has moved it meanwhile.
func TestOldKey(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
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
