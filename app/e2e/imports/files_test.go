//go:build linux

package imports

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"lectern/app/e2e/harness"
	"lectern/app/importer/importertest"
)

// file is one to import.
type file struct {
	name string
	data []byte
}

// maker makes files of a kind.
type maker struct {
	name string
	make func(*rand.Rand) file
}

// makers make files that nobody should have to import. Each is small to send.
var makers = append(hostile, maker{"zip of it", zipOfIt}, maker{"mutated", mutated}, maker{"cut short", cutShort}, maker{"good", good})

// hostile is those that make one file.
var hostile = []maker{
	{"table", table},
	{"lists", lists},
	{"code", code},
	{"formatting", formatting},
	{"missing pictures", missingPictures},
	{"long words", longWords},
	{"uses", uses},
	{"patterns", patterns},
	{"huge picture", hugePicture},
	{"scans", scans},
	{"frames", frames},
	{"groups", groups},
	{"pages", pages},
	{"curves", curves},
	{"many pictures", manyPictures},
}

// some is from 1 to most, as often small as large: what is refused at once does not
// show much.
func some(r *rand.Rand, most int) int { return int(math.Exp(r.Float64() * math.Log(float64(most)))) }

func markdown(text string) file { return file{"talk.md", []byte(text)} }

// table has rows that are filled up.
func table(r *rand.Rand) file {
	columns, rows := some(r, 3000), some(r, 20_000)
	return markdown(strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat("|\n", rows))
}

func lists(r *rand.Rand) file {
	var b strings.Builder
	for i := range some(r, 2000) {
		fmt.Fprintf(&b, "%s* a\n", strings.Repeat("  ", i))
	}
	return markdown(b.String())
}

// code takes the highlighter's time.
func code(r *rand.Rand) file {
	language := []string{"arduino", "agda", "apacheconf", "cfengine3", "genshi", "cheetah", "perl", "html"}[r.IntN(8)]
	sign := []string{"\n", "<", "(", "${", "a", "\"", "/*"}[r.IntN(7)]
	return markdown(strings.Repeat("```"+language+"\n"+strings.Repeat(sign, some(r, 30_000))+"\n```\n\n", some(r, 40)))
}

// formatting is opened anew in each block.
func formatting(r *rand.Rand) file {
	return markdown(strings.Repeat(fmt.Sprintf("<b lang=a%d>", r.IntN(9)), some(r, 500)) + strings.Repeat("<div>x</div>", some(r, 30_000)))
}

func missingPictures(r *rand.Rand) file {
	var b strings.Builder
	for i := range some(r, 60_000) {
		fmt.Fprintf(&b, "![](p/%d.png)\n", i)
	}
	return markdown(b.String())
}

func longWords(r *rand.Rand) file {
	return markdown("# a\n\n" + strings.Repeat("lorem ipsum ", some(r, 300_000)))
}

// uses multiply, each of the one before it.
func uses(r *rand.Rand) file {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><defs><rect id="a0" width="9" height="9"/>`)
	depth := 2 + r.IntN(9)
	for i := range depth {
		fmt.Fprintf(&b, `<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	fmt.Fprintf(&b, `</defs><use href="#a%d"/></svg>`, depth)
	return file{"uses.svg", []byte(b.String())}
}

