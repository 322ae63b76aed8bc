//go:build darwin && cgo && !headless

package window

/*
#cgo CFLAGS: -x objective-c
#cgo LDFLAGS: -framework Cocoa
#include "native_darwin.h"
*/
import "C"

import "unsafe"

func prepare() error { return nil }

// native is the NSWindow, for what webview_go has no call for.
type native struct {
	window unsafe.Pointer
	awake  unsafe.Pointer // what keeps the machine awake; nil unless fullscreen was called
}

func newNative(handle unsafe.Pointer, _ bool) *native { return &native{window: handle} }

func (n *native) scriptRan() {}

// fit leaves a size as it is: the system keeps windows on the screen by itself.
func (n *native) fit(width, height int) (int, int) { return width, height }

// fullscreen covers the screen, hides the cursor and keeps the machine awake.
func (n *native) fullscreen() { n.awake = C.lectern_kiosk_start(n.window) }

// close undoes what fullscreen did outside the window.
func (n *native) close() {
	if n.awake != nil {
		C.lectern_kiosk_stop(n.awake)
		n.awake = nil
	}
}
