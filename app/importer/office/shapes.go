package office

import (
	"strings"
)

// shapes reads the shapes of a slide of PowerPoint's, in the order in which they
// are painted, which is also the one in which they are read aloud.
type shapes struct {
	relations map[string]relation
	langs     *langs
	fonts     func(string)
	theme     string // which of the theme's fonts the words of the shape are in
	only      string // the kind of placeholder that is read alone, or ""
	size      Size   // of the slide: what lies beside it is not shown

	title  string
	titled bool
	blocks []block
}

func (s *shapes) read(tree *node) {
	if tree == nil {
		return
	}
	for _, n := range tree.kids {
		if s.beside(n) {
			continue
		}
		switch n.name {
		case "sp", "cxnSp":
			s.shape(n)
		case "grpSp":
			// What is inside a group has measures of its own.
			inner := *s
			inner.size = Size{}
			inner.read(n)
			inner.size = s.size
			*s = inner
		case "pic":
			s.picture(n)
		case "graphicFrame":
			s.frame(n)
		case "AlternateContent":
			s.alternate(n)
		}
	}
}

// beside reports whether a shape lies wholly beside the slide, as people's remarks to
// themselves do.
func (s *shapes) beside(n *node) bool {
	var at *node
	for _, properties := range []string{"spPr", "grpSpPr"} {
		if p := n.child(properties, "xfrm"); p != nil {
			at = p
		}
	}
	if n.name == "graphicFrame" {
		at = n.child("xfrm")
	}
	if at == nil || s.size == (Size{}) || at.child("off") == nil || at.child("ext") == nil {
		return false
	}
	off, ext := at.child("off"), at.child("ext")
	return outside(off.int("x"), ext.int("cx"), s.size.Width*emuPerPoint) || outside(off.int("y"), ext.int("cy"), s.size.Height*emuPerPoint)
}

// outside reports whether what begins somewhere and is so long has no part between 0
// and an end.
func outside(from, long int, end float64) bool {
	return float64(from)+float64(long) <= 0 && long > 0 || float64(from) >= end
}

// alternate reads the first choice that has something to say (ECMA-376, part 3).
func (s *shapes) alternate(n *node) {
	before := len(s.blocks)
	for _, c := range n.kids {
		if c.name != "Choice" && c.name != "Fallback" {
			continue
		}
		if s.read(c); len(s.blocks) > before || s.titled {
			return
		}
	}
}

func (s *shapes) shape(n *node) {
	properties := n.child("nvSpPr")
	if properties.child("cNvPr") != nil && properties.child("cNvPr").is("hidden") {
		return
	}
	kind, placeholder := "", properties.child("nvPr", "ph")
	if placeholder != nil {
		if kind = placeholder.attr("type"); kind == "" {
			kind = "obj"
		}
	}
	if s.only != "" && kind != s.only {
		return
	}
	switch kind {
	case "dt", "ftr", "sldNum", "hdr", "sldImg":
		return
	}
	listed := kind == "obj" || kind == "body" && s.only == ""
	s.theme = themeText
	if kind == "title" || kind == "ctrTitle" {
		s.theme = themeTitle
	}
	paragraphs := s.text(n.child("txBody"), listed)
	if (kind == "title" || kind == "ctrTitle") && !s.titled {
		s.titled = true
		var lines []string
		for _, p := range paragraphs {
			lines = append(lines, p.plain())
		}
		s.title = strings.Join(lines, " ")
		return
	}
	if len(paragraphs) > 0 {
		s.blocks = append(s.blocks, block{paragraphs: paragraphs})
	}
}

// unescape reads the signs that XML has not, as Office writes them.
var unescape = strings.NewReplacer("_x000B_", "\n", "_x000D_", "", "_x000A_", "\n", "_x0009_", "\t")

func (s *shapes) picture(n *node) {
	if s.only != "" {
		return
	}
	blip := n.child("blipFill", "blip")
	if blip == nil {
		return
	}
	properties := n.child("nvPicPr", "cNvPr")
	if properties != nil && properties.is("hidden") {
		return
	}
	b := block{}
	if properties != nil {
		b.alt = properties.attr("descr")
	}
	if r := s.relations[blip.ref("embed")]; r.target != "" && !r.outside {
		b.picture = r.target
		// Where there is a drawing it is what PowerPoint shows.
		blip.find(func(k *node) bool {
			if k.name == "svgBlip" {
				if r := s.relations[k.ref("embed")]; r.target != "" && !r.outside {
					b.picture = r.target
				}
			}
			return true
		})
	} else {
		b.missing = "a picture that is not in the file"
	}
	s.blocks = append(s.blocks, b)
}

// frame reads a table; what else may stand in one is named.
func (s *shapes) frame(n *node) {
	if s.only != "" {
		return
	}
	data := n.child("graphic", "graphicData")
	if data == nil {
		return
	}
	if table := data.child("tbl"); table != nil {
		s.blocks = append(s.blocks, block{table: s.table(table)})
		return
	}
	b := block{missing: "an object"}
	switch uri := data.attr("uri"); {
	case strings.HasSuffix(uri, "/chart"), strings.HasSuffix(uri, "/chartex"):
		b.missing = "a chart"
	case strings.HasSuffix(uri, "/diagram"):
		b.missing = "a diagram"
	}
	if properties := n.child("nvGraphicFramePr", "cNvPr"); properties != nil {
		b.alt = properties.attr("descr")
	}
	s.blocks = append(s.blocks, b)
}

// Cells of a table, as far as anybody could read them on a slide.
const (
	maxRows = 500
	maxCols = 100
)

func (s *shapes) table(n *node) [][]cell {
	s.theme = themeText
	var rows [][]cell
	for _, tr := range n.all("tr") {
		if len(rows) == maxRows {
			break
		}
		var row []cell
		for _, tc := range tr.all("tc") {
			if len(row) == maxCols {
				break
			}
			c := cell{cols: min(max(tc.int("gridSpan"), 1), maxCols), rows: min(max(tc.int("rowSpan"), 1), maxRows)}
			c.covered = tc.is("hMerge") || tc.is("vMerge")
			c.paragraphs = s.text(tc.child("txBody"), false)
			row = append(row, c)
		}
		rows = append(rows, row)
	}
	return rows
}
