package cli

import (
	"context"
	"errors"
	"net/url"

	"lectern/app/datadir"
	"lectern/app/fault"
	"lectern/app/kiosk"
	"lectern/ui/window"
)

// showKiosk shows what is live, full screen, of the server that it finds.
func showKiosk(ctx context.Context, o options) error {
	instead := "open the address that the presenter's screen shows, with /kiosk behind it, in a browser, full screen"
	if o.kiosk.URL != "" {
		instead = "open " + o.kiosk.URL + " in a browser, full screen"
	}
	if !window.Available {
		return fault.Errorf(fault.Conflict, "This lectern was built without a window; %s", instead)
	}
	noDisplay := fault.Errorf(fault.Conflict, "There is no display here for a kiosk; %s", instead)
	if !window.HasDisplay() {
		return noDisplay
	}
	k, err := kiosk.Open(o.kiosk)
	if err != nil {
		return err
	}
	err = together(ctx, k.Run, func(ctx context.Context) error {
		return window.Run(ctx, window.Options{Page: window.Page{URL: k.Window()}, Title: "Lectern", Width: 1280, Height: 720, Kiosk: true})
	})
	if errors.Is(err, window.ErrNoDisplay) {
		return noDisplay
	}
	return err
}

// together runs what is behind a window beside it, here, until either ends: a window with
// nothing behind it would stay as it was for ever.
func together(ctx context.Context, behind, show func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	over := make(chan error, 1)
	go func() { over <- behind(ctx); stop() }()
	err := show(ctx)
	stop()
	return errors.Join(err, <-over)
}

// kioskPage is the address of a server's kiosk page.
func kioskPage(server *url.URL, query string) string {
	u := *server
	u.Path, u.RawQuery = "/kiosk", query
	return u.String()
}

// forKiosk sets what a kiosk is told.
func (g *grammar) forKiosk(c *kiosk.Config, words []string) error {
	if err := g.language(); err != nil {
		return err
	}
	q := url.Values{"name": {g.name()}}
	if g.Lang != "" {
		q.Set("lang", g.Lang)
	}
	if g.Room != "" {
		q.Set("room", g.Room)
	}
	for name, hours := range map[string]string{"off": g.Off, "dim": g.Dim} {
		if hours == "" {
			continue
		}
		if err := kiosk.CheckHours(hours, name == "dim"); err != nil {
			return fault.Errorf(fault.Malformed, "--%s %s", name, fault.Sentence(err))
		}
		q.Set(name, hours)
		if name == "off" {
			q.Set("panel", "1")
		}
	}
	c.Query, c.Server = q.Encode(), g.Server
	switch {
	case len(words) > 1:
		return fault.Errorf(fault.Malformed, "kiosk takes one address of a server, such as http://192.168.1.20:4747, or none: then it looks for one")
	case len(words) == 1 && c.Server != "":
		return fault.Errorf(fault.Malformed, "kiosk takes the server's address or --server, not both")
	case len(words) == 1:
		u, err := kiosk.ParseAddress(words[0])
		if err != nil {
			return err
		}
		c.URL = kioskPage(u, c.Query)
	}
	if c.Folder = g.Data; c.Folder != "" {
		return nil
	}
	// Beside the decks' folder, and not in it: that one is closed, and has a lock.
	folder, err := datadir.Default()
	c.Folder = folder + "-kiosk"
	return err
}
