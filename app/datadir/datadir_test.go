//go:build unix

package datadir

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/fault"
)

func open(t *testing.T, path string) *Dir {
	t.Helper()
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

// TestOpen: the folder is made, closed, and held by one.
func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b")
	d := open(t, path)
	if m := mode(t, path); m&0o066 != 0 {
		t.Errorf("others may %v", m)
	}
	want := Run{PID: os.Getpid(), URL: "http://127.0.0.1:1/"}
	if err := d.WriteRun(want); err != nil {
		t.Fatal(err)
	}
	if m := mode(t, d.File("run.json")); m != 0o600 {
		t.Errorf("run.json has %v", m)
	}
	_, err := Open(t.Context(), path)
	var running *Running
	if !errors.As(err, &running) || running.Run.URL != want.URL {
		t.Errorf("a second start: %v", err)
	}
	if run, ok := FindRunning(path); !ok || run.URL != want.URL {
		t.Errorf("found %+v, %v", run, ok)
	}
	d.Close()
	if run, ok := FindRunning(path); ok {
		t.Errorf("found %+v, which is over", run)
	}
}

// TestLeftOver: run.json of a process that is gone is nobody's, even while
// somebody holds the folder.
func TestLeftOver(t *testing.T) {
	path := t.TempDir()
	d := open(t, path)
	if err := d.WriteRun(Run{PID: 1 << 30, URL: "http://127.0.0.1:1/"}); err != nil {
		t.Fatal(err)
	}
	if run, ok := FindRunning(path); ok {
		t.Errorf("found %+v", run)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("a second start did not wait: %v", err)
	}
}

// TestForeign: a folder or a file that somebody else owns or may write to is
// refused, and nothing is followed or changed.
func TestForeign(t *testing.T) {
	asRoot := func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root can give files away")
		}
	}
	for name, c := range map[string]struct {
		prepare func(t *testing.T, path string)
		says    string
	}{
		"another user's folder": {func(t *testing.T, path string) {
			asRoot(t)
			os.Chown(path, 65534, 65534)
		}, "belongs to another user"},
		"everybody's folder": {func(t *testing.T, path string) {
			os.WriteFile(filepath.Join(path, "letter.txt"), nil, 0o600)
			os.Chmod(path, 0o777)
		}, "Other users may write"},
		"everybody's, with a stranger's password in it": {func(t *testing.T, path string) {
			asRoot(t)
			os.WriteFile(filepath.Join(path, "postgres.password"), nil, 0o600)
			os.Chown(filepath.Join(path, "postgres.password"), 65534, 65534)
			os.Chmod(path, 0o777)
		}, "Other users may write"},
		"a file": {func(t *testing.T, path string) {
			os.Remove(path)
			os.WriteFile(path, nil, 0o600)
		}, "is no folder"},
		"a link for a lock": {func(t *testing.T, path string) {
			os.Symlink(filepath.Join(filepath.Dir(path), "elsewhere"), filepath.Join(path, "lock"))
		}, "it is a link"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "data")
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
			c.prepare(t, path)
			before := mode(t, path)
			d, err := Open(t.Context(), path)
			if err == nil {
				d.Close()
			}
			if err == nil || !strings.Contains(fault.Sentence(err), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if m := mode(t, path); m != before && name != "a link for a lock" {
				t.Errorf("its mode went from %v to %v", before, m)
			}
			if _, err := os.Lstat(filepath.Join(filepath.Dir(path), "elsewhere")); err == nil {
				t.Error("the link was followed")
			}
		})
	}
}

// TestTrusted: what is run out of a folder is nobody else's.
func TestTrusted(t *testing.T) {
	d := open(t, t.TempDir())
	cache := d.File("cache")
	for _, c := range []struct {
		name    string
		prepare func() error
		ok      bool
	}{
		{"missing", func() error { return nil }, true},
		{"ours", func() error { return os.Mkdir(cache, 0o755) }, true},
		{"others may write", func() error { return os.Chmod(cache, 0o775) }, false},
		{"a stranger's", func() error { return errors.Join(os.Chmod(cache, 0o755), os.Chown(cache, 65534, 65534)) }, false},
		{"a link", func() error { return errors.Join(os.Remove(cache), os.Symlink(t.TempDir(), cache)) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.prepare(); err != nil {
				if errors.Is(err, fs.ErrPermission) {
					t.Skip("only root can give folders away")
				}
				t.Fatal(err)
			}
			if err := d.Trusted("cache"); (err == nil) != c.ok {
				t.Error(err)
			}
		})
	}
}

func TestPresenterKey(t *testing.T) {
	d := open(t, t.TempDir())
	silent := func(s string) { t.Errorf("warned: %s", s) }
	key, err := d.PresenterKey("", silent)
	if err != nil || len(key) < keyLength {
		t.Fatalf("%q, %v", key, err)
	}
	if again, err := d.PresenterKey("", silent); err != nil || again != key {
		t.Errorf("then %q, %v", again, err)
	}
	if m := mode(t, d.File(keyFile)); m != 0o600 {
		t.Errorf("it has %v", m)
	}
	t.Run("open to others", func(t *testing.T) {
		os.Chmod(d.File(keyFile), 0o644)
		warned := ""
		if again, err := d.PresenterKey("", func(s string) { warned = s }); err != nil || again != key {
			t.Errorf("%q, %v", again, err)
		}
		if !strings.Contains(warned, "could read") || mode(t, d.File(keyFile)) != 0o600 {
			t.Errorf("warned %q, and left it %v", warned, mode(t, d.File(keyFile)))
		}
	})
	t.Run("cut short", func(t *testing.T) {
		os.WriteFile(d.File(keyFile), []byte("abc"), 0o600)
		if again, err := d.PresenterKey("", silent); err != nil || again == key || len(again) < keyLength {
			t.Errorf("%q, %v", again, err)
		}
	})
	for name, target := range map[string]string{
		"a link out of the folder": filepath.Join(t.TempDir(), "secret"),
		"a link within the folder": "secret",
	} {
		t.Run(name, func(t *testing.T) {
			file := target
			if !filepath.IsAbs(file) {
				file = d.File(target)
			}
			os.WriteFile(file, []byte(strings.Repeat("x", 40)), 0o644)
			os.Remove(d.File(keyFile))
			if err := os.Symlink(target, d.File(keyFile)); err != nil {
				t.Fatal(err)
			}
			if got, err := d.PresenterKey("", func(string) {}); err == nil {
				t.Errorf("followed it to %q", got)
			}
			if m := mode(t, file); m != 0o644 {
				t.Errorf("and made it %v", m)
			}
		})
	}
	given := filepath.Join(t.TempDir(), "given.key")
	for name, c := range map[string]struct {
		text   string
		mode   fs.FileMode
		warned bool
		ok     bool
	}{
		"given":                 {strings.Repeat("k", 64) + "\n", 0o600, false, true},
		"given, open to others": {strings.Repeat("k", 64), 0o644, true, true},
		"given, too short":      {"k", 0o600, false, false},
		"given, two lines":      {strings.Repeat("k", 32) + "\nk", 0o600, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			os.WriteFile(given, []byte(c.text), 0o600)
			os.Chmod(given, c.mode)
			warned := false
			_, err := d.PresenterKey(given, func(string) { warned = true })
			if (err == nil) != c.ok || warned != c.warned {
				t.Errorf("%v, warned: %v", err, warned)
			}
		})
	}
}
