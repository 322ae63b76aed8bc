package app

import (
	"sync"

	"lectern/app/datadir"
)

// runFile is run.json as long as it is there. Its link to the console changes
// whenever that is used.
type runFile struct {
	dir *datadir.Dir

	mu   sync.Mutex
	run  datadir.Run
	gone bool
}

func (f *runFile) write() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dir.WriteRun(f.run)
}

// link writes the link to the console, by its path.
func (f *runFile) link(path string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.run.PresenterURL = f.run.URL + path
	if f.gone {
		return nil
	}
	return f.dir.WriteRun(f.run)
}

func (f *runFile) remove() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gone = true
	return f.dir.RemoveRun()
}
