package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestOutput: the error of a command says what it wrote, wherever it did: checks print
// what they find to standard output.
func TestOutput(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	c := checkout(t.TempDir())
	_, err := c.cmd("sh", "-c", "cat /dev/null; echo found; cat /dev/null; echo said >&2; exit 1").output(t.Context())
	if err == nil {
		t.Fatal("it did not fail")
	}
	_, wrote, _ := strings.Cut(err.Error(), "\n")
	if !strings.Contains(wrote, "found") || !strings.Contains(wrote, "said") {
		t.Errorf("%v", err)
	}
	if out, err := c.cmd("sh", "-c", "echo found; echo said >&2").output(t.Context()); err != nil || out != "found\n" {
		t.Errorf("%q, %v", out, err)
	}
}
