package slidev

import (
	"bytes"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// keys may be in the front matter of a slide.
var keys = words.Set(`
	layout layoutClass drawings mdc comark monaco twoslash lineNumbers highlighter routerMode addons titleTemplate
	colorSchema canvasWidth themeConfig fonts exportFilename src hide disabled clicks clicksStart routeAlias
	hideInToc transition zoom dragPos level preload background image class title`)

// fronts cuts out the front matter of single slides of another tool's deck, which
// CommonMark would read as a heading.
func fronts(d dialect.Deck) dialect.Cuts {
	src := d.Src
	if !bytes.Contains(src, []byte("---")) {
		return dialect.Others(d)
	}
	c := dialect.Cuts{Src: bytes.Clone(src)}
	next := 1 // the number of the line after at
	for at, in := 0, (dialect.Fences{}); at < len(src); {
		end := dialect.LineEnd(src, at)
		next++
		line := string(bytes.TrimRight(src[at:end], " \t\n"))
		if in.Step(line) || line != "---" {
			at = end
			continue
		}
		meta, close := slideFrontMatter(src, end, next, d.Report)
		if meta == nil {
			at = end
			continue
		}
		dialect.Blank(c.Src, at, close)
		dialect.Break(c.Src, close)
		at = dialect.LineEnd(src, close)
		next += bytes.Count(src[end:at], []byte("\n"))
		c.Cuts = append(c.Cuts, dialect.Cut{Line: next - 1, Front: meta})
		if len(c.Cuts) > deck.MaxSlides {
			break // the deck is refused
		}
	}
	return c
}

// slideFrontMatter reads the YAML that follows a line --- at once, without a
// blank line, up to the next --- (Slidev). It must have Slidev's keys and no others,
// since a paragraph above --- is a heading of CommonMark. line is the number of the first line. It returns the offset of the closing
// one.
func slideFrontMatter(src []byte, start, line int, r *dialect.Report) (dialect.FrontMatter, int) {
	for at := start; at < len(src) && at-start <= dialect.MaxFrontMatter; {
		end := dialect.LineEnd(src, at)
		text := strings.TrimRight(string(src[at:end]), " \t\n")
		if text == "" || strings.HasPrefix(text, "#") { // words between two breaks, and a heading is a comment of YAML
			return nil, 0
		}
		if text == "---" {
			if at == start {
				return nil, 0
			}
			var quiet dialect.Report
			meta, ok := dialect.ReadFrontMatter(src[start:at], line, &quiet)
			if !ok || !meta.All(keys) {
				return nil, 0
			}
			r.Add(&quiet)
			return meta, at
		}
		at = end
	}
	return nil, 0
}
