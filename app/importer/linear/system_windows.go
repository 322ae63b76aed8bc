package linear

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// reserve returns nil if there is no room.
func reserve(size int) []byte {
	at, err := windows.VirtualAlloc(0, uintptr(size), windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return nil
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&at)), size)
}

func commit(b []byte) bool {
	_, err := windows.VirtualAlloc(uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), windows.MEM_COMMIT, windows.PAGE_READWRITE)
	return err == nil
}

func release(b []byte) { windows.VirtualFree(uintptr(unsafe.Pointer(&b[0])), 0, windows.MEM_RELEASE) }