func patterns(r *rand.Rand) file {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><defs>`)
	depth := 1 + r.IntN(8)
	for i := range depth {
		fmt.Fprintf(&b, `<pattern id="p%d" width="1" height="1" patternUnits="userSpaceOnUse"><rect width="2" height="2" fill="url(#p%d)"/></pattern>`, i, i+1)
	}
	fmt.Fprintf(&b, `<filter id="f"><feGaussianBlur stdDeviation="%d"/></filter></defs><rect width="100%%" height="100%%" fill="url(#p0)" filter="url(#f)"/></svg>`, r.IntN(5000))
	return file{"patterns.svg", []byte(b.String())}
}

// hugePicture is nothing but pixels.
func hugePicture(r *rand.Rand) file {
	w := uint32(200 + some(r, 20_000))
	h := uint32(200 + some(r, 120_000_000/int(w)))
	return file{"huge.png", importertest.BlankPNG(w, h, r.IntN(importertest.PNGKinds))}
}

// scans is a progressive JPEG whose picture is refined again and again.
func scans(r *rand.Rand) file {
	return file{"scans.jpg", importertest.ProgressiveJPEG(uint16(200+some(r, 9000)), uint16(200+some(r, 9000)), some(r, 5000))}
}

// frames is an animation.
func frames(r *rand.Rand) file {
	return file{"frames.gif", importertest.BlankGIF(uint16(some(r, 20_000)), uint16(some(r, 20_000)), 2+some(r, 5000))}
}

// groups is a PDF with transparency within transparency, which is slow to draw.
func groups(r *rand.Rand) file {
	return file{"groups.pdf", importertest.GroupsPDF(some(r, 300), some(r, 20))}
}

// pages is one such page, listed again and again.
func pages(r *rand.Rand) file {
	return file{"pages.pdf", importertest.GroupsPDF(some(r, 20), 500+r.IntN(1500))}
}

// curves is a PDF that draws for long, in words of its own on each page.
func curves(r *rand.Rand) file {
	var s importertest.PDFSpec
	for range some(r, 40) {
		var page strings.Builder
		for range some(r, 100_000) {
			fmt.Fprintf(&page, "%d %d m %d %d %d %d %d %d c S\n", r.IntN(960), r.IntN(540), r.IntN(960), r.IntN(540), r.IntN(960), r.IntN(540), r.IntN(960), r.IntN(540))
		}
		s.Pages = append(s.Pages, page.String())
	}
	return file{"curves.pdf", importertest.PDF(s)}
}

func manyPictures(r *rand.Rand) file {
	red := importertest.PNG(importertest.Colours(4, 3))
	n := some(r, 1900)
	var text strings.Builder
	entries := make([]importertest.Entry, n, n+1)
	for i := range n {
		entries[i] = importertest.Entry{Name: fmt.Sprintf("p/%d.png", i), Data: red}
	}
	for range 10 * n {
		fmt.Fprintf(&text, "![](%d.png)\n", r.IntN(n))
	}
	return file{"many.zip", importertest.Zip(append(entries, importertest.Entry{Name: "talk.md", Data: []byte(text.String())})...)}
}

// zipOfIt packs what another one makes, or several of them.
func zipOfIt(r *rand.Rand) file {
	var entries []importertest.Entry
	f := hostile[r.IntN(len(hostile)-1)].make(r)
	for i := range 1 + r.IntN(2)*r.IntN(20) {
		entries = append(entries, importertest.Entry{Name: fmt.Sprintf("x/%d-%s", i, f.name), Data: f.data})
	}
	return file{"packed.zip", importertest.Zip(entries...)}
}

// good makes what has nothing wrong with it.
func good(r *rand.Rand) file {
	switch r.IntN(6) {
	case 0:
		return file{"good.pdf", harness.PDF(1 + r.IntN(20))}
	case 1:
		return file{"good.png", importertest.PNG(importertest.Colours(100+r.IntN(1500), 100+r.IntN(1500)))}
	case 2:
		return file{"good.jpg", importertest.JPEG(importertest.Colours(100+r.IntN(1500), 100+r.IntN(1500)))}
	case 3:
		return file{"good.avif", importertest.AVIF}
	case 4:
		return file{"good.zip", importertest.Zip(importertest.Entry{Name: "talk.md", Data: []byte(harness.Talk(20) + "\n![](a.gif)\n")}, importertest.Entry{Name: "a.gif", Data: importertest.GIF(9)})}
	}
	return markdown(harness.Talk(1+r.IntN(200)) + fmt.Sprint(r.Uint64()))
}

// mutated changes bytes of a good file, or copies parts of it over others.
func mutated(r *rand.Rand) file {
	f := good(r)
	f.data = bytes.Clone(f.data)
	for range 1 + r.IntN(50) {
		at := r.IntN(len(f.data))
		if r.IntN(4) > 0 {
			f.data[at] = byte(r.Uint32())
		} else {
			from := f.data[r.IntN(len(f.data)):]
			copy(f.data[at:], from[:min(1+r.IntN(40), len(from))])
		}
	}
	return f
}

func cutShort(r *rand.Rand) file {
	f := good(r)
	f.data = f.data[:1+r.IntN(len(f.data)-1)]
	return f
}
