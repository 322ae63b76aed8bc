// Lectern lets a person present, and every screen in the room follow: one
// program with its own database, its pages and the presenter's window.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"lectern/app"
	"lectern/app/fault"
	"lectern/app/keeper"
	"lectern/ui/window"
)

// Exit statuses of the contract.
const (
	done   = 0
	failed = 1
	misuse = 2
)

func init() {
	// The window belongs to the main thread.
	runtime.LockOSThread()
}

func main() {
	keeper.RunIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait for what the first one began
	status := run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string) int {
	o, err := parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "lectern:", app.Sentence(err))
		fmt.Fprintln(os.Stderr, "lectern help tells the commands and flags.")
		return misuse
	}
	switch o.command {
	case "help":
		fmt.Print(help())
		return done
	case "version":
		printVersion()
		return done
	case "db":
		return report(database(o))
	case "import":
		err := app.Import(ctx, o.config)
		if ctx.Err() != nil {
			fmt.Fprintln(os.Stderr, "lectern: interrupted; what was not printed was not imported")
			return failed
		}
		return report(err)
	case "kiosk":
		return report(kiosk(ctx, o))
	case "serve":
		return report(serve(ctx, o))
	}
	return report(present(ctx, o))
}

// report tells what went wrong, and makes it an exit status.
func report(err error) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return done
	}
	fmt.Fprintln(os.Stderr, "lectern:", app.Sentence(err))
	slog.Debug("stopped", "err", err)
	return failed
}

// serve runs without a window until a signal.
func serve(ctx context.Context, o options) error {
	err := app.Run(ctx, o.config, func(info app.Info) { greet(o.config, info, true) })
	var running *app.Running
	if !errors.As(err, &running) || len(o.config.Files) == 0 {
		return err
	}
	return handOver(ctx, o, running.Info)
}

// present is the desktop app: the app in a goroutine, the window on the main
// thread. Closing the window ends the app; so does a signal.
func present(ctx context.Context, o options) error {
	if !window.Available || !window.HasDisplay() {
		why := "There is no display here"
		if !window.Available {
			why = "This lectern was built without a window"
		}
		fmt.Fprintf(o.config.Out, "%s: serving only, as `lectern serve` does.\n", why)
		return serve(ctx, o)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	o.config.Window = true
	ready := make(chan app.Info, 1)
	ended := make(chan error, 1)
	go func() { ended <- app.Run(ctx, o.config, func(info app.Info) { ready <- info }) }()
	select {
	case err := <-ended:
		var running *app.Running
		if !errors.As(err, &running) {
			return err
		}
		fmt.Fprintln(o.config.Out, "Lectern is running already: this is a second window on it.")
		if err := handOver(ctx, o, running.Info); err != nil {
			fmt.Fprintln(os.Stderr, "lectern:", app.Sentence(err))
		}
		return openWindow(ctx, o, running.Info)
	case info := <-ready:
		greet(o.config, info, false)
		// If the app ends first, so does the window.
		over := make(chan error, 1)
		go func() {
			err := <-ended
			cancel()
			over <- err
		}()
		err := openWindow(ctx, o, info)
		cancel()
		return errors.Join(err, <-over)
	}
}

// handOver gives the files to the Lectern that runs already, and makes the
// first one live.
func handOver(ctx context.Context, o options, info app.Info) error {
	client := app.Client{Info: info}
	for i, path := range o.config.Files {
		added, err := client.Import(ctx, path, func(int, int) {})
		if err != nil {
			return fault.Wrap(fault.NotADeck, err, "%s: %s", path, app.Sentence(err))
		}
		fmt.Fprintf(o.config.Out, "Added to the Lectern at %s: %s\n", info.URL, added.Title)
		if i == 0 {
			if err := client.Present(ctx, added.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// database prints where the database is, for psql.
func database(o options) error {
	if o.config.DatabaseURL != "" {
		fmt.Println(o.config.DatabaseURL)
		return nil
	}
	info, ok := app.FindRunning(o.config.Data)
	if !ok {
		return errors.New("no Lectern runs on " + o.config.Data + ", so its database does not either; start it first")
	}
	fmt.Println(info.DatabaseURL)
	return nil
}
