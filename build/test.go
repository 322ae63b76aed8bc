package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// The browsers that the tests may drive, by the names their packages give them.
var chromiums = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// browsers are what pages are measured in: the shell before the whole browser.
var browsers = append([]string{headlessShell}, chromiums...)

// headlessShell is Chromium without all that is around a page: the same engine, and a
// quarter of the work for each page that a test opens.
const headlessShell = "chromium-headless-shell"

// test makes ready what the tests need, and runs them: the short suite, or with
// -all everything. Parts that do not need one another go on side by side where one
// of them waits; all of them speak, whichever fails.
func test(ctx context.Context, c checkout, args []string) error {
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	all := flags.Bool("all", false, "run what takes long, too: every seed, every fuzz target")
	if flags.Parse(args) != nil {
		return exitError(2)
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "build: test takes no argument %q\n", flags.Arg(0))
		return exitError(2)
	}
	begin := time.Now()
	step("%s", c.expect(*all))
	f, err := ready(ctx, c, testNeeds(c, *all)...)
	if err != nil {
		return err
	}
	top := openTemp(os.TempDir())
	// With -all it is on a disk, as users have it.
	if memory := memoryFolder(); memory != "" && !*all {
		top = memory
	}
	return withinTop(ctx, top, func(s *scratch) error {
		t := suite{checkout: c, flavour: f, scratch: s, all: *all}
		t.run(ctx)
		t.table(terminal)
		took := time.Since(begin)
		step("%s in %s", t.count, short(took))
		if t.wrong > 0 {
			return errors.New("the checkout is not in order: see above")
		}
		return c.keepTime(*all, took)
	})
}

// expect says how long the tests take, for two processors and what it took here.
func (c checkout) expect(all bool) string {
	text := "This takes about eight minutes on two processors"
	if all {
		text = "This takes about half an hour on two processors"
	}
	if last, err := os.ReadFile(c.timeFile(all)); err == nil {
		return fmt.Sprintf("%s; the last time here it took %s", text, last)
	}
	return text + ", and some more the first time, for all is fetched and compiled"
}

func (c checkout) keepTime(all bool, took time.Duration) error {
	return os.WriteFile(c.timeFile(all), []byte(short(took)), 0o644)
}

func (c checkout) timeFile(all bool) string {
	if all {
		return c.path(".cache/test-all.time")
	}
	return c.path(".cache/test.time")
}

// monitors are what windows on two of them are tested with: a driver of Xorg's.
var monitors = need{"Xorg with monitors that nobody sees", func(context.Context) bool {
	_, err := os.Stat("/usr/lib/xorg/modules/drivers/dummy_drv.so")
	return err == nil
}, []string{"xserver-xorg-video-dummy"}}

// firewall is what the tests of `lectern check` write their rules with. It lies where a
// user's PATH does not lead.
var firewall = need{"nft", func(context.Context) bool {
	_, err := os.Stat("/usr/sbin/nft")
	return err == nil
}, []string{"nftables"}}

// testNeeds is what the tests need of the system besides the window's.
func testNeeds(c checkout, all bool) []need {
	shell := program(headlessShell, headlessShell)
	shell.present = func(ctx context.Context) bool {
		// Only Debian has it as a package. Elsewhere the whole browser will do.
		return have(headlessShell) || c.cmd("apt-cache", "show", "--no-all-versions", headlessShell).run(ctx) != nil
	}
	needs := []need{
		program("chromium", chromiums...),
		shell,
		program("nodejs", "node"),
		program("npm", "npm"),
	}
	if runtime.GOOS == "linux" {
		needs = append(needs, program("gcc", "gcc"), program("xvfb", "Xvfb"), program("xdotool", "xdotool"), monitors, program("x11-xserver-utils", "xrandr"), program("x11-apps", "xwd"))
		needs = append(needs, firewall, program("iproute2", "ip"), program("curl", "curl"), program("systemd", "systemd-analyze"))
		needs = append(needs, program("libreoffice-impress-nogui", "soffice", "libreoffice"), program("postgresql-client", "psql"))
		needs = append(needs, proxyNeeds(c)...)
		if all { // a compositor without a screen, and what takes its picture
			needs = append(needs, program("sway", "sway"), program("grim", "grim"))
		}
	}
	return needs
}

func firstOf(programs []string) string {
	for _, name := range programs {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}
