package datadir

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

const runFile = "run.json"

// Run is how to reach a running Lectern: the contents of run.json.
type Run struct {
	PID          int      `json:"pid"`
	URL          string   `json:"url"`      // on this computer, with a slash at its end
	LANURLs      []string `json:"lan_urls"` // for the room, the best one first
	PresenterURL string   `json:"presenter_url"`
	PresenterKey string   `json:"presenter_key"`
	DatabaseURL  string   `json:"database_url"`
}

// Running is the error of a start on a folder where a Lectern runs already.
type Running struct{ Run Run }

func (r *Running) Error() string { return "Lectern is running already: " + r.Run.URL }

// WriteRun writes run.json, whole or not at all.
func (d *Dir) WriteRun(run Run) error {
	b, err := json.MarshalIndent(run, "", "  ")
	if err != nil {
		return err
	}
	return WriteFile(d.File(runFile), append(b, '\n'), 0o600)
}

// RemoveRun says that nobody serves any more.
func (d *Dir) RemoveRun() error { return os.Remove(d.File(runFile)) }

// FindRunning returns the Lectern that runs on the folder; ok is false when none
// does.
func FindRunning(path string) (run Run, ok bool) {
	run, ok = readRun(path)
	if !ok {
		return run, false
	}
	// One that nobody holds is left over from a Lectern that was killed.
	return run, locked(filepath.Join(path, "lock"))
}

// readRun reads run.json. One whose process is gone is as good as none: whoever
// holds the folder now has not removed it yet.
func readRun(path string) (run Run, ok bool) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return run, false
	}
	defer root.Close()
	f, err := root.Open(runFile)
	if err != nil {
		return run, false
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil || json.Unmarshal(b, &run) != nil || run.URL == "" {
		return run, false
	}
	return run, alive(run.PID)
}

// alive reports whether there is such a process.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false // Windows says so here
	}
	defer p.Release()
	if runtime.GOOS == "windows" {
		return true
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, syscall.EPERM)
}
