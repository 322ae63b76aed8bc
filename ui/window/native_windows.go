//go:build windows && cgo && !headless

package window

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")

	callWindowProc    = user32.NewProc("CallWindowProcW")
	getWindowLong     = user32.NewProc("GetWindowLongPtrW")
	setWindowLong     = user32.NewProc("SetWindowLongPtrW")
	setWindowPos      = user32.NewProc("SetWindowPos")
	monitorFromWindow = user32.NewProc("MonitorFromWindow")
	getMonitorInfo    = user32.NewProc("GetMonitorInfoW")
	enumMonitors      = user32.NewProc("EnumDisplayMonitors")
	enumDevices       = user32.NewProc("EnumDisplayDevicesW")
	getWindowRect     = user32.NewProc("GetWindowRect")
	isZoomed          = user32.NewProc("IsZoomed")
	showWindow        = user32.NewProc("ShowWindow")
	showCursor        = user32.NewProc("ShowCursor")
	setExecutionState = kernel32.NewProc("SetThreadExecutionState")
)

// Constants of winuser.h and winbase.h.
const (
	styleIndex             = ^uintptr(15) // GWL_STYLE, -16
	procedureIndex         = ^uintptr(3)  // GWLP_WNDPROC, -4
	messageClose           = 0x0010       // WM_CLOSE
	styleOverlapped        = 0x00CF0000   // WS_OVERLAPPEDWINDOW
	monitorNearest         = 2            // MONITOR_DEFAULTTONEAREST
	positionFrameChanged   = 0x0020       // SWP_FRAMECHANGED
	positionNoOwnerZOrder  = 0x0200       // SWP_NOOWNERZORDER
	positionNoZOrder       = 0x0004       // SWP_NOZORDER
	showMaximized          = 3            // SW_MAXIMIZE
	showRestored           = 9            // SW_RESTORE
	topmost                = ^uintptr(0)  // HWND_TOPMOST, -1
	executionContinuous    = 0x80000000   // ES_CONTINUOUS
	executionDisplayNeeded = 0x00000002   // ES_DISPLAY_REQUIRED
	executionMachineNeeded = 0x00000001   // ES_SYSTEM_REQUIRED
	idYes                  = 6            // IDYES, of MessageBox
)

type rect struct{ left, top, right, bottom int32 }

// monitorInfo is winuser.h's MONITORINFOEXW.
type monitorInfo struct {
	size          uint32
	monitor, work rect
	flags         uint32
	device        [32]uint16 // as \\.\DISPLAY1
}

// displayDevice is wingdi.h's DISPLAY_DEVICEW.
type displayDevice struct {
	size     uint32
	name     [32]uint16
	text     [128]uint16
	flags    uint32
	id, path [128]uint16
}

func infoOf(monitor uintptr) monitorInfo {
	info := monitorInfo{size: uint32(unsafe.Sizeof(monitorInfo{}))}
	getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info)))
	return info
}

// found collects what EnumDisplayMonitors finds: Windows' callbacks cannot be freed,
// so there is one. All of it is the main thread's.
var (
	found   []uintptr
	collect = windows.NewCallback(func(monitor, _, _, _ uintptr) uintptr {
		found = append(found, monitor)
		return 1 // go on
	})
)

func handles() []uintptr {
	found = nil
	enumMonitors.Call(0, 0, collect, 0)
	return found
}

func prepare() error { return nil }

// guarded is the window that is asked before it closes, of which there is one, as of
// callbacks.
var (
	guarded *native
	hear    = windows.NewCallback(func(handle, message, w, l uintptr) uintptr {
		if uint32(message) == messageClose && handle == guarded.handle {
			guarded.onClose()
			return 0
		}
		result, _, _ := callWindowProc.Call(guarded.procedure, handle, message, w, l)
		return result
	})
)

// native is the HWND, for what webview_go has no call for.
type native struct {
	handle    uintptr
	kiosk     bool
	onClose   func()
	procedure uintptr // what takes the window's messages but for that of hearClose
}

func newNative(handle unsafe.Pointer, _ bool) *native { return &native{handle: uintptr(handle)} }

func (n *native) scriptRan() {}

