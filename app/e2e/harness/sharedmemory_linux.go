package harness

import (
	"os"
	"strconv"
	"strings"
)

// Segments are this machine's System V shared memory segments, and which process
// made each.
func Segments() map[int]int {
	segments := map[int]int{}
	table, _ := os.ReadFile("/proc/sysvipc/shm")
	for line := range strings.Lines(string(table)) {
		fields := strings.Fields(line) // key shmid perms size cpid …
		if len(fields) < 5 {
			continue
		}
		id, err1 := strconv.Atoi(fields[1])
		creator, err2 := strconv.Atoi(fields[4])
		if err1 == nil && err2 == nil {
			segments[id] = creator
		}
	}
	return segments
}
