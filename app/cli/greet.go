package cli

import (
	"context"
	"fmt"
	"time"

	"lectern/app"
	"lectern/app/client"
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
	fmt.Fprintf(c.Out, "  Presenter  %s\n", presenterLink(c, run))
	if !serving {
		return
	}
	if c.Terminal && len(run.LANURLs) > 0 && lan.Reachable(run.LANURLs[0]) {
		if code, err := lan.Terminal(run.LANURLs[0]); err == nil {
			fmt.Fprintf(c.Out, "\n%s\n", code)
		}
	}
	fmt.Fprintln(c.Out, "  Ctrl-C ends it.")
}

// presenterLink is where a presenter begins. A link that lets in is for eyes at a
// terminal, and not for a log.
func presenterLink(c app.Config, run datadir.Run) string {
	if c.Terminal {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if link, err := (client.Client{Run: run}).NewLink(ctx); err == nil {
			return link.URL
		}
	}
	return "`lectern link` prints a link"
}
