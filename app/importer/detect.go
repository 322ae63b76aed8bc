package importer

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"lectern/app/fault"
)

// kind is what a file is, judged by its bytes. The name decides only between
// kinds of text, which have no mark of their own.
type kind int

const (
	kindUnknown kind = iota
	kindEmpty
	kindMarkdown
	kindPDF
	kindPNG
	kindJPEG
	kindGIF
	kindWebP
	kindSVG
	kindZip
	kindText         // text, but named as something other than Markdown
	kindHTML         // a page
	kindOldOffice    // a compound file: .ppt, .doc
	kindOtherPicture // a picture that browsers or Go cannot show
)

func (k kind) picture() bool { return k >= kindPNG && k <= kindSVG }

var markdownNames = map[string]bool{".md": true, ".markdown": true, ".mdown": true, ".mkd": true, ".mdx": true, ".rmd": true, ".qmd": true, ".txt": true, "": true}

// isMarkdownName reports whether text of this name is taken for Markdown.
func isMarkdownName(name string) bool { return markdownNames[strings.ToLower(path.Ext(name))] }

func sniff(f File) kind {
	b := f.Data
	has := func(prefix string) bool { return bytes.HasPrefix(b, []byte(prefix)) }
	switch {
	case len(b) == 0:
		return kindEmpty
	case has("\x89PNG\r\n\x1a\n"):
		return kindPNG
	case has("\xff\xd8\xff"):
		return kindJPEG
	case has("GIF87a"), has("GIF89a"):
		return kindGIF
	case has("RIFF") && len(b) >= 12 && string(b[8:12]) == "WEBP":
		return kindWebP
	case has("PK\x03\x04"), has("PK\x05\x06"), has("PK\x07\x08"):
		return kindZip
	case has("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return kindOldOffice
	case has("BM") && len(b) > 14 && b[6]|b[7]|b[8]|b[9] == 0 && !isMarkdownName(f.Name),
		has("II*\x00"), has("MM\x00*"), has("\xff\x0a") && !isMarkdownName(f.Name), has("\x00\x00\x00\x0cJXL "),
		len(b) >= 12 && string(b[4:8]) == "ftyp":
		return kindOtherPicture
	}
	// A PDF may begin with up to 1,024 bytes of something else (ISO 32000-1,
	// Annex H); in text that merely speaks of it there is no NUL or high byte.
	head := b[:min(len(b), 1024)]
	if i := bytes.Index(head, []byte("%PDF-")); i == 0 || i > 0 && !isMarkdownName(f.Name) {
		return kindPDF
	}
	if isSVG(b) {
		return kindSVG
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	ext := strings.ToLower(path.Ext(f.Name))
	switch {
	case isMarkdownName(f.Name):
		return kindMarkdown // what is no text after all is refused by decodeText, by name
	case ext == ".html" || ext == ".htm" || bytes.HasPrefix(bytes.ToLower(text), []byte("<!doctype html")):
		return kindHTML
	case utf8.Valid(b) && !bytes.ContainsRune(head, 0):
		return kindText
	}
	return kindUnknown
}

// refuse says why a file is no deck and no part of one.
func refuse(f File, k kind) error {
	name := path.Base(f.Name)
	switch k {
	case kindEmpty:
		return fault.Errorf(fault.NotADeck, "%s is empty.", name)
	case kindHTML:
		return fault.Errorf(fault.NotADeck, "%s is a web page; save it as PDF and import that.", name)
	case kindOldOffice:
		return fault.Errorf(fault.NotADeck, "%s is an Office document; export it as PDF and import that.", name)
	case kindOtherPicture:
		return fault.Errorf(fault.NotADeck, "%s is a kind of picture or film that browsers do not all show; save it as PNG or JPEG.", name)
	case kindText:
		return fault.Errorf(fault.NotADeck, "%s is not Markdown by its name; if it is, rename it to end in .md.", name)
	case kindZip:
		return fault.Errorf(fault.NotADeck, "%s is a zip file; import it by itself.", name)
	}
	return fault.Errorf(fault.NotADeck, "%s is no Markdown, PDF, picture or zip file.", name)
}
