package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"lectern/app"
	"lectern/app/fault"
	"lectern/app/keeper"
	"lectern/app/lan"
	"lectern/ui/window"
)

// Set by the build.
var (
	version = "dev"
	commit  = ""
)

func printVersion() {
	c := commit
	if info, ok := debug.ReadBuildInfo(); ok && c == "" {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				c = s.Value[:min(12, len(s.Value))]
			}
		}
	}
	if c == "" {
		c = "unknown"
	}
	with := "with window"
	if !window.Available {
		with = "without window (headless)"
	}
	fmt.Printf("lectern %s\ncommit %s\nPostgreSQL %s\n%s\n", version, c, keeper.Version(), with)
}

// greet says how the room and the presenter get in.
func greet(c app.Config, info app.Info, qr bool) {
	fmt.Fprintf(c.Out, "\n  %s is open.\n\n", c.Name)
	for i, u := range info.LANURLs {
		label := "Audience "
		if i > 0 {
			label = "      or "
		}
		fmt.Fprintf(c.Out, "  %s  %s\n", label, u)
	}
	fmt.Fprintf(c.Out, "  Presenter  %s\n", info.PresenterURL)
	if !qr || len(info.LANURLs) == 0 {
		return
	}
	if key := strings.TrimPrefix(info.PresenterURL, info.URL); info.LANURLs[0] != info.URL {
		fmt.Fprintf(c.Out, "             or, from another device, %s%s\n", info.LANURLs[0], key)
	}
	if code, err := lan.Terminal(info.LANURLs[0]); err == nil {
		fmt.Fprintf(c.Out, "\n%s\n", code)
	}
	fmt.Fprintln(c.Out, "  Ctrl-C ends it.")
}

// size is the window's, as it was left.
type size struct{ Width, Height int }

func openWindow(ctx context.Context, o options, info app.Info) error {
	file := filepath.Join(o.config.Data, "window.json")
	s := size{1280, 800}
	if b, err := os.ReadFile(file); err == nil {
		json.Unmarshal(b, &s)
	}
	s.Width, s.Height = max(480, min(s.Width, 10000)), max(360, min(s.Height, 10000))
	return window.Run(ctx, window.Options{
		URL: info.PresenterURL, Title: "Lectern", Width: s.Width, Height: s.Height,
		OnResize: func(w, h int) {
			// A lost size is no reason to trouble anybody.
			if b, err := json.Marshal(size{w, h}); err == nil {
				os.WriteFile(file, b, 0o600)
			}
		},
	})
}

// kiosk shows what is live, full screen.
func kiosk(ctx context.Context, o options) error {
	if !window.Available {
		return errors.New("this lectern was built without a window: open " + o.url + " in a browser, full screen")
	}
	if !window.HasDisplay() {
		return errors.New("there is no display here for a kiosk; open " + o.url + " in a browser, full screen")
	}
	return window.Run(ctx, window.Options{URL: o.url, Title: "Lectern", Width: 1280, Height: 720, Kiosk: true})
}

// kioskURL completes what a technician types: 192.168.1.20 will do.
func kioskURL(s, name string) (string, error) {
	if !strings.Contains(s, "://") {
		s = "http://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fault.Errorf(fault.Malformed, "%q is no address of a server; it looks like http://192.168.1.20:4747", s)
	}
	if u.Port() == "" && u.Scheme == "http" && isPlain(u.Hostname()) {
		u.Host += ":4747"
	}
	u.Path = "/kiosk"
	u.RawQuery = url.Values{"name": {name}}.Encode()
	return u.String(), nil
}

// isPlain reports whether host is an address or a bare name, as in a LAN: such
// a server listens on Lectern's own port. A name with dots is a site's.
func isPlain(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || strings.HasSuffix(host, ".local") || !strings.Contains(host, ".")
}
