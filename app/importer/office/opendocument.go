package office

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"

	"lectern/app/fault"
)

// readOpenDocument reads a presentation of OpenDocument 1.3 (part 3, 3.5 and 10).
func (t *Talk) readOpenDocument(ctx context.Context) error {
	if !t.pack.flat {
		if manifest, err := t.pack.tree("META-INF/manifest.xml"); err == nil && manifest.has("encryption-data") {
			return locked(t.name)
		}
	}
	root, err := t.pack.tree("content.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Errorf(fault.NotADeck, "%s is damaged: it does not say which slides it has", t.name)
	} else if err != nil {
		return err
	}
	looks, meta := root, root
	if !t.pack.flat {
		if looks, err = t.pack.tree("styles.xml"); err != nil {
			looks = nil
		}
		if meta, err = t.pack.tree("meta.xml"); err != nil {
			meta = nil
		}
	}
	t.Title, t.Lang = meta.child("meta", "title").words(), meta.child("meta", "language").words()
	d := &openDocument{talk: t, styles: map[string]style{}, numbered: map[string]bool{}}
	d.faces(looks)
	d.faces(root)
	d.read(looks)
	d.read(root)
	pages := root.child("body", "presentation").all("page")
	if len(pages) > 0 {
		t.Size = pageSize(looks, pages[0].attr("master-page-name"))
	}
	for i, n := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		hidden := d.styles[n.attr("style-name")].hidden
		s := Slide{Number: i + 1}
		if !hidden {
			d.title, d.blocks = "", nil
			d.shapes(n)
			s.Title, s.blocks = d.title, d.blocks
			s.Notes = d.notes(n.child("notes"))
			if moves(n) {
				t.moving++
			}
		}
		t.add(s, hidden)
	}
	t.Lang = d.langs.most(t.Lang)
	return nil
}

// moves reports whether something comes or goes on a page: LibreOffice writes the
// way from page to page in the same tree.
func moves(page *node) bool {
	for _, n := range page.kids {
		if (n.name == "par" || n.name == "seq") && n.has("set", "animate", "animateMotion", "animateColor", "animateTransform", "command") {
			return true
		}
	}
	return false
}

// pageSize is the size of the pages of a master page.
func pageSize(looks *node, master string) (s Size) {
	var layout string
	for _, m := range looks.child("master-styles").all("master-page") {
		if m.attr("name") == master || layout == "" {
			layout = m.attr("page-layout-name")
		}
	}
	for _, l := range looks.child("automatic-styles").all("page-layout") {
		if l.attr("name") == layout {
			if p := l.child("page-layout-properties"); p != nil {
				s = Size{points(p.attr("page-width")), points(p.attr("page-height"))}
			}
		}
	}
	return s
}

// points reads a length such as 28cm.
func points(s string) float64 {
	for unit, k := range map[string]float64{"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72, "pt": 1, "pc": 12, "px": 0.75} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			f, _ := strconv.ParseFloat(number, 64)
			return math.Round(f*k*10) / 10
		}
	}
	return 0
}

// style is what a style of OpenDocument's says, as far as it matters here.
type style struct {
	run         // its marks
	hidden bool // of a page
	lang   string
	font   string
}

type openDocument struct {
	talk     *Talk
	fonts    map[string]string // families by the names of their faces
	styles   map[string]style
	numbered map[string]bool // styles of lists
	langs    langs

	// Of the page that is read.
	title  string
	blocks []block
}

func (d *openDocument) faces(root *node) {
	if d.fonts == nil {
		d.fonts = map[string]string{}
	}
	for _, f := range root.child("font-face-decls").all("font-face") {
		d.fonts[f.attr("name")] = strings.Trim(f.attr("font-family"), `'"`)
	}
}

func (d *openDocument) read(root *node) {
	for _, group := range []string{"styles", "automatic-styles"} {
		for _, n := range root.child(group).all("style") {
			s := d.styles[n.attr("parent-style-name")]
			s.hidden = false
			if p := n.child("drawing-page-properties"); p != nil {
				s.hidden = p.attr("visibility") == "hidden"
			}
			if p := n.child("text-properties"); p != nil {
				d.marks(&s, p)
			}
			d.styles[n.attr("name")] = s
		}
		for _, n := range root.child(group).all("list-style") {
			d.numbered[n.attr("name")] = n.child("list-level-style-number") != nil && n.child("list-level-style-bullet") == nil
		}
	}
}

