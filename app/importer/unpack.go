package importer

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"lectern/app/importer/options"
	"lectern/app/importer/portable"
	"lectern/app/importer/source"
	"lectern/app/importer/wire"
)

const (
	modeUnpack = "unpack" // takes a .lectern file apart
	modeUnzip  = "unzip"  // takes a zip apart
)

// Unpack takes the .lectern file that is the one file of fsys (see portable.Find) apart, in
// a child as Import does: it puts the originals into into, and returns what the file
// says of the deck.
func (im *Importer) Unpack(ctx context.Context, fsys fs.FS, into *source.Spool) (portable.Manifest, error) {
	return im.takeApart(ctx, modeUnpack, fsys, into)
}

// Unzip takes the zip that is the one file of fsys apart, in a child as Import does: it
// puts the files into into, in a folder that all of them lie in.
func (im *Importer) Unzip(ctx context.Context, fsys fs.FS, into *source.Spool) error {
	_, err := im.takeApart(ctx, modeUnzip, fsys, into)
	return err
}

func (im *Importer) takeApart(ctx context.Context, mode string, fsys fs.FS, into *source.Spool) (portable.Manifest, error) {
	u := &unpacking{ctx: ctx, into: into}
	err := im.inTurn(ctx, func(ctx context.Context) error {
		files, err := wire.NewFiles(ctx, fsys)
		if err != nil {
			return err
		}
		defer files.Close()
		defer u.end() // nothing is written any more
		return im.child(ctx, mode, options.Options{}, files, &gate{owner: im.ctx, unpacking: u})
	})
	return u.manifest, err
}

// inTurn runs f once no other import does, and waits for its end.
func (im *Importer) inTurn(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel, done, err := im.take(ctx)
	if err != nil {
		return err
	}
	defer done()
	defer cancel()
	return f(ctx)
}

// unpacking takes what a child tells of a .lectern file, or a zip.
type unpacking struct {
	ctx      context.Context
	into     *source.Spool
	manifest portable.Manifest
	next     int            // file
	left     int64          // of the one that is under way
	to       *io.PipeWriter // likewise; or nil
	taken    chan error
}

func (u *unpacking) begin(m portable.Manifest) error {
	u.manifest = m
	return u.open()
}

// open begins the next file, and ends it where it has no bytes.
func (u *unpacking) open() error {
	for u.next < len(u.manifest.Files) {
		f := u.manifest.Files[u.next]
		u.next++
		from, to := io.Pipe()
		u.to, u.left, u.taken = to, f.Size, make(chan error, 1)
		go func() {
			err := u.into.Add(u.ctx, f.Name, from)
			from.CloseWithError(err)
			u.taken <- err
		}()
		if u.left > 0 {
			return nil
		}
		if err := u.end(); err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacking) part(b []byte) error {
	if _, err := u.to.Write(b); err != nil {
		return err
	}
	if u.left -= int64(len(b)); u.left > 0 {
		return nil
	}
	if err := u.end(); err != nil {
		return err
	}
	return u.open()
}

// end waits until the file that is under way is kept.
func (u *unpacking) end() error {
	if u.to == nil {
		return nil
	}
	if u.left > 0 {
		u.to.CloseWithError(errEnded)
		<-u.taken
		u.to = nil
		return nil // whoever ended it says why
	}
	u.to.Close()
	u.to = nil
	return <-u.taken
}

// unpack is what the child does.
func unpack(files fs.FS, tell *wire.Teller) error {
	name, found, err := portable.Find(files)
	if err != nil {
		return err
	}
	if !found {
		return errors.New("importer: no .lectern file")
	}
	p, err := portable.Open(files, name)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := tell.Pack(p.Manifest); err != nil {
		return err
	}
	buf := make([]byte, wire.MaxRead)
	for _, f := range p.Files {
		tell.Step(f.Name)
		if err := p.Copy(f, buf, tell.Part); err != nil {
			return err
		}
	}
	return nil
}
