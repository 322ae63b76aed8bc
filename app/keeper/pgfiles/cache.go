package pgfiles

import (
	"os"
	"path/filepath"
)

// cachePath is where a download is kept for the next data folder and the next
// build, or "" where this user has no place for such files. Its digest is
// checked at every use.
func cachePath(name string) string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "lectern", name)
}

// cache keeps a copy of file. That it cannot is no reason to fail.
func cache(file, path string) {
	if path == "" || os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".download-")
	if err != nil {
		return
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if tmp.Close() == nil && err == nil {
		os.Rename(tmp.Name(), path)
	}
}

// emptyFolder makes dir empty.
func emptyFolder(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Mkdir(dir, 0o755)
}
