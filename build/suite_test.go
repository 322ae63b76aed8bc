package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestSplit: every package is tested, once, and only those that are named without
// the race detector.
func TestSplit(t *testing.T) {
	raced, plain := split(strings.Fields("lectern lectern/app/e2e/browser lectern/app/importer lectern/app/importer/pdf lectern/app/importer/raster lectern/app/store"))
	if got, want := fmt.Sprint(raced, plain), "[lectern lectern/app/store] [lectern/app/e2e/browser lectern/app/importer lectern/app/importer/pdf lectern/app/importer/raster]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestLongestFirst: what takes long begins before what does not, and each of it is there.
func TestLongestFirst(t *testing.T) {
	list, err := exec.Command("go", "list", "-tags", "headless", "lectern/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(string(list))
	got := longestFirst(all)
	if !slices.Equal(got[:len(longest)], longest) {
		t.Errorf("%v come first, want %v", got[:len(longest)], longest)
	}
	if slices.Sort(got); !slices.Equal(got, all) {
		t.Errorf("of %v came %v", all, got)
	}
}

// TestUnwatched: what a short run does not watch is not ours, and there is something of
// that name that Lectern is made of. A pattern that matches nothing is one that time has
// passed by.
func TestUnwatched(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", "-tags", "headless", "lectern", "lectern/build/tool").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(string(list))
	for _, pattern := range unwatched {
		name, below := strings.CutSuffix(pattern, "/...")
		is := func(pkg string) bool { return pkg == name || below && strings.HasPrefix(pkg, name+"/") }
		if !slices.ContainsFunc(all, is) {
			t.Errorf("%s is nothing that Lectern is made of", pattern)
		}
		if slices.ContainsFunc(all, func(pkg string) bool { return is(pkg) && own(pkg) }) {
			t.Errorf("%s is ours", pattern)
		}
	}
	for everything, want := range map[bool]bool{true: false, false: true} {
		if args, _ := race(everything); strings.Contains(strings.Join(args, " "), "-race=false") != want {
			t.Errorf("a run of everything %v: %v", everything, args)
		}
	}
}

// TestMemoryFolder: where there is one, it can be written to.
func TestMemoryFolder(t *testing.T) {
	top := memoryFolder()
	if top == "" {
		t.Skip("there is none here, or too little of it")
	}
	s, err := newScratch(top)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(s.dir); !os.IsNotExist(err) {
		t.Errorf("%s is left: %v", s.dir, err)
	}
}
