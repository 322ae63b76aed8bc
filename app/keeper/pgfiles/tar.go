package pgfiles

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// maxUnpacked bounds what any archive may unpack to; PostgreSQL needs 60 to
// 150 MB.
const maxUnpacked = 1 << 30

// extract unpacks a tar into root. rename gives each file its name there, or
// "" to leave it out. keep, which may be nil, may take a file for itself. No
// entry, by name or through a symlink, can reach outside root.
func extract(root string, tr *tar.Reader, rename func(string) string, keep func(string, io.Reader) (bool, error)) error {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer dir.Close()
	made := map[string]bool{".": true}
	var total int64
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag == tar.TypeDir {
			continue // made when a file needs it
		}
		name := rename(path.Clean(strings.TrimPrefix(h.Name, "./")))
		if name == "" {
			continue
		}
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("the archive names %q, which lies outside", h.Name)
		}
		if total += h.Size; total > maxUnpacked {
			return fmt.Errorf("the archive unpacks to more than %d bytes", maxUnpacked)
		}
		if keep != nil {
			taken, err := keep(name, tr)
			if err != nil {
				return err
			}
			if taken {
				continue
			}
		}
		if parent := path.Dir(name); !made[parent] {
			if err := dir.MkdirAll(filepath.FromSlash(parent), 0o755); err != nil {
				return err
			}
			made[parent] = true
		}
		if err := extractOne(dir, name, h, tr); err != nil {
			return err
		}
	}
}

func extractOne(dir *os.Root, name string, h *tar.Header, r io.Reader) error {
	local := filepath.FromSlash(name)
	switch h.Typeflag {
	case tar.TypeReg:
		f, err := dir.OpenFile(local, os.O_CREATE|os.O_EXCL|os.O_WRONLY, filePerm(fs.FileMode(h.Mode)))
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, r); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	case tar.TypeSymlink:
		to := path.Join(path.Dir(name), h.Linkname)
		if path.IsAbs(h.Linkname) || !filepath.IsLocal(filepath.FromSlash(to)) {
			return fmt.Errorf("the archive links %q to %q, which lies outside", h.Name, h.Linkname)
		}
		return dir.Symlink(h.Linkname, local)
	default:
		return fmt.Errorf("the archive holds %q of an unexpected kind (%c)", h.Name, h.Typeflag)
	}
}

// filePerm keeps of a file's permissions whether it can be executed.
func filePerm(mode fs.FileMode) fs.FileMode {
	if mode&0o111 != 0 {
		return 0o755
	}
	return 0o644
}
