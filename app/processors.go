package app

import (
	"os"
	"runtime"
)

// spareProcessor gives Go's scheduler one more processor than the computer has.
// fanout's writers, one fewer than the scheduler has, do not tell it when they are
// in the kernel: so each real processor has a writer, and requests in the middle
// of a wave still find one to run on. Without it the last of 10,000 followers is
// half as late again.
//
// It is the program's to decide, and not fanout's: from here on Go does not follow
// a container's limit that changes while it runs. Who sets GOMAXPROCS has decided.
func spareProcessor() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}
