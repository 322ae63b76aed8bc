package markdown

import (
	"io/fs"
	"path"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// IsHTML reports whether a file's name is that of a page.
func IsHTML(file string) bool {
	ext := strings.ToLower(path.Ext(file))
	return ext == ".html" || ext == ".htm"
}

// IsPage reports whether a file of HTML has slides that a dialect knows.
func IsPage(fsys fs.FS, file string) bool {
	files := &deckFiles{fsys: fsys, in: &inlined{}}
	_, _, err := readPage(dialect.Deck{Report: &dialect.Report{}, File: file, Files: files}, files)
	return err == nil
}

// readPage reads a page, and returns whose it is.
func readPage(d dialect.Deck, files *deckFiles) (dialect.Dialect, dialect.Page, error) {
	name := words.Base(d.File)
	var err error
	if d.Src, err = readText(files.fsys, d.File, files.in); err != nil {
		return nil, dialect.Page{}, err
	}
	for _, one := range dialects {
		page, ok := one.Page(d)
		if !ok {
			continue
		}
		if line := tooDense(withoutHTML(page.Cuts)); line > 0 {
			return nil, page, fault.Errorf(fault.TooLarge, "%s has more signs of Markdown than any slide can show", name)
		}
		return one, page, nil
	}
	return nil, dialect.Page{}, fault.Errorf(fault.NotADeck, "%s is a web page without slides of reveal.js; save it as PDF and import that", name)
}

// withoutHTML is a page's Markdown alone.
func withoutHTML(c dialect.Cuts) []byte {
	out := append([]byte(nil), c.Src...)
	at := cutsIn(c.Src, c.Cuts)
	for i, cut := range at {
		end := len(out)
		if i+1 < len(at) {
			end = at[i+1].at
		}
		if cut.html {
			dialect.Blank(out, cut.at, end)
		}
	}
	return out
}

// readPage reads a deck's page.
func (m *markdownDeck) readPage(d dialect.Deck, files *deckFiles) (dialect.Cuts, map[int]dialect.FrontMatter, error) {
	own, page, err := readPage(d, files)
	if err != nil {
		return dialect.Cuts{}, nil, err
	}
	m.own, m.meta, m.deckStyles = own, page.Meta, page.Styles
	page.Tidy()
	return page.Cuts, nil, nil
}

// read reads a deck's Markdown.
func (m *markdownDeck) read(d dialect.Deck, files *deckFiles) (dialect.Cuts, map[int]dialect.FrontMatter, error) {
	src, err := readText(files.fsys, d.File, files.in)
	if err != nil {
		return dialect.Cuts{}, nil, err
	}
	d.Meta, d.Src = cutFrontMatter(src, &m.report)
	if m.own, err = choose(d.Options, d.Meta, d.Src); err != nil {
		return dialect.Cuts{}, nil, err
	}
	m.meta = d.Meta
	cuts, fronts := prepare(d, m.own)
	m.deckStyles = cuts.Styles
	return cuts, fronts, nil
}
