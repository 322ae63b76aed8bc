package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// rig does harm to a running talk, one seed after the other, and prints a line
// for each; see app/e2e/rig. A seed that fails shows all that happened.
func rig(ctx context.Context, c checkout, args []string) error {
	flags := flag.NewFlagSet("rig", flag.ContinueOnError)
	seeds := flags.Int("seeds", 20, "how many seeds")
	first := flags.Int("seed", 1, "the first seed")
	harm := flags.String("harm", "", "only the harms, or kinds of files, of these names, with commas between")
	imports := flags.Bool("imports", false, "import hostile files beside the talk, and do no other harm; see app/e2e/imports")
	suspend := flags.Duration("suspend", 0, `how long "suspend" lasts (default a second or two)`)
	if err := flags.Parse(args); err != nil {
		return exitError(2)
	}
	long := ""
	if *suspend > 0 {
		long = suspend.String()
	}
	if *imports {
		return onBinary(ctx, c, "./app/e2e/imports", "^TestImports$", time.Duration(*seeds*3+5)*time.Minute,
			fmt.Sprint("LECTERN_RIG_SEEDS=", *seeds), fmt.Sprint("LECTERN_RIG_SEED=", *first),
			"LECTERN_RIG_HARM="+*harm, "LECTERN_RIG_FACTOR="+orElse(os.Getenv("LECTERN_RIG_FACTOR"), "1"))
	}
	const rounds = 4 // of harm, in a seed
	return onBinary(ctx, c, "./app/e2e/rig", "^TestRig$", time.Duration(*seeds+2)*time.Minute+time.Duration(*seeds*rounds)*(*suspend),
		fmt.Sprint("LECTERN_RIG_SEEDS=", *seeds), fmt.Sprint("LECTERN_RIG_SEED=", *first),
		"LECTERN_RIG_HARM="+*harm, "LECTERN_RIG_SUSPEND="+long, "LECTERN_RIG_FACTOR="+orElse(os.Getenv("LECTERN_RIG_FACTOR"), "1"))
}

// soak gives a long talk and watches the memory; then it has many viewers come
// and go, and counts what they leave.
func soak(ctx context.Context, c checkout, args []string) error {
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	long := flags.Duration("for", 30*time.Minute, "how long to talk")
	if err := flags.Parse(args); err != nil {
		return exitError(2)
	}
	return onBinary(ctx, c, "./app/e2e/load", "^(TestSoak|TestLeaks)$", *long+20*time.Minute,
		"LECTERN_SOAK="+long.String(), "LECTERN_RIG_CONNECTS="+orElse(os.Getenv("LECTERN_RIG_CONNECTS"), "100000"))
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// onBinary builds the binary and runs some tests of a package on it.
func onBinary(ctx context.Context, c checkout, pkg, pattern string, timeout time.Duration, env ...string) error {
	f, err := compiled(ctx, c)
	if err != nil {
		return err
	}
	return within(ctx, func(s *scratch) error {
		program, err := s.copyProgram(c.program())
		if err != nil {
			return err
		}
		r, err := c.cmd(f.args("test", "-json", "-count", "1", "-timeout", timeout.String(), "-run", pattern, pkg)...).
			with(f.env...).with("LECTERN_TEST_BINARY="+program, "DISPLAY=", "WAYLAND_DISPLAY=").with(env...).
			goTest(ctx, &news{w: terminal})
		if r != nil {
			step("%v", r.count)
		}
		return err
	})
}

// news shows, of the events of `go test -json`, the lines with which the rig and
// the soak tell how it goes.
type news struct {
	w    io.Writer
	rest []byte
}

func (n *news) Write(p []byte) (int, error) {
	n.rest = append(n.rest, p...)
	for {
		end := bytes.IndexByte(n.rest, '\n')
		if end < 0 {
			return len(p), nil
		}
		var e event
		if json.Unmarshal(n.rest[:end], &e) == nil && (strings.HasPrefix(e.Output, "rig ") || strings.HasPrefix(e.Output, "soak")) {
			io.WriteString(n.w, e.Output)
		}
		n.rest = n.rest[end+1:]
	}
}
