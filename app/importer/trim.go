package importer

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"lectern/app/importer/convert"
	"lectern/app/importer/options"
	"lectern/app/importer/pdf"
	"lectern/app/importer/wire"
	"lectern/app/importer/words"
)

// Trim writes the PDF of a name (see Pages) with some of its pages alone, from 0 and
// in their order: the text, links and whatever else is on these stays as it is. An
// error leaves a part of it behind in w.
func (im *Importer) Trim(ctx context.Context, fsys fs.FS, name string, o options.Options, keep []int, w io.Writer) error {
	if len(keep) == 0 {
		return fmt.Errorf("importer: no page of %q", name)
	}
	return im.inTurn(ctx, func(ctx context.Context) error {
		if err := im.compile(ctx); err != nil {
			return err
		}
		files, err := wire.NewFiles(ctx, fsys)
		if err != nil {
			return err
		}
		defer files.Close()
		var held int64
		if !slices.Contains(files.Names(), name) {
			held = pdf.MaxHeld // it is in a zip
		}
		s, err := im.open(modePDF, im.config.Limits.Whole, held, files)
		if err != nil {
			return err
		}
		s.draw, s.keep, s.options, s.subject = name, keep, o, words.Base(name)
		s.said = wire.NewTrimReader(s.said)
		defer context.AfterFunc(ctx, func() { s.p.end(ctx.Err()) })()
		err = s.copyParts(ctx, w)
		s.close()
		return s.ended(ctx, err)
	})
}

// copyParts writes what the child gives, until that is all.
func (s *session) copyParts(ctx context.Context, w io.Writer) error {
	for {
		m, err := s.next(ctx)
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case wire.Part:
			s.watch.pause() // whoever takes it may take long
			_, err = w.Write(m)
			s.watch.resume()
		case wire.Done:
			return nil
		default:
			err = fmt.Errorf("%w: %T for a part", wire.ErrWrong, m)
		}
		if err != nil {
			return err
		}
	}
}

// trim is what the child does.
func trim(ctx context.Context, task wire.Task, engine *pdf.Engine, tell *wire.Teller) error {
	d, err := convert.OpenPDF(ctx, task.Files, task.Draw, engine, task.Options)
	if err != nil {
		return err
	}
	defer d.Close()
	// PDFium gives some bytes at a time.
	w := bufio.NewWriterSize(parts{tell}, wire.MaxRead)
	if err := d.Keep(ctx, task.Keep, w); err != nil {
		return err
	}
	return w.Flush()
}

// parts tells what is written to it.
type parts struct{ *wire.Teller }

func (p parts) Write(b []byte) (int, error) {
	for at := 0; at < len(b); at += wire.MaxRead {
		if err := p.Part(b[at:min(at+wire.MaxRead, len(b))]); err != nil {
			return at, err
		}
	}
	return len(b), nil
}
