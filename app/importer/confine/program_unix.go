//go:build unix && !linux

package confine

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

func enterProgram(b Bounds, warn func(string)) error {
	limits := map[int]uint64{syscall.RLIMIT_FSIZE: 1 << 30, syscall.RLIMIT_CORE: 0}
	if b.CPU > 0 {
		limits[syscall.RLIMIT_CPU] = uint64(b.CPU.Seconds()) + 1
	}
	for which, most := range limits {
		if err := setLimit(which, most); err != nil {
			return fmt.Errorf("limit %d to %d: %w", which, most, err)
		}
	}
	if os.Geteuid() == 0 {
		if err := becomeNobody(); err != nil {
			warn("LibreOffice runs as root: " + err.Error())
		}
	}
	return nil
}

// Give makes a folder, and all in it, that of the user who a Program becomes.
func Give(dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, nobody, nobody)
	})
}
