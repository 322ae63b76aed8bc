package convert

import (
	"cmp"
	"context"
	"io/fs"
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
func importPictures(ctx context.Context, fsys fs.FS, names []string, source string, to *guard) error {
	if len(names) > deck.MaxSlides {
		return fault.Errorf(fault.TooLarge, "There are %d pictures; %d are the most", len(names), deck.MaxSlides)
	}
	slices.SortStableFunc(names, naturalCompare)
	h := deck.Header{Title: words.Title(source), Format: deck.Pictures, Slides: len(names)}
	if len(names) == 1 {
		h.Title = words.Title(names[0])
	} else if dir := path.Base(path.Dir(names[0])); dir != "." && source == words.Base(names[0]) {
		h.Title = words.OneLine(dir, words.MaxTitle)
	}
	if err := to.Begin(ctx, h); err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(min(runtime.GOMAXPROCS(0), 4))
	for i, name := range names {
		if gctx.Err() != nil {
			break
		}
		g.Go(func() error {
			if err := gctx.Err(); err != nil {
				return err
			}
			to.Step(words.Base(name))
			p, err := raster.MakeFile(gctx, fsys, name)
			if err != nil {
				return err
			}
			if p.Remark != "" {
				if err := to.Remark(gctx, deck.Say(deck.OnPicture, p.Remark)); err != nil {
					return err
				}
			}
			p.Number = i
			if err := to.Picture(gctx, p.DraftPicture); err != nil {
				return err
			}
			title := words.Title(name)
			return to.Slide(gctx, deck.DraftSlide{Number: i + 1, Title: title, Views: []deck.DraftView{{Picture: i, Text: cmp.Or(p.Text, title)}}})
		})
	}
	err := g.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
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
