package paper

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// How notes are set, in points.
const (
	notesSize    = 20
	notesLine    = 29
	notesMargin  = 66 // on all sides
	notesLeast   = 300
	hiddenMargin = 20
	hiddenMost   = 24 // how large hidden letters are at the most
)

// upright is how high a page with notes is: A4's shape.
var upright = math.Round(Width * math.Sqrt2)

// goFont is the one font: it has Latin, Greek and Cyrillic letters.
var goFont = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic(err) // it is a constant
	}
	return f
})

// Covers reports whether all of a text can be seen in notes.
func Covers(text string) bool {
	f := newFace()
	for _, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		if gid, _ := f.glyph(r); gid == 0 {
			return false
		}
	}
	return true
}

// face is the font as a document has it: a code is a sign's in UTF-16, so that what is
// hidden can be any text.
type face struct {
	buf  *sfnt.Buffer
	used map[rune]glyph
}

type glyph struct {
	id    sfnt.GlyphIndex // 0 where the font has none
	width int             // in thousandths of the size
}

func newFace() face { return face{&sfnt.Buffer{}, map[rune]glyph{}} }

func (f *face) glyph(r rune) (sfnt.GlyphIndex, int) {
	if g, ok := f.used[r]; ok {
		return g.id, g.width
	}
	if r > 0xffff {
		return 0, 0
	}
	g := glyph{width: 1000}
	if id, err := goFont().GlyphIndex(f.buf, r); err == nil && id != 0 {
		g.id = id
		if advance, err := goFont().GlyphAdvance(f.buf, id, fixed.I(1000), font.HintingNone); err == nil {
			g.width = advance.Round()
		}
	}
	f.used[r] = g
	return g.id, g.width
}

// encode returns the codes of a line, and its width at size 1000.
func (f *face) encode(line string) (codes string, width int) {
	var b strings.Builder
	for _, r := range line {
		if r == '\t' || r == '\u00a0' {
			r = ' '
		}
		if r > 0xffff || unicode.IsControl(r) {
			continue
		}
		_, w := f.glyph(r)
		width += w
		fmt.Fprintf(&b, "%04x", r)
	}
	return b.String(), width
}

// hidden writes text that is not seen (9.3.6, mode 3), its lines from the top of the
// slide to its bottom.
func (f *face) hidden(c *bytes.Buffer, text string, bottom, height float64) {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return
	}
	step := (height - 2*hiddenMargin) / float64(len(lines))
	size := min(hiddenMost, step*0.8)
	for i, line := range lines {
		codes, width := f.encode(line)
		if codes == "" {
			continue
		}
		narrow := min(100, 100*(Width-2*hiddenMargin)/(float64(width)*size/1000))
		fmt.Fprintf(c, "BT 3 Tr /F %.2f Tf %.2f Tz 1 0 0 1 %d %.2f Tm <%s> Tj ET\n",
			size, narrow, hiddenMargin, bottom+height-hiddenMargin-step*float64(i)-size, codes)
	}
}

// wrap makes lines of notes that fit a page.
func (f *face) wrap(text string) (lines []string) {
	const most = (Width - 2*notesMargin) * 1000 / notesSize
	for paragraph := range strings.Lines(strings.TrimRightFunc(text, unicode.IsSpace)) {
		paragraph = strings.TrimRightFunc(paragraph, unicode.IsSpace)
		lead := paragraph[:len(paragraph)-len(strings.TrimLeft(paragraph, " \t"))]
		line := strings.ReplaceAll(lead, "\t", "    ")
		for _, word := range strings.Fields(paragraph) {
			longer := line + word
			if _, width := f.encode(longer); width > most && strings.TrimSpace(line) != "" {
				lines = append(lines, strings.TrimRight(line, " "))
				longer = word
			}
			// A word that is longer than a line is cut.
			for {
				cut := f.fits(longer, most)
				if cut == len(longer) {
					break
				}
				lines = append(lines, longer[:cut])
				longer = longer[cut:]
			}
			line = longer + " "
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// fits returns how many bytes of a line fit, at least those of one letter.
func (f *face) fits(line string, most int) int {
	width := 0
	for i, r := range line {
		_, w := f.glyph(r)
		if width += w; width > most && i > 0 {
			return i
		}
	}
	return len(line)
}

// visible writes lines of notes from a height down, and returns those for which the
// page has no room.
func (f *face) visible(c *bytes.Buffer, lines []string, top float64) []string {
	y := top - notesSize
	for len(lines) > 0 && y >= notesMargin {
		if codes, _ := f.encode(lines[0]); codes != "" {
			fmt.Fprintf(c, "BT 0 Tr 0 g /F %d Tf 100 Tz 1 0 0 1 %d %.2f Tm <%s> Tj ET\n", notesSize, notesMargin, y, codes)
		}
		lines = lines[1:]
		y -= notesLine
	}
	return lines
}

// identity says that a code is a sign's in UTF-16.
const identity = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end`

// write writes the font (9.7).
func (f *face) write(p *Writer) error {
	gids := make([]byte, 2<<16)
	var widths strings.Builder
	for _, r := range slices.Sorted(maps.Keys(f.used)) {
		g := f.used[r]
		gids[2*r], gids[2*r+1] = byte(g.id>>8), byte(g.id)
		fmt.Fprintf(&widths, "%d [%d] ", r, g.width)
	}
	if _, err := p.packed(fontFile, fmt.Sprintf("/Length1 %d", len(goregular.TTF)), goregular.TTF); err != nil {
		return err
	}
	if _, err := p.packed(cidToGID, "", gids); err != nil {
		return err
	}
	if _, err := p.packed(toUnicode, "", []byte(identity)); err != nil {
		return err
	}
	for _, o := range []struct {
		number int
		dict   string
	}{
		{textFont, fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /GoRegular /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", cidFont, toUnicode)},
		{cidFont, fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /GoRegular /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap %d 0 R /DW 1000 /W [%s]>>",
			fontDescriptor, cidToGID, widths.String())},
		{fontDescriptor, fmt.Sprintf("<</Type /FontDescriptor /FontName /GoRegular /Flags 4 /FontBBox [-440 -260 1160 1000] /ItalicAngle 0 /Ascent 935 /Descent -210 /CapHeight 700 /StemV 80 /FontFile2 %d 0 R>>", fontFile)},
	} {
		if _, err := p.object(o.number, "%s", o.dict); err != nil {
			return err
		}
	}
	return nil
}
