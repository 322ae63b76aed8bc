//go:build unix

package pdf

import "golang.org/x/sys/unix"

// reserve returns nil if there is no room.
func reserve(size int) []byte {
	b, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil
	}
	return b
}

// commit has nothing to do: the system gives a page when it is first touched.
func commit([]byte) bool { return true }

func release(b []byte) { unix.Munmap(b) }
