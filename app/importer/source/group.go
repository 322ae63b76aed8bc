package source

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lectern/app/importer/filetype"
	"lectern/app/importer/pdf/pdfpc"
)

// Group sorts what somebody names together into decks: pictures alone are one deck,
// and whatever else is one each, but for the notes that pdfpc keeps beside a PDF that
// is named, too: they come with it. What cannot be read is a deck of its own, whose
// import says so.
func Group(paths []string) [][]string {
	if len(paths) > 1 && allPictures(paths) {
		return [][]string{paths}
	}
	var decks [][]string
	for _, p := range paths {
		if !besideOne(p, paths) {
			decks = append(decks, []string{p})
		}
	}
	return decks
}

// besideOne reports whether a file is the notes of a PDF among the paths.
func besideOne(p string, paths []string) bool {
	return pdfpc.Is(p) && slices.ContainsFunc(paths, func(pdf string) bool {
		return strings.EqualFold(filepath.Ext(pdf), ".pdf") && slices.Contains(pdfpc.Names(filepath.Clean(pdf)), filepath.Clean(p))
	})
}

func allPictures(paths []string) bool {
	for _, p := range paths {
		folder, name := filepath.Split(p)
		if folder == "" {
			folder = "."
		}
		if st, err := os.Stat(p); err != nil || !st.Mode().IsRegular() {
			return false
		}
		if t, err := filetype.OfFile(os.DirFS(folder), name); err != nil || !t.Picture() {
			return false
		}
	}
	return true
}

// NameOf is what a person calls a deck of Group's, for a sentence.
func NameOf(paths []string) string {
	if len(paths) == 1 {
		return filepath.Base(filepath.Clean(paths[0]))
	}
	return fmt.Sprintf("%s and %d more pictures", filepath.Base(paths[0]), len(paths)-1)
}

// TellGroup says in a sentence how several files are sorted into decks; "" of one.
func TellGroup(decks [][]string) string {
	switch {
	case len(decks) > 1:
		return fmt.Sprintf("These %d are imported as a deck each.", len(decks))
	case len(decks) == 1 && len(decks[0]) > 1:
		return fmt.Sprintf("These %d pictures are imported as one deck.", len(decks[0]))
	}
	return ""
}
