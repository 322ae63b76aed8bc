package pdf

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"lectern/app/importer/fonts"
)

// Fonts are those of the computer that a sandbox may be given.
type Fonts struct {
	*fonts.Set
	Read func(file int) io.ReaderAt // a file of the set
}

// Bounds of what a document is given.
const (
	maxFont     = 40 << 20 // bytes; the sandbox's memory bounds them together
	maxSearched = 60       // fonts that are looked through for a letter
	maxChosen   = 24       // names
)

// choice is a document's fonts: what the sandbox's folder has.
type choice struct {
	all    *Fonts
	named  map[string]*chosen    // by the name that PDFium looks for
	absent map[rune]bool         // signs that no font has
	parsed map[string]*sfnt.Font // by family; nil for one that cannot be read
}

func newChoice(all *Fonts) *choice {
	return &choice{all: all, named: map[string]*chosen{}, absent: map[rune]bool{}, parsed: map[string]*sfnt.Font{}}
}

type chosen struct {
	family string        // as fonts.Key writes it; "" for one face
	faces  []fonts.Face  // in its styles
	signs  map[rune]bool // that it was chosen for
}

// choose chooses fonts for what a page needs. It reports whether that changed anything,
// and for which names there are letters that no font has.
func (c *choice) choose(needs []need) (changed bool, missing []string) {
	for _, n := range needs {
		lacks := c.provide(n, &changed)
		if lacks {
			missing = append(missing, n.name)
		}
	}
	return changed, missing
}

func (c *choice) provide(n need, changed *bool) (lacks bool) {
	own := c.family(n.family())
	if own == nil {
		own = c.family(fonts.Key(n.name))
	}
	signs := map[rune]bool{}
	for r := range n.signs {
		if c.absent[r] {
			lacks = true
		} else {
			signs[r] = true
		}
	}
	if len(signs) == 0 {
		// PDFium's own fonts do, unless there is a better one.
		if own == nil {
			own = c.substitute(n)
		}
		if own == nil && n.styled() { // PDFium has one style for all that it does not know
			own = c.first(n.candidates())
		}
		if n.standard() == "" && own != nil {
			*changed = c.take(n.title(), own, nil) || *changed
		}
		return lacks
	}
	missing := maps.Clone(signs) // from whatever stands for the font
	names := []string{n.standard(), n.title()}
	switch {
	case n.eastern():
		names = append(slices.Clone(eastern), n.title(), "Arial")
	case names[0] == "":
		names = []string{n.title(), "Arial"} // from which PDFium takes what a font lacks
	}
	for _, name := range names {
		wanted := signs
		if have := c.named[name]; have != nil {
			if covers(have.signs, signs) {
				clear(missing)
				continue
			}
			wanted = union(have.signs, signs)
		}
		if standard(name) {
			wanted = union(wanted, latin)
		}
		faces, left := c.search(n, own, wanted)
		if standard(name) && meet(left, latin) || covers(left, signs) {
			continue // what is written in letters that PDFium has would be lost, or nothing is won
		}
		if len(faces) > 0 {
			*changed = c.take(name, faces, wanted) || *changed
		}
		for r := range signs {
			missing[r] = missing[r] && left[r]
		}
	}
	for r, is := range missing {
		if is {
			c.absent[r], lacks = true, true
		}
	}
	return lacks
}

// standard reports whether a name stands for fonts that PDFium has built in.
func standard(name string) bool {
	return name == "Arial" || name == "Times New Roman" || name == "Courier New"
}

// latin is what no font may lack that takes the place of a built-in one.
var latin = func() map[rune]bool {
	m := map[rune]bool{}
	for r := 'a'; r <= 'z'; r++ {
		m[r], m[unicode.ToUpper(r)] = true, true
	}
	return m
}()

// substitute is a family that stands for the need's own, or nil.
func (c *choice) substitute(n need) []fonts.Face { return c.first(like[n.family()]) }

