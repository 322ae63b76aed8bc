// Package filetype tells what a file is, by its bytes, and says in a sentence why
// one is no deck.
package filetype

import (
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"lectern/app/fault"
	"lectern/app/importer/svg"
	"lectern/app/importer/words"
)

// Type is what a file is, judged by its bytes. The name decides only between
// kinds of text, which have no mark of their own.
type Type int

const (
	Unknown Type = iota
	Empty
	Markdown
	PDF
	PNG
	JPEG
	GIF
	WebP
	BMP
	ICO
	AVIF
	SVG
	Zip
	Text         // text, but named as something other than Markdown
	HTML         // a page
	OldOffice    // a compound file: .ppt, .doc
	OtherPicture // a picture that browsers or Go cannot show: see pictures
	HEIC
	TIFF
	JPEGXL
	Film
	Playable // a film or a sound that browsers play: see Media
)

// Picture reports whether a slide can show it.
func (k Type) Picture() bool { return k >= PNG && k <= SVG }

var markdownNames = map[string]bool{".md": true, ".markdown": true, ".mdown": true, ".mkd": true, ".mdx": true, ".rmd": true, ".qmd": true, ".txt": true, "": true}

// isMarkdownName reports whether text of this name is taken for Markdown.
func isMarkdownName(name string) bool { return markdownNames[strings.ToLower(path.Ext(name))] }

// headBytes is how much of a file is looked at.
const headBytes = 64 << 10

// OfFile tells what a file is.
func OfFile(fsys fs.FS, name string) (Type, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return Unknown, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, headBytes))
	return Of(name, head), err
}

// Of tells what the file of a name is that begins with b.
func Of(name string, b []byte) Type {
	has := func(prefix string) bool { return bytes.HasPrefix(b, []byte(prefix)) }
	switch {
	case len(b) == 0:
		return Empty
	case !isMarkdownName(name) && Media(b) != "":
		return Playable
	case has("\x89PNG\r\n\x1a\n"):
		return PNG
	case has("\xff\xd8\xff"):
		return JPEG
	case has("GIF87a"), has("GIF89a"):
		return GIF
	case has("RIFF") && len(b) >= 12 && string(b[8:12]) == "WEBP":
		return WebP
	case has("PK\x03\x04"), has("PK\x05\x06"), has("PK\x07\x08"):
		return Zip
	case has("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return OldOffice
	case has("BM") && len(b) > 14 && b[6]|b[7]|b[8]|b[9] == 0 && !isMarkdownName(name):
		return BMP
	case has("II*\x00"), has("MM\x00*"):
		return TIFF
	case has("\xff\x0a") && !isMarkdownName(name), has("\x00\x00\x00\x0cJXL "):
		return JPEGXL
	case has("\x00\x00\x01\x00") && len(b) > 22 && b[4]|b[5] > 0 && b[9] == 0:
		return ICO
	case has("8BPS\x00"):
		return OtherPicture // Photoshop's
	case len(b) >= 12 && string(b[4:8]) == "ftyp":
		return ofBrand(b)
	case has("\x1aE\xdf\xa3"), has("RIFF") && len(b) >= 12 && string(b[8:12]) == "AVI ":
		return Film
	}
	// A PDF may begin with up to 1,024 bytes of something else (ISO 32000-1,
	// Annex H); in text that merely speaks of it there is no NUL or high byte.
	head := b[:min(len(b), 1024)]
	if i := bytes.Index(head, []byte("%PDF-")); i == 0 || i > 0 && !isMarkdownName(name) {
		return PDF
	}
	if svg.Is(b) {
		return SVG
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	ext := strings.ToLower(path.Ext(name))
	switch {
	case isMarkdownName(name):
		return Markdown // what is no text after all is refused by decodeText, by name
	case ext == ".html" || ext == ".htm" || bytes.HasPrefix(bytes.ToLower(text), []byte("<!doctype html")):
		return HTML
	case utf8.Valid(whole(b)) && !bytes.ContainsRune(head, 0):
		return Text
	}
	return Unknown
}

// ofBrand tells what a file is that says so in its first box (ISO/IEC 14496-12, 4.3).
func ofBrand(b []byte) Type {
	size := int(min(int64(binary.BigEndian.Uint32(b)), int64(len(b))))
	brands := string(b[8:max(12, size)]) // the main one, a version, others
	for _, k := range []struct {
		brands string
		is     Type
	}{{"avif avis", AVIF}, {"heic heix hevc hevx heim heis mif1 msf1", HEIC}} {
		for _, brand := range strings.Fields(k.brands) {
			if strings.Contains(brands, brand) {
				return k.is
			}
		}
	}
	return Film
}

// whole cuts off a character that the end of b cuts in two.
func whole(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// What people take files of a name for.
var (
	talks = map[string]string{
		".pdf": "a PDF", ".ppt": "a PowerPoint file", ".pptx": "a PowerPoint file", ".key": "a Keynote file", ".odp": "a presentation",
	}
	parts = map[string]string{
		".lectern": "a deck of Lectern", ".zip": "a zip file", ".png": "a picture", ".jpg": "a picture", ".jpeg": "a picture", ".gif": "a picture", ".webp": "a picture", ".svg": "a picture",
	}
)

var pictures = map[Type]string{
	OtherPicture: "a picture of Photoshop's own kind", AVIF: "an AVIF picture", HEIC: "a HEIC picture, as iPhones take them",
	TIFF: "a TIFF picture", JPEGXL: "a JPEG XL picture",
}

// Refuse says why a file of a name is no deck and no part of one.
func Refuse(name string, k Type) error {
	name = words.Base(name)
	switch k {
	case Empty:
		return fault.Errorf(fault.NotADeck, "%s is empty", name)
	case HTML:
		return fault.Errorf(fault.NotADeck, "%s is a web page; save it as PDF and import that", name)
	case OldOffice:
		return fault.Errorf(fault.NotADeck, "%s is an Office document; export it as PDF and import that", name)
	case OtherPicture, AVIF, HEIC, TIFF, JPEGXL:
		return fault.Errorf(fault.NotADeck, "%s is %s, which Lectern cannot show; save it as PNG or JPEG, and use that", name, pictures[k])
	case Playable:
		return fault.Errorf(fault.NotADeck, "%s is a film or a sound; import it together with the Markdown whose slides play it", name)
	case Film:
		return fault.Errorf(fault.NotADeck, "%s is a film, which Lectern cannot show; a picture of it can be", name)
	case Text, Unknown:
		ext := strings.ToLower(path.Ext(name))
		if what := talks[ext]; what != "" {
			return fault.Errorf(fault.NotADeck, "%s is not %s inside, whatever its name says; export the talk as PDF and import that", name, what)
		}
		if what := parts[ext]; what != "" {
			return fault.Errorf(fault.NotADeck, "%s is not %s inside, whatever its name says", name, what)
		}
	}
	switch k {
	case Text:
		return fault.Errorf(fault.NotADeck, "%s is not Markdown by its name; if it is, rename it to end in .md", name)
	case Zip:
		return fault.Errorf(fault.NotADeck, "%s is a zip file; import it by itself", name)
	}
	return fault.Errorf(fault.NotADeck, "%s is no Markdown, PDF, picture or zip file", name)
}
