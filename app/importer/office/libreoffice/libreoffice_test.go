//go:build !race

package libreoffice_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer"
	"lectern/app/importer/importertest"
	"lectern/app/importer/office/libreoffice"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
	"lectern/app/needtest"
)

// TestMain lets this binary be the importer's child.
func TestMain(m *testing.M) {
	importer.RunIfChild()
	os.Exit(m.Run())
}

// keeping is a deck that keeps what was made on the way.
type keeping struct {
	decktest.Deck
	files map[string][]byte
}

func (k *keeping) Original(_ context.Context, name string, r io.Reader) (err error) {
	k.files[name], err = io.ReadAll(r)
	return err
}

// The PDF engine takes minutes to be compiled under the race detector, so that this is
// not run there.
//
// TestImport: a talk is drawn as LibreOffice draws it, and called as it calls itself;
// what is linked from it is not followed.
func TestImport(t *testing.T) {
	if _, found := libreoffice.Find(); !found {
		needtest.Missing(t, "LibreOffice is not installed")
	}
	cache := os.Getenv("LECTERN_TEST_PDF_ENGINE")
	if cache == "" {
		cache = t.TempDir()
	}
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer web.Close()
	go func() {
		if c, err := web.Accept(); err == nil {
			t.Error("it asked for a picture on the web")
			c.Close()
		}
	}()
	linked := `<draw:frame svg:x="1cm" svg:y="1cm" svg:width="2cm" svg:height="2cm"><draw:image xlink:href="http://` + web.Addr().String() + `/a.png" xlink:type="simple"/></draw:frame>`
	talk := importertest.Talk{
		Title: "Boats", Width: 720, Height: 540,
		Slides: []importertest.TalkSlide{
			{Title: "One", Points: []string{"a"}, Notes: "Say hello", Section: "s"},
			{Title: "Two", Notes: "nobody sees this", Hidden: true},
			{Title: "Three", Table: [][]string{{"a", "b"}}, Notes: "Bye"},
		},
	}
	pptx, odp := importertest.PPTX(talk), importertest.ODP
	talk.Slides[0].Extra = linked
	// Under root the program's user must get there.
	dir, err := os.MkdirTemp("/tmp", "talks")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), nil)) // what LibreOffice ended of
	im := importer.New(importer.Config{EngineCache: cache, TalkFolder: filepath.Join(dir, "talks"), Log: log})
	defer im.Close()
	for name, data := range map[string][]byte{"talk.pptx": pptx, "talk.odp": odp(talk)} {
		t.Run(name, func(t *testing.T) {
			d := &keeping{files: map[string][]byte{}}
			if err := im.Import(t.Context(), importertest.Tree("x/"+name, data), options.Options{}, d); err != nil {
				t.Fatal(err)
			}
			importertest.CheckDraft(t, &d.Deck)
			if d.Format != deck.Office || d.Title != "Boats" || d.Source != name || len(d.Slides) != 3 || len(d.Pictures) != 3 {
				t.Fatalf("%+v, %d slides of %d pictures, %q", d.Header, len(d.Slides), len(d.Pictures), d.Warnings)
			}
			for i, want := range []deck.DraftSlide{{Title: "One", Notes: "Say hello", Section: map[string]string{"talk.pptx": "s"}[name]}, {Title: "Two", Notes: "nobody sees this", Hidden: true}, {Title: "Three", Notes: "Bye"}} {
				s, p := d.Slides[i], d.Pictures[i]
				if s.Title != want.Title || s.Notes != want.Notes || s.Hidden != want.Hidden || s.Section != want.Section || p.Page == nil || *p.Page != (deck.Page{File: "x/" + name + ".pdf", Number: i}) {
					t.Errorf("slide %d: %+v of %+v", i+1, s, p.Page)
				}
				if r := float64(p.Width) / float64(p.Height); r < 1.33 || r > 1.34 {
					t.Errorf("slide %d is %d × %d", i+1, p.Width, p.Height)
				}
			}
			if got := d.Slides[0].Views[0].Text; !strings.HasPrefix(got, "One") || !strings.Contains(got, "a") {
				t.Errorf("slide 1 says %q", got)
			}
			if len(d.Warnings) > 0 {
				t.Errorf("%q", d.Warnings)
			}
			pdf := d.files["x/"+name+".pdf"]
			if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
				t.Fatalf("%.20q was kept of %d", pdf, len(d.files))
			}
			if left, err := os.ReadDir(filepath.Join(dir, "talks")); err != nil || len(left) > 0 {
				t.Errorf("%v, %v is left", left, err)
			}
			// A deck that is taken along has its PDF with it: nothing is drawn anew.
			t.Setenv("LECTERN_LIBREOFFICE", "none")
			again := &keeping{}
			both := importertest.Tree("x/"+name, data, "x/"+name+".pdf", pdf)
			if err := im.Import(t.Context(), both, options.Options{}, again); err != nil {
				t.Fatal(err)
			}
			if again.Title != d.Title || again.Format != d.Format || len(again.Slides) != 3 || again.Slides[2].Notes != "Bye" || again.Source != name {
				t.Errorf("%+v", again)
			}
		})
	}
	t.Run("talk.ppt", func(t *testing.T) { importOld(t, im) })
}

// importOld: the notes of what only LibreOffice reads are those that it writes anew, and
// what it wrote goes along with the deck.
func importOld(t *testing.T, im *importer.Importer) {
	packed, err := os.Open("testdata/old.ppt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	check := func(d *keeping) {
		t.Helper()
		importertest.CheckDraft(t, &d.Deck)
		if len(d.Slides) != 2 || d.Slides[0].Notes != "Say hello" || d.Slides[1].Notes != "Bye" || d.Source != "talk.ppt" ||
			strings.Join(d.Warnings, "|") != "Slide 2 of talk.ppt is hidden and was left out." {
			t.Errorf("%q, %+v", d.Warnings, d.Slides)
		}
	}
	d := &keeping{files: map[string][]byte{}}
	if err := im.Import(t.Context(), importertest.Tree("talk.ppt", data), options.Options{}, d); err != nil {
		t.Fatal(err)
	}
	check(d)
	t.Setenv("LECTERN_LIBREOFFICE", "none")
	all := importertest.Tree("talk.ppt", data, "talk.ppt.pdf", d.files["talk.ppt.pdf"], "talk.ppt.odp", d.files["talk.ppt.odp"])
	again := &keeping{}
	if err := im.Import(t.Context(), all, options.Options{}, again); err != nil {
		t.Fatal(err)
	}
	check(again)
	alone, err := source.Digest(t.Context(), importertest.Tree("talk.ppt", data))
	if with, also := source.Digest(t.Context(), all); err != nil || also != nil || alone != with {
		t.Errorf("it is another deck with what was made of it: %v %v", err, also)
	}
}

// TestEmpty: only what an earlier run left is removed.
func TestEmpty(t *testing.T) {
	dir := t.TempDir()
	f, err := libreoffice.NewFolder(t.Context(), dir, ".pptx", true, strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "mine")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := libreoffice.Empty(dir); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 1 || left[0] != own {
		t.Errorf("%v, %v; %s", left, err, f.Path())
	}
	if err := libreoffice.Empty(filepath.Join(dir, "none")); err != nil {
		t.Error(err)
	}
}
