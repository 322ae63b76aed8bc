package convert

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"lectern/app/importer/markdown"
	"lectern/app/importer/names"
	"lectern/app/importer/options"
	"lectern/app/importer/pdf"
	"lectern/app/importer/source"
)

// translation is a deck's file in one of its further languages.
type translation struct {
	lang string
	name string
}

// sortLanguages leaves of files that are one deck in several languages the one that is
// the first: the one of the language that was asked for, else the one whose name has no
// language, else the English one, else the first by its language.
func (f *found) sortLanguages() {
	f.others = map[string][]translation{}
	for _, list := range []*[]string{&f.markdown, &f.pdf} {
		*list = f.oneOfEach(*list)
	}
}

func (f *found) oneOfEach(files []string) (first []string) {
	decks, order := map[string][]translation{}, []string{}
	for _, name := range files {
		rest, lang := names.Language(name)
		key := names.Composed(rest)
		if slices.ContainsFunc(decks[key], func(t translation) bool { return t.lang == lang }) {
			key = name // the same language twice, in other letters
		}
		if decks[key] == nil {
			order = append(order, key)
		}
		decks[key] = append(decks[key], translation{lang, name})
	}
	for _, key := range order {
		deck := decks[key]
		slices.SortStableFunc(deck, func(a, b translation) int {
			return cmp.Or(cmp.Compare(f.rank(a.lang), f.rank(b.lang)), cmp.Compare(a.lang, b.lang))
		})
		first = append(first, deck[0].name)
		if others := deck[1:]; len(others) > 0 {
			f.others[deck[0].name] = others
		}
	}
	return first
}

func (f *found) rank(lang string) int {
	code, _, _ := strings.Cut(lang, "-")
	switch {
	case lang == f.lang && lang != "":
		return 0
	case lang == "":
		return 1
	case lang == "en":
		return 2
	case code == "en":
		return 3
	}
	return 4
}

// tagOf is what the deck calls the language of a file beside the first.
func tagOf(t translation) string {
	return cmp.Or(t.lang, "und")
}

// mains are the files of all languages, the first one first.
func (c *choice) mains() []translation {
	return append([]translation{{c.lang, c.main}}, c.others...)
}

// texts makes a deck of Markdown, in each of its languages.
func (c *choice) texts(ctx context.Context, o options.Options, to *guard) error {
	files := c.files
	if len(c.fetched) > 0 {
		files = source.Beside(files, c.outer)
	}
	t := newTongues(to, c, o.Lang)
	for i, one := range t.deck {
		if i > 0 {
			t.further()
		}
		if err := markdown.Import(ctx, files, one.name, slices.Concat(c.picturesOf(i), c.media, c.fetched), o, t); err != nil {
			return err
		}
		if i == 0 {
			continue
		}
		if err := t.end(ctx); err != nil {
			return err
		}
	}
	return nil
}

// picturesOf are those that the deck may show in a language; of the first, which says
// what is on no slide, not those that another one names alone.
func (c *choice) picturesOf(language int) []string {
	if language > 0 || len(c.others) == 0 {
		return c.pictures
	}
	index, named := names.NewIndex(c.pictures), map[string]bool{}
	for i, one := range slices.Backward(c.mains()) {
		refs, err := markdown.References(c.files, one.name)
		if err != nil {
			continue // the import says why
		}
		for _, r := range refs {
			if picture := index.Find(one.name, r.Name); picture != "" {
				named[picture] = i > 0
			}
		}
	}
	return without(c.pictures, func(name string) bool { return named[name] })
}

// documents makes a deck of PDFs, and returns the first one, open. The others are open
// one at a time.
func (c *choice) documents(ctx context.Context, engine *pdf.Engine, o options.Options, to *guard) (*pdf.Document, error) {
	t := newTongues(to, c, o.Lang)
	described := make([]*pdf.Description, len(t.deck))
	for i, one := range t.deck[1:] {
		d, err := engine.Open(ctx, c.files, one.name, o)
		if err != nil {
			return nil, errors.Join(err, c.close())
		}
		described[i+1], err = d.Describe(ctx)
		d.Close()
		if err != nil {
			return nil, errors.Join(err, c.close())
		}
	}
	d, err := describe(ctx, engine, c.files, c.main, o, t)
	if err != nil {
		return nil, err
	}
	for _, x := range described[1:] {
		t.further()
		if err = x.Tell(ctx, t); err == nil {
			err = t.end(ctx)
		}
		if err != nil {
			d.Close()
			return nil, err
		}
	}
	return d, nil
}
