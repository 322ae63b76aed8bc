package office

import (
	"path"
	"strings"
)

// shapes reads what stands on a page, in the order in which it is painted.
func (d *openDocument) shapes(n *node) {
	for _, k := range n.kids {
		if d.beside(k) {
			continue
		}
		switch k.name {
		case "frame":
			d.frame(k)
		case "g", "a":
			d.shapes(k)
		case "custom-shape", "rect", "ellipse", "circle", "polygon", "polyline", "path", "line", "connector", "caption", "regular-polygon", "measure":
			d.words(k)
		}
	}
}

// beside reports whether a shape lies wholly beside the page.
func (d *openDocument) beside(n *node) bool {
	size := d.talk.Size
	if size == (Size{}) || n.attr("width") == "" || n.attr("height") == "" {
		return false
	}
	at := func(name string) int { return int(points(n.attr(name))) }
	return outside(at("x"), at("width"), size.Width) || outside(at("y"), at("height"), size.Height)
}

func (d *openDocument) words(n *node) {
	if all := d.paragraphs(n, 0, false, run{}); len(all) > 0 {
		d.blocks = append(d.blocks, block{paragraphs: all})
	}
}

// frame reads a frame: the first of what stands in it that can be shown.
func (d *openDocument) frame(n *node) {
	class := n.attr("class")
	switch {
	case class == "footer", class == "date-time", class == "page-number", class == "header":
		return
	case n.attr("placeholder") == "true":
		return
	}
	alt := n.child("desc").words()
	if alt == "" {
		alt = n.child("title").words()
	}
	for _, k := range n.kids {
		switch k.name {
		case "text-box":
			if class == "title" && d.title == "" {
				var lines []string
				for _, p := range d.paragraphs(k, 0, false, run{}) {
					lines = append(lines, p.plain())
				}
				d.title = strings.Join(lines, " ")
			} else {
				d.words(k)
			}
			return
		case "table":
			d.blocks = append(d.blocks, block{table: d.table(k)})
			return
		case "plugin":
			d.talk.film(path.Base(k.attr("href")))
			return
		case "object", "object-ole":
			b := block{missing: "an object", alt: alt}
			if strings.Contains(n.attr("class"), "chart") {
				b.missing = "a chart"
			}
			d.blocks = append(d.blocks, b)
			return
		case "image":
			b := block{picture: strings.TrimPrefix(k.attr("href"), "./"), alt: alt}
			if !d.talk.pack.has(b.picture) {
				b.picture, b.missing = "", "a picture that is not in the file"
			}
			d.blocks = append(d.blocks, b)
			return
		}
	}
}

// notes are the words of the frames of a page of notes that are the speaker's.
func (d *openDocument) notes(n *node) string {
	var b strings.Builder
	for _, f := range n.all("frame") {
		if f.attr("class") != "notes" || f.attr("placeholder") == "true" {
			continue
		}
		for _, p := range d.paragraphs(f.child("text-box"), 0, true, run{}) {
			b.WriteString(p.plain())
			b.WriteByte('\n')
		}
	}
	return strings.TrimSpace(b.String())
}
