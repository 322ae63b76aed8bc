package bundle

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lectern/app/needtest"
)

// TestPages runs the tests that lie beside the pages' code under Node, each as a
// test of its own:
//
//	go test ./build/bundle -run TestPages -v
func TestPages(t *testing.T) {
	node := needtest.Program(t, "node")
	script, err := Tests("../../ui/web", modules(t))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "pages.test.js")
	if err := os.WriteFile(file, script, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "--enable-source-maps", "--test", "--test-reporter=tap", file)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, runErr := cmd.Output()
	tests := tapTests(out)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !test.passed {
				t.Error(test.told)
			}
		})
	}
	if len(tests) == 0 || runErr != nil && !t.Failed() {
		t.Errorf("node --test: %v\n%s%s", runErr, out, errs.Bytes())
	}
}

type tapTest struct {
	name   string
	passed bool
	told   string // by Node, where it failed
}

var tapLine = regexp.MustCompile(`^\s*(not )?ok \d+ - (.*)$`)

// tapTests reads what `node --test --test-reporter=tap` printed. Node counts a
// file as a test, too; that one fails only with those in it, or alone.
func tapTests(out []byte) []tapTest {
	var tests []tapTest
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if m := tapLine.FindStringSubmatch(line); m != nil {
			passed := m[1] == ""
			if passed && strings.HasSuffix(m[2], ".test.js") {
				continue
			}
			tests = append(tests, tapTest{name: m[2], passed: passed})
		} else if n := len(tests); n > 0 && !tests[n-1].passed {
			tests[n-1].told += line + "\n"
		}
	}
	return tests
}
