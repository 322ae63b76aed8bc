//go:build unix

package linear

import "golang.org/x/sys/unix"

// reserve returns nil if there is no room. What is only reserved does not count
// where a process's memory is bounded.
func reserve(size int) []byte {
	b, err := unix.Mmap(-1, 0, size, unix.PROT_NONE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil
	}
	return b
}

// commit makes the beginning fit for use. The system gives a page when it is first
// touched.
func commit(b []byte) bool {
	return len(b) == 0 || unix.Mprotect(b, unix.PROT_READ|unix.PROT_WRITE) == nil
}

func release(b []byte) { unix.Munmap(b) }
