package convert

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/wire"
)

// File is one file of a test's tree.
type File struct {
	Name string
	Data []byte
}

func tree(files ...File) fs.FS {
	var parts []any
	for _, f := range files {
		parts = append(parts, f.Name, f.Data)
	}
	return importertest.Tree(parts...)
}

func importFiles(t testing.TB, files ...File) (*decktest.Deck, error) {
	t.Helper()
	d := &decktest.Deck{}
	_, err := Convert(t.Context(), tree(files...), nil, options.Options{}, NotInstalled, d)
	return d, err
}

// cancelling is a sink that somebody has enough of at a certain call.
type cancelling struct {
	decktest.Deck
	cancel func()
	at     string
}

func (c *cancelling) Picture(ctx context.Context, p deck.DraftPicture) error {
	if c.at == "picture" {
		c.cancel()
	}
	return c.Deck.Picture(ctx, p)
}

func (c *cancelling) Slide(ctx context.Context, s deck.DraftSlide) error {
	if c.at == "slide" {
		c.cancel()
	}
	return c.Deck.Slide(ctx, s)
}

// TestCancelled: a deck is left alone from the moment it is cancelled, between
// slides and between the pictures of one.
func TestCancelled(t *testing.T) {
	red := importertest.PNG(importertest.Colours(4, 3))
	pictures := []File{{"a.md", []byte("![](1.png) ![](2.png) ![](3.png)")}, {"1.png", red}, {"2.png", red}, {"3.png", red}}
	for name, c := range map[string]struct {
		files            []File
		at               string
		slides, pictures int
	}{
		"slides":              {[]File{{"a.md", []byte(strings.Repeat("# a\n\n---\n\n", 50))}}, "slide", 1, 0},
		"pictures of a slide": {pictures, "picture", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			d := &cancelling{at: c.at, cancel: stop}
			_, err := Convert(ctx, tree(c.files...), nil, options.Options{}, NotInstalled, d)
			if err != context.Canceled || len(d.Slides) != c.slides || len(d.Pictures) != c.pictures {
				t.Errorf("%v after %d slides and %d pictures", err, len(d.Slides), len(d.Pictures))
			}
		})
	}
}

// TestRenditionsAreBounded: what a deck's pictures may weigh holds for every
// format.
func TestRenditionsAreBounded(t *testing.T) {
	g := &guard{to: &decktest.Deck{}}
	p := deck.DraftPicture{Sizes: []deck.PictureSize{{Data: make([]byte, wire.MaxPictures/16)}}}
	for range 16 {
		if err := g.Picture(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	p.Sizes[0].Data = []byte{1}
	if err := g.Picture(t.Context(), p); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a byte too many: %v", err)
	}
}
