package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lectern/app"
	"lectern/app/datadir"
	"lectern/app/fault"
	"lectern/ui/window"
)

// present is the desktop app: the app in a goroutine, the window on the main
// thread. Closing the window ends the app; so does a signal. Where no window can
// be shown it goes on as serve.
func present(ctx context.Context, o options) error {
	if !window.Available || !window.HasDisplay() {
		why := "There is no display here"
		if !window.Available {
			why = "This lectern was built without a window"
		}
		fmt.Fprintf(o.config.Out, "%s: serving only, as `lectern serve` does.\n", why)
		return serve(ctx, o)
	}
	appCtx, stop := context.WithCancel(ctx)
	defer stop()
	o.config.Window = true
	ready := make(chan datadir.Run, 1)
	over := make(chan struct{})
	var appErr error // once over is closed
	go func() {
		defer close(over)
		appErr = app.Run(appCtx, o.config, func(run datadir.Run) { ready <- run })
	}()
	// A window that comes and goes would only startle.
	soon := time.NewTimer(startingAfter)
	defer soon.Stop()
	opened := make(chan window.Page, 1)
	begin := func(run datadir.Run) {
		greet(o.config, run, false)
		opened <- pageOf(run)
	}
	select {
	case <-over:
		return instead(ctx, o, appErr)
	case run := <-ready:
		begin(run)
	case <-soon.C:
	}
	// If the app ends first, so does the window.
	windowCtx, closeWindow := context.WithCancel(ctx)
	defer closeWindow()
	go func() {
		select {
		case run := <-ready:
			begin(run)
		case <-over:
		}
		<-over
		closeWindow()
	}()
	err := openWindow(windowCtx, o, opened, true)
	if errors.Is(err, window.ErrNoDisplay) {
		fmt.Fprintln(o.config.Out, "\n  The display does not answer: serving only, as `lectern serve` does. Ctrl-C ends it.")
		<-over
		return instead(ctx, o, appErr)
	}
	stop()
	<-over
	if err == nil && appErr != nil {
		return instead(ctx, o, appErr)
	}
	return errors.Join(err, appErr)
}

// startingAfter is how long the app may take to start before there is a window that
// says so: the first start makes the database.
const startingAfter = 400 * time.Millisecond

// instead is what follows where the app has ended with an error: a second window, if
// it runs already.
func instead(ctx context.Context, o options, err error) error {
	var running *datadir.Running
	if !errors.As(err, &running) {
		return err
	}
	return secondWindow(ctx, o, running.Run)
}

// pageOf is what a window on a Lectern shows.
func pageOf(run datadir.Run) window.Page {
	return window.Page{URL: run.PresenterURL, Audience: strings.TrimSuffix(run.URL, "/") + "/kiosk?window"}
}

// secondWindow is a window on a Lectern that runs already, once it has the files.
func secondWindow(ctx context.Context, o options, run datadir.Run) error {
	fmt.Fprintln(o.config.Out, "Lectern is running already: this is a second window on it.")
	here, err := handOver(ctx, o.config, run)
	if err != nil {
		fmt.Fprintln(o.config.Out, fault.Sentence(err))
	}
	following, stop := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() { defer close(over); here.run(following, o.config) }()
	opened := make(chan window.Page, 1)
	opened <- pageOf(run)
	err = openWindow(ctx, o, opened, false)
	stop()
	<-over
	if errors.Is(err, window.ErrNoDisplay) {
		return fault.Wrap(fault.Conflict, err, "Lectern is running already, and the display does not answer; `lectern link` prints a link for a browser")
	}
	return err
}

// left is the window as it was left.
type left struct {
	Width, Height int
	Audience      window.Choices // on which monitor its view is shown
}

// openWindow shows the console. What a second one shows on other monitors is neither
// remembered nor opened by itself: the first one has them.
func openWindow(ctx context.Context, o options, page <-chan window.Page, first bool) error {
	file := filepath.Join(o.config.Data, "window.json")
	s := left{Width: 1280, Height: 800}
	if b, err := os.ReadFile(file); err == nil {
		json.Unmarshal(b, &s)
	}
	s.Width, s.Height = max(480, min(s.Width, 10000)), max(360, min(s.Height, 10000))
	keep := func() {
		// That it is lost is no reason to trouble anybody.
		if b, err := json.Marshal(s); err == nil {
			datadir.WriteFile(file, b, 0o600)
		}
	}
	w := window.Options{
		Later: page, Title: "Lectern", Width: s.Width, Height: s.Height,
		OnResize: func(w, h int) { s.Width, s.Height = w, h; keep() },
	}
	if first {
		w.Choices, w.OnChoice = s.Audience, func(c window.Choices) { s.Audience = c; keep() }
	}
	return window.Run(ctx, w)
}
