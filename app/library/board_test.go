package library_test

import (
	"fmt"
	"io/fs"
	"testing"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/importer"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/library"
	"lectern/app/store/storetest"
)

// TestBoardWithoutImport: a board waits for no import, and is the deck that one makes of
// its file.
func TestBoardWithoutImport(t *testing.T) {
	s, _ := storetest.Open(t)
	i := importer.New(importer.Config{Program: importertest.Program()})
	t.Cleanup(func() { i.Close() })
	lib := library.New(s, i, draw(t, s, i), t.TempDir())
	talk, err := lib.Add(t.Context(), importertest.Tree("talk.md", "# One"), options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	live, err := s.Change(t.Context(), talk.ID, deck.Change{"live": true})
	if err != nil {
		t.Fatal(err)
	}
	none := importer.New(importer.Config{Program: importertest.Program()})
	none.Close() // it takes nothing any more
	board, err := library.New(s, none, draw(t, s, none), t.TempDir()).ShowBoard(t.Context(), live.State, false)
	if err != nil {
		t.Fatal(err)
	}
	is := func(info deck.Info) string {
		t.Helper()
		slides, err := s.Slides(t.Context(), info.ID)
		if err != nil || len(slides) != 1 {
			t.Fatal(slides, err)
		}
		v := slides[0].View(0)
		return fmt.Sprintln(info.Title, info.Source, info.Format, info.Warnings, slides[0].Title, v.Text, *v.Picture)
	}
	made := is(board)
	files, err := drawing.Originals(t.Context(), s, board.ID)
	if err != nil {
		t.Fatal(err)
	}
	file, err := fs.ReadFile(files, "Board.svg")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := lib.Add(t.Context(), importertest.Tree("Board.svg", file), options.Options{}, quiet); err != nil || again.ID != board.ID {
		t.Errorf("its file is deck %d, %v; want %d", again.ID, err, board.ID)
	}
	if _, err := s.Change(t.Context(), talk.ID, deck.Change{"live": true}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Delete(t.Context(), board.ID); err != nil {
		t.Fatal(err)
	}
	imported, err := lib.Add(t.Context(), importertest.Tree("Board.svg", file), options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if want := is(imported); made != want {
		t.Errorf("a board is %san import makes %s", made, want)
	}
}