func (d *openDocument) marks(s *style, p *node) {
	set := func(to *bool, name, yes string, prefix bool) {
		if v := p.attr(name); v != "" {
			*to = v == yes || prefix && v != "none"
		}
	}
	set(&s.bold, "font-weight", "bold", false)
	set(&s.italic, "font-style", "italic", false)
	set(&s.underline, "text-underline-style", "", true)
	set(&s.struck, "text-line-through-style", "", true)
	if v := p.attr("text-position"); v != "" {
		s.raised, s.lowered = strings.HasPrefix(v, "super"), strings.HasPrefix(v, "sub") || strings.HasPrefix(v, "-")
	}
	if v := p.attr("language"); v != "" && v != "none" {
		s.lang = v
		if c := p.attr("country"); c != "" && c != "none" {
			s.lang += "-" + c
		}
	}
	if v := d.fonts[p.attr("font-name")]; v != "" {
		s.font = v
	}
}

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

// paragraphs reads paragraphs and lists. The empty ones stay between others where
// they are notes.
func (d *openDocument) paragraphs(n *node, level int, notes bool, like run) []paragraph {
	var all []paragraph
	d.collect(&all, n, level, false, like)
	kept := all[:0]
	for _, p := range all {
		if notes || !p.empty() {
			kept = append(kept, p)
		}
	}
	return kept
}

func (d *openDocument) collect(all *[]paragraph, n *node, level int, ordered bool, like run) {
	if n == nil {
		return
	}
	for _, k := range n.kids {
		switch k.name {
		case "p", "h":
			p := paragraph{level: min(level, 9), ordered: ordered}
			s := d.style(k, like)
			d.runs(&p, k, s)
			*all = append(*all, p)
		case "list":
			o := ordered
			if name := k.attr("style-name"); name != "" {
				o = d.numbered[name]
			}
			d.collect(all, k, level+1, o, like)
		case "list-item", "section":
			d.collect(all, k, level, ordered, like)
		case "list-header":
			d.collect(all, k, level-1, ordered, like)
		}
	}
}

// style is how an element's words look that stands in what looks like another.
func (d *openDocument) style(n *node, like run) run {
	s, ok := d.styles[n.attr("style-name")]
	if !ok {
		return like
	}
	if w := strings.TrimSpace(n.words()); w != "" {
		d.langs.add(s.lang, len(w))
		d.talk.font(s.font)
	}
	r := s.run
	r.bold, r.italic = r.bold || like.bold, r.italic || like.italic
	r.link = like.link
	return r
}

const maxSpaces = 100

func (d *openDocument) runs(p *paragraph, n *node, like run) {
	say := func(text string) {
		if text != "" {
			like.text = text
			p.runs = append(p.runs, like)
		}
	}
	for _, k := range n.kids {
		switch k.name {
		case "":
			say(collapse(k.text))
		case "s":
			say(strings.Repeat(" ", min(max(k.int("c"), 1), maxSpaces)))
		case "tab":
			say("\t")
		case "line-break":
			say("\n")
		case "span":
			d.runs(p, k, d.style(k, like))
		case "a":
			linked := like
			linked.link = k.attr("href")
			d.runs(p, k, linked)
		case "note", "annotation", "annotation-end", "bookmark", "bookmark-start", "bookmark-end":
		default: // fields: a page's number, a date
			d.runs(p, k, like)
		}
	}
}

// collapse makes white space one space, as OpenDocument says (part 3, 6.1.2).
func collapse(s string) string {
	words := strings.Join(strings.Fields(s), " ")
	switch {
	case s == "":
		return ""
	case words == "":
		return " "
	}
	if strings.TrimLeft(s, " \t\r\n") != s {
		words = " " + words
	}
	if strings.TrimRight(s, " \t\r\n") != s {
		words += " "
	}
	return words
}

func (d *openDocument) table(n *node) [][]cell {
	var rows [][]cell
	var read func(n *node)
	read = func(n *node) {
		for _, tr := range n.kids {
			switch tr.name {
			case "table-header-rows", "table-rows", "table-row-group":
				read(tr)
			case "table-row":
				row := d.row(tr)
				for range min(max(tr.int("number-rows-repeated"), 1), maxRows) {
					if len(rows) < maxRows {
						rows = append(rows, row)
					}
				}
			}
		}
	}
	read(n)
	return rows
}

func (d *openDocument) row(tr *node) []cell {
	var row []cell
	for _, tc := range tr.kids {
		if tc.name != "table-cell" && tc.name != "covered-table-cell" {
			continue
		}
		c := cell{
			cols: min(max(tc.int("number-columns-spanned"), 1), maxCols), rows: min(max(tc.int("number-rows-spanned"), 1), maxRows),
			covered: tc.name == "covered-table-cell", paragraphs: d.paragraphs(tc, 0, false, run{}),
		}
		for range min(max(tc.int("number-columns-repeated"), 1), maxCols) {
			if len(row) < maxCols {
				row = append(row, c)
			}
		}
	}
	return row
}
