package browser

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
	"lectern/app/kiosk"
	"lectern/app/roster"
)

// TestSteadfast: the page of `lectern kiosk` looks for its server, and says so; it shows
// the talk, and after a restart of all of it, without the server, the last slide and
// nothing besides but the urgent message; then it is right again by itself.
func TestSteadfast(t *testing.T) {
	t.Parallel()
	startChromium(t)
	data, folder := harness.Prepared(t), t.TempDir()
	l := harness.Start(t, data, greys(t, 3))
	addr := l.AddrPort().String()
	var k *kiosk.Kiosk
	open := func() (stop func()) {
		var err error
		if k, err = kiosk.Open(kiosk.Config{URL: "http://" + addr, Query: "name=Wall&dim=00:00-24:00=100", Folder: folder, Log: slog.New(slog.DiscardHandler)}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		over := make(chan error, 1)
		running := k
		go func() { over <- running.Run(ctx) }()
		return func() {
			cancel()
			if err := <-over; err != nil {
				t.Error(err)
			}
		}
	}
	at := func() string { at, _, _ := strings.Cut(k.Window(), "?"); return at } // but for the key
	const grey2 = `document.documentElement.dataset.kept === "2.0"`
	b := newBrowser(t)
	stop := open()
	p := b.open(k.Window())
	p.allow(netFail, "503 (Service Unavailable)")
	p.shows(l.Slides(1)[0])
	l.Put(1, `{"current_slide":2}`)
	p.waits("the slide kept", grey2)
	harness.Until(t, harness.Patience, "the page kept", func() bool {
		_, err := os.Stat(filepath.Join(folder, "pages", "tag"))
		return err == nil
	})

	const notice = `document.querySelector(".notice:not([hidden]) p")?.innerText === "Please leave by door 2"`
	if status, text := l.Ask("POST", "/api/notice", `{"text":"Please leave by door 2"}`); status != 204 {
		t.Fatal(status, text)
	}
	p.waits("the message", notice)
	board(l, "the message is on it", func(all []roster.Screen) bool { return len(all) == 1 && all[0].Warned && all[0].State == roster.Well })

	// The power goes: server, program and page.
	l.End(syscall.SIGKILL)
	p.waits("the lost mark", isLost)
	before := at()
	p.close()
	stop()
	stop = open()
	defer func() { stop() }()
	if at() != before {
		t.Fatalf("the window's address is %s, and was %s", at(), before)
	}
	p = b.open(k.Window())
	p.allow(netFail, "503 (Service Unavailable)")
	p.waits("the last slide", `document.querySelector("#view canvas, #view img") !== null && document.getElementById("main").classList.contains("is-on")`)
	p.waits("the lost mark", isLost)
	p.waits("the message", notice)
	js[any](p, `void (document.querySelector(".notice").hidden = true)`)
	if level, want := p.picture().NRGBAAt(640, 360).R, grey(1); max(level, want)-min(level, want) > 2 {
		t.Errorf("the last slide is of grey %d on the screen, want %d", level, want)
	}
	// Somebody who passes by presses Esc, and walks on.
	p.key(kb.Escape)
	p.waits("the page that looks", `location.pathname === "/finding" && !document.getElementById("back").hidden && document.getElementById("networks").children.length > 0`)
	js[any](p, `void (performance.now = () => 1e9)`)
	p.waits("the message again", notice)

	l = harness.Start(t, data, "--addr", addr)
	p.waits("no mark", "!"+isLost)
	p.waits("the message", notice)
	l.Ask("DELETE", "/api/notice", "")
	p.waits("no message", "!("+notice+")")
	l.Put(1, `{"current_slide":3}`)
	p.shows(l.Slides(1)[2])
	l.Put(1, `{"live":false}`)
	p.waits("the clock", `!document.getElementById("idle").hidden`)

	// With nothing to show it says what it looks for, and takes an address.
	l.End(syscall.SIGKILL)
	p.waits("the page that looks", `location.pathname === "/finding" && document.getElementById("networks").children.length > 0`)
	p.waits("the screen's hours there, too", `document.querySelector("body > .night") !== null`)
	if said := js[string](p, `document.getElementById("title").innerText`); !strings.Contains(said, "on this network") && !strings.Contains(said, "no network") {
		t.Errorf("it says %q", said)
	}
	p.key("abc\r")
	p.waits("that nobody answers there", `document.getElementById("trouble").innerText.includes("No Lectern answers at abc")`)
	if os.Getenv("LECTERN_TEST_AXE") != "" {
		p.accessible(axe(t), wcag, "the page that looks")
	}
	// A touch screen has no keyboard but this.
	p.click("#opener")
	press := func(key string) {
		t.Helper()
		js[any](p, `void [...document.querySelectorAll("#keys .button")].find((key) => (key.ariaLabel || key.innerText) === `+quote(key)+`).click()`)
	}
	js[any](p, `document.getElementById("address").select()`)
	for _, key := range []string{"1", "9", "Dot", "Letters", "q", "Hyphen", "Delete", "Digits", "0", "Colon"} {
		press(key)
	}
	p.waits("what was pressed", `document.getElementById("address").value === "19.q0:" && document.activeElement.id === "address"`)
	if os.Getenv("LECTERN_TEST_AXE") != "" {
		p.accessible(axe(t), wcag, "its keys")
	}
	another := harness.Start(t, data)
	js[any](p, `void (document.getElementById("address").value = "`+another.AddrPort().String()+`")`)
	js[any](p, `void document.querySelector("form [type=submit]").click()`)
	p.waits("its server at another address", `location.pathname === "/kiosk" && !document.getElementById("idle").hidden`)
}
