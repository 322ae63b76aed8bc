package library_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/library"
	"lectern/app/needtest"
	"lectern/app/store/storetest"
)

// TestFilmInZip: a film in a zip is played as one in a folder is, and the deck is the
// same.
func TestFilmInZip(t *testing.T) {
	lib, s := openLibrary(t)
	film := "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + strings.Repeat("film", 1000)
	const text = "# A film\n\n![](clips/a.mp4)\n"
	zip := importertest.Tree("my talk.zip", importertest.Zip(importertest.Entry{Name: "slides.md", Data: []byte(text)},
		importertest.Entry{Name: "clips/a.mp4", Data: []byte(film)}, importertest.Entry{Name: "README.md", Data: []byte("# About")}))
	first, err := lib.Add(t.Context(), zip, options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if said := strings.Join(first.Warnings, "|"); first.Source != "my talk.zip" || said != "README.md was left out: the deck is slides.md." {
		t.Errorf("%q, %q", first.Source, said)
	}
	slide, err := s.Slide(t.Context(), first.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	src := regexp.MustCompile(`<video src="/media/([^"]+)"`).FindStringSubmatch(slide.Views[0].HTML)
	if src == nil {
		t.Fatal(slide.Views[0].HTML)
	}
	m, err := s.Media(t.Context(), src[1])
	got := make([]byte, len(film))
	if err == nil {
		_, err = s.ReadOriginal(t.Context(), m.Original, got, 0)
	}
	if err != nil || m.Size != int64(len(film)) || string(got) != film || m.Type != "video/mp4" {
		t.Errorf("%+v, %v", m, err)
	}
	folder := importertest.Tree("talk/slides.md", text, "talk/clips/a.mp4", film, "talk/README.md", "# About")
	if again, err := lib.Add(t.Context(), folder, options.Options{}, quiet); err != nil || again.ID != first.ID {
		t.Errorf("the folder is deck %d, %v; want %d", again.ID, err, first.ID)
	}
	if again, err := lib.Add(t.Context(), zip, options.Options{}, quiet); err != nil || again.ID != first.ID {
		t.Errorf("the zip again is deck %d, %v; want %d", again.ID, err, first.ID)
	}
	plain := ""
	if again, _, err := lib.ReadAgain(t.Context(), first.ID, &plain, nil, false); err != nil || again.Source != "my talk.zip" {
		t.Errorf("read again it is from %q, %v", again.Source, err)
	}
}

// TestDrawnLater: a talk that is its words, since there was no LibreOffice, is drawn in
// its place once there is, in a zip, too.
func TestDrawnLater(t *testing.T) {
	cache := os.Getenv("LECTERN_TEST_PDF_ENGINE")
	if !importer.DrawsTalks() || cache == "" {
		needtest.Missing(t, "LibreOffice is not installed, or LECTERN_TEST_PDF_ENGINE names no PDF engine")
	}
	talk := importertest.PPTX(importertest.Talk{Slides: []importertest.TalkSlide{{Title: "One", Notes: "n", Section: "Opening"}, {Title: "Two"}}})
	files := importertest.Tree("my talk.zip", importertest.Zip(importertest.Entry{Name: "talk.pptx", Data: talk}, importertest.Entry{Name: "README.md", Data: []byte("# About")}))
	s, _ := storetest.Open(t)
	i := importer.New(importer.Config{EngineCache: cache, Program: importertest.Program()})
	t.Cleanup(func() { i.Close() })
	lib := library.New(s, i, draw(t, s, i), t.TempDir())
	t.Setenv("LECTERN_LIBREOFFICE", "none")
	first, err := lib.Add(t.Context(), files, options.Options{}, quiet)
	if err != nil || library.IsUndrawn(first) {
		t.Fatal(first, err)
	}
	if _, err := s.Change(t.Context(), first.ID, deck.Change{"current_slide": 2}); err != nil {
		t.Fatal(err)
	}
	if again, err := lib.Add(t.Context(), files, options.Options{}, quiet); err != nil || again.ID != first.ID || again.Content != first.Content {
		t.Errorf("without LibreOffice: deck %d, %v", again.ID, err)
	}
	t.Setenv("LECTERN_LIBREOFFICE", "")
	if !library.IsUndrawn(first) {
		t.Fatal("nobody offers to draw it")
	}
	now, before, err := lib.ReadAgain(t.Context(), first.ID, nil, nil, false)
	if err != nil || now.ID != first.ID || before == 0 || now.CurrentSlide != 2 || now.Slides != 2 || library.IsUndrawn(now) || now.Source != "my talk.zip" {
		t.Fatalf("%+v, %d, %v", now, before, err)
	}
	slides, err := s.Slides(t.Context(), first.ID)
	if err != nil || slides[0].Views[0].Picture == nil || slides[0].Notes != "n" || slides[0].Section != "Opening" || slides[1].Section != "" {
		t.Errorf("%+v, %v", slides, err)
	}
	if again, err := lib.Add(t.Context(), files, options.Options{}, quiet); err != nil || again.ID != first.ID || again.Content != now.Content {
		t.Errorf("drawn: deck %d, %v", again.ID, err)
	}
}
