package office

import (
	"context"
	"errors"
	"io/fs"
	"math"
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
	for _, n := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.title, d.blocks = "", nil
		d.shapes(n)
		t.add(Slide{Title: d.title, Notes: d.notes(n.child("notes")), Hidden: d.styles[n.attr("style-name")].hidden, blocks: d.blocks})
		if moves(n) {
			t.moving++
		}
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

const maxSpaces = 100
