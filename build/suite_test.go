package main

import (
	"fmt"
	"os"
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
