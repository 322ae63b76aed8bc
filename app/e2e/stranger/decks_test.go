package stranger

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

// A spot is a slide at a step: where a view is.
type spot struct{ slide, step int }

// A kind is a kind of deck. Each of its views has words and a colour that no other
// view of any deck has.
type kind struct {
	name  string
	steps []int // of each slide: how many steps follow its first view
	// pictures tells that each view has a picture of its own.
	pictures bool
	// lang is a language that it is there in beside its own, which alone has the pictures.
	lang string
	// hidden is a slide that → passes by, or 0.
	hidden int
}

type file struct {
	name string
	data []byte
}

// plain is a talk of five slides. The last one is never shown.
var plain = []int{0, 0, 0, 0, 0}

var kinds = []kind{
	{name: "markdown", steps: plain, pictures: true},
	{name: "zip", steps: plain, pictures: true},
	{name: "words", steps: plain},
	{name: "pdf", steps: plain, pictures: true},
	{name: "pictures", steps: plain, pictures: true},
	{name: "svg", steps: plain, pictures: true},
	{name: "steps", steps: []int{0, 2, 0, 3, 0}, pictures: true},
	{name: "languages", steps: []int{0, 2, 0, 3, 0}, pictures: true, lang: "de"},
	{name: "hidden", steps: plain, pictures: true, hidden: 3},
}

// makers make their files.
var makers = map[string]func(kind) []file{
	"markdown": markdownDeck, "zip": zipDeck, "words": wordsDeck, "pdf": pdfDeck, "pictures": pictureDeck, "svg": svgDeck, "steps": stepsDeck, "languages": languagesDeck, "hidden": markdownDeck,
}

// spots are all views of a kind, in the order of a talk.
func (k kind) spots() (all []spot) {
	for i, steps := range k.steps {
		for step := range steps + 1 {
			all = append(all, spot{i + 1, step})
		}
	}
	return all
}

// What of a view a word stands in.
const (
	heading = "h"
	text    = "t"
	note    = "n"
)

// word is one that stands nowhere else: letters only, so that nothing on the way
// spells it otherwise.
func (k kind) word(at spot, what string) string {
	return "zqx" + k.name + string(rune('a'+at.slide)) + string(rune('a'+at.step)) + what + "xqz"
}

// title is the deck's, which is told of an open deck.
func (k kind) title() string { return k.word(spot{}, heading) }

// colour is one that no other view has, and neither black, white nor grey: four
// levels of three colours, far enough from each other for a JPEG.
func (k kind) colour(at spot) color.NRGBA {
	n := 0
	for _, other := range kinds {
		for _, s := range other.spots() {
			if other.name == k.name && s == at {
				return palette[n]
			}
			n++
		}
	}
	panic("no such view")
}

var palette = func() (all []color.NRGBA) {
	for n := range 64 {
		level := func(i int) uint8 { return uint8(30 + 65*(n>>(2*i)&3)) }
		if c := (color.NRGBA{level(0), level(1), level(2), 255}); c.R != c.G || c.G != c.B {
			all = append(all, c)
		}
	}
	return all
}()

func (k kind) picture(at spot) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, 1000, 560))
	draw.Draw(m, m.Rect, image.NewUniform(k.colour(at)), image.Point{}, draw.Src)
	return m
}

func (k kind) png(at spot) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, k.picture(at)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (k kind) jpeg(at spot) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, k.picture(at), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// markdown is a talk whose slides begin with a heading and end with a note.
func (k kind) markdown(body func(at spot) string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n---\n", k.title())
	for i := range k.steps {
		at := spot{i + 1, 0}
		if i > 0 {
			b.WriteString("\n---\n")
		}
		if k.hidden == at.slide {
			b.WriteString("\n<!-- .slide: data-visibility=\"hidden\" -->\n")
		}
		fmt.Fprintf(&b, "\n# %s\n\n%s\n\nNote: %s\n", k.word(at, heading), body(at), k.word(at, note))
	}
	return []byte(b.String())
}

