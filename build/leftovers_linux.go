package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// endUsers ends what still runs in a folder, or was started with its name: a
// PostgreSQL whose Lectern was killed, a browser. First as they would like it, and
// after a moment without asking.
func endUsers(dir string) {
	for round := range 100 {
		users := usersOf(dir)
		if len(users) == 0 {
			return
		}
		for _, pid := range users {
			switch {
			case round == 0:
				syscall.Kill(pid, syscall.SIGTERM)
			case round >= 30:
				syscall.Kill(pid, syscall.SIGKILL)
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// usersOf lists the processes, besides this one, that have a folder in their
// environment, among their arguments or as the place where they are.
func usersOf(dir string) []int {
	var users []int
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range processes {
		pid, err := strconv.Atoi(filepath.Base(proc))
		if err != nil || pid == os.Getpid() {
			continue
		}
		at, _ := os.Readlink(proc + "/cwd")
		environ, _ := os.ReadFile(proc + "/environ")
		args, _ := os.ReadFile(proc + "/cmdline")
		if strings.HasPrefix(at, dir) || strings.Contains(string(environ), dir) || strings.Contains(string(args), dir) {
			users = append(users, pid)
		}
	}
	return users
}

// removeSharedMemory removes what PostgreSQLs that were killed left since begin,
// as their next start in the same folder would have: shared memory that nobody
// has attached and whose maker is gone, and the files of it while no PostgreSQL
// runs here that they could belong to.
func removeSharedMemory(begin time.Time) {
	for _, id := range deadSegments(begin) {
		syscall.Syscall(syscall.SYS_SHMCTL, uintptr(id), 0 /* IPC_RMID */, 0)
	}
	files, _ := filepath.Glob("/dev/shm/PostgreSQL.*")
	if len(files) == 0 || mapped("/dev/shm/PostgreSQL.") {
		return
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(begin) {
			os.Remove(file) // or it is somebody else's
		}
	}
}

// deadSegments reads /proc/sysvipc/shm, which proc_sysvipc(5) describes.
func deadSegments(begin time.Time) []int {
	f, err := os.Open("/proc/sysvipc/shm")
	if err != nil {
		return nil
	}
	defer f.Close()
	var ids []int
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var key, id, perms, size, maker, last, attached, uid, gid, cuid, cgid, atime, dtime, ctime int64
		_, err := fmt.Sscan(lines.Text(), &key, &id, &perms, &size, &maker, &last, &attached, &uid, &gid, &cuid, &cgid, &atime, &dtime, &ctime)
		if err == nil && attached == 0 && ctime >= begin.Unix() && errors.Is(syscall.Kill(int(maker), 0), syscall.ESRCH) {
			ids = append(ids, int(id))
		}
	}
	return ids
}

// mapped reports whether a process has a file of that prefix in its memory.
func mapped(prefix string) bool {
	maps, _ := filepath.Glob("/proc/[0-9]*/maps")
	for _, file := range maps {
		if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), prefix) {
			return true
		}
	}
	return false
}
