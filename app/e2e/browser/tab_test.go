package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// tab is a page in a window of its own, since Chromium hides all tabs of a
// window but one. What goes wrong inside it fails the test.
type tab struct {
	t       testing.TB
	ctx     context.Context
	cancel  context.CancelFunc
	browser context.Context // of the whole Chromium
	url     string

	mu      sync.Mutex
	trouble []string
	allowed []string
	// questions is how often the page asked whether it is to be left.
	questions int
}

// size and colour scheme that pages open with, unless the test says otherwise.
const (
	pageWidth, pageHeight = 1280, 720
	light, dark           = "light", "dark"
)

// open shows an address.
func (b *browser) open(url string) *tab {
	b.t.Helper()
	return b.openSized(url, pageWidth, pageHeight, light)
}

func (b *browser) openSized(url string, width, height int64, scheme string) *tab {
	b.t.Helper()
	p := &tab{t: b.t, browser: b.ctx, url: url, allowed: []string{networkChanged}}
	p.ctx, p.cancel = chromedp.NewContext(b.ctx, chromedp.WithExistingBrowserContext(b.profile), chromedp.WithListener(p.hear), chromedp.WithDetachOnCancel())
	b.t.Cleanup(p.close)
	// The first Do binds the page's life to its context: no deadline on it.
	if err := chromedp.Do(p.ctx); err != nil {
		b.t.Fatal(err)
	}
	// Of these chromedp has the page tell, for what no test asks it to do.
	for _, domain := range []cdp.Command[cdp.Empty, cdp.Empty]{css.Disable, network.Disable} {
		if _, err := chromedp.Call(p.ctx, domain, cdp.Empty{}); err != nil {
			b.t.Fatal(err)
		}
	}
	// A window that another test opens meanwhile takes no keys away from this one.
	if _, err := chromedp.Call(p.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		b.t.Fatal(err)
	}
	p.resize(width, height, scheme)
	p.visit(url)
	return p
}

// networkChanged is what Chromium says to whatever it loads just when an
// interface comes or goes on this machine, which is not Lectern's doing.
const networkChanged = "net::ERR_NETWORK_CHANGED"

// visit loads an address.
func (p *tab) visit(url string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	err := chromedp.Do(ctx, chromedp.Navigate(url))
	for err != nil && ctx.Err() == nil && strings.Contains(err.Error(), networkChanged) {
		err = chromedp.Do(ctx, chromedp.Navigate(url))
	}
	if err != nil {
		p.t.Fatalf("%s: %v", url, err)
	}
}

// close ends the page, and tells what went wrong in it.
func (p *tab) close() {
	p.t.Helper()
	p.cancel()
	// chromedp's own way asks every few milliseconds whether the page is gone. One that
	// is gone already is an error to nobody.
	if c := chromedp.FromContext(p.ctx); c.Target != nil {
		chromedp.CallBrowser(p.browser, target.CloseTarget, target.CloseTargetParams{TargetID: c.Target.TargetID})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range p.trouble {
		if !p.allows(text) {
			p.t.Errorf("%s: %s", p.url, text)
		}
	}
	p.trouble = nil
}

// allow names trouble that the test itself makes.
func (p *tab) allow(words ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.allowed = append(p.allowed, words...)
}

func (p *tab) allows(text string) bool {
	// A page may ask for what comes next of a deck that was closed a moment ago, and has
	// not heard of it: the browser says so, and the page needs nothing of it.
	if strings.Contains(text, "404 (Not Found)") && strings.Contains(text, "/ahead/") {
		return true
	}
	for _, words := range p.allowed {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// hear collects exceptions, what the page complains of, and what the browser
// complains of: broken policies, failed loads.
func (p *tab) hear(event any) {
	text := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning {
			return
		}
		var words []string
		for _, arg := range e.Args {
			words = append(words, arg.Description+string(arg.Value))
		}
		text = fmt.Sprintf("console.%s: %s", e.Type, strings.Join(words, " "))
	case *log.EventEntryAdded:
		if e.Entry.Level != log.EntryLevelError && e.Entry.Level != log.EntryLevelWarning {
			return
		}
		text = fmt.Sprintf("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL)
	case *page.EventJavascriptDialogOpening:
		// A page that asks before it is left is left all the same. (The event's own
		// goroutine may not wait for an answer.)
		p.mu.Lock()
		p.questions++
		p.mu.Unlock()
		go chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		return
	default:
		return
	}
	p.mu.Lock()
	p.trouble = append(p.trouble, text)
	p.mu.Unlock()
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v", p.url, err)
	}
}

// key types into the page: a rune each, named ones from the package kb. The
// text comes with the key that goes down, as from a keyboard: a page that takes
// the key keeps the text from a field. (chromedp's KeyEvent sends it apart.)
func (p *tab) key(keys string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	for _, r := range keys {
		events := kb.Encode(r)
		down, up := events[0], events[len(events)-1]
		if len(events) == 3 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		for _, e := range []*input.DispatchKeyEventParams{down, up} {
			for _, m := range modifiers {
				e.Modifiers |= int64(m)
			}
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, *e); err != nil {
				p.t.Fatalf("%s: %v", p.url, err)
			}
		}
	}
}

// click presses what a CSS selector finds, once it can be seen.
func (p *tab) click(selector string) {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// js evaluates an expression or a promise.
func js[T any](p *tab, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %.200s: %v", p.url, expression, err)
	}
	return v
}

// toldOfScripts has a page log where a script of a stranger's runs, as an error, which
// fails the test; what its policy forbids does, too.
func (p *tab) toldOfScripts() {
	p.t.Helper()
	js[any](p, `void (() => { for (const f of ["alert", "confirm", "prompt", "eval"]) window[f] = () => console.error("a script ran"); })()`)
}

// waits until an expression is true in the page. (chromedp's own Poll makes a
// function of a string, which the pages' policy forbids.)
func (p *tab) waits(what, expression string) {
	p.t.Helper()
	promise := fmt.Sprintf(`new Promise((done) => {
		const holds = () => { try { return %s; } catch { return false; } }; // an element is not there yet
		let looks = 0; // what takes long is not looked at as often: many an expression has the page laid out
		const look = () => holds() ? done(true) : setTimeout(look, ++looks < 20 ? 15 : 60);
		look();
	})`, expression)
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](promise, chromedp.EvalAwaitPromise))
		switch {
		case err == nil:
			return
		case ctx.Err() == nil && isReload(err):
			continue // the promise went with the page
		}
		p.t.Fatalf("%s: waited for %s: %v\nthe page says: %q%s", p.url, what, err, p.words(), p.leavePicture())
	}
}

func isReload(err error) bool {
	text := err.Error()
	return strings.Contains(text, "context was destroyed") || strings.Contains(text, "navigated or closed") ||
		strings.Contains(text, "Cannot find context")
}

// words is what the page says, for who has to find out why a test failed.
func (p *tab) words() string {
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 600)`))
	if err != nil {
		return err.Error()
	}
	return text
}

func (p *tab) resize(width, height int64, scheme string) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
	p.scheme(scheme)
	p.waits("its new size", fmt.Sprintf(`innerWidth === %d && innerHeight === %d`, width, height))
}

// scheme has the page shown in light or in dark colours, as its reader's system has them.
func (p *tab) scheme(scheme string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"}, // what fades would be in some pictures half
	}})
	if err != nil {
		p.t.Fatal(err)
	}
	p.waits("its colours", fmt.Sprintf(`matchMedia("(prefers-color-scheme: %s)").matches`, scheme))
}

// quote writes a string as JavaScript has it.
func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}
