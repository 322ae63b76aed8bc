// Package kiosk holds the files that start a server or a screen with its computer. The
// tests see that systemd can read the units, and that what all of them start is there.
package kiosk

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lectern/app/cli"
	"lectern/app/needtest"
)

// started finds what a file has the program do: its command and its flags.
var started = regexp.MustCompile(`/usr/local/bin/lectern ([a-z]+)((?: --[a-z-]+)*)`)

func TestStarted(t *testing.T) {
	for name, want := range map[string]string{
		"lectern.service": "serve", "lectern-kiosk.service": "kiosk", "lectern-kiosk.desktop": "kiosk", "xinitrc": "kiosk", "labwc-autostart": "kiosk",
	} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := started.FindAllStringSubmatch(string(text), -1)
		if len(found) != 1 || found[0][1] != want || !slices.Contains(cli.Commands(), want) {
			t.Errorf("%s starts %q", name, found)
			continue
		}
		for _, flag := range strings.Fields(found[0][2]) {
			if !slices.Contains(cli.Flags(), strings.TrimPrefix(flag, "--")) {
				t.Errorf("%s names %s", name, flag)
			}
		}
	}
}

// TestShell: the scripts are scripts.
func TestShell(t *testing.T) {
	for _, name := range []string{"xinitrc", "labwc-autostart"} {
		if out, err := exec.Command("sh", "-n", name).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
}

// TestUnits has systemd read them, with this program in place of those that they start.
func TestUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		if needtest.Complete() && runtime.GOOS == "linux" {
			t.Fatal("systemd is not installed: apt install systemd")
		}
		t.Skip("there is no systemd here")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	units, err := filepath.Glob("*.service")
	if err != nil || len(units) != 2 {
		t.Fatal(units, err)
	}
	dir := t.TempDir()
	for _, name := range units {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		there := strings.NewReplacer("/usr/local/bin/lectern", program, "/usr/bin/cage", program).Replace(string(text))
		copied := filepath.Join(dir, name)
		if err := os.WriteFile(copied, []byte(there), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", copied).CombinedOutput()
		if err != nil || len(out) > 0 {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
}
