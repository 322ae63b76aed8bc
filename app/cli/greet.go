package cli

import (
	"fmt"
	"net/url"
	"strings"

	"lectern/app"
	"lectern/app/datadir"
	"lectern/app/lan"
)

// greet says how the room and the presenter get in.
func greet(c app.Config, run datadir.Run, serving bool) {
	fmt.Fprintf(c.Out, "\n  %s is open.\n\n", c.Name)
	for i, u := range run.LANURLs {
		label := "Audience "
		if i > 0 {
			label = "      or "
		}
		fmt.Fprintf(c.Out, "  %s  %s\n", label, u)
	}
	fmt.Fprintf(c.Out, "  Presenter  %s\n", run.PresenterURL)
	if !serving {
		return
	}
	if len(run.LANURLs) > 0 && run.LANURLs[0] != run.URL {
		link := strings.TrimPrefix(run.PresenterURL, run.URL)
		fmt.Fprintf(c.Out, "             or, from another device, %s%s\n", run.LANURLs[0], link)
	}
	if c.Terminal && len(run.LANURLs) > 0 && reachable(run.LANURLs[0]) {
		if code, err := lan.Terminal(run.LANURLs[0]); err == nil {
			fmt.Fprintf(c.Out, "\n%s\n", code)
		}
	}
	fmt.Fprintln(c.Out, "  Ctrl-C ends it.")
}

// reachable reports whether the address can be another computer's, too.
func reachable(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Hostname() != "localhost" && u.Hostname() != "::1" && !strings.HasPrefix(u.Hostname(), "127.")
}
