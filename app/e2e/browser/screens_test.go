package browser

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/roster"
)

// cable is between a screen and the server: it can be pulled out, and plugged in again.
// Where the computers hear of that, connections end; beyond a switch nobody is told.
type cable struct {
	t        testing.TB
	listener net.Listener
	to       string

	mu    sync.Mutex
	out   bool
	mute  bool // nothing comes through, and nobody is told
	heard *sync.Cond
	conns map[net.Conn]bool
	over  sync.WaitGroup
}

func newCable(t testing.TB, l *harness.Lectern) *cable {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{t: t, listener: listener, to: l.AddrPort().String(), conns: map[net.Conn]bool{}}
	c.heard = sync.NewCond(&c.mu)
	c.over.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			c.over.Go(func() { c.carry(near) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		c.plug(false)
		c.over.Wait()
	})
	return c
}

func (c *cable) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", c.to)
	if err != nil {
		return
	}
	defer far.Close()
	c.mu.Lock()
	out := c.out
	c.conns[near], c.conns[far] = true, true
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.conns, near)
		delete(c.conns, far)
	}()
	if out {
		return
	}
	var back sync.WaitGroup
	back.Go(func() { c.pass(near, far) })
	c.pass(far, near)
	back.Wait()
}

// pass brings on what comes, as soon as it can.
func (c *cable) pass(to, from net.Conn) {
	defer to.Close()
	for buf := make([]byte, 64<<10); ; {
		n, err := from.Read(buf)
		c.mu.Lock()
		for c.mute {
			c.heard.Wait()
		}
		c.mu.Unlock()
		if _, failed := to.Write(buf[:n]); err != nil || failed != nil {
			return
		}
	}
}

// plug pulls the cable out, or plugs it in.
func (c *cable) plug(in bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.heard.Broadcast()
	c.mute, c.out = false, !in
	for conn := range c.conns {
		if c.out {
			conn.Close()
		}
	}
}

// cut pulls it out, and tells nobody.
func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mute = true
}

// at is an address of the server, by this cable.
func (c *cable) at(path string) string { return "http://" + c.listener.Addr().String() + path }

// board waits until the board is as is says.
func board(l *harness.Lectern, what string, is func([]roster.Screen) bool) (list []roster.Screen) {
	l.T.Helper()
	was := ""
	defer func() {
		if l.T.Failed() {
			l.T.Logf("the board has %s", was)
		}
	}()
	l.Until("the board: "+what, func() bool {
		status, text := l.Ask("GET", "/api/screens?people=0", "")
		list, was = nil, text
		if err := json.Unmarshal([]byte(text), &list); status != 200 || err != nil {
			l.T.Fatal(status, text, err)
		}
		return is(list)
	})
	return list
}

