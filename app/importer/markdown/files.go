package markdown

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lectern/app/importer/names"
)

// deckFiles is dialect.Files: all that came with a deck.
type deckFiles struct {
	fsys  fs.FS
	index *names.Index
	in    *inlined
}

// maxListed is how many files of a deck can be found by their names.
const maxListed = 20_000

// Find implements dialect.Files. The files are listed when the first one is looked for:
// most decks are one.
func (d *deckFiles) Find(from, name string) string {
	if d.index == nil {
		var all []string
		_ = fs.WalkDir(d.fsys, ".", func(name string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil
			case e.IsDir() && name != "." && strings.HasPrefix(path.Base(name), "."), e.IsDir() && path.Base(name) == "node_modules":
				return fs.SkipDir
			case len(all) == maxListed:
				return fs.SkipAll
			case !e.IsDir():
				all = append(all, name)
			}
			return nil
		})
		d.index = names.NewIndex(all)
	}
	if names.Remote(name) {
		return ""
	}
	return d.index.Find(from, name)
}

// Read implements dialect.Files. A file that is no slides may be empty, as a project's
// style sheet often is.
func (d *deckFiles) Read(name string) ([]byte, error) {
	if st, err := fs.Stat(d.fsys, name); err == nil && st.Size() < maxEmpty && !slices.Contains(Endings, path.Ext(name)) {
		if b, err := fs.ReadFile(d.fsys, name); err == nil && len(bytes.TrimSpace(b)) == 0 {
			return nil, nil
		}
	}
	return readText(d.fsys, name, d.in)
}

// maxEmpty is how many bytes a file has at most that is held to be empty.
const maxEmpty = 1000

// Endings are those of the names of texts with slides.
var Endings = []string{".md", ".markdown", ".mdx", ".qmd", ".Rmd", ".rmd", ".html", ".htm"}

// NotIncluded is what the import may say of a file that a text takes in and that is
// not there.
func NotIncluded(name string) []string {
	return []string{
		"the slides of “" + name + "” were not included: there is no such file beside the deck.",
		"the code of “" + name + "” was not included: there is no such file beside the deck.",
		"the code of “@" + name + "” was not included: there is no such file beside the deck.",
	}
}
