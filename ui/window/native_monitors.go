//go:build cgo && !headless && (darwin || (linux && window))

package window

/*
#include <stdlib.h>
#include "native_monitors.h"
*/
import "C"

import "unsafe"

// monitors are those that there are now.
func (n *native) monitors() (list []Monitor) {
	var all [16]C.lectern_monitor
	for i := range int(C.lectern_monitors(unsafe.Pointer(n.window), &all[0], C.int(len(all)))) {
		m := &all[i]
		list = append(list, Monitor{
			ID: C.GoString(&m.id[0]), Name: C.GoString(&m.name[0]),
			Width: int(m.width), Height: int(m.height), Own: m.own != 0,
		})
	}
	return list
}

// move moves the window into a monitor's middle. Wayland lets no program do that.
func (n *native) move(monitor string) {
	id := C.CString(monitor)
	defer C.free(unsafe.Pointer(id))
	C.lectern_move(unsafe.Pointer(n.window), id)
}
