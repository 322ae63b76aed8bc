package harness

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"lectern/app/datadir"
)

// shared makes once, for all test programs of a run, what takes long to make: a file
// or a folder of this name in the folder that LECTERN_TEST_SHARED names. make leaves
// it at the path that it is given. Where no folder is named, each program has its own.
func shared(name string, make func(path string) error) (string, error) {
	dir := os.Getenv("LECTERN_TEST_SHARED")
	if dir == "" {
		dir = builds
	}
	path := filepath.Join(dir, name)
	lock, err := datadir.Lock(context.Background(), path+".lock", func() error { return nil })
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	fresh := path + ".new"
	if err := os.RemoveAll(fresh); err != nil { // of one that was killed
		return "", err
	}
	if err := make(fresh); err != nil {
		return "", err
	}
	return path, os.Rename(fresh, path)
}
