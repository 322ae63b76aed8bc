package library

import (
	"context"
	"io/fs"

	"lectern/app/importer/options"
	"lectern/app/importer/portable"
	"lectern/app/importer/source"
	"lectern/app/importer/words"
	"lectern/app/store"
)

// addUnzipped is addFiles for a zip whose files are needed as they are: a film is played
// from the file itself, and so is a talk drawn. The deck is the one that a folder of them
// would be, by the name of the zip.
func (l *Library) addUnzipped(ctx context.Context, files fs.FS, o options.Options, was *portable.Manifest, progress Progress) (r store.Replaced, err error) {
	err = source.Walk(ctx, files, func(name string, _ int64) error {
		o.Source = words.Base(name)
		return nil
	})
	if err != nil {
		return r, err
	}
	spool, err := l.Spool()
	if err != nil {
		return r, err
	}
	defer spool.Close()
	if err := l.importer.Unzip(ctx, files, spool); err != nil {
		return r, err
	}
	return l.addFiles(ctx, spool, nil, o, was, progress)
}
