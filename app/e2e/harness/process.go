package harness

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Postgres returns the postmaster's process id.
func (l *Lectern) Postgres() int {
	l.T.Helper()
	files, err := filepath.Glob(filepath.Join(l.Data, "pg[0-9]*", "postmaster.pid"))
	if err != nil || len(files) != 1 {
		l.T.Fatalf("postmaster.pid: %v, %v", files, err)
	}
	return firstNumber(l.T, files[0])
}

func firstNumber(t testing.TB, file string) int {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	n, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Children returns the processes whose parent is pid.
func Children(t testing.TB, pid int) []int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var found []int
	for _, file := range stats {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // it ended
		}
		// "pid (name) state ppid": the name may hold anything, so from its end.
		rest := b[bytes.LastIndexByte(b, ')')+1:]
		fields := strings.Fields(string(rest))
		if len(fields) > 1 && fields[1] == strconv.Itoa(pid) && fields[0] != "Z" {
			n, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			found = append(found, n)
		}
	}
	return found
}

// Alive reports whether a process exists and is no zombie.
func Alive(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	return len(fields) > 0 && fields[0] != "Z"
}

// Users returns the processes that still have something of the folder open.
func Users(t testing.TB, data string) []string {
	t.Helper()
	var found []string
	fds, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	links, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, link := range append(fds, links...) {
		to, err := os.Readlink(link)
		if err == nil && strings.HasPrefix(to, data) {
			found = append(found, link+" -> "+to)
		}
	}
	return found
}
