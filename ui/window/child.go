package window

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// childEnv has a process show the audience's view, with a childJob.
const childEnv = "LECTERN_AUDIENCE_WINDOW"

type childJob struct{ URL, Monitor string }

// RunIfChild shows the audience's view, and does not return, if this process was
// started for that by a console's window. It comes before all that a program does.
func RunIfChild() {
	job, is := os.LookupEnv(childEnv)
	if !is {
		return
	}
	os.Unsetenv(childEnv)
	os.Exit(runChild(job))
}

func runChild(text string) int {
	var job childJob
	if err := json.Unmarshal([]byte(text), &job); err != nil {
		fmt.Fprintln(os.Stderr, "lectern:", err)
		return 1
	}
	// The terminal's Ctrl-C is for the parent, which ends this one by its pipe.
	signal.Ignore(os.Interrupt)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ctx, end := context.WithCancel(ctx)
	defer end()
	moves := make(chan string)
	go func() {
		defer end() // the parent is gone, or wants no view any more
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			select {
			case moves <- lines.Text():
			case <-ctx.Done():
			}
		}
	}()
	if err := Run(ctx, Options{Page: Page{URL: job.URL}, Title: "Lectern", Kiosk: true, Monitor: job.Monitor, Moves: moves}); err != nil {
		fmt.Fprintln(os.Stderr, "lectern:", err)
		return 1
	}
	if ctx.Err() != nil {
		return 1 // only a hand ends it well
	}
	return 0
}
