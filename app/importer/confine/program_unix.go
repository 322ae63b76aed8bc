//go:build unix && !linux

package confine

import (
	"fmt"
	"os"
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
