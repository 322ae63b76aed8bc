package source

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lectern/app/importer/filetype"
	"lectern/app/importer/markdown"
	"lectern/app/importer/names"
	"lectern/app/importer/pdf/pdfpc"
)

// Group sorts what somebody names together into decks: pictures alone are one deck, files
// of one name in several languages are one, and whatever else is one each, but for the
// notes that pdfpc keeps beside a PDF that is named, too: they come with it. What cannot be read is a deck of its own, whose
// import says so.
func Group(paths []string) [][]string {
	if len(paths) > 1 && allPictures(paths) {
		return [][]string{paths}
	}
	var decks [][]string
	for _, p := range paths {
		if besideOne(p, paths) {
			continue
		}
		if i := slices.IndexFunc(decks, func(d []string) bool { return inLanguages(append(slices.Clone(d), p)) }); i >= 0 {
			decks[i] = append(decks[i], p)
		} else {
			decks = append(decks, []string{p})
		}
	}
	return decks
}

// inLanguages reports whether files are one deck in several languages, by their names.
func inLanguages(paths []string) bool {
	seen, deck := map[string]bool{}, ""
	for _, p := range paths {
		folder, name := filepath.Split(filepath.Clean(p))
		rest, lang := names.Language(names.Composed(name))
		if deck == "" {
			deck = folder + rest
		}
		if folder+rest != deck || seen[lang] || !isText(name) {
			return false
		}
		seen[lang] = true
	}
	return len(paths) > 1
}

// isText reports whether a file is called as those are that a deck may be there in
// several languages of.
func isText(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".pdf" || slices.Contains(markdown.Endings, ext) || markdown.IsHTML(name)
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
	first := filepath.Base(paths[0])
	switch {
	case !inLanguages(paths):
		return fmt.Sprintf("%s and %d more pictures", first, len(paths)-1)
	case len(paths) == 2:
		return first + " and " + filepath.Base(paths[1])
	}
	return fmt.Sprintf("%s and %d more languages", first, len(paths)-1)
}

// TellGroup says in a sentence how several files are sorted into decks; "" of one.
func TellGroup(decks [][]string) string {
	switch {
	case len(decks) > 1:
		return fmt.Sprintf("These %d are imported as a deck each.", len(decks))
	case len(decks) == 1 && inLanguages(decks[0]):
		return fmt.Sprintf("These %d files are imported as one deck, in %[1]d languages.", len(decks[0]))
	case len(decks) == 1 && len(decks[0]) > 1:
		return fmt.Sprintf("These %d pictures are imported as one deck.", len(decks[0]))
	}
	return ""
}