// fit leaves a size as it is: the system keeps windows on the screen by itself.
func (n *native) fit(width, height int) (int, int) { return width, height }

// fullscreen covers a monitor, or with "" the one that the window is on, hides the
// cursor and keeps the machine awake.
func (n *native) fullscreen(monitor string) {
	n.kiosk = true
	style, _, _ := getWindowLong.Call(n.handle, styleIndex)
	setWindowLong.Call(n.handle, styleIndex, style&^styleOverlapped)
	n.cover(monitor)
	showCursor.Call(0)
	setExecutionState.Call(executionContinuous | executionDisplayNeeded | executionMachineNeeded)
}

// cover has a window that is full-screen cover another monitor.
func (n *native) cover(monitor string) {
	on, _, _ := monitorFromWindow.Call(n.handle, monitorNearest)
	info := infoOf(on)
	for _, handle := range handles() {
		if other := infoOf(handle); windows.UTF16ToString(other.device[:]) == monitor {
			info = other
		}
	}
	m := info.monitor
	setWindowPos.Call(n.handle, topmost, uintptr(m.left), uintptr(m.top),
		uintptr(m.right-m.left), uintptr(m.bottom-m.top), positionNoOwnerZOrder|positionFrameChanged)
}

// monitors are those that there are now.
func (n *native) monitors() (list []Monitor) {
	here, _, _ := monitorFromWindow.Call(n.handle, monitorNearest)
	for _, handle := range handles() {
		info := infoOf(handle)
		device := displayDevice{size: uint32(unsafe.Sizeof(displayDevice{}))}
		enumDevices.Call(uintptr(unsafe.Pointer(&info.device[0])), 0, uintptr(unsafe.Pointer(&device)), 0)
		m := info.monitor
		list = append(list, Monitor{
			ID: windows.UTF16ToString(info.device[:]), Name: windows.UTF16ToString(device.text[:]),
			Width: int(m.right - m.left), Height: int(m.bottom - m.top), Own: handle == here,
		})
	}
	return list
}

// move moves the window into a monitor's middle.
func (n *native) move(monitor string) {
	for _, handle := range handles() {
		info := infoOf(handle)
		if windows.UTF16ToString(info.device[:]) != monitor {
			continue
		}
		large, _, _ := isZoomed.Call(n.handle)
		if large != 0 {
			showWindow.Call(n.handle, showRestored)
		}
		var r rect
		getWindowRect.Call(n.handle, uintptr(unsafe.Pointer(&r)))
		w := info.work
		width, height := min(r.right-r.left, w.right-w.left), min(r.bottom-r.top, w.bottom-w.top)
		setWindowPos.Call(n.handle, 0, uintptr(w.left+(w.right-w.left-width)/2), uintptr(w.top+(w.bottom-w.top-height)/2),
			uintptr(width), uintptr(height), positionNoZOrder)
		if large != 0 {
			showWindow.Call(n.handle, showMaximized)
		}
	}
}

// hearClose has the window tell when somebody wants to close it, and stay.
func (n *native) hearClose(tell func()) {
	n.onClose = tell
	guarded = n
	n.procedure, _, _ = getWindowLong.Call(n.handle, procedureIndex)
	setWindowLong.Call(n.handle, procedureIndex, hear)
}

// askToClose asks the person, and calls leave if that is meant. Windows has buttons
// with words of its own, so the question has to be one of Yes and No.
func (n *native) askToClose(leave func()) {
	text, caption := windows.StringToUTF16Ptr(closeDetail+"\n\n"+closeQuestion), windows.StringToUTF16Ptr("Lectern")
	answer, _ := windows.MessageBox(windows.HWND(n.handle), text, caption,
		windows.MB_YESNO|windows.MB_ICONWARNING|windows.MB_DEFBUTTON2)
	if answer == idYes {
		leave()
	}
}

// close undoes what fullscreen did outside the window, and hearClose in it.
func (n *native) close() {
	if n.onClose != nil {
		setWindowLong.Call(n.handle, procedureIndex, n.procedure)
	}
	if n.kiosk {
		showCursor.Call(1)
		setExecutionState.Call(executionContinuous)
	}
}
