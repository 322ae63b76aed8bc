package library

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// A board is a deck of one empty slide, as large as others are, that says in a comment
// whose it is: each deck has one of its own, and what was drawn there is there again.
const (
	boardFile = "Board.svg"
	board     = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720"><!-- of deck %d --><rect width="1280" height="720" fill="#fff"/></svg>
`
)

// ShowBoard shows the board of the deck that is live, in the midst of its talk; or of
// that in whose talk the live one is shown for a moment.
func (l *Library) ShowBoard(ctx context.Context, live deck.State) (deck.Info, error) {
	talk := live.ID
	if live.InterludeOf != nil {
		talk = *live.InterludeOf
	}
	drawing := fmt.Appendf(nil, board, talk)
	files := source.NewFiles()
	files.Add(boardFile, int64(len(drawing)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(drawing)), nil })
	info, err := l.Add(ctx, files, options.Options{}, func(int, int) {})
	if err != nil || info.ID == live.ID {
		return info, err
	}
	return l.store.Change(ctx, info.ID, deck.Change{"interlude_of": &talk})
}