// first is the first of some families that there is.
func (c *choice) first(families []string) []fonts.Face {
	for _, f := range families {
		if faces := c.family(f); faces != nil {
			return faces
		}
	}
	return nil
}

// search finds the font that has the most of some signs, and those that it lacks.
func (c *choice) search(n need, own []fonts.Face, signs map[rune]bool) (best []fonts.Face, left map[rune]bool) {
	left = signs
	tried := map[string]bool{}
	try := func(faces []fonts.Face) (done bool) {
		if len(faces) == 0 || tried[faces[0].Family] || len(tried) >= maxSearched {
			return false
		}
		tried[faces[0].Family] = true
		if l := c.lacks(faces[0], signs); l != nil && len(l) < len(left) {
			best, left = faces, l
		}
		return len(left) == 0
	}
	if try(own) {
		return best, left
	}
	for _, f := range n.candidates() {
		if try(c.family(f)) {
			return best, left
		}
	}
	for _, f := range c.all.Faces {
		if len(tried) >= maxSearched || try(c.family(fonts.Key(f.Family))) {
			break
		}
	}
	return best, left
}

// lacks are the signs that a font has no letters for, or nil if it cannot be read.
func (c *choice) lacks(f fonts.Face, signs map[rune]bool) map[rune]bool {
	font, known := c.parsed[f.Family]
	if !known {
		if r, err := c.file(f, f.Family, "Regular"); err == nil {
			font, _ = sfnt.ParseReaderAt(r)
		}
		c.parsed[f.Family] = font
	}
	if font == nil {
		return nil
	}
	left := map[rune]bool{}
	var b sfnt.Buffer
	for r := range signs {
		if i, err := font.GlyphIndex(&b, r); err != nil || i == 0 {
			left[r] = true
		}
	}
	return left
}

func (c *choice) file(f fonts.Face, family, style string) (*io.SectionReader, error) {
	size := c.all.Files[f.File].Size
	r, err := fonts.As(c.all.Read(f.File), size, f, family, style)
	if err == nil && r.Size() > maxFont {
		err = fmt.Errorf("pdf: a font of %d bytes", r.Size())
	}
	return r, err
}

// family are the faces of a family, or of one font that has that name, the plain one
// first.
func (c *choice) family(key string) []fonts.Face {
	var faces []fonts.Face
	if key == "" {
		return nil
	}
	for _, f := range c.all.Faces {
		if fonts.Key(f.Family) == key {
			faces = append(faces, f)
		}
	}
	if len(faces) == 0 {
		for _, f := range c.all.Faces {
			if slices.Contains(f.Names, key) {
				faces = append(faces, f)
			}
		}
	}
	weight := func(f fonts.Face) int {
		w := 0
		if f.Bold {
			w++
		}
		if f.Italic {
			w += 2
		}
		return w
	}
	slices.SortStableFunc(faces, func(a, b fonts.Face) int { return weight(a) - weight(b) })
	return faces
}

// take has a name stand for a family, in up to four styles.
func (c *choice) take(name string, faces []fonts.Face, signs map[rune]bool) (changed bool) {
	if have := c.named[name]; have != nil && have.family == faces[0].Family {
		have.signs = union(have.signs, signs)
		return false
	}
	if len(c.named) >= maxChosen {
		return false
	}
	c.named[name] = &chosen{family: faces[0].Family, faces: faces, signs: signs}
	return true
}

// folder lists the chosen fonts as files.
func (c *choice) folder() []fontFile {
	var files []fontFile
	for _, name := range slices.Sorted(maps.Keys(c.named)) {
		styles := map[string]bool{}
		for _, f := range c.named[name].faces {
			style := "Regular"
			switch {
			case f.Bold && f.Italic:
				style = "Bold Italic"
			case f.Bold:
				style = "Bold"
			case f.Italic:
				style = "Italic"
			}
			if styles[style] {
				continue
			}
			r, err := c.file(f, name, style)
			if err != nil {
				continue
			}
			styles[style] = true
			files = append(files, fontFile{fmt.Sprintf("%d.ttf", len(files)), r})
		}
	}
	return files
}
