package main

import (
	"os"
	"slices"
	"strings"
)

// race returns what makes `go test` look for races, where it can: in a run of
// everything in all packages, in a short one not in those of others.
func race(all bool) (args, env []string) {
	switch {
	case os.Getenv("CGO_ENABLED") == "0":
		step("Without the race detector: CGO_ENABLED is 0")
	case !have("gcc", "clang", "cc"):
		step("Without the race detector: there is no C compiler")
	default:
		args = append([]string{"-race"}, binaryFlags...)
		if !all {
			for _, pkg := range unwatched {
				args = append(args, "-gcflags="+pkg+"=-race=false")
			}
		}
		// With -trimpath what was compiled in one folder is not compiled in another.
		return args, []string{"CGO_ENABLED=1"}
	}
	return slices.Clone(binaryFlags), nil
}

// unwatched are packages of others in whose memory a short run looks for no races:
// they reckon, from what they are given to what they return, and are where much of the
// time goes under the race detector. What their callers do is watched, and so are packages
// by which goroutines tell each other something, and those that take whole values of ours,
// such as encoding/json.
var unwatched = []string{
	"compress/...", "hash/...", "image/...",
	"crypto/hmac", "crypto/internal/...", "crypto/pbkdf2", "crypto/sha1", "crypto/sha256", "crypto/sha512",
	"github.com/alecthomas/chroma/...",
	"github.com/dlclark/regexp2/...",
	"github.com/evanw/esbuild/...",
	"github.com/klauspost/compress/flate", "github.com/klauspost/compress/fse", "github.com/klauspost/compress/gzip",
	"github.com/klauspost/compress/huff0", "github.com/klauspost/compress/zstd",
	"github.com/yuin/goldmark/...",
	"golang.org/x/image/...", "golang.org/x/net/html/...", "golang.org/x/text/...",
	"rsc.io/qr/...",
}

// unraced are the packages of ours in which a short run looks for no races: what is
// tested in app/e2e is the binary, which is another process; and what reads a format
// does one thing after the other, nearly, and takes five to twenty times as long under
// the race detector, where nothing can be bounded.
var unraced = []string{"lectern/app/e2e", "lectern/app/importer", "lectern/app/agenda"}

func split(packages []string) (raced, plain []string) {
	for _, pkg := range packages {
		if slices.ContainsFunc(unraced, func(a string) bool { return strings.HasPrefix(pkg+"/", a+"/") }) {
			plain = append(plain, pkg)
		} else {
			raced = append(raced, pkg)
		}
	}
	return raced, plain
}

// bounding are packages of which some tests are none under the race detector, whose
// memory nothing bounds.
func bounding(packages []string) []string {
	return slices.DeleteFunc(packages, func(pkg string) bool { return !strings.HasPrefix(pkg, "lectern/app/importer") })
}
