package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
)

// A need is something of the operating system's, and how to get it.
type need struct {
	what     string
	present  func(context.Context) bool
	packages []string // Debian's, of which the first that exists is enough
}

// A lackError says what is missing where it cannot be got.
type lackError struct {
	what []string
	line string // the command that gets it, "" where none is known
}

func (e lackError) Error() string {
	text := "missing: " + strings.Join(e.what, ", ")
	if e.line != "" {
		text += "\n\n    " + e.line + "\n"
	}
	return text
}

// provide gets what is missing of needs through apt-get. Where that may not be,
// for lack of rights or of apt-get, the error is a lackError with the one line to
// type.
func provide(ctx context.Context, c checkout, needs []need) error {
	missing := lacking(ctx, needs)
	if len(missing) == 0 {
		return nil
	}
	lack := lackError{}
	for _, n := range missing {
		if !slices.Contains(lack.what, n.what) {
			lack.what = append(lack.what, n.what)
		}
	}
	if !have("apt-get") {
		return lack
	}
	root := os.Geteuid() == 0
	if root {
		step("Reading the lists of system packages")
		if err := apt(c, "update", "-qq").run(ctx); err != nil {
			return fmt.Errorf("%w\n%w", lack, err)
		}
	}
	var packages []string
	for _, n := range missing {
		if p := n.choose(ctx, c); !slices.Contains(packages, p) {
			packages = append(packages, p)
		}
	}
	install := append([]string{"install", "--yes", "--no-install-recommends"}, packages...)
	lack.line = "sudo apt-get update && sudo apt-get " + strings.Join(install, " ")
	if !root {
		return lack
	}
	step("Installing %s", strings.Join(packages, " "))
	if err := apt(c, install...).run(ctx); err != nil {
		return fmt.Errorf("%w\n%w", lack, err)
	}
	if missing = lacking(ctx, missing); len(missing) > 0 {
		return fmt.Errorf("%s is still missing after apt-get install %s", missing[0].what, strings.Join(packages, " "))
	}
	return nil
}

// apt waits for another apt to finish, and asks nothing.
func apt(c checkout, args ...string) command {
	return c.cmd(append([]string{"apt-get", "-o", "DPkg::Lock::Timeout=300"}, args...)...).with("DEBIAN_FRONTEND=noninteractive")
}

func lacking(ctx context.Context, needs []need) []need {
	var missing []need
	for _, n := range needs {
		if !n.present(ctx) {
			missing = append(missing, n)
		}
	}
	return missing
}

// choose returns the first package that this system knows, or the first of all.
func (n need) choose(ctx context.Context, c checkout) string {
	for _, p := range n.packages {
		if len(n.packages) > 1 && c.cmd("apt-cache", "show", "--no-all-versions", p).run(ctx) == nil {
			return p
		}
	}
	return n.packages[0]
}

// program is the need of one of several programs.
func program(pkg string, names ...string) need {
	return need{names[0], func(context.Context) bool { return have(names...) }, []string{pkg}}
}
