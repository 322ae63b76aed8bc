package portable

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// noon is when a talk began.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func written(t testing.TB, m Manifest, data ...string) []byte {
	t.Helper()
	for i := range data {
		m.Files[i].Size = int64(len(data[i]))
	}
	var b bytes.Buffer
	if err := Write(&b, m, func(i int) (io.Reader, error) { return strings.NewReader(data[i]), nil }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, data []byte) (*Package, error) {
	t.Helper()
	p, err := Open(importertest.Tree("a.lectern", data), "a.lectern")
	if err == nil {
		t.Cleanup(func() { p.Close() })
	}
	return p, err
}

// TestThereAndBack: what is written is read, byte for byte, whatever the originals are
// called; and the names in the zip are such that every system can unpack them.
func TestThereAndBack(t *testing.T) {
	names := []string{"talk.md", "img/a b.png", "img/A B.png", "IMG/a b.png", "con", "x", "x/y", "ü\u202f.png", strings.Repeat("l/", 30) + strings.Repeat("long", 60), "empty"}
	m := Manifest{Writer: "0.1", Title: "<b> & ü", Slide: 2, Step: 1, Ink: []Ink{{2, []Stroke{{"a", "#ffd60080", 0.004, "0,1 0.12345,0.5"}}}}, Planned: 900, Every: 20, Loop: true, Slides: []Slide{{Title: "One", Notes: "a\nnote", Bookmark: true}, {Hidden: true, Planned: 60}}, Runs: []Run{{Kind: deck.TalkRun, StartedAt: noon, EndedAt: noon.Add(time.Hour), Seconds: 20.5, Slides: []float64{0, 20}}}, Options: Options{Dialect: "reveal", Separator: `^\n\n\n`, VerticalSeparator: "<!--v-->", NotesSide: "left"}}
	var data []string
	for i, n := range names {
		m.Files = append(m.Files, File{Name: n})
		data = append(data, strings.Repeat(fmt.Sprint(i, n), i*1000))
	}
	data[len(data)-1] = ""
	all := written(t, m, data...)
	if !Is(all) || Is(all[:50]) || Is(importertest.Zip(importertest.Entry{Name: "mimetype", Data: []byte(MediaType)})) {
		t.Error("not known by its first bytes")
	}
	p, err := open(t, all)
	if err != nil {
		t.Fatal(err)
	}
	lower := map[string]bool{}
	for i, f := range p.Files {
		var got bytes.Buffer
		err := p.Copy(f, make([]byte, 1000), func(b []byte) error { got.Write(b); return nil })
		if err != nil || f.Name != names[i] || got.String() != data[i] {
			t.Errorf("%q: %d bytes, %v; want %q with %d", f.Name, got.Len(), err, names[i], len(data[i]))
		}
		if low := strings.ToLower(f.Entry); lower[low] || !strings.HasPrefix(f.Entry, "originals/") || len(f.Entry) > 200 {
			t.Errorf("entry %q", f.Entry)
		} else {
			lower[low] = true
		}
	}
	for low := range lower {
		for other := range lower {
			if strings.HasPrefix(other, low+"/") {
				t.Errorf("%q is a file and a folder", low)
			}
		}
	}
	got := p.Manifest
	got.Files, m.Files, m.Version = nil, nil, Version
	if d := cmp.Diff(m, got); d != "" {
		t.Error(d)
	}
}

// with changes a text in a zip's deck.json, or adds a file.
func with(t *testing.T, all []byte, change func(name, text string) (string, string)) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(all), int64(len(all)))
	if err != nil {
		t.Fatal(err)
	}
	var entries []importertest.Entry
	for _, e := range r.File {
		f, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		if name, text := change(e.Name, string(data)); name != "" {
			entries = append(entries, importertest.Entry{Name: name, Data: []byte(text)})
		}
	}
	return importertest.Zip(entries...)
}

