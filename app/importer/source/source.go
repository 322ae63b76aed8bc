// Package source gives the files that a deck is made of as an fs.FS, wherever
// they come from: an upload that is spooled to a folder of its own, a file on
// disk with what it refers to, a zip.
//
// Names in these trees are the strangers' own, kept to the letter where an fs.FS
// can hold them: a text refers to its pictures by them. They are no names on this
// computer's disk, and not fit for a sentence as they are.
package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Walk calls f for each file of a tree, by name, until it fails or ctx is over.
func Walk(ctx context.Context, fsys fs.FS, f func(name string, size int64) error) error {
	return fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		return f(name, info.Size())
	})
}

// Digest is the same for the same files, and for no others. A folder that all of
// them lie in does not count: it is there when a folder was dropped, and not when
// its files were.
func Digest(ctx context.Context, fsys fs.FS) (string, error) {
	folder, err := commonFolder(ctx, fsys)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	err = Walk(ctx, fsys, func(name string, size int64) error {
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintf(sum, "%s\x00%d\x00", strings.TrimPrefix(name, folder), size)
		n, err := io.Copy(sum, &reader{ctx: ctx, r: f})
		if err == nil && n != size {
			err = fmt.Errorf("source: %s has %d bytes, not %d", name, n, size)
		}
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// commonFolder is the folder that all files lie in, with a slash at its end, or "".
func commonFolder(ctx context.Context, fsys fs.FS) (string, error) {
	folder, first := "", true
	err := Walk(ctx, fsys, func(name string, _ int64) error {
		if first {
			folder, first = name[:strings.LastIndexByte(name, '/')+1], false
		}
		for !strings.HasPrefix(name, folder) {
			folder = folder[:strings.LastIndexByte(strings.TrimSuffix(folder, "/"), '/')+1]
		}
		return nil
	})
	return folder, err
}
