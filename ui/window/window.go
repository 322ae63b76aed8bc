// Package window owns the one native window of a Lectern process: the console's,
// or a kiosk's full screen. It is the only package that imports webview_go.
//
// On Linux the window is built in with the tag window, since it needs cgo and the
// system's WebKitGTK: plain `go build` works without both. On macOS and Windows it
// is always there with cgo. The tag headless leaves it out everywhere. Without a
// window the package has the same functions, Available is false, and Run says so.
package window

import (
	"errors"
	"os"
	"runtime"
)

var (
	// ErrNoDisplay means that there is a window in this binary and no screen for
	// it: nobody is logged in there, or the display refuses this user.
	ErrNoDisplay = errors.New("the display cannot be opened")

	// ErrNotBuilt means that this binary was built without a window.
	ErrNotBuilt = errors.New("this build of lectern has no window")
)

// Page is what a window shows.
type Page struct {
	URL      string // other sites open in the system's browser
	Audience string // of a page that it offers to show on another monitor; "" is none
}

// Options say what the window shows and how.
type Options struct {
	Page
	Later <-chan Page // where there is no URL yet; until then the window says that all starts
	Title string      // until the page has one of its own

	// Size of the page in CSS pixels. 0 means the default. A kiosk ignores them.
	Width, Height int

	// Kiosk covers the whole screen: no cursor, no context menu, no way to other
	// pages, no sleep. A page that does not come, or that dies, is fetched again
	// until it does; it proves to be alive by a meta element whose name begins
	// with "lectern".
	Kiosk bool

	// Monitor is the ID of the one that a kiosk covers; "" is the one it opens on.
	// Moves, if not nil, tells it to cover another.
	Monitor string
	Moves   <-chan string

	// Choices is where the audience's page was shown before; it is changed, and handed
	// to OnChoice whenever it was.
	Choices  Choices
	OnChoice func(Choices)

	// OnResize, if not nil, is told the size of the page whenever it has changed
	// and stayed so for a moment. It is called on the main goroutine: be quick.
	OnResize func(width, height int)
}

// The size of a window that nobody has sized, and the least that a console fits in.
const (
	defaultWidth, defaultHeight = 1280, 800
	minWidth, minHeight         = 360, 320
)

// size returns the size to open with.
func (o Options) size() (width, height int) {
	if o.Width < minWidth || o.Height < minHeight {
		return defaultWidth, defaultHeight
	}
	return o.Width, o.Height
}

// HasDisplay reports whether a window could show anywhere. It only asks whether
// there is a screen by name; Run may still fail with ErrNoDisplay.
func HasDisplay() bool {
	switch runtime.GOOS {
	case "darwin", "windows":
		return true
	}
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("DISPLAY") != ""
}
