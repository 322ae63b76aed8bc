package pgfiles

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldestUsable is the oldest major version that Lectern works with.
const oldestUsable = 14

// OnMachine lists the PostgreSQLs that are installed on this machine and new
// enough, the newest first. They are used in place: their programs find their
// other files only where the system put them.
func OnMachine() []Tree {
	var bins []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		bins = append(bins, strings.TrimSpace(string(out)))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",                // Debian, Ubuntu
		"/usr/libexec/postgresql*",                 // Alpine
		"/usr/pgsql-*/bin",                         // the project's packages for Fedora
		"/opt/homebrew/opt/postgresql@*/bin",       // Homebrew
		"/usr/local/opt/postgresql@*/bin",          //
		"/Library/PostgreSQL/*/bin",                // the installer for macOS
		`C:\Program Files\PostgreSQL\*\bin`,        // the installer for Windows
		"/Applications/Postgres.app/*/*/*/bin",     // Postgres.app
		"/usr/bin", "/usr/local/bin", "/opt/*/bin", // Fedora, Arch, one's own
	} {
		found, _ := filepath.Glob(pattern)
		bins = append(bins, found...)
	}
	var trees []Tree
	for _, bin := range bins {
		// A link to the program in /usr/local/bin leads to where the rest is.
		if real, err := filepath.EvalSymlinks(filepath.Join(bin, "postgres")); err == nil {
			bin = filepath.Dir(real)
		}
		t := Tree{Root: filepath.Dir(bin)}
		if filepath.Base(bin) != "bin" || !usable(bin) ||
			slices.ContainsFunc(trees, func(o Tree) bool { return o.Root == t.Root }) {
			continue
		}
		out, err := exec.Command(filepath.Join(bin, "postgres"), "--version").Output()
		if err != nil {
			continue
		}
		if t.Version = versionIn(string(out)); t.Major() >= oldestUsable {
			trees = append(trees, t)
		}
	}
	slices.SortStableFunc(trees, func(a, b Tree) int { return b.Major() - a.Major() })
	return trees
}

func usable(bin string) bool {
	for _, program := range []string{"postgres", "initdb", "pg_ctl"} {
		if _, err := os.Stat(filepath.Join(bin, program)); err != nil {
			return false
		}
	}
	return true
}

var versionNumber = regexp.MustCompile(`\d+(\.\d+)*`)

// versionIn reads "postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)".
func versionIn(s string) string {
	v := versionNumber.FindString(s)
	if _, err := strconv.Atoi(strings.SplitN(v, ".", 2)[0]); err != nil {
		return ""
	}
	return v
}
