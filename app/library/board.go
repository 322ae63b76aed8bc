package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// A board is a deck of one empty slide, of the shape that the talk's are. Its file says in
// a comment whose it is: each deck has one of its own, and one for dark rooms, and what was
// drawn there is there again.
const (
	boardFile  = "Board.svg"
	boardTitle = "Board"
	board      = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="%[2]d" viewBox="0 0 1280 %[2]d"><!-- of deck %[1]d --><rect width="1280" height="%[2]d" fill="%[3]s"/></svg>
`
	// What an import makes of it.
	boardSlide = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="1280" height="%[1]d" viewBox="0 0 1280 %[1]d"><rect width="1280" height="%[1]d" fill="%[2]s"></rect></svg>`

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
	info, err := l.boardOf(ctx, talk, height, fill)
	if err != nil || info.ID == live.ID {
		return info, err
	}
	return l.store.Change(ctx, info.ID, deck.Change{"interlude_of": &talk})
}

// boardOf finds a talk's board, or makes it, without an import: the speaker waits for it,
// and must not wait for what is being imported.
func (l *Library) boardOf(ctx context.Context, talk int64, height int, fill string) (deck.Info, error) {
	file := fmt.Appendf(nil, board, talk, height, fill)
	files := source.NewFiles()
	files.Add(boardFile, int64(len(file)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil })
	digest, err := digestOf(ctx, files, options.Options{})
	if err != nil {
		return deck.Info{}, err
	}
	if info, ok, err := l.store.DeckOf(ctx, digest); err != nil || ok {
		return info, err
	}
	d := l.store.NewDeck(digest)
	d.Board()
	err = errors.Join(
		d.Begin(ctx, deck.Header{Title: boardTitle, Source: boardFile, Format: deck.Pictures, Slides: 1}),
		d.Picture(ctx, deck.DraftPicture{Vector: true, Width: boardWidth, Height: height, File: boardFile,
			Sizes: []deck.PictureSize{{Type: "image/svg+xml", Data: fmt.Appendf(nil, boardSlide, height, fill)}}}),
		d.Slide(ctx, deck.DraftSlide{Number: 1, Title: boardTitle, Views: []deck.DraftView{{Text: boardTitle}}}),
		d.Original(ctx, boardFile, bytes.NewReader(file)))
	var info deck.Info
	if err == nil {
		info, err = d.Finish(ctx)
	}
	if err != nil {
		d.Abandon(ctx)
	}
	return info, err
}
