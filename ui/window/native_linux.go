//go:build linux && cgo && !headless && window

package window

/*
#cgo pkg-config: gtk+-3.0 webkit2gtk-4.0 x11
#include <stdlib.h>
#include "native_linux.h"
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

// prepare makes ready what the engine needs before the first window.
func prepare() error {
	// Machines without a GPU, as most virtual ones are, show a white window unless
	// the engine is told not to hand frames over through one.
	if _, err := os.Stat("/dev/dri"); err != nil {
		setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
	}
	if C.lectern_prepare() == 0 {
		name := os.Getenv("WAYLAND_DISPLAY")
		if name == "" {
			name = os.Getenv("DISPLAY")
		}
		if name == "" {
			return fmt.Errorf("%w: neither DISPLAY nor WAYLAND_DISPLAY is set", ErrNoDisplay)
		}
		return fmt.Errorf("%w: %s does not answer or refuses this user", ErrNoDisplay, name)
	}
	return nil
}

// setenv sets an environment variable unless the user has.
func setenv(name, value string) {
	if _, ok := os.LookupEnv(name); !ok {
		os.Setenv(name, value)
	}
}

// native is the GtkWindow, for what webview_go has no call for.
type native struct {
	window *C.GtkWindow
	kiosk  *C.lectern_kiosk // nil unless fullscreen was called
}

func newNative(handle unsafe.Pointer, kiosk bool) *native {
	n := &native{window: (*C.GtkWindow)(handle)}
	C.lectern_window_init(n.window, C.gboolean(boolInt(kiosk)))
	C.lectern_fix_signals()
	return n
}

// scriptRan is called when a page's script has reached the program. The engine
// sets up its signal handlers as late as that.
func (n *native) scriptRan() { C.lectern_fix_signals() }

// fit makes a size no larger than the screen: the one that was remembered may have
// been another's.
func (n *native) fit(width, height int) (int, int) {
	w, h := C.int(width), C.int(height)
	C.lectern_fit(n.window, &w, &h)
	return int(w), int(h)
}

// fullscreen covers a monitor, or with "" the one that the window is on, hides the
// cursor and keeps the machine awake.
func (n *native) fullscreen(monitor string) {
	id := C.CString(monitor)
	defer C.free(unsafe.Pointer(id))
	n.kiosk = C.lectern_kiosk_start(n.window, id)
}

// cover has a window that is full-screen cover another monitor.
func (n *native) cover(monitor string) {
	id := C.CString(monitor)
	defer C.free(unsafe.Pointer(id))
	C.lectern_kiosk_cover(n.kiosk, id)
}

// guard is nothing here: the engine itself asks a page whose window closes. See closed
// in native_linux.c.
func (p *page) guard() error { return nil }

// close undoes what fullscreen did outside the window, and lets the engine finish
// what it has begun: webview_go answers scripts later than they call, and would
// answer to a page that is no more.
func (n *native) close() {
	if n.kiosk != nil {
		C.lectern_kiosk_stop(n.kiosk)
		n.kiosk = nil
	}
	C.lectern_drain()
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
