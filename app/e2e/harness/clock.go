//go:build linux

package harness

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"lectern/app/needtest"

	"golang.org/x/sys/unix"
)

// Clock is one that a Lectern of SameVersion or NextVersion, and its
// PostgreSQL, have instead of the machine's, for a test that steps it.
type Clock struct {
	name string // of the file by which they are told
	by   *int64 // in that file
}

// NewClock makes one in a folder that the database's user can pass through. It needs a
// C compiler.
func NewClock(t testing.TB, dir string) *Clock {
	t.Helper()
	if _, err := stepped(); errors.Is(err, exec.ErrNotFound) {
		needtest.Missing(t, "there is no C compiler: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	c := &Clock{name: filepath.Join(dir, "clock")}
	if err := os.WriteFile(c.name, make([]byte, 8), 0o644); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(c.name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	shared, err := unix.Mmap(int(file.Fd()), 0, 8, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Munmap(shared) })
	c.by = (*int64)(unsafe.Pointer(&shared[0]))
	return c
}

// Environ is what a program gets that has this clock; none for a nil one.
func (c *Clock) Environ() []string {
	if c == nil {
		return nil
	}
	library, _ := stepped()
	return []string{clockEnv + "=" + c.name, "LD_PRELOAD=" + library}
}

// Step sets it forward, or back, from where it is.
func (c *Clock) Step(d time.Duration) { atomic.AddInt64(c.by, int64(d/time.Second)) }

// Now is what it says.
func (c *Clock) Now() time.Time {
	return time.Now().Add(time.Duration(atomic.LoadInt64(c.by)) * time.Second)
}

// stepped is the library for programs in C.
var stepped = sync.OnceValues(func() (string, error) {
	source, library := filepath.Join(builds, "stepped.c"), filepath.Join(builds, "stepped.so")
	if err := os.WriteFile(source, []byte(steppedLibrary), 0o644); err != nil {
		return "", err
	}
	if out, err := exec.Command("gcc", "-shared", "-fPIC", "-O1", "-o", library, source).CombinedOutput(); err != nil {
		return "", fmt.Errorf("gcc: %w\n%s", err, out)
	}
	return library, os.Chmod(library, 0o755)
})

// clockFiles are package time with a clock that is off by so many seconds as
// the file that clockEnv names says. Timers, timeouts and whatever else counts
// from a moment on are not: nobody steps the clock that they go by.
func clockFiles() (map[string]string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(root)), "src", "time")
	text, err := os.ReadFile(filepath.Join(dir, "time.go"))
	if err != nil {
		return nil, err
	}
	const read = "\tsec, nsec, mono := runtimeNow()\n"
	if strings.Count(string(text), read) != 1 {
		return nil, fmt.Errorf("time.Now of %s is not as expected", runtime.Version())
	}
	return map[string]string{
		filepath.Join(dir, "time.go"):    strings.Replace(string(text), read, read+"\tsec += *steppedBy\n", 1),
		filepath.Join(dir, "stepped.go"): steppedTime,
	}, nil
}

const clockEnv = "LECTERN_TEST_CLOCK"

const steppedTime = `package time

import (
	"syscall"
	"unsafe"
)

var steppedBy = func() *int64 {
	name, ok := syscall.Getenv("` + clockEnv + `")
	if !ok {
		return new(int64)
	}
	fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	shared, err := syscall.Mmap(fd, 0, 8, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	syscall.Close(fd)
	return (*int64)(unsafe.Pointer(&shared[0]))
}()
`

// steppedLibrary is the same for programs that use C's library, such as
// PostgreSQL: they load it first (LD_PRELOAD).
const steppedLibrary = `#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *stepped_by;

static int64_t step(void) {
	if (stepped_by == NULL) {
		const char *name = getenv("` + clockEnv + `");
		int fd = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
		void *shared = mmap(NULL, 8, PROT_READ, MAP_SHARED, fd, 0);
		if (shared == MAP_FAILED) abort();
		close(fd);
		stepped_by = shared;
	}
	return *stepped_by;
}

int clock_gettime(clockid_t id, struct timespec *t) {
	int r = syscall(SYS_clock_gettime, id, t);
	if (r == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) t->tv_sec += step();
	return r;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone) {
	struct timespec now;
	(void)zone;
	int r = clock_gettime(CLOCK_REALTIME, &now);
	t->tv_sec = now.tv_sec;
	t->tv_usec = now.tv_nsec / 1000;
	return r;
}

time_t time(time_t *t) {
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (t != NULL) *t = now.tv_sec;
	return now.tv_sec;
}
`
