//go:build linux

package main

import (
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// TestLeftRunning: what left its group, as a database does, ends all the same.
func TestLeftRunning(t *testing.T) {
	dir := t.TempDir()
	for name, start := range map[string]string{
		"place":       "cd " + dir + "; exec setsid sleep 1000",
		"environment": "TMPDIR=" + dir + " exec setsid sleep 1000",
		"argument":    "exec setsid sh -c 'sleep 1000; true' " + dir,
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("sh", "-c", start)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			for len(usersOf(dir)) == 0 {
				runtime.Gosched() // sh has not come so far yet
			}
			endUsers(dir)
			if left := usersOf(dir); len(left) > 0 {
				t.Errorf("processes %d are left", left)
			}
			<-ended
		})
	}
}

// TestSharedMemory: what nobody has and whose maker has gone is removed.
func TestSharedMemory(t *testing.T) {
	begin := time.Now()
	id, _, errno := syscall.Syscall(syscall.SYS_SHMGET, 0 /* IPC_PRIVATE */, 4096, 0o600)
	if errno != 0 {
		t.Fatal(errno)
	}
	for _, dead := range deadSegments(begin) {
		if dead == int(id) {
			t.Error("a segment counts as left while its maker runs")
		}
	}
	if _, _, errno := syscall.Syscall(syscall.SYS_SHMCTL, id, 0, 0); errno != 0 {
		t.Error(errno)
	}
}
