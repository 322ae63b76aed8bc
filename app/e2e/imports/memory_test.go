//go:build linux

package imports

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// meter measures the memory of a process and all below it, all the time.
type meter struct {
	pid  int
	stop chan struct{}
	over sync.WaitGroup

	mu                sync.Mutex
	together, import_ int64 // the most, in bytes
}

func newMeter(pid int) *meter {
	m := &meter{pid: pid, stop: make(chan struct{})}
	m.over.Go(func() {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-m.stop:
				return
			case <-tick.C:
			}
			m.look()
		}
	})
	return m
}

func (m *meter) look() {
	var together, imports int64
	for _, pid := range below(m.pid) {
		n := held(pid)
		together += n
		if isImport(pid) {
			imports += n
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.together, m.import_ = max(m.together, together), max(m.import_, imports)
}

func (m *meter) close() { close(m.stop); m.over.Wait() }

// below is a process and its descendants. All processes are looked at once: on a
// machine of two processors whoever measures is in the way.
func below(pid int) []int {
	children := map[int][]int{}
	names, _ := os.ReadDir("/proc")
	for _, name := range names {
		n, err := strconv.Atoi(name.Name())
		if err != nil {
			continue
		}
		stat, _ := os.ReadFile("/proc/" + name.Name() + "/stat")
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) > 1 {
			parent, _ := strconv.Atoi(fields[1])
			children[parent] = append(children[parent], n)
		}
	}
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all
}

// isImport reports whether a process imports. Those that have the PDF engine draw pages,
// too, for as long as there are some, and are not among these.
func isImport(pid int) bool {
	name, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
	return strings.HasPrefix(string(name), "lectern: import")
}

var share = regexp.MustCompile(`(?m)^Pss: +(\d+) kB$`)

// held is a process's share of the memory; where that is not to be read, all that
// it has.
func held(pid int) int64 {
	dir := "/proc/" + strconv.Itoa(pid)
	rollup, _ := os.ReadFile(dir + "/smaps_rollup")
	if found := share.FindSubmatch(rollup); found != nil {
		n, _ := strconv.ParseInt(string(found[1]), 10, 64)
		return n << 10
	}
	stat, _ := os.ReadFile(dir + "/statm")
	if fields := strings.Fields(string(stat)); len(fields) > 1 {
		n, _ := strconv.ParseInt(fields[1], 10, 64)
		return n * int64(os.Getpagesize())
	}
	return 0
}
