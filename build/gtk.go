package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
)

// A build of Lectern: how the go command is to be told whether it has a window.
type flavour struct {
	tags string
	env  []string
	why  string // why there is no window; "" where there is one
}

func headless(why string) flavour {
	return flavour{tags: "headless", env: []string{"CGO_ENABLED=0"}, why: why}
}

// args puts the flavour's tags into a go command: args("vet", "./...").
func (f flavour) args(verb string, rest ...string) []string {
	return append([]string{"go", verb, "-tags", f.tags}, rest...)
}

// What the window needs on Linux; apt-get gets it.
func windowNeeds(c checkout) []need {
	return []need{
		program("g++", "g++"),
		program("gcc", "gcc"),
		program("pkg-config", "pkg-config"),
		{"WebKitGTK", func(ctx context.Context) bool {
			return c.hasLibrary(ctx, "webkit2gtk-4.1") || c.hasLibrary(ctx, "webkit2gtk-4.0")
		}, []string{"libwebkit2gtk-4.1-dev", "libwebkit2gtk-4.0-dev"}},
	}
}

// hasLibrary asks pkg-config for the development files of a library.
func (c checkout) hasLibrary(ctx context.Context, name string) bool {
	return c.cmd("pkg-config", "--exists", name).run(ctx) == nil
}

// windowed makes ready what a window needs, with whatever else is needed, and
// returns how to build. Where a window cannot be, the flavour is headless and says
// why; where somebody with more rights could get it, that is an error.
func windowed(ctx context.Context, c checkout, also ...need) (flavour, error) {
	if os.Getenv("CGO_ENABLED") == "0" {
		return headless("CGO_ENABLED is 0"), provide(ctx, c, also)
	}
	switch runtime.GOOS {
	case "linux":
	case "darwin", "windows":
		if !have("cc", "gcc", "clang") {
			return headless("there is no C compiler"), provide(ctx, c, also)
		}
		return flavour{tags: "window", env: []string{"CGO_ENABLED=1"}}, provide(ctx, c, also)
	default:
		return headless("there is none for " + runtime.GOOS), provide(ctx, c, also)
	}

	err := provide(ctx, c, append(windowNeeds(c), also...))
	var lack lackError
	switch {
	case err == nil:
		return c.gtk(ctx)
	case ctx.Err() != nil:
		return flavour{}, err
	case errors.As(err, &lack) && lack.line != "" && os.Geteuid() != 0:
		if len(lacking(ctx, windowNeeds(c))) > 0 {
			err = fmt.Errorf("%w\nor, for a binary without a window, set CGO_ENABLED=0", err)
		}
		return flavour{}, err
	}
	// There is no window to be had here. What else was needed may be there.
	if err2 := provide(ctx, c, also); err2 != nil {
		return flavour{}, err2
	}
	return headless(err.Error()), nil
}

// gtk returns the flavour with a window on Linux. webview_go asks pkg-config for
// WebKitGTK by the name of its 4.0 interface; newer systems have only 4.1, which
// has all that webview_go uses, so the old name is made to mean the new one.
func (c checkout) gtk(ctx context.Context) (flavour, error) {
	f := flavour{tags: "window", env: []string{"CGO_ENABLED=1"}}
	if c.hasLibrary(ctx, "webkit2gtk-4.0") {
		return f, nil
	}
	const text = "Name: webkit2gtk-4.0\n" +
		"Description: WebKitGTK 4.1 by its older name\n" +
		"Version: 4.1\n" +
		"Requires: webkit2gtk-4.1\n"
	dir := c.path(".cache/pkgconfig")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return flavour{}, err
	}
	if err := os.WriteFile(dir+"/webkit2gtk-4.0.pc", []byte(text), 0o644); err != nil {
		return flavour{}, err
	}
	path := dir
	if old := os.Getenv("PKG_CONFIG_PATH"); old != "" {
		path += ":" + old
	}
	f.env = append(f.env, "PKG_CONFIG_PATH="+path)
	return f, nil
}
