package library

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"slices"
	"strconv"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/importer"
	"lectern/app/importer/fetch"
	"lectern/app/importer/names"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
	"lectern/app/importer/words"
)

// get gets pictures from the web; a test has it ask nobody.
var get = fetch.Get

// fetched is a tree of files with the pictures beside them that it lacks. Whoever gets
// it closes it.
type fetched struct {
	fs.FS
	spool   *source.Spool
	missing map[string]string // why others were not fetched
}

func (l *Library) fetch(ctx context.Context, files fs.FS, addresses []string) (*fetched, error) {
	spool, err := l.Spool()
	if err != nil {
		return nil, err
	}
	missing, err := get(ctx, addresses, func(address string, data []byte) error {
		return spool.Add(ctx, names.Web(address), bytes.NewReader(data))
	})
	if err == nil {
		err = copyWeb(ctx, files, spool)
	}
	if err != nil {
		spool.Close()
		return nil, err
	}
	return &fetched{source.Beside(files, spool), spool, missing}, nil
}

func (f *fetched) Close() error { return f.spool.Close() }

// copyWeb takes along what was fetched before.
func copyWeb(ctx context.Context, files fs.FS, to *source.Spool) error {
	return source.Walk(ctx, files, func(name string, _ int64) error {
		if !names.IsWeb(name) {
			return nil
		}
		if _, err := fs.Stat(to, name); err == nil {
			return nil
		}
		f, err := files.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		return to.Add(ctx, name, f)
	})
}

// elsewhere are the addresses of the pictures that a deck has on the web.
func elsewhere(remarks []deck.Remark) (addresses []string) {
	for _, r := range remarks {
		if r.Kind == deck.OnWeb {
			addresses = append(addresses, r.Addresses...)
		}
	}
	return addresses
}

// why adds to the remark on a picture that was not fetched why it was not.
func (f *fetched) why(r deck.Remark) []deck.Remark {
	if f == nil || r.Kind != deck.OnWeb {
		return []deck.Remark{r}
	}
	all := []deck.Remark{r}
	for _, address := range slices.Sorted(maps.Keys(f.missing)) {
		if slices.Contains(r.Addresses, address) {
			all = append(all, deck.Say(deck.OnPicture, "The picture "+words.OneLine(address, 120)+" was not fetched: "+f.missing[address]+"."))
		}
	}
	return all
}

// lacks reports whether a deck lacks pictures that are to be fetched, or what a program
// would have made of it that is installed by now.
func lacks(info deck.Info, o options.Options) bool {
	return o.Fetch && len(elsewhere(info.Remarks)) > 0 || IsUndrawn(info)
}

// IsUndrawn reports whether a deck is the words of a talk, which LibreOffice can draw that
// was not installed when it was imported, and is now: ReadAgain has that done.
func IsUndrawn(info deck.Info) bool {
	return slices.ContainsFunc(info.Remarks, func(r deck.Remark) bool { return r.Kind == deck.OnProgram }) && importer.DrawsTalks()
}

// onWeb says that a deck has pictures on the web, which are to be fetched first.
type onWeb struct{ addresses []string }

func (o *onWeb) Error() string { return "library: there are pictures to fetch" }

// withFetched is files with what was fetched before for the deck whose place they take.
func (l *Library) withFetched(ctx context.Context, files fs.FS, o options.Options) (fs.FS, error) {
	id, err := strconv.ParseInt(o.Update, 10, 64)
	if err != nil {
		return files, nil
	}
	had, err := drawing.Originals(ctx, l.store, id)
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(had, names.WebFolder); err != nil {
		return files, nil
	}
	return source.Beside(files, had), nil
}
