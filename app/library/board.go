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

// A board is a deck of one empty slide, of the shape that the talk's are, that says in a
// comment whose it is: each deck has one of its own, and one for dark rooms, and what was
// drawn there is there again.
const (
	boardFile = "Board.svg"
	board     = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="%[2]d" viewBox="0 0 1280 %[2]d"><!-- of deck %[1]d --><rect width="1280" height="%[2]d" fill="%[3]s"/></svg>
`
	boardWidth, boardHeight = 1280, 720 // as a slide of Markdown is
	boardLight, boardDark   = "#fff", "#14161b"
)

// ShowBoard shows the board of the deck that is live, in the midst of its talk; or of
// that in whose talk the live one is shown for a moment.
func (l *Library) ShowBoard(ctx context.Context, live deck.State, dark bool) (deck.Info, error) {
	talk, height, fill := live.ID, boardHeight, boardLight
	if live.InterludeOf != nil {
		talk = *live.InterludeOf
	}
	if dark {
		fill = boardDark
	}
	slide, err := l.store.SlideIn(ctx, talk, "", 1)
	if err != nil {
		return deck.Info{}, err
	}
	if v := slide.View(0); v != nil && v.Picture != nil && v.Picture.Width > 0 && v.Picture.Height > 0 {
		// (A slide that is a mile high is no shape for a board.)
		height = min(max(boardWidth*v.Picture.Height/v.Picture.Width, boardWidth/4), boardWidth*4)
	}
	drawing := fmt.Appendf(nil, board, talk, height, fill)
	files := source.NewFiles()
	files.Add(boardFile, int64(len(drawing)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(drawing)), nil })
	info, err := l.Add(ctx, files, options.Options{}, func(int, int) {})
	if err != nil || info.ID == live.ID {
		return info, err
	}
	return l.store.Change(ctx, info.ID, deck.Change{"interlude_of": &talk})
}
