package window

import (
	"context"
	"net/http"
	"time"
)

const (
	probeEvery   = time.Second      // how often an absent server is asked
	probeTimeout = 5 * time.Second  // how long one answer may take
	silence      = 20 * time.Second // four signs of life missed: the page is dead
)

// A retry keeps a kiosk's page loaded: it waits for the server, shows the page,
// and begins again when the page gives no sign of life, be it that the server
// went away at the wrong moment or that the engine's process died.
type retry struct {
	probe    func(context.Context) bool // whether the server has the page
	navigate func()                     // load the page
	wait     func()                     // show that there is nothing yet
	alive    <-chan struct{}            // signs of life
}

// run returns when ctx ends.
func (r retry) run(ctx context.Context) {
	for {
		if !r.untilAnswered(ctx) {
			return
		}
		r.navigate()
		if !r.untilSilent(ctx) {
			return
		}
	}
}

// untilAnswered returns true once the server has the page, false if ctx ends.
func (r retry) untilAnswered(ctx context.Context) bool {
	for first := true; !r.probe(ctx); first = false {
		if first {
			r.wait()
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(probeEvery):
		}
	}
	return ctx.Err() == nil
}

// untilSilent returns true once the page is dead, false if ctx ends.
func (r retry) untilSilent(ctx context.Context) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-r.alive:
		case <-time.After(silence):
			return true
		}
	}
}

// answers asks for a page and reports whether it comes.
func answers(ctx context.Context, c *http.Client, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := c.Do(request)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}
