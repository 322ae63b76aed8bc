package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

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
	var run datadir.Run
	select {
	case <-over:
		var running *datadir.Running
		if !errors.As(appErr, &running) {
			return appErr
		}
		return secondWindow(ctx, o, running.Run)
	case run = <-ready:
	}
	greet(o.config, run, false)
	// If the app ends first, so does the window.
	windowCtx, closeWindow := context.WithCancel(ctx)
	defer closeWindow()
	go func() { <-over; closeWindow() }()
	err := openWindow(windowCtx, o, run)
	if errors.Is(err, window.ErrNoDisplay) {
		fmt.Fprintln(o.config.Out, "\n  The display does not answer: serving only, as `lectern serve` does. Ctrl-C ends it.")
		<-over
		return appErr
	}
	stop()
	<-over
	return errors.Join(err, appErr)
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
	err = openWindow(ctx, o, run)
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

func openWindow(ctx context.Context, o options, run datadir.Run) error {
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
	audience, err := kioskURL(run.URL, "", "")
	if err != nil {
		return err
	}
	return window.Run(ctx, window.Options{
		URL: run.PresenterURL, Title: "Lectern", Width: s.Width, Height: s.Height,
		OnResize: func(w, h int) { s.Width, s.Height = w, h; keep() },
		Audience: audience, Choices: s.Audience,
		OnChoice: func(c window.Choices) { s.Audience = c; keep() },
	})
}
