package keeper

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// RunIfChild runs the keeper's child, and does not return, if this process was
// started as one. It is the first line of main, and of every TestMain whose
// tests start a keeper.
func RunIfChild() {
	mode := os.Getenv(childEnv)
	if mode == "" {
		return
	}
	os.Unsetenv(childEnv)
	os.Exit(runChild(mode))
}

func runChild(mode string) int {
	// A Ctrl-C at the terminal is for the parent to handle, and a hang-up too.
	// Once the parent is gone, nobody reads what the child says.
	// They are caught, not ignored, because programs that the child starts
	// would go on ignoring them.
	quiet := make(chan os.Signal, 1)
	signal.Notify(quiet, os.Interrupt, syscall.SIGHUP, sigPipe)
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)

	keepLock()
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadBytes('\n')
	var j job
	if err == nil {
		err = json.Unmarshal(line, &j)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "no job:", err)
		return 2
	}
	if err := j.Account.become(); err != nil {
		tell(event{eventFailed, err.Error()})
		return 1
	}

	// quit gets how fast to stop, once.
	quit := make(chan shutdown, 2)
	go func() {
		line, _ := in.ReadString('\n')
		if line == stopLine+"\n" {
			quit <- patient
		} else {
			quit <- hurried
		}
	}()
	go func() {
		<-terminated
		quit <- patient
	}()

	switch mode {
	case modeInit:
		return runInit(j, quit)
	case modeServe:
		return runServe(j, quit)
	}
	fmt.Fprintln(os.Stderr, "unknown mode", mode)
	return 2
}

// runInit makes the database. If the parent ends meanwhile everything is
// killed: what there is of the database is useless anyway.
func runInit(j job, quit <-chan shutdown) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		<-quit
		cancel()
	}()
	if err := makeDatabase(ctx, j); err != nil {
		tell(event{eventFailed, err.Error()})
		return 1
	}
	tell(event{Kind: eventReady})
	return 0
}

// runServe keeps PostgreSQL running until it is told to quit.
func runServe(j job, quit <-chan shutdown) int {
	p := &instance{job: j}
	everReady := false
	for failures := 0; ; {
		started := make(chan error, 1)
		go func() { started <- p.start() }()
		var err error
		select {
		case err = <-started:
		case how := <-quit:
			return p.abandon(started, how)
		}
		if err != nil {
			kind := eventRetry
			if !everReady && !(passing(err) && failures < 8) || errors.Is(err, errPassword) || errors.Is(err, errNoLink) {
				kind = failure(err)
			}
			tell(event{kind, err.Error()})
			if kind != eventRetry || errors.Is(err, errDied) {
				p.stop(hurried)
				return 1 // and the parent starts another child
			}
			failures++
			if how, ok := pauseOrQuit(backoff(failures), quit); ok {
				return p.stop(how)
			}
			continue
		}
		everReady, failures = true, 0
		tell(event{Kind: eventReady})
		select {
		case <-p.exited:
			tell(event{eventDown, "the process ended"})
		case <-p.hung:
			tell(event{eventDown, "it did not answer any more"})
		case how := <-quit:
			return p.stop(how)
		}
		p.release()
	}
}

func tell(e event) { json.NewEncoder(os.Stdout).Encode(e) }