// TestScreens: a technician names, turns and gives screens decks from the console, and
// sees there how they are, whatever is pulled out.
func TestScreens(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(3)))
	talk := l.Slides(1)
	l.Upload("lobby.md", []byte("# In the lobby\n\n---\n\n# Two\n"))
	lobby := l.Slides(2)
	wire := newCable(t, l)
	screens := newBrowser(t)
	kiosk := screens.open(wire.at("/kiosk?name=Foyer"))
	kiosk.allow("ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_INCOMPLETE_CHUNKED", "ERR_SOCKET")
	kiosk.shows(talk[0])
	beamer := newBrowser(t).open(l.At("/?window"))
	beamer.shows(talk[0])
	well := func(slide int) func([]roster.Screen) bool {
		return func(all []roster.Screen) bool {
			for _, s := range all {
				if s.State != roster.Well || s.Slide != slide || s.Width != pageWidth || s.Height != pageHeight {
					return false
				}
			}
			return len(all) == 2
		}
	}
	board(l, "both are well", well(1))
	l.Put(1, `{"current_slide":2}`)
	board(l, "both show the next", well(2))

	c := newBrowser(t).openSized(l.Info.PresenterURL, pageWidth, pageHeight, dark)
	c.at(2, 3)
	c.key("K")
	row := func(name string) string {
		return fmt.Sprintf(`[...document.querySelectorAll(".screen")].find((row) => row.querySelector(".screen-name").innerText === %s)`, quote(name))
	}
	says := func(name, words string) {
		t.Helper()
		c.waits(name+": "+words, fmt.Sprintf(`%s?.innerText.includes(%s)`, row(name), quote(words)))
	}
	says("Foyer", "Slide 2 of")
	says("Foyer", "Up to date")
	open := func(name string) {
		t.Helper()
		js[any](c, row(name)+`.querySelector(".screen-more").click()`)
		c.waits("what can be changed", `document.querySelectorAll(".screen-panel select").length === 3`)
	}
	choose := func(n int, value string) {
		t.Helper()
		js[any](c, fmt.Sprintf(`void (() => { const s = document.querySelectorAll(".screen-panel select")[%d]; s.value = %s; s.dispatchEvent(new Event("change")); })()`, n, quote(value)))
	}
	open("Foyer")
	c.waits("the field", `document.activeElement.matches(".screen-panel input")`)
	c.key("Main hall\r")
	says("Main hall", "Up to date")
	if os.Getenv("LECTERN_TEST_AXE") != "" {
		c.accessible(axe(t), wcag, "the screens")
	}
	c.keepPicture("screens")
	js[any](c, row("Main hall")+`.querySelector(".screen-identify").click()`)
	kiosk.waits("who it is", `!document.querySelector(".identity").hidden && document.querySelector(".identity").innerText.replace(/\s+/g, " ") === "1 Main hall"`)
	kiosk.keepPicture("identified")
	choose(2, "90")
	kiosk.waits("it is turned", `document.body.dataset.rotation === "90" && document.body.clientWidth === innerHeight && document.querySelector("#view").clientWidth === innerHeight`)
	choose(0, "2")
	kiosk.shows(lobby[0])
	says("Main hall", "Slide 1 of “In the lobby”")
	undo := `[...document.querySelectorAll(".toast")].find((t) => t.innerText.includes("shows “In the lobby”"))?.querySelector("button")`
	c.waits("that it can be undone", undo+` !== undefined`)
	js[any](c, undo+`.click()`)
	kiosk.shows(talk[1])
	c.waits("the field as it was", `document.querySelector(".screen-panel select").value === ""`)
	choose(0, "2")
	kiosk.shows(lobby[0])
	// What is refused is put back.
	c.allow("422")
	js[any](c, `void (() => { const f = document.querySelector(".screen-panel input"); f.value = "x".repeat(101); f.dispatchEvent(new Event("change")); })()`)
	c.waits("the name that it has", `document.querySelector(".screen-panel input").value === "Main hall"`)
	beamer.shows(talk[1])

	// It is the same one again after a restart, and while it is not there the board says so.
	kiosk.close()
	says("Main hall", "Not connected, seen just now")
	c.waits("one needs a look", `document.querySelector(".screens-sums").innerText === "1 of 2 screens connected · 1 needs a look"`)
	js[any](c, `[...document.querySelectorAll(".screen-actions button")].find((b) => b.innerText === "Not missed until it is back").click()`)
	says("Main hall", "Not connected, and not missed")
	c.waits("none needs a look", `document.querySelector(".screens-sums").innerText === "1 screen connected"`)
	kiosk = screens.open(wire.at("/kiosk?name=Foyer"))
	kiosk.allow("ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_INCOMPLETE_CHUNKED", "ERR_SOCKET")
	kiosk.shows(lobby[0])
	kiosk.waits("it is turned as before", `document.body.dataset.rotation === "90"`)
	choose(0, "")
	kiosk.shows(talk[1])
	wire.plug(false)
	says("Main hall", "Not connected")
	kiosk.shows(talk[1])
	l.Put(1, `{"current_slide":3}`)
	wire.plug(true)
	kiosk.shows(talk[2])
	says("Main hall", "Up to date")
	js[any](kiosk, `window.before = true`)
	js[any](c, `document.querySelector(".screen-actions button").click()`)
	kiosk.waits("the page anew", `!window.before`)
	kiosk.shows(talk[2])
	js[any](c, `document.querySelector(".screen-actions button:last-child").click()`)
	says("Foyer", "Up to date")
	kiosk.waits("it is not turned any more", `!document.body.dataset.rotation`)
}

// TestScreensUnplugged: however screens are pulled out and plugged in, the board has of each
// what is so. LECTERN_TEST_SEED repeats one.
func TestScreensUnplugged(t *testing.T) {
	harness.Long(t, "minutes of plugs")
	startChromium(t)
	seed := rand.Uint64()
	if s, err := strconv.ParseUint(os.Getenv("LECTERN_TEST_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Log("LECTERN_TEST_SEED =", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	var cables []*cable
	in := map[string]bool{}
	for n := range 4 {
		c := newCable(t, l)
		cables = append(cables, c)
		name := fmt.Sprint("Screen ", n)
		p := newBrowser(t).open(c.at("/kiosk?name=Screen%20" + fmt.Sprint(n)))
		p.allow("ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_INCOMPLETE_CHUNKED", "ERR_SOCKET", "ERR_FAILED")
		in[name] = true
	}
	// One that never came is on no board.
	board(l, "all of them", func(all []roster.Screen) bool {
		return len(all) == len(cables) && !slices.ContainsFunc(all, func(s roster.Screen) bool { return s.State != roster.Well })
	})
	slide := 1
	for range 15 {
		for n := range cables {
			name := fmt.Sprint("Screen ", n)
			if chance.IntN(3) == 0 {
				if in[name] = !in[name]; in[name] || chance.IntN(3) > 0 {
					cables[n].plug(in[name])
				} else {
					cables[n].cut()
				}
			}
		}
		slide = 1 + chance.IntN(9)
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		board(l, fmt.Sprint("slide ", slide, " on ", in), func(all []roster.Screen) bool {
			for _, s := range all {
				here, away := s.State == roster.Well && s.Slide == slide, s.State == roster.Gone || s.State == roster.Silent
				if in[s.Name] && !here || !in[s.Name] && !away {
					return false
				}
			}
			return len(all) == len(cables)
		})
	}
}
