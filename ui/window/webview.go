//go:build cgo && !headless && (window || darwin || windows)

package window

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	webview "github.com/webview/webview_go"
)

// Available tells whether this binary can open windows.
const Available = true

// pageScript runs in every page of the window before the page's own scripts. It
// is the native side's ear: title, size, links and signs of life.
//
//go:embed page.js
var pageScript string

// waitingPage is what a kiosk shows while its server does not answer.
const waitingPage = `<!doctype html><meta charset="utf-8"><style>
html { background: #000; color: #666; cursor: none; font: 2.2vw system-ui, sans-serif }
body { display: flex; height: 100vh; margin: 0; align-items: center; justify-content: center }
</style><body>Waiting for the presentation`

// startingPage is what a window shows until there is a page.
const startingPage = `<!doctype html><meta charset="utf-8"><title>Lectern</title><style>
html { background: #0e0f13; color: #a3a7b3; font: 20px system-ui, sans-serif; text-align: center }
body { display: flex; flex-direction: column; height: 100vh; margin: 0; align-items: center; justify-content: center; gap: 8px }
b { color: #f2f2f0; font-size: 28px } p { margin: 0 2em; opacity: 0; animation: show .3s 2s forwards } @keyframes show { to { opacity: 1 } }
</style><body><b>Lectern is starting</b><p>The first time it makes its database, which takes some seconds.</p>`

// Run shows the window and returns when somebody closes it or ctx ends. It must
// be called on the main goroutine, and once at a time.
func Run(ctx context.Context, o Options) error {
	if err := prepare(); err != nil {
		return err
	}
	w := webview.New(false)
	if w == nil || w.Window() == nil {
		return ErrNoDisplay
	}
	native := newNative(w.Window(), o.Kiosk)
	ctx, cancel := context.WithCancel(ctx)
	var users sync.WaitGroup // goroutines that use w
	defer func() {
		cancel()
		users.Wait()
		native.close()
		w.Destroy()
	}()

	width, height := native.fit(o.size())
	w.SetTitle(o.Title)
	w.SetSize(minWidth, minHeight, webview.HintMin)
	w.SetSize(width, height, webview.HintNone)

	p := &page{options: o, window: w, native: native, width: width, height: height, alive: make(chan struct{}, 1)}
	defer p.closeAudience()
	if err := w.Bind("lecternWindow", p.hear); err != nil {
		return fmt.Errorf("binding the page's script: %w", err)
	}
	w.Init(fmt.Sprintf("(%s)(%t)", pageScript, o.Kiosk))
	if err := p.guard(); err != nil {
		return fmt.Errorf("guarding the window: %w", err)
	}

	if o.Kiosk {
		native.fullscreen(o.Monitor)
		users.Go(func() {
			for {
				select {
				case monitor := <-o.Moves:
					w.Dispatch(func() { native.cover(monitor) })
				case <-ctx.Done():
					return
				}
			}
		})
		r := retry{
			probe:    func(ctx context.Context) bool { return answers(ctx, http.DefaultClient, o.URL) },
			navigate: func() { w.Dispatch(func() { w.Navigate(o.URL) }) },
			wait:     func() { w.Dispatch(func() { w.SetHtml(waitingPage) }) },
			alive:    p.alive,
		}
		users.Go(func() { r.run(ctx) })
	} else if o.URL != "" {
		p.open(o.Page)
	} else {
		w.SetHtml(startingPage)
		users.Go(func() {
			select {
			case page := <-o.Later:
				w.Dispatch(func() { p.open(page) })
			case <-ctx.Done():
			}
		})
	}

	users.Add(1) // before: ctx may be over already
	stop := context.AfterFunc(ctx, func() {
		defer users.Done()
		w.Dispatch(w.Terminate) // Windows ends the loop of the thread that says so
	})
	w.Run()
	if stop() {
		users.Done() // closed by hand: nothing is left to terminate
	}
	return nil
}

// A page is the window's side of pageScript. All of it is the main goroutine's.
type page struct {
	options       Options
	window        webview.WebView
	native        *native
	width, height int           // as last told to OnResize
	alive         chan struct{} // of capacity 1
	audience      *audience     // nil where none is offered
}

// open shows a page, and offers what it has for the audience.
func (p *page) open(of Page) {
	if of.Audience != "" && !p.options.Kiosk {
		p.audience = newAudience(of.Audience, p.options)
	}
	p.window.Navigate(of.URL)
}

func (p *page) closeAudience() {
	if p.audience != nil {
		p.audience.close()
	}
}

// hear takes one message of pageScript, or of a page that knows of lecternWindow, and
// answers it.
func (p *page) hear(kind string, value json.RawMessage) (any, error) {
	p.native.scriptRan()
	switch kind {
	case "screens", "audience", "swap":
		return p.screens(kind, value)
	}
	return nil, p.heard(kind, value)
}

// screens is about the monitors: where they are ("screens"), on which the audience's
// view is to be ("audience", with the ID of one or ""), and to have console and view
// change places ("swap").
func (p *page) screens(kind string, value json.RawMessage) (any, error) {
	if p.audience == nil {
		return nil, nil
	}
	monitors := p.native.monitors()
	state := p.audience.look(monitors)
	switch kind {
	case "audience":
		var id string
		if err := json.Unmarshal(value, &id); err != nil {
			return nil, err
		}
		if id != "" && !hasMonitor(monitors, id) {
			return nil, fmt.Errorf("there is no monitor %q", id)
		}
		if id != "" && id == own(monitors) { // the console makes room
			p.native.move(other(monitors))
		}
		if err := p.audience.show(id); err != nil {
			return nil, err
		}
	case "swap":
		here, there := own(monitors), state.Audience
		if there == "" {
			there = other(monitors)
		}
		if here == "" || there == "" {
			return state, nil
		}
		if err := p.audience.show(here); err != nil {
			return nil, err
		}
		p.native.move(there)
	default:
		return state, nil
	}
	return p.audience.look(p.native.monitors()), nil
}

// other is a monitor that the window is not on, or "".
func other(monitors []Monitor) string {
	for _, m := range monitors {
		if !m.Own {
			return m.ID
		}
	}
	return ""
}

// heard takes what needs no answer.
func (p *page) heard(kind string, value json.RawMessage) error {
	switch kind {
	case "title":
		var title string
		if err := json.Unmarshal(value, &title); err != nil {
			return err
		}
		p.window.SetTitle(title)
	case "size":
		var size [2]int
		if err := json.Unmarshal(value, &size); err != nil {
			return err
		}
		p.resized(size[0], size[1])
	case "open":
		var address string
		if err := json.Unmarshal(value, &address); err != nil {
			return err
		}
		if p.options.Kiosk {
			return nil // nothing may cover a kiosk
		}
		return openInBrowser(address)
	case "alive":
		select {
		case p.alive <- struct{}{}:
		default: // one sign of life not yet noticed is enough
		}
	}
	return nil
}

func (p *page) resized(width, height int) {
	if p.options.OnResize == nil || p.options.Kiosk || width == p.width && height == p.height {
		return
	}
	p.width, p.height = width, height
	p.options.OnResize(width, height)
}
