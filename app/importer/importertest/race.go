//go:build race

package importertest

// Race reports whether the race detector is in this program: its memory and its
// time are not the program's own.
const Race = true
