package browser

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"lectern/app/e2e/harness"
)

// TestAhead: a page and a kiosk that follow have the next views before the move,
// whatever the deck is made of, and paint a move without asking the server for
// anything. Who comes late asks.
func TestAhead(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t, harness.Write(t, "talk.md", harness.Talk(4)), illustrated(t, 4), pictures(t, 4), harness.Write(t, "talk.pdf", string(harness.PDF(4))))
	var decks [][]harness.Slide
	for id := range int64(4) {
		decks = append(decks, l.Slides(id+1))
	}
	b := newBrowser(t)
	// The first is wider than the pictures are: there are no larger ones to ask for.
	pages := []*tab{b.openSized(l.At("/"), 950, 534, light), b.openSized(l.At("/kiosk"), 640, 360, light)}
	for i, s := range decks {
		id := int64(i + 1)
		t.Logf("deck %d: %s", id, s[0].Title)
		l.Put(id, `{"live":true,"current_slide":1}`)
		for _, p := range pages {
			p.shows(s[0])
		}
		for n := 2; n <= len(s); n++ {
			for _, p := range pages {
				p.holds(2) // at the end decoys
				p.asked()
			}
			l.Put(id, fmt.Sprintf(`{"current_slide":%d}`, n))
			for _, p := range pages {
				p.shows(s[n-1])
				p.whole()
				if asked := p.asked(); len(asked) > 0 {
					t.Errorf("%s: slide %d of deck %d: %q", p.url, n, id, asked)
				}
			}
		}
		l.Put(id, `{"current_slide":3}`)
		late := newBrowser(t).open(l.At("/"))
		late.shows(s[2])
		late.whole()
		if asked := late.asked(); len(asked) == 0 {
			t.Error("who came late has asked for nothing")
		}
		late.close()
	}
}

// TestAheadSteps: the next view is the next step, and nothing of it is on the page
// before; and what is held stays held while the slide is covered.
func TestAheadSteps(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(3)), pictures(t, 3))
	s, dark := l.Slides(1), l.Slides(2)
	_, err := l.Connect().Exec(t.Context(), `INSERT INTO views (deck_id, number, step, html, text)
		SELECT deck_id, number, step, replace(html, 'The text', 'At ' || step || ' the text'), text FROM (
			SELECT v.deck_id, v.number, s.step, v.html, v.text FROM views v, generate_series(1, 2) s(step) WHERE deck_id = 1 AND number = 2) more`)
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t)
	pages := []*tab{b.open(l.At("/")), b.open(l.At("/kiosk"))}
	move := func(slide, step int, words string) {
		t.Helper()
		for _, p := range pages {
			p.holds(2)
			p.asked()
			if js[bool](p, fmt.Sprintf(`document.documentElement.outerHTML.includes(%q)`, words)) {
				t.Errorf("%s: %q is on the page before it is shown", p.url, words)
			}
		}
		l.Put(1, fmt.Sprintf(`{"current_slide":%d,"current_step":%d}`, slide, step))
		for _, p := range pages {
			p.waits(words, fmt.Sprintf(`%s.textContent.includes(%q)`, plane, words))
			if asked := p.asked(); len(asked) > 0 {
				t.Errorf("%s: slide %d at %d: %q", p.url, slide, step, asked)
			}
		}
	}
	for _, p := range pages {
		p.shows(s[0])
	}
	move(2, 0, "The text of 2")
	move(2, 1, "At 1 the text of 2")
	move(2, 2, "At 2 the text of 2")

	l.Put(2, `{"live":true}`)
	p := pages[0]
	p.shows(dark[0])
	p.holds(2)
	p.asked()
	l.Put(2, `{"blank":"black"}`)
	p.waits("black", `document.querySelector("#view .slide-cover:not([hidden])")`)
	l.Put(2, `{"current_slide":2}`)
	l.Put(2, `{"blank":""}`)
	p.shows(dark[1])
	if asked := p.asked(); len(asked) > 0 {
		t.Errorf("after the dark it asks for %q", asked)
	}
}

// TestAheadSharpens: on a screen that grows after the picture was fetched ahead the
// larger one comes from the server, as ever.
func TestAheadSharpens(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t, harness.Write(t, "talk.pdf", string(harness.PDF(3))))
	s := l.Slides(1)
	p := newBrowser(t).openSized(l.At("/"), 800, 450, light)
	p.shows(s[0])
	p.holds(2)
	l.Put(1, `{"current_slide":2}`)
	p.shows(s[1])
	width := func() int {
		return js[int](p, plane+`.querySelector("img").naturalWidth`)
	}
	if w := width(); w != 960 {
		t.Errorf("a small screen has %d pixels", w)
	}
	p.resize(1900, 1000, light)
	p.waits("the larger one", plane+`.querySelector("img").naturalWidth === 1920`)
	l.Put(1, `{"current_slide":3}`) // which was fetched for the small one
	p.shows(s[2])
	p.waits("the larger one of the next", plane+`.querySelector("img").naturalWidth === 1920`)
}

// holds waits until a page has so many of the next views.
func (p *tab) holds(views int) {
	p.t.Helper()
	p.waits(fmt.Sprint(views, " views ahead"), fmt.Sprintf(`document.documentElement.dataset.ahead === "%d"`, views))
}

// asked returns which slides and pictures a page has asked the server for since it
// was asked last.
func (p *tab) asked() []string {
	p.t.Helper()
	return js[[]string](p, `(() => {
		const all = performance.getEntriesByType("resource").map((e) => e.name);
		performance.clearResourceTimings();
		return all.filter((name) => /^http.*\/(slides|pictures)\/./.test(name));
	})()`)
}

// whole waits until every picture on the slide is there.
func (p *tab) whole() {
	p.t.Helper()
	p.waits("all pictures", `[...`+plane+`.querySelectorAll("img")].every((i) => i.complete && i.naturalWidth > 0) && !`+plane+`.querySelector(".missing")`)
}

// paint is a picture in a colour of its own.
func paint(t testing.TB, n, width int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, width*9/16))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{byte(40 * n), byte(i / 4 % width), byte(255 - 30*n), 255})
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pictures is a zip of n pictures.
func pictures(t testing.TB, n int) string {
	t.Helper()
	return zipped(t, "pictures.zip", n, nil)
}

// illustrated is a zip of a Markdown deck of n slides, each with a picture.
func illustrated(t testing.TB, n int) string {
	t.Helper()
	text := ""
	for i := 1; i <= n; i++ {
		if i > 1 {
			text += "\n---\n\n"
		}
		text += fmt.Sprintf("# Illustrated %d\n\nWords\n\n![A picture](%d.png)\n", i, i)
	}
	return zipped(t, "illustrated.zip", n, []byte(text))
}

func zipped(t testing.TB, name string, n int, markdown []byte) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, data []byte) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := 1; i <= n; i++ {
		add(fmt.Sprintf("%d.png", i), paint(t, i, 800))
	}
	if markdown != nil {
		add("deck.md", markdown)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
