package keeper

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// segmentLine is where PostgreSQL's file in its folder has "key id", from 0.
const segmentLine = 6

// removeSharedMemory removes the small segment of System V by which a postgres
// that was killed had marked its folder, and which it names there. The next one
// on the folder would do it; a folder that is about to go has none.
func removeSharedMemory(data string) {
	var key, id int
	if n, _ := fmt.Sscan(pidLine(data, segmentLine), &key, &id); n != 2 {
		return
	}
	var segment unix.SysvShmDesc
	if _, err := unix.SysvShmCtl(id, unix.IPC_STAT, &segment); err == nil && int(segment.Perm.Key) == key {
		unix.SysvShmCtl(id, unix.IPC_RMID, nil) // once the last process has let go
	}
}
