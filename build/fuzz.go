package main

import (
	"context"
	"os"
	"path"
	"regexp"
	"strings"
)

// fuzzTime is how long each target is fuzzed. Every run of the tests tries its
// seeds, and what was found before.
const fuzzTime = "20s"

// A fuzzTarget is a function that `go test -fuzz` takes.
type fuzzTarget struct{ pkg, name string } // "./app/importer", "FuzzImport"

// fuzz gives every target a bounded time. What it finds lies in the package's
// testdata, for the tests from then on.
func (t *suite) fuzz(ctx context.Context) {
	targets, err := t.fuzzTargets()
	if err != nil {
		t.do("find the fuzz targets", func() error { return err })
	}
	for _, target := range targets {
		t.do("fuzz "+target.name, func() error {
			step("Fuzzing %s in %s for %s", target.name, target.pkg, fuzzTime)
			return t.cmd(t.args("test", "-run", "^$", "-fuzz", "^"+target.name+"$", "-fuzztime", fuzzTime, "-fuzzminimizetime", "2s", target.pkg)...).
				with(t.flavour.env...).run(ctx)
		})
	}
}

var fuzzFunction = regexp.MustCompile(`(?m)^func (Fuzz\w*)\(\w+ \*testing\.F\)`)

// fuzzTargets finds the targets in the checkout.
func (c checkout) fuzzTargets() ([]fuzzTarget, error) {
	files, err := goFiles(string(c))
	if err != nil {
		return nil, err
	}
	var targets []fuzzTarget
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(c.path(file))
		if err != nil {
			return nil, err
		}
		for _, m := range fuzzFunction.FindAllStringSubmatch(string(text), -1) {
			targets = append(targets, fuzzTarget{"./" + path.Dir(file), m[1]})
		}
	}
	return targets, nil
}
