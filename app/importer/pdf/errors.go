package pdf

import (
	"context"
	"errors"

	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"

	"lectern/app/fault"
)

// errCut is of a file whose end is missing.
var errCut = errors.New("pdf: cut short")

// openError is what a person is told of a document that cannot be opened.
func (d *Document) openError(ctx context.Context, err error) error {
	var de *fault.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &de), errors.Is(err, errFile):
		return err
	case err == errCut:
		return fault.Errorf(fault.NotADeck, "%s is cut short: its end is missing, and with it what its pages need; get the whole file again", d.name)
	case errors.Is(err, pdfiumerrors.ErrPassword) && d.options.Password == "":
		return fault.Wrap(fault.Locked, err, "%s is locked with a password; give it with --password, or save a copy without one", d.name)
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return fault.Wrap(fault.Locked, err, "%s is locked, and what was given is not the right password; give another one, or save a copy without one", d.name)
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return fault.Wrap(fault.NotADeck, err, "%s is encrypted in a way that is not known here; save a copy without a password", d.name)
	}
	return fault.Wrap(fault.NotADeck, err, "%s is damaged: it cannot be opened as a PDF", d.name)
}

// pageError is what a person is told of a page, from 0, that cannot be drawn.
func (d *Document) pageError(ctx context.Context, page int, err error) error {
	var de *fault.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &de), errors.Is(err, errFile), err == errNoPage:
		return err
	case errors.Is(err, errMemory):
		return fault.Wrap(fault.TooLarge, err, "Page %d of %s needs more memory than there is; make its pictures smaller", page+1, d.name)
	}
	return fault.Wrap(fault.NotADeck, err, "Page %d of %s is damaged and cannot be drawn", page+1, d.name)
}