func markdownDeck(k kind) []file {
	files := []file{{"talk/deck.md", k.markdown(func(at spot) string {
		return fmt.Sprintf("%s ![](p%d.png)", k.word(at, text), at.slide)
	})}}
	for _, at := range k.spots() {
		files = append(files, file{fmt.Sprintf("talk/p%d.png", at.slide), k.png(at)})
	}
	return files
}

// zipDeck is a folder in a zip, with photos. Its last slide, which is not shown,
// has the first one's picture, too.
func zipDeck(k kind) []file {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, data []byte) {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		w.Write(data)
	}
	add("deck.md", k.markdown(func(at spot) string {
		again := ""
		if at.slide == len(k.steps) {
			again = "![](p1.jpg)"
		}
		return fmt.Sprintf("%s ![](p%d.jpg) %s", k.word(at, text), at.slide, again)
	}))
	for _, at := range k.spots() {
		add(fmt.Sprintf("p%d.jpg", at.slide), k.jpeg(at))
	}
	z.Close()
	return []file{{"talk.zip", b.Bytes()}}
}

// stepsDeck is a Marp deck: what stands in a list of * or of 1) comes one
// after the other.
func stepsDeck(k kind) []file {
	files := []file{{"talk/deck.md", k.markdown(func(at spot) string {
		body := fmt.Sprintf("%s ![](p%d0.png)\n\n", k.word(at, text), at.slide)
		for step := range k.steps[at.slide-1] {
			mark := "*"
			if at.slide == 4 {
				mark = fmt.Sprintf("%d)", step+1)
			}
			body += fmt.Sprintf("%s %s ![](p%d%d.png)\n", mark, k.word(spot{at.slide, step + 1}, text), at.slide, step+1)
		}
		return body
	})}}
	for _, at := range k.spots() {
		files = append(files, file{fmt.Sprintf("talk/p%d%d.png", at.slide, at.step), k.png(at)})
	}
	files[0].data = bytes.Replace(files[0].data, []byte("---\n"), []byte("---\nmarp: true\n"), 1)
	return files
}

// languagesDeck is one that comes in steps, in two languages: in the first one without
// its pictures.
func languagesDeck(k kind) []file {
	files := stepsDeck(k)
	own := anyPicture.ReplaceAll(files[0].data, nil)
	files[0].name = "talk/deck.de.md"
	return append(files, file{"talk/deck.en.md", own})
}

var anyPicture = regexp.MustCompile(`!\[\]\([^)]*\)`)

func wordsDeck(k kind) []file {
	return []file{{"talk.md", k.markdown(func(at spot) string { return k.word(at, text) })}}
}

// pictureDeck is pictures by the names of their slides.
func pictureDeck(k kind) (files []file) {
	for _, at := range k.spots() {
		files = append(files, file{fmt.Sprintf("%s/%d %s.png", k.title(), at.slide, k.word(at, heading)), k.png(at)})
	}
	return files
}

func svgDeck(k kind) (files []file) {
	for _, at := range k.spots() {
		svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="%s"/><text x="8" y="8" font-size="2">%s</text></svg>`,
			hexOf(k.colour(at)), k.word(at, text))
		files = append(files, file{fmt.Sprintf("%s/%d %s.svg", k.title(), at.slide, k.word(at, heading)), []byte(svg)})
	}
	return files
}

// pdfDeck is pages of one colour each, with a line of small text.
func pdfDeck(k kind) []file {
	var pages []string
	for _, at := range k.spots() {
		c := k.colour(at)
		pages = append(pages, fmt.Sprintf("%.3f %.3f %.3f rg 0 0 960 540 re f 0 g BT /F 8 Tf 60 500 Td (%s) Tj ET",
			float64(c.R)/255, float64(c.G)/255, float64(c.B)/255, k.word(at, text)))
	}
	return []file{{"talk.pdf", harness.PDFOf(k.title(), pages)}}
}

func TestColours(t *testing.T) {
	n := 0
	for _, k := range kinds {
		n += len(k.spots())
	}
	if n > len(palette) {
		t.Errorf("%d views have %d colours", n, len(palette))
	}
}