// TestStrangers: what a .lectern file must not have is refused in a sentence.
func TestStrangers(t *testing.T) {
	good := written(t, Manifest{Title: "T", Slides: []Slide{{}}, Files: []File{{Name: "a.md"}, {Name: "b.png"}}}, "# a", "png")
	var many []string
	for i := range deck.MaxDrawn/deck.MaxPoints + 1 {
		many = append(many, fmt.Sprintf(`{"id":"s%d","color":"#fff","width":0.1,"points":"%s"}`, i, strings.Repeat("0,0 ", deck.MaxPoints)))
	}
	json := func(old, new string) func(name, text string) (string, string) {
		return func(name, text string) (string, string) {
			if name == "deck.json" {
				if !strings.Contains(text, old) {
					t.Fatalf("no %s in %s", old, text)
				}
				text = strings.Replace(text, old, new, 1)
			}
			return name, text
		}
	}
	damaged := "a.lectern is damaged or incomplete; export the deck anew"
	for name, c := range map[string]struct {
		change func(name, text string) (string, string)
		want   string // or "" for a deck
	}{
		"as it is":           {json("T", "T"), ""},
		"what is to come":    {json(`"title"`, `"shadows":[{"slide":1}],"title"`), ""},
		"a slide's ink":      {json(`"title"`, `"ink":[{"slide":1}],"title"`), ""},
		"that of none":       {json(`"title"`, `"ink":[{"slide":0}],"title"`), damaged},
		"of one twice":       {json(`"title"`, `"ink":[{"slide":1},{"slide":1}],"title"`), damaged},
		"a stroke of words":  {json(`"title"`, `"ink":[{"slide":1,"strokes":[{"id":"a","color":"#fff","width":0.1,"points":"0,0 x"}]}],"title"`), damaged},
		"beside the slide":   {json(`"title"`, `"ink":[{"slide":1,"strokes":[{"id":"a","color":"#fff","width":0.1,"points":"0,2"}]}],"title"`), damaged},
		"of no number":       {json(`"title"`, `"ink":[{"slide":1,"strokes":[{"id":"a","color":"#fff","width":0.1,"points":"NaN,0"}]}],"title"`), damaged},
		"more than is drawn": {json(`"title"`, `"ink":[{"slide":1,"strokes":[`+strings.Join(many, ",")+`]}],"title"`), damaged},
		"one stroke twice":   {json(`"title"`, `"ink":[{"slide":1,"strokes":[{"id":"a","color":"#fff","width":0.1,"points":"0,0"},{"id":"a","color":"#fff","width":0.1,"points":"0,0"}]}],"title"`), damaged},
		"a newer version":    {json("\"version\": 1,\n  \"lectern\": \"\"", `"version": 2, "lectern": "3.0\u0007"`), "a.lectern was written by a newer Lectern (3.0); update this one to open it"},
		"a newer one inside": {json(`"version": 1`, `"slides": {}, "version": 2`), "a.lectern was written by a newer Lectern; update this one to open it"},
		"no version":         {json(`"version": 1`, `"version": 0`), damaged},
		"no JSON":            {json("{", "["), damaged},
		"a way out":          {json(`"name": "a.md"`, `"name": "../a.md"`), damaged},
		"a way to the root":  {json(`"name": "a.md"`, `"name": "/a.md"`), damaged},
		"one name twice":     {json(`"name": "a.md"`, `"name": "b.png"`), damaged},
		"one entry twice":    {json(`originals/a.md`, `originals/b.png`), damaged},
		"deck.json itself":   {json(`originals/a.md`, `deck.json`), damaged},
		"a negative size":    {json(`"size": 3`, `"size": -3`), damaged},
		"a wrong size":       {json(`"size": 3`, `"size": 4`), damaged},
		"too much":           {json(`"size": 3`, `"size": 536870913`), damaged},
		"a long title":       {json(`"T"`, `"`+strings.Repeat("T", 501)+`"`), damaged},
		"two lines of title": {json(`"T"`, `"T\nT"`), damaged},
		"a slide of years":   {json(`"notes": ""`, `"notes": "", "planned": 99999`), damaged},
		"a run of years":     {json(`"T"`, `"T", "runs": [{"kind":"talk","seconds":1e10}]`), damaged},
		"a run back in time": {json(`"T"`, `"T", "runs": [{"kind":"talk","started_at":"2026-01-02T00:00:00Z","ended_at":"2026-01-01T00:00:00Z"}]`), damaged},
		"a run of what":      {json(`"T"`, `"T", "runs": [{"kind":"walk"}]`), damaged},
		"less than nothing":  {json(`"T"`, `"T", "runs": [{"kind":"talk","started_at":"2026-01-01T00:00:00Z","ended_at":"2026-01-02T00:00:00Z","seconds":5,"slides":[-1,6]}]`), damaged},
		"long notes":         {json(`"notes": ""`, `"notes": "`+strings.Repeat("n", MaxNotes+1)+`"`), damaged},
		"no files":           {json(`"files": [`, `"files": [], "files_": [`), damaged},
		"an original gone": {func(name, text string) (string, string) {
			return strings.Replace(name, "originals/b.png", "", 1), text
		}, "a.lectern is incomplete: b.png is missing in it; export the deck anew"},
		"deck.json gone": {func(name, text string) (string, string) { return strings.Replace(name, "deck.json", "x", 1), text }, damaged},
		"deck.json twice": {func(name, text string) (string, string) {
			return strings.Replace(name, "mimetype", "deck.json", 1), text
		}, damaged},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := open(t, with(t, good, c.change))
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			importertest.CheckRefusal(t, err)
			if got := fault.Sentence(err); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
	for _, n := range []int{len(good) / 2, len(good) - 10} {
		if _, err := open(t, good[:n]); fault.CodeOf(err) != fault.NotADeck {
			t.Errorf("cut short: %v", err)
		}
	}
	rotten := bytes.Replace(good, []byte("# a"), []byte("# b"), 1)
	p, err := open(t, rotten)
	if err == nil {
		err = p.Copy(p.Files[0], make([]byte, 9), func([]byte) error { return nil })
	}
	if fault.CodeOf(err) != fault.NotADeck {
		t.Errorf("one bit changed: %v", err)
	}
}

// FuzzOpen: whatever it is, it is read or refused.
func FuzzOpen(f *testing.F) {
	f.Add(written(f, Manifest{Title: "T", Slides: []Slide{{Title: "a", Notes: "b"}}, Files: []File{{Name: "a.md"}, {Name: "x/b"}}}, "# a", "png"))
	f.Add(importertest.Zip(importertest.Entry{Name: "deck.json", Data: []byte(`{"version":2}`)}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Open(fstest.MapFS{"a.lectern": {Data: data}}, "a.lectern")
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		defer p.Close()
		buf := make([]byte, 64<<10)
		for _, file := range p.Files {
			n := int64(0)
			err := p.Copy(file, buf, func(b []byte) error { n += int64(len(b)); return nil })
			if err != nil {
				importertest.CheckRefusal(t, err)
			} else if n != file.Size {
				t.Errorf("%d bytes, not %d", n, file.Size)
			}
		}
	})
}
