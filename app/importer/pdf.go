package importer

import (
	"context"

	"lectern/app/deck"
)

type pdfEngine struct{}

func (im *Importer) importPDF(ctx context.Context, f File, o Options) (*deck.Draft, error) {
	return nil, deck.Errorf(deck.NotADeck, "%s is a PDF.", f.Name)
}
