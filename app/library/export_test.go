package library_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/exporter"
	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/library"
	"lectern/app/needtest"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func export(t *testing.T, lib *library.Library, id int64, o exporter.Options) []byte {
	t.Helper()
	f, err := lib.Export(t.Context(), id, o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// place is a library in a database of its own.
type place struct {
	*library.Library
	store *store.Store
	url   string
}

// openAt opens one, with a PDF engine that is compiled once.
func openAt(t *testing.T) place {
	t.Helper()
	s, url := storetest.Open(t)
	i := importer.New(importer.Config{EngineCache: engineCache, Program: importertest.Program()})
	t.Cleanup(func() { i.Close() })
	return place{library.New(s, i, draw(t, s, i), t.TempDir()), s, url}
}

// engineCache is a folder, or none.
var engineCache string

// kinds are decks of each kind; n makes them others.
func kinds(n int) []fs.FS {
	red := importertest.Colours(40, 30)
	red.SetRGBA(n%40, 3, color.RGBA{0, uint8(n), 9, 255})
	picture := importertest.PNG(red)
	text := fmt.Sprintf("---\nmarp: true\n---\n# Talk %d\n\n![](<img/a\u202fb.png>)\n\n<!-- to me\n\nalone -->\n\n---\n\n## Two\n\n* a\n* b\n", n)
	all := []fs.FS{
		importertest.Tree("folder/talk.md", text, "folder/img/a\u202fb.png", picture),
		importertest.Tree("talk.zip", importertest.Zip(importertest.Entry{Name: "x/talk.md", Data: []byte(text + "\nzipped\n")}, importertest.Entry{Name: "x/img/a\u202fb.png", Data: picture})),
		importertest.Tree("2.png", picture, "10.jpg", importertest.JPEG(red), "v.svg", fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="3"/><text>%d</text></svg>`, n)),
		importertest.Tree("con.png", picture),
		importertest.Tree("played.zip", importertest.Zip(importertest.Entry{Name: "talk.md", Data: []byte(fmt.Sprintf("# %d\n\n![](a.mp4)", n))},
			importertest.Entry{Name: "a.mp4", Data: []byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41")})),
		importertest.Tree("only.md", fmt.Sprintf("# %d\n\nNote: on %d", n, n)),
	}
	if engineCache != "" {
		all = append(all, importertest.Tree("doc.pdf", importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText(fmt.Sprint("Page ", n)), importertest.PageText("Two")}})))
	}
	return all
}

// kept is what of a deck matters.
type kept struct {
	Title       string
	Slide, Step int
	Notes       []string
	Planned     []int // of the talk, and of each slide
	Every       float64
	Loop        bool
	Runs        []deck.Run
	Ink         map[int][]deck.Stroke
	Originals   map[string]string
	Slides      []string
}

func keptOf(t *testing.T, s *store.Store, id int64) kept {
	t.Helper()
	info, err := s.Deck(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	slides, err := s.Slides(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	originals, err := s.Originals(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	k := kept{Title: info.Title, Slide: info.CurrentSlide, Step: info.CurrentStep, Planned: []int{info.Planned}, Every: info.AdvanceEvery, Loop: info.AdvanceLoop, Originals: map[string]string{}}
	if k.Runs, err = s.Runs(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	ink, err := s.AllInk(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	k.Ink = map[int][]deck.Stroke{}
	for _, i := range ink {
		k.Ink[i.Slide] = i.Strokes
	}
	k.Runs = slices.DeleteFunc(k.Runs, func(r deck.Run) bool { return r.EndedAt == nil })
	for i, r := range k.Runs {
		k.Runs[i] = deck.Run{Kind: r.Kind, StartedAt: r.StartedAt.UTC(), EndedAt: new(r.EndedAt.UTC()), Seconds: math.Round(r.Seconds), Slides: r.Slides}
	}
	for _, s := range slides {
		k.Notes, k.Planned = append(k.Notes, s.Notes), append(k.Planned, s.Planned)
		if info.Format == deck.PDF {
			s.Title, s.Views[0].Text = "", "" // which are read later
		}
		k.Slides = append(k.Slides, fmt.Sprint(s.Title, s.Steps, s.Views[0].Text))
	}
	for _, o := range originals {
		data, err := io.ReadAll(s.OpenOriginal(t.Context(), o))
		if err != nil {
			t.Fatal(err)
		}
		k.Originals[o.Name] = string(data)
	}
	return k
}

// TestExport: what is exported by one library is imported by another.
func TestExport(t *testing.T) {
	if os.Getenv("LECTERN_TEST_ALL") != "" {
		engineCache = t.TempDir() // compiling it takes as long as all else
		t.Cleanup(func() { engineCache = "" })
	}
	here, there := openAt(t), openAt(t)
	t.Run("library", func(t *testing.T) { exportLibrary(t, here, there) })
	t.Run("zip", func(t *testing.T) { exportZip(t, here) })
	t.Run("html", func(t *testing.T) { exportHTML(t, here) })
	t.Run("words", func(t *testing.T) { exportWords(t, here) })
}

// exportLibrary: a library that is exported deck by deck and imported elsewhere
// is the same there, bit for bit where it matters; and here it stays the same decks.
func exportLibrary(t *testing.T, here, there place) {
	rounds := 1
	if os.Getenv("LECTERN_TEST_ALL") != "" {
		rounds = 8 // of 7 kinds: 56 decks
	}
	notes := storetest.Connect(t, here.url)
	for n := range rounds {
		for i, files := range kinds(n) {
			t.Run(fmt.Sprint(n, "/", i), func(t *testing.T) {
				info, err := here.Add(t.Context(), files, options.Options{}, quiet)
				if err != nil {
					t.Fatal(err)
				}
				change := deck.Change{"title": fmt.Sprintf("Renamed %d/%d: ü \u2028", n, i), "current_slide": info.Slides}
				slides, err := here.store.Slides(t.Context(), info.ID)
				if err != nil {
					t.Fatal(err)
				}
				change["current_step"] = slides[info.Slides-1].Steps
				if _, err := here.store.Change(t.Context(), info.ID, change); err != nil {
					t.Fatal(err)
				}
				if _, err := here.store.Change(t.Context(), info.ID, deck.Change{"advance_every": 20.0, "advance_loop": true}); err != nil {
					t.Fatal(err)
				}
				if _, err := here.store.SetPlan(t.Context(), info.ID, deck.Plan{Planned: new(900), Slides: map[int]*int{1: new(75)}}); err != nil {
					t.Fatal(err)
				}
				// It is open, or its rehearsal goes on: never both.
				goesOn := []string{`UPDATE decks SET published = true WHERE id = $1`, `UPDATE decks SET rehearsing = true WHERE id = $1`}[i%2]
				for _, sql := range []string{`UPDATE decks SET rehearsing = true WHERE id = $1`, `UPDATE runs SET since = since - interval '90 seconds' WHERE deck_id = $1`, `UPDATE decks SET rehearsing = false, current_slide = slides, current_step = last_view(id, slides, 100) WHERE id = $1`, goesOn} {
					if _, err := notes.Exec(t.Context(), sql, info.ID); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := notes.Exec(t.Context(), `UPDATE slides SET notes = notes || ' changed' WHERE deck_id = $1`, info.ID); err != nil {
					t.Fatal(err)
				}
				drawn := []deck.Stroke{{ID: "z", Color: "#ffd60080", Width: 0.02, Points: [][2]float64{{0, 0.12345}, {1, 1}}}, {ID: "a", Color: "#000000", Width: 0.004, Points: [][2]float64{{0.5, 0.5}}}}
				if err := here.store.Draw(t.Context(), info.ID, info.Slides, drawn); err != nil {
					t.Fatal(err)
				}
				file := importertest.Tree("any name.zip", export(t, here.Library, info.ID, exporter.Options{Format: exporter.Lectern}))
				if again, err := here.Add(t.Context(), file, options.Options{}, quiet); err != nil || again.ID != info.ID {
					t.Errorf("here it is deck %d, not %d: %v", again.ID, info.ID, err)
				}
				copied, err := there.Add(t.Context(), file, options.Options{}, quiet)
				if err != nil {
					t.Fatal(err)
				}
				if copied.Open() || len(copied.Warnings) != len(info.Warnings) {
					t.Errorf("it came open (%v), or with %q", copied.Open(), copied.Warnings)
				}
				if d := cmp.Diff(keptOf(t, here.store, info.ID), keptOf(t, there.store, copied.ID)); d != "" {
					t.Error(d)
				}
				if again, err := there.Add(t.Context(), files, options.Options{}, quiet); err != nil || again.ID != copied.ID {
					t.Errorf("its files are deck %d, not %d: %v", again.ID, copied.ID, err)
				}
			})
		}
	}
}

// exportZip: pictures in order, and the notes.
func exportZip(t *testing.T, lib place) {
	red := importertest.PNG(image.NewGray(image.Rect(0, 0, 2000, 20)))
	var files []any
	for i := range 11 {
		files = append(files, fmt.Sprint(i+1, ".png"), red)
	}
	info, err := lib.Add(t.Context(), importertest.Tree(files...), options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := storetest.Connect(t, lib.url).Exec(t.Context(), `UPDATE slides SET notes = E'a\nb' WHERE deck_id = $1 AND number IN (2, 10)`, info.ID); err != nil {
		t.Fatal(err)
	}
	// What is drawn lies on the page of a PDF, unless it is to be plain.
	if err := lib.store.Draw(t.Context(), info.ID, 3, []deck.Stroke{{ID: "a", Color: "#ff0000", Width: 0.01, Points: [][2]float64{{0.5, 0.5}}}}); err != nil {
		t.Fatal(err)
	}
	for _, plain := range []bool{false, true} {
		if page := export(t, lib.Library, info.ID, exporter.Options{Format: exporter.PDF, Plain: plain}); bytes.Contains(page, []byte("/ExtGState")) == plain {
			t.Errorf("plain %v, and the drawing is otherwise", plain)
		}
	}
	data := export(t, lib.Library, info.ID, exporter.Options{Format: exporter.Zip, Plain: true})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range z.File {
		names = append(names, e.Name)
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		if e.Name == "notes.txt" {
			if text, err := io.ReadAll(r); err != nil || string(text) != "2. 2\r\n\r\na\r\nb\r\n\r\n\r\n10. 10\r\n\r\na\r\nb\r\n" {
				t.Errorf("%q, %v", text, err)
			}
		} else if c, _, err := image.DecodeConfig(r); err != nil || c.Width != 1920 && c.Width != 2000 {
			t.Errorf("%s: %+v, %v", e.Name, c, err)
		}
	}
	if got := strings.Join(names, " "); got != "01.png 02.png 03.png 04.png 05.png 06.png 07.png 08.png 09.png 10.png 11.png notes.txt" {
		t.Error(got)
	}
}

// exportHTML: one file has it all, and asks nobody for more.
func exportHTML(t *testing.T, lib place) {
	red := importertest.PNG(importertest.Colours(40, 30))
	info, err := lib.Add(t.Context(), importertest.Tree("a.md", "---\nmarp: true\ntitle: <!--talk--> & </script>\n---\n# One\n\n![](a.png) ![](a.png)\n\n<!-- a secret -->\n\n---\n\n* first\n* later </script>\n", "a.png", red), options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	page := string(export(t, lib.Library, info.ID, exporter.Options{Format: exporter.HTML}))
	for text, want := range map[string]int{
		"a secret": 0, "/pictures/": 0, `="/`: 0, "url(/": 0, "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-": 1,
		"</script>": 2, "</style>": 1, "data:image/png;base64,": 1, `src=\"picture:`: 2, `"print":false`: 1,
		"<title>&lt;!--talk--&gt; &amp; &lt;/script&gt;</title>": 1, `"step":2`: 1,
	} {
		if got := strings.Count(page, text); got != want {
			t.Errorf("%s is there %d times, not %d", text, got, want)
		}
	}
	if with := string(export(t, lib.Library, info.ID, exporter.Options{Format: exporter.HTML, Notes: true})); !strings.Contains(with, "a secret") {
		t.Error("no notes")
	}
}

// exportWords: slides of words are printed and painted by a browser, if there is one.
func exportWords(t *testing.T, lib place) {
	info, err := lib.Add(t.Context(), importertest.Tree("a.md", "---\nmarp: true\n---\n# One\n\n[out](https://example.org/x)\n\n---\n\n* first\n* later\n"), options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	path := os.Getenv("PATH")
	t.Setenv("PATH", t.TempDir())
	for format, want := range map[exporter.Format]string{
		exporter.PDF: "needs a browser to become a PDF, and this computer has no Chromium, Chrome, Edge or Brave; print it from the console in the browser you use, or export it as .html and print that",
		exporter.Zip: "has slides of words, which a browser makes pictures of, and this computer has no Chromium, Chrome, Edge or Brave; export it as .html or .lectern",
	} {
		if _, err := lib.Export(t.Context(), info.ID, exporter.Options{Format: format}); fault.CodeOf(err) != fault.Conflict || !strings.HasSuffix(fault.Sentence(err), want) {
			t.Errorf("%s without a browser: %v", format, err)
		}
	}
	program := os.Getenv("LECTERN_TEST_SHELL") // the same engine, in a short run
	if program == "" {
		program = needtest.Env(t, "LECTERN_TEST_CHROMIUM")
	}
	with := t.TempDir()
	if err := os.Symlink(program, filepath.Join(with, "chromium")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", with+string(filepath.ListSeparator)+path)
	printed := string(export(t, lib.Library, info.ID, exporter.Options{Format: exporter.PDF, Steps: true}))
	if pages := len(regexp.MustCompile(`/Type /Page\b`).FindAllString(printed, -1)); pages != 4 || !strings.Contains(printed, "/MediaBox [0 0 960 540]") || !strings.Contains(printed, "https://example.org/x") {
		t.Errorf("%d pages", pages)
	}
	data := export(t, lib.Library, info.ID, exporter.Options{Format: exporter.Zip})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) != 2 || z.File[1].Name != "02.png" {
		t.Fatal(len(data), err)
	}
	r, err := z.File[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	if c, _, err := image.DecodeConfig(r); err != nil || c.Width != 1920 || c.Height != 1080 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestNamed(t *testing.T) {
	var decks []deck.Summary
	for i, title := range []string{"Boats", "boats", "Boats and trains", "2", "2024", "Unique"} {
		decks = append(decks, deck.Summary{State: deck.State{ID: int64(i + 1), Title: title}})
	}
	decks[5].Titles = map[string]string{"de": "Einmalig"}
	for word, want := range map[string]int64{"einmalig": 6, "3": 3, "Boats": 1, "boats": 2, "BOATS AND TRAINS": 3, "boats and": 3, "2": 2, "2024": 5, "20": 5, "uni": 6} {
		if id, err := library.Named(decks, word); err != nil || id != want {
			t.Errorf("%s: %d, %v", word, id, err)
		}
	}
	for word, want := range map[string]string{
		"BOATS": `2 decks could be meant by "BOATS"; name one by its id: 1 (Boats), 2 (boats)`,
		"boat":  `3 decks could be meant by "boat"; name one by its id: 1 (Boats), 2 (boats), 3 (Boats and trains)`,
		"":      `There is no deck "" in the library`,
		"99":    `There is no deck "99" in the library`,
	} {
		if _, err := library.Named(decks, word); err == nil || fault.Sentence(err) != want {
			t.Errorf("%q: %v", word, err)
		}
	}
}
