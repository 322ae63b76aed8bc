// Package libreoffice has LibreOffice, where it is installed, turn a talk into a PDF.
//
// LibreOffice is a large program that reads what strangers made, so it is given no
// more than it needs: a folder of its own that is removed afterwards, with a profile
// that nobody used before, in which macros do not run, links are not followed and
// nothing is fetched; and bounds, by whoever starts the Command (package confine).
package libreoffice

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
)

// Install says how a person gets LibreOffice.
const Install = "apt install libreoffice-impress-nogui, or libreoffice.org"

// Program is a LibreOffice that is installed.
type Program struct {
	path string // the program itself
	root string // the folder that it lies in with all of its own
}

// pathEnv names the program where it is not found by itself, or "none".
const pathEnv = "LECTERN_LIBREOFFICE"

// Find looks for LibreOffice where the systems' packages put it. Those of snap and
// Flatpak are passed over: their own walls keep them out of any folder of ours.
func Find() (Program, bool) {
	candidates := installed()
	if path := os.Getenv(pathEnv); path != "" {
		candidates = []string{path}
	} else {
		for _, name := range []string{"soffice", "libreoffice"} {
			if path, err := exec.LookPath(name); err == nil {
				candidates = append([]string{path}, candidates...)
			}
		}
	}
	for _, path := range candidates {
		if p, ok := program(path); ok {
			return p, true
		}
	}
	return Program{}, false
}

// installed lists where LibreOffice may lie.
func installed() (all []string) {
	patterns := []string{"/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice", "/opt/libreoffice*/program/soffice", "/usr/local/bin/soffice"}
	switch runtime.GOOS {
	case "darwin":
		patterns = []string{"/Applications/LibreOffice*.app/Contents/MacOS/soffice"}
		if home, err := os.UserHomeDir(); err == nil {
			patterns = append(patterns, filepath.Join(home, patterns[0]))
		}
	case "windows":
		patterns = nil
		for _, env := range []string{"ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"} {
			if dir := os.Getenv(env); dir != "" {
				patterns = append(patterns, filepath.Join(dir, "LibreOffice*", "program", "soffice.com"))
			}
		}
	}
	for _, p := range patterns {
		found, _ := filepath.Glob(p)
		slices.Sort(found)
		slices.Reverse(found) // the newest of several
		all = append(all, found...)
	}
	return all
}

// program is the one that a path leads to. On Linux that is a script, which starts
// another program, which starts the program: the last one can be watched.
func program(path string) (Program, bool) {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return Program{}, false
	}
	dir := filepath.Dir(path)
	name := filepath.Base(path)
	switch runtime.GOOS {
	case "darwin":
		return Program{path, filepath.Dir(filepath.Dir(dir))}, name == "soffice" && regular(path)
	case "windows":
		return Program{path, filepath.Dir(dir)}, regular(path)
	}
	path = filepath.Join(dir, "soffice.bin")
	return Program{path, filepath.Dir(dir)}, regular(path)
}

func regular(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
