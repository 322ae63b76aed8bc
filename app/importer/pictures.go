package importer

import (
	"cmp"
	"context"
	"path"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/sync/errgroup"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

// importPictures makes a slide of each picture, in the natural order of their
// names.
func importPictures(ctx context.Context, files []File, source string, o Options) (*deck.Draft, error) {
	if len(files) > maxSlides {
		return nil, fault.Errorf(fault.TooLarge, "There are %d pictures; %d are the most.", len(files), maxSlides)
	}
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return naturalCompare(a.Name, b.Name) })
	d := &deck.Draft{
		Title:    words.Title(source),
		Format:   deck.Pictures,
		Slides:   make([]deck.DraftSlide, len(files)),
		Pictures: make([]deck.DraftPicture, len(files)),
	}
	if len(files) == 1 {
		d.Title = words.Title(files[0].Name)
	} else if dir := path.Base(path.Dir(files[0].Name)); dir != "." && dir != "/" && source == files[0].Name {
		d.Title = words.OneLine(dir, words.MaxTitle)
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(min(runtime.GOMAXPROCS(0), 4))
	tally := newTally(len(files), o)
	for i, f := range files {
		if gctx.Err() != nil {
			break
		}
		g.Go(func() error {
			if err := gctx.Err(); err != nil {
				return err
			}
			p, text, err := raster.Make(f.Name, f.Data)
			if err != nil {
				return err
			}
			title := words.Title(f.Name)
			d.Pictures[i] = p
			d.Slides[i] = deck.DraftSlide{Title: title, Picture: i, Text: cmp.Or(text, title)}
			return tally.add(p)
		})
	}
	err := g.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// naturalCompare orders names as people do: slide2 before slide10, whatever
// the case of the letters.
func naturalCompare(a, b string) int {
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		if isDigit(x[i]) && isDigit(y[j]) {
			m, n := digits(x, &i), digits(y, &j)
			if c := cmp.Or(cmp.Compare(len(m), len(n)), slices.Compare(m, n)); c != 0 {
				return c
			}
			continue
		}
		if x[i] != y[j] {
			// Folders and separators first, so that a/1 comes before a b/1.
			return cmp.Or(cmp.Compare(rank(x[i]), rank(y[j])), cmp.Compare(x[i], y[j]))
		}
		i++
		j++
	}
	return cmp.Or(cmp.Compare(len(x)-i, len(y)-j), cmp.Compare(a, b))
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func rank(r rune) int {
	switch {
	case r == '/':
		return 0
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return 2
	}
	return 1
}

// digits reads a number without its leading zeros.
func digits(s []rune, at *int) []rune {
	for *at < len(s) && s[*at] == '0' {
		*at++
	}
	start := *at
	for *at < len(s) && isDigit(s[*at]) {
		*at++
	}
	return s[start:*at]
}
