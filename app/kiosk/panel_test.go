//go:build unix

package kiosk

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
)

// TestPanel: whatever tool is here is told to switch, and nothing else.
func TestPanel(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	for _, name := range []string{"xset", "wlopm", "cec-ctl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\necho \"${0##*/} $*\" >>"+log+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	before := cecDevice
	t.Cleanup(func() { cecDevice = before })
	for name, c := range map[string]struct{ display, wayland, cec, on, off string }{
		"X11":          {":0", "", "/nowhere", "xset dpms force on\n", "xset dpms force off\n"},
		"Wayland":      {":0", "wayland-1", "/nowhere", "wlopm --on *\n", "wlopm --off *\n"},
		"a television": {"", "", log, "cec-ctl --playback --to 0 --image-view-on\n", "cec-ctl --playback --to 0 --standby\n"},
		"nothing":      {"", "", "/nowhere", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DISPLAY", c.display)
			t.Setenv("WAYLAND_DISPLAY", c.wayland)
			cecDevice = c.cec
			k := &Kiosk{Config: Config{Log: slog.New(slog.DiscardHandler)}}
			for on, want := range map[bool]string{true: c.on, false: c.off} {
				if err := os.WriteFile(log, nil, 0o644); err != nil {
					t.Fatal(err)
				}
				k.setPanel(t.Context(), on)
				if got, _ := os.ReadFile(log); string(got) != want {
					t.Errorf("on %v: %q, want %q", on, got, want)
				}
			}
		})
	}
}
