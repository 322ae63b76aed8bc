package source

import (
	"io/fs"
	"path/filepath"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/markdown"
	"lectern/app/importer/words"
)

// maxGathered is how many texts are inside each other.
const maxGathered = 20

// gathering takes in what a Markdown file names, and what the files do that it takes in.
type gathering struct {
	*Disk
	main string
	look lookup
	room int64
	seen map[string]bool // texts, and what they name
}

// of takes in what one text names.
func (g *gathering) of(text string, depth int) error {
	if depth > maxGathered || g.seen[text] {
		return nil
	}
	g.seen[text] = true
	refs, err := markdown.References(g.Disk, text)
	if err != nil && depth == 0 {
		return err
	}
	for _, ref := range refs {
		if err := g.picture(text, ref); err != nil {
			return err
		}
	}
	for _, part := range markdown.Parts(g.Disk, text) {
		if err := g.part(text, part, depth); err != nil {
			return err
		}
	}
	return nil
}

// named takes in a file that a text names, if it is one that is asked for. It returns
// its path, or "", and whether it lies outside of the deck's folder.
func (g *gathering) named(text string, ref markdown.Reference, is func(name string) bool) (found string, outside bool, err error) {
	found = g.look.find(text, ref.Name)
	if _, known := g.files[found]; known {
		return found, false, nil
	}
	// The root follows no link that leads out of it.
	err = fs.ErrNotExist
	if found != "" {
		err = g.take(found, filepath.FromSlash(found), g.root)
	}
	switch {
	case isEscape(err) || found == "" && g.look.outside(text, ref.Name):
		return "", true, nil
	case err != nil:
		g.look.missing(text, ref.Name, g.lacks)
		return "", false, nil // the import says by line what is missing
	}
	if !is(found) {
		g.remove(found)
		return "", false, nil
	}
	if g.room -= g.files[found].size; g.room < 0 {
		return "", false, fault.Errorf(fault.TooLarge, "The pictures of %s have more than %d MB", words.Base(g.main), MaxBytes>>20)
	}
	return found, false, nil
}

func (g *gathering) picture(text string, ref markdown.Reference) error {
	key := text + "\x00" + ref.Name
	if g.seen[key] {
		return nil
	}
	g.seen[key] = true
	_, outside, err := g.named(text, ref, func(name string) bool {
		t, err := filetype.OfFile(g.Disk, name)
		return err == nil && (t.Picture() || t == filetype.Playable)
	})
	if outside {
		picture := "the picture " + words.OneLine(ref.Name, 120)
		g.beyond(text, ref.Line, deck.OnPicture, picture, picture+" was not found.")
	}
	return err
}

// part takes in a text that another one takes in, with what it names.
func (g *gathering) part(text string, ref markdown.Reference, depth int) error {
	found, outside, err := g.named(text, ref, func(name string) bool { return g.files[name].size <= markdown.MaxText })
	if outside {
		name := words.OneLine(ref.Name, 80)
		g.beyond(text, ref.Line, deck.OnInclude, "the file “"+name+"”", markdown.NotIncluded(name)...)
	}
	if err != nil || found == "" || !markdown.TakesIn(found) {
		return err
	}
	return g.of(found, depth+1)
}

// beyond remarks that something is outside of the deck's folder; what the import says
// of it is said then.
func (g *gathering) beyond(text string, line int, kind deck.RemarkKind, what string, said ...string) {
	g.Remarks = append(g.Remarks, deck.Remark{
		File: text, Included: text != g.main, Line: line, Kind: kind, Text: what + " is outside the deck's folder and was not read.",
	})
	for _, s := range said {
		g.refused[s] = true
	}
}
