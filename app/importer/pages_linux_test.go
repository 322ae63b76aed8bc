//go:build !race

package importer

import (
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/importer/importertest"
)

// TestStepBack: what draws pages that nobody waits for comes after what somebody waits for,
// with all its threads.
func TestStepBack(t *testing.T) {
	pids := started(t)
	p, _ := openPages(t, DefaultLimits, importertest.Tree("talk.pdf", talkPDF(1)), "talk.pdf")
	p.StepBack()
	checkRead(t, p, 0)
	// The system call has 20 - nice.
	if of, err := unix.Getpriority(unix.PRIO_PROCESS, <-pids); err != nil || of != 20-10 {
		t.Errorf("its priority is %d, %v", 20-of, err)
	}
}
