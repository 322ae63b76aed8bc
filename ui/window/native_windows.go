//go:build windows && cgo && !headless

package window

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")

	getWindowLong     = user32.NewProc("GetWindowLongPtrW")
	setWindowLong     = user32.NewProc("SetWindowLongPtrW")
	setWindowPos      = user32.NewProc("SetWindowPos")
	monitorFromWindow = user32.NewProc("MonitorFromWindow")
	getMonitorInfo    = user32.NewProc("GetMonitorInfoW")
	showCursor        = user32.NewProc("ShowCursor")
	setExecutionState = kernel32.NewProc("SetThreadExecutionState")
)

// Constants of winuser.h and winbase.h.
const (
	styleIndex             = ^uintptr(15) // GWL_STYLE, -16
	styleOverlapped        = 0x00CF0000   // WS_OVERLAPPEDWINDOW
	monitorNearest         = 2            // MONITOR_DEFAULTTONEAREST
	positionFrameChanged   = 0x0020       // SWP_FRAMECHANGED
	positionNoOwnerZOrder  = 0x0200       // SWP_NOOWNERZORDER
	topmost                = ^uintptr(0)  // HWND_TOPMOST, -1
	executionContinuous    = 0x80000000   // ES_CONTINUOUS
	executionDisplayNeeded = 0x00000002   // ES_DISPLAY_REQUIRED
	executionMachineNeeded = 0x00000001   // ES_SYSTEM_REQUIRED
)

type rect struct{ left, top, right, bottom int32 }

// monitorInfo is winuser.h's MONITORINFO.
type monitorInfo struct {
	size          uint32
	monitor, work rect
	flags         uint32
}

func prepare() error { return nil }

// native is the HWND, for what webview_go has no call for.
type native struct {
	handle uintptr
	kiosk  bool
}

func newNative(handle unsafe.Pointer, _ bool) *native { return &native{handle: uintptr(handle)} }

func (n *native) scriptRan() {}

// fit leaves a size as it is: the system keeps windows on the screen by itself.
func (n *native) fit(width, height int) (int, int) { return width, height }

// fullscreen covers the monitor, hides the cursor and keeps the machine awake.
func (n *native) fullscreen() {
	n.kiosk = true
	monitor, _, _ := monitorFromWindow.Call(n.handle, monitorNearest)
	info := monitorInfo{size: uint32(unsafe.Sizeof(monitorInfo{}))}
	getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info)))
	style, _, _ := getWindowLong.Call(n.handle, styleIndex)
	setWindowLong.Call(n.handle, styleIndex, style&^styleOverlapped)
	m := info.monitor
	setWindowPos.Call(n.handle, topmost, uintptr(m.left), uintptr(m.top),
		uintptr(m.right-m.left), uintptr(m.bottom-m.top), positionNoOwnerZOrder|positionFrameChanged)
	showCursor.Call(0)
	setExecutionState.Call(executionContinuous | executionDisplayNeeded | executionMachineNeeded)
}

// close undoes what fullscreen did outside the window.
func (n *native) close() {
	if n.kiosk {
		showCursor.Call(1)
		setExecutionState.Call(executionContinuous)
	}
}
