// Package svg writes SVGs anew, with what is known to be harmless.
package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/svg/weight"
	"lectern/app/importer/words"
)

const (
	space      = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"

	maxDepth  = 256
	maxFile   = 16 << 20 // also of what is written: the server keeps that much compressed
	maxDrawn  = 8 << 20  // of it without the pictures inside
	maxPixels = 40 << 20 // of all pictures inside: 160 MB in a browser
)

// Elements that draw. Whatever else there is (script, handlers, animations of
// attributes, editors' own) is left out with its content. A link leads nowhere.
var elements = words.Set(`svg g defs symbol use switch title desc style a view foreignObject
	path rect circle ellipse line polyline polygon text tspan textPath image
	marker pattern clipPath mask linearGradient radialGradient stop
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
	feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

// Draws reports whether elements of a name are kept: of SVG, or of HTML.
func Draws(name string) bool      { return elements[name] }
func DrawsLabel(name string) bool { return htmlElements[name] }

var begin = regexp.MustCompile(`^<(\?xml|!--|!DOCTYPE\s|([\w.-]+:)?svg[\s>/])`)

// Is reports whether a file is an SVG: it looks past the prologue for the root element.
func Is(b []byte) bool {
	t := bytes.TrimLeft(decode(b[:min(len(b), 4096)]), " \t\r\n")
	if !begin.Match(t) {
		return false
	}
	d := decoder(toUTF8(b))
	d.Strict = false // what abbreviations stand for is said in the DOCTYPE
	for range 32 {
		tok, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := tok.(xml.StartElement); ok {
			return e.Name.Local == "svg"
		}
	}
	return false
}

func decoder(b []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // see toUTF8
	return d
}

// Made is an SVG that is fit to be served.
type Made struct {
	deck.DraftPicture
	Text   string
	Remark string // sentences on what was left out, or ""
}

// Make writes an SVG anew with what is known to be harmless. The error of one that is
// cut short is io.ErrUnexpectedEOF.
func Make(name string, data []byte) (made Made, err error) {
	if len(data) > maxFile {
		return made, fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most for an SVG", name, len(data)>>20, maxFile>>20)
	}
	s := cleaner{drawing: weight.New()}
	if err := s.clean(toUTF8(data)); err != nil {
		return made, refuse(name, err)
	}
	if err := s.weigh(); err != nil {
		return made, refuse(name, err)
	}
	made.DraftPicture = deck.DraftPicture{Vector: true, Width: s.width, Height: s.height}
	made.Sizes = []deck.PictureSize{{Width: 0, Height: 0, Type: "image/svg+xml", Data: s.out.Bytes()}}
	made.Text, made.Remark = strings.Join(s.words, "\n"), s.left.remark(name)
	return made, nil
}

// What is refused although it is an SVG.
var (
	errTooMuch = errors.New("svg: too much")
	errPixels  = errors.New("svg: too many pixels")
	errLarge   = errors.New("svg: too many bytes")
	errMany    = errors.New("svg: too many elements")
	errHeavy   = errors.New("svg: too much to draw")
	errMoving  = errors.New("svg: too much to draw again and again")
	errNested  = errors.New("svg: nested too deeply")
)

const instead = "please export it as PNG, and use that"

// sentences say what is wrong with it, and what to do.
var sentences = map[error]string{
	errTooMuch:     "%s unpacks to more than a picture may hold",
	errPixels:      "%s holds pictures of more than 40 million pixels; " + instead,
	errLarge:       "%s has more than 8 MB beside the pictures inside it; " + instead,
	errMany:        "%s has more than 100,000 elements; " + instead,
	errHeavy:       "%s repeats its shapes, or effects such as blurs, so often that browsers cannot draw it in time; " + instead,
	errMoving:      "%s moves, and has more than browsers can draw again and again; " + instead,
	errNested:      "%s nests elements in elements, deeper than Lectern follows; " + instead,
	weight.ErrSelf: "%s has a part that is drawn inside itself; " + instead,
	weight.ErrDeep: "%s has copies of copies of copies, deeper than Lectern follows; " + instead,
}

// refuse makes a fault of what has a sentence.
func refuse(name string, err error) error {
	for known, sentence := range sentences {
		if errors.Is(err, known) {
			return fault.Wrap(fault.TooLarge, err, sentence, name)
		}
	}
	return err
}
