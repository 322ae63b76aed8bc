package browser

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lectern/app/e2e/harness"
	"lectern/app/roster"
)

// younger is what browsers have since Chromium 63, as far as pages are tempted to use it.
const younger = `
	for (const name of ["ResizeObserver", "AbortController", "AbortSignal", "BigInt", "BigInt64Array", "queueMicrotask", "structuredClone",
		"OffscreenCanvas", "CSSStyleValue", "TrustedHTML", "ClipboardItem", "WeakRef", "FinalizationRegistry", "AggregateError"]) delete window[name];
	for (const [type, names] of [
		[Array.prototype, ["flat", "flatMap", "at", "findLast", "findLastIndex", "toSorted", "toReversed", "with"]],
		[String.prototype, ["matchAll", "replaceAll", "trimStart", "trimEnd", "at"]],
		[Object, ["fromEntries", "hasOwn", "groupBy"]],
		[Promise, ["allSettled", "any", "withResolvers", "try"]],
		[Element.prototype, ["replaceChildren", "toggleAttribute", "getAnimations", "checkVisibility"]],
		[Document.prototype, ["replaceChildren", "getAnimations", "adoptedStyleSheets"]],
		[DocumentFragment.prototype, ["replaceChildren"]],
		[Blob.prototype, ["arrayBuffer", "text", "stream"]],
		[HTMLImageElement.prototype, ["decode"]],
		[HTMLElement.prototype, ["inert"]],
		[Crypto.prototype, ["randomUUID"]],
		[Navigator.prototype, ["wakeLock", "locks", "userAgentData"]],
	]) for (const name of names) delete type[name];
	delete window.globalThis;`

// TestTelevision: the browser of a television of 2019 shows the kiosk's page. Its syntax
// is checked in build/bundle.
func TestTelevision(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, greys(t, 2))
	s := l.Slides(1)
	p := newBrowser(t).open("about:blank")
	if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: younger}); err != nil {
		t.Fatal(err)
	}
	p.visit(l.At("/kiosk?name=Lobby"))
	if js[bool](p, `"AbortController" in window || "flat" in []`) {
		t.Fatal("the browser is not old")
	}
	p.shows(s[0])
	// It has no wake lock: a film keeps the screen on, untouched.
	p.waits("the film that keeps it awake", `!document.getElementById("awake").paused && document.getElementById("awake").currentTime > 0`)
	l.Put(1, `{"current_slide":2}`)
	p.shows(s[1])
	l.Put(1, `{"blank":"black"}`)
	p.waits("black", `!document.querySelector(".slide-cover").hidden`)
	l.Put(1, `{"blank":"","live":false}`)
	p.waits("the clock", `!document.getElementById("idle").hidden && document.querySelector("#idle h1").innerText === "Lobby"`)

	// At its hours it is black, but for a talk.
	p.visit(l.At("/kiosk?name=Lobby&off=00:00-24:00&dim=00:00-24:00=40"))
	p.waits("black by the clock", `document.querySelector(".night").style.opacity === "1"`)
	l.Put(1, `{"live":true}`)
	p.shows(s[0])
	const dimmed = `document.querySelector(".night").style.opacity === "0.6"`
	p.waits("the talk, dimmed", dimmed)

	// A deck of its own is no talk, while nobody gives one about it.
	id := board(l, "the lobby", func(all []roster.Screen) bool { return len(all) == 1 && all[0].State == roster.Well })[0].ID
	l.Put(1, `{"live":false}`)
	if status, text := l.Ask("PUT", "/api/screens/"+id, `{"deck":1}`); status != 200 {
		t.Fatal(status, text)
	}
	p.shows(s[0])
	board(l, "it is off", func(all []roster.Screen) bool { return all[0].State == roster.Off && all[0].Slide == 1 })
	l.Ask("POST", "/api/screens/identify", "")
	p.waits("who it is, for somebody who sets it up at night", `!document.querySelector(".identity").hidden && `+dimmed)
	l.Put(1, `{"live":true}`)
	p.waits("the talk about it", dimmed)
}
