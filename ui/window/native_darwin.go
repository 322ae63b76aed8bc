//go:build darwin && cgo && !headless

package window

/*
#cgo CFLAGS: -x objective-c
#cgo LDFLAGS: -framework Cocoa
#include <stdlib.h>
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

// The window that is asked before it closes, of which there is one, and what its
// question leads to.
var onClose, onLeave func()

//export lecternClose
func lecternClose() { onClose() }

//export lecternLeave
func lecternLeave() { onLeave() }

func newNative(handle unsafe.Pointer, _ bool) *native { return &native{window: handle} }

func (n *native) scriptRan() {}

// fit leaves a size as it is: the system keeps windows on the screen by itself.
func (n *native) fit(width, height int) (int, int) { return width, height }

// fullscreen covers a monitor, or with "" the one that the window is on, hides the
// cursor and keeps the machine awake.
func (n *native) fullscreen(monitor string) {
	id := C.CString(monitor)
	defer C.free(unsafe.Pointer(id))
	n.awake = C.lectern_kiosk_start(n.window, id)
}

// cover has a window that is full-screen cover another monitor.
func (n *native) cover(monitor string) {
	id := C.CString(monitor)
	defer C.free(unsafe.Pointer(id))
	C.lectern_cover(n.window, id)
}

// hearClose has the window tell when somebody wants to close it, and stay.
func (n *native) hearClose(tell func()) {
	onClose = tell
	C.lectern_hear_close(n.window)
}

// askToClose asks the person, and calls leave if that is meant. It does not wait.
func (n *native) askToClose(leave func()) {
	onLeave = leave
	question, detail := C.CString(closeQuestion), C.CString(closeDetail)
	defer C.free(unsafe.Pointer(question))
	defer C.free(unsafe.Pointer(detail))
	C.lectern_ask_to_close(n.window, question, detail)
}

// close undoes what fullscreen did outside the window.
func (n *native) close() {
	if n.awake != nil {
		C.lectern_kiosk_stop(n.awake)
		n.awake = nil
	}
}
