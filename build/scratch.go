package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// A scratch is the folder in which what a verb starts keeps its files, and whom
// it must let in can reach it: as root, the database's user and the ordinary
// users of tests, who cannot enter root's home.
type scratch struct {
	dir   string
	since time.Time
}

// newScratch makes one in the folder top.
func newScratch(top string) (*scratch, error) {
	s := &scratch{since: time.Now()}
	var err error
	// A short name: the path of a socket has room for about a hundred letters.
	if s.dir, err = os.MkdirTemp(top, "lectern-"); err != nil {
		return nil, err
	}
	mode := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o777 | os.ModeSticky
	}
	if err := os.Chmod(s.dir, mode); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	return s, nil
}

// openTemp returns dir, or for root, /tmp where others cannot reach dir.
func openTemp(dir string) string {
	if os.Geteuid() != 0 {
		return dir
	}
	for d := dir; ; d = filepath.Dir(d) {
		if info, err := os.Stat(d); err != nil || info.Mode().Perm()&0o001 == 0 {
			return "/tmp"
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

// copyProgram puts a program where other users can run it.
func (s *scratch) copyProgram(file string) (string, error) {
	from, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer from.Close()
	name := filepath.Join(s.dir, filepath.Base(file))
	to, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(to, from)
	return name, errors.Join(err, to.Close())
}

// close ends what is left running of the commands, and removes what they left.
func (s *scratch) close() error {
	endUsers(s.dir)
	removeSharedMemory(s.since)
	return os.RemoveAll(s.dir)
}

// within gives f a scratch below the folder for temporary files, and cleans up
// after it whatever happens.
func within(ctx context.Context, f func(s *scratch) error) error {
	return withinTop(ctx, openTemp(os.TempDir()), f)
}

// withinTop gives f one in the folder top.
func withinTop(ctx context.Context, top string, f func(s *scratch) error) (err error) {
	s, err := newScratch(top)
	if err != nil {
		return err
	}
	defer func() {
		if err2 := s.close(); err2 != nil {
			err = errors.Join(err, fmt.Errorf("cleaning up: %w", err2))
		}
	}()
	// A go command that is killed in the midst of its work leaves its folder, too.
	if err := os.Setenv("TMPDIR", s.dir); err != nil {
		return err
	}
	if err = f(s); ctx.Err() != nil {
		return errInterrupted
	}
	return err
}
