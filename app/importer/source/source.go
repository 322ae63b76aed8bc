// Package source gives the files that a deck is made of as an fs.FS, wherever
// they come from: an upload that is spooled to a folder of its own, a file on
// disk with what it refers to, a zip.
//
// Names in these trees are the strangers' own, kept to the letter where an fs.FS
// can hold them: a text refers to its pictures by them. They are no names on this
// computer's disk, and not fit for a sentence as they are.
package source

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lectern/app/importer/names"
)

// talks are the endings of files that another program makes a PDF of, which is kept
// beside them.
var talks = map[string]bool{
	".ppt": true, ".pptx": true, ".pptm": true, ".pps": true, ".ppsx": true, ".ppsm": true, ".pot": true, ".potx": true, ".potm": true,
	".odp": true, ".otp": true, ".fodp": true, ".key": true,
}

// MadeOf reports whether a file is what another program made of a talk: talk.pptx.pdf, or
// talk.ppt.odp, from which its notes are read.
func MadeOf(talk, name string) bool {
	ext := strings.ToLower(path.Ext(talk))
	made, is := strings.CutPrefix(name, talk)
	return is && (made == ".pdf" && talks[ext] || made == ".odp" && unread[ext])
}

// unread are those of talks that only that program reads.
var unread = map[string]bool{".ppt": true, ".pps": true, ".pot": true, ".key": true}

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

// Digest is the same for the same files, and for no others. What differs between a
// folder, its zip and its files, dropped on a page, does not count: junk, a folder
// that all of them lie in, and in how many pieces the letters of a name are; nor
// what was made of a talk, and is kept beside it: see MadeOf; nor pictures that
// were fetched from the web.
func Digest(ctx context.Context, fsys fs.FS) (string, error) {
	var files []string
	sizes := map[string]int64{}
	err := Walk(ctx, fsys, func(name string, size int64) error {
		files = append(files, name)
		sizes[name] = size
		return nil
	})
	if err != nil {
		return "", err
	}
	_, files = names.FromWeb(files)
	files = WithoutJunk(files)
	files = slices.DeleteFunc(files, func(name string) bool {
		talk := strings.TrimSuffix(name, path.Ext(name))
		_, there := sizes[talk]
		return there && MadeOf(talk, name)
	})
	slices.SortFunc(files, func(a, b string) int {
		return cmp.Or(cmp.Compare(names.Composed(a), names.Composed(b)), cmp.Compare(a, b))
	})
	folder := commonFolder(files)
	sum := sha256.New()
	for _, name := range files {
		if err := digestFile(ctx, sum, fsys, name, strings.TrimPrefix(names.Composed(name), folder), sizes[name]); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func digestFile(ctx context.Context, sum io.Writer, fsys fs.FS, name, as string, size int64) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintf(sum, "%s\x00%d\x00", as, size)
	n, err := io.Copy(sum, &reader{ctx: ctx, r: f})
	if err == nil && n != size {
		err = fmt.Errorf("source: %s has %d bytes, not %d", name, n, size)
	}
	return err
}

// commonFolder is the folder that all files lie in, composed and with a slash at its
// end, or "".
func commonFolder(files []string) string {
	folder := ""
	for i, name := range files {
		name = names.Composed(name)
		if i == 0 {
			folder = name[:strings.LastIndexByte(name, '/')+1]
		}
		for !strings.HasPrefix(name, folder) {
			folder = folder[:strings.LastIndexByte(strings.TrimSuffix(folder, "/"), '/')+1]
		}
	}
	return folder
}
