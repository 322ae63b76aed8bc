//go:build unix

package kiosk

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lectern/app/fault"
)

// TestPanel: whatever tool is here is told to switch, and nothing else; none is no failure.
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
				if err := k.setPanel(t.Context(), on); err != nil {
					t.Errorf("on %v: %v", on, err)
				}
				if got, _ := os.ReadFile(log); string(got) != want {
					t.Errorf("on %v: %q, want %q", on, got, want)
				}
			}
		})
	}
}

// TestPanelFails: what does not work is an error, so that the page tries again, and the
// board says so; but not what no tool for televisions reaches where another one does it.
func TestPanelFails(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(
		os.WriteFile(filepath.Join(dir, "xset"), []byte("#!/bin/sh\n"), 0o755),
		os.WriteFile(filepath.Join(dir, "cec-ctl"), []byte("#!/bin/sh\necho no television; exit 3\n"), 0o755),
	); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("DISPLAY", ":0")
	t.Setenv("WAYLAND_DISPLAY", "")
	before := cecDevice
	t.Cleanup(func() { cecDevice = before })
	cecDevice = filepath.Join(dir, "xset") // any file
	k := &Kiosk{Config: Config{Log: slog.New(slog.DiscardHandler)}}
	if err := k.setPanel(t.Context(), true); err != nil {
		t.Errorf("there is a monitor, which xset switches: %v", err)
	}
	t.Setenv("DISPLAY", "")
	if err := k.setPanel(t.Context(), true); err == nil || !strings.Contains(fault.Sentence(err), "no television") {
		t.Errorf("the television did not listen: %v", err)
	}
}

// TestPanelLast: of what is asked while a tool is slow the last one counts.
func TestPanelLast(t *testing.T) {
	dir := t.TempDir()
	log, gate := filepath.Join(dir, "log"), filepath.Join(dir, "gate")
	if err := errors.Join(syscall.Mkfifo(gate, 0o600), os.WriteFile(filepath.Join(dir, "xset"), []byte("#!/bin/sh\necho $3 >>"+log+"\nread x <"+gate+"\n"), 0o755)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("DISPLAY", ":0")
	t.Setenv("WAYLAND_DISPLAY", "")
	before := cecDevice
	t.Cleanup(func() { cecDevice = before })
	cecDevice = "/nowhere"
	k := &Kiosk{Config: Config{Log: slog.New(slog.DiscardHandler)}}
	var asked sync.WaitGroup
	for i, on := range []bool{false, true, false, true} {
		asked.Go(func() { k.setPanel(t.Context(), on) })
		until(t, "the ask", func() bool { return k.panel.asks.Load() == uint64(i+1) })
		if i == 0 {
			until(t, "the tool", func() bool { b, _ := os.ReadFile(log); return len(b) > 0 })
		}
	}
	over := make(chan struct{})
	go func() { asked.Wait(); close(over) }()
	f, err := os.OpenFile(gate, os.O_RDWR, 0) // stays open: each tool takes a line
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.WriteString("\n\n\n\n\n")
	<-over
	if b, _ := os.ReadFile(log); string(b) != "off\non\n" {
		t.Errorf("the tool was called for %q", b)
	}
}
