package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"lectern/app/version"
)

// pack leaves the archives that people download in dist: for each system one, with
// the binary and its PostgreSQL, and the list of their digests.
func pack(ctx context.Context, c checkout, _ []string) error {
	native, err := ready(ctx, c)
	if err != nil {
		return err
	}
	v := c.revision(ctx)
	seconds, err := strconv.ParseInt(v.time, 10, 64)
	if err != nil {
		return fmt.Errorf("the time of the commit: %w", err)
	}
	if err := os.MkdirAll(c.path("dist"), 0o755); err != nil {
		return err
	}
	sums := ""
	for _, arch := range []string{"amd64", "arm64"} {
		f := headless("cgo does not compile for linux/" + arch + " here")
		if runtime.GOOS == "linux" && runtime.GOARCH == arch {
			f = native
		}
		name := "lectern-" + version.Number + "-linux-" + arch
		sum, err := packFor(ctx, c, f, arch, name, time.Unix(seconds, 0))
		if err != nil {
			return err
		}
		sums += sum + "  " + name + ".tar.gz\n"
	}
	step("Writing dist/SHA256SUMS")
	return os.WriteFile(c.path("dist/SHA256SUMS"), []byte(sums), 0o644)
}

// packFor makes dist/NAME.tar.gz and returns its SHA-256. The files bear the
// commit's time, and nobody's name.
func packFor(ctx context.Context, c checkout, f flavour, arch, name string, at time.Time) (string, error) {
	// Only the archive of the binary's own system is embedded: embed/postgres has a
	// file for each.
	if err := c.fetchPostgres(ctx, "linux", arch); err != nil {
		return "", err
	}
	program := c.path("dist/" + name + "/lectern")
	defer os.RemoveAll(filepath.Dir(program))
	if err := compile(ctx, c, f, "linux", arch, program); err != nil {
		return "", err
	}
	step("Packing dist/%s.tar.gz", name)
	out, err := os.Create(c.path("dist/" + name + ".tar.gz"))
	if err != nil {
		return "", err
	}
	defer out.Close()
	hash := sha256.New()
	zip := gzip.NewWriter(io.MultiWriter(out, hash))
	archive := tar.NewWriter(zip)
	for _, file := range []struct {
		from string
		mode int64
	}{
		{program, 0o755},
		{c.path("README.md"), 0o644},
		{c.path("LICENSE"), 0o644},
		{c.path("CHANGELOG.md"), 0o644},
	} {
		if err := addFile(archive, file.from, name, file.mode, at); err != nil {
			return "", err
		}
	}
	for _, w := range []io.Closer{archive, zip, out} {
		if err := w.Close(); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// addFile puts a file into the archive's folder dir.
func addFile(archive *tar.Writer, from, dir string, mode int64, at time.Time) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	err = archive.WriteHeader(&tar.Header{
		Name:    strings.Join([]string{dir, filepath.Base(from)}, "/"),
		Mode:    mode,
		Size:    info.Size(),
		ModTime: at,
		Format:  tar.FormatPAX,
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(archive, f)
	return err
}
