// Package version says which Lectern this is. The number stands here and nowhere
// else.
package version

import "runtime/debug"

// Number is the version of the next release, or of this one.
const Number = "0.1.0"

// commit is set by the build where it knows it.
var commit = ""

// Commit is the commit that the binary was made from, or "unknown".
func Commit() string {
	if commit != "" {
		return commit
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return "unknown"
}
