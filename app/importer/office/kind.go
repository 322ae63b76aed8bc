package office

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"strings"

	"lectern/app/importer/filetype"
)

// Kind is which program's file one is, by what is in it.
type Kind int

const (
	None             Kind = iota // no program's of an office
	PowerPoint                   // .pptx, .ppsx, .potx, with macros or without: read here
	OpenDocument                 // .odp, .otp: read here
	FlatOpenDocument             // .fodp: read here
	OldPowerPoint                // .ppt, .pps, .pot: LibreOffice reads it
	Keynote                      // .key: LibreOffice reads some
	Locked                       // any of Microsoft's with a password
	OtherDocument                // a text or a sheet, of any of these programs
)

// Read reports whether Read reads files of the kind.
func (k Kind) Read() bool { return k == PowerPoint || k == OpenDocument || k == FlatOpenDocument }

// What names a kind in a sentence.
func (k Kind) What() string {
	switch k {
	case PowerPoint, OldPowerPoint:
		return "a PowerPoint file"
	case OpenDocument, FlatOpenDocument:
		return "an OpenDocument presentation"
	case Keynote:
		return "a Keynote file"
	}
	return "an Office document"
}

// Ext is the ending that files of the kind have for whoever goes by it.
func (k Kind) Ext() string {
	switch k {
	case PowerPoint:
		return ".pptx"
	case OpenDocument:
		return ".odp"
	case FlatOpenDocument:
		return ".fodp"
	case OldPowerPoint:
		return ".ppt"
	case Keynote:
		return ".key"
	}
	return ""
}

// KindOf tells which kind a file of fsys is that is a zip, a compound file, or text.
func KindOf(fsys fs.FS, file string, t filetype.Type) (Kind, error) {
	switch t {
	case filetype.Zip, filetype.OldOffice, filetype.Text:
	default:
		return None, nil
	}
	f, err := fsys.Open(file)
	if err != nil {
		return None, err
	}
	defer f.Close()
	switch t {
	case filetype.Zip:
		return kindOfZip(f)
	case filetype.OldOffice:
		return kindOfCompound(f)
	}
	return kindOfText(f)
}

// kindOfZip goes by the zip's list. What cannot be listed is for whoever reads zips
// to refuse.
func kindOfZip(f fs.File) (Kind, error) {
	st, err := f.Stat()
	if err != nil {
		return None, err
	}
	at, err := readerAt(f)
	if err != nil {
		return None, err
	}
	r, _ := zip.NewReader(at, st.Size())
	if r == nil {
		return None, nil
	}
	for _, e := range r.File {
		switch name := strings.ToLower(e.Name); {
		case name == "ppt/presentation.xml":
			return PowerPoint, nil
		case name == "index/document.iwa", name == "index.zip", name == "index.apxl", name == "index.apxl.gz":
			return Keynote, nil
		case name == "word/document.xml", name == "xl/workbook.xml", name == "xl/workbook.bin":
			return OtherDocument, nil
		case name == "mimetype" && e.UncompressedSize64 < 200:
			f, err := e.Open()
			if err != nil {
				continue
			}
			data, _ := io.ReadAll(io.LimitReader(f, 200))
			f.Close()
			if k := kindOfType(string(data)); k != None {
				return k, nil
			}
		}
	}
	return None, nil
}

// kindOfType is the kind of a media type of OpenDocument's.
func kindOfType(media string) Kind {
	media = strings.TrimSpace(media)
	switch {
	case strings.HasPrefix(media, "application/vnd.oasis.opendocument.presentation"):
		return OpenDocument
	case strings.HasPrefix(media, "application/vnd.oasis.opendocument."), strings.HasPrefix(media, "application/vnd.sun.xml."):
		return OtherDocument
	}
	return None
}

// kindOfText knows OpenDocument that is one file of XML.
func kindOfText(f fs.File) (Kind, error) {
	head, err := io.ReadAll(io.LimitReader(f, 8<<10))
	if err != nil {
		return None, err
	}
	if !bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))), []byte("<")) {
		return None, nil
	}
	i := bytes.Index(head, []byte("<office:document"))
	if i < 0 {
		return None, nil
	}
	_, media, ok := bytes.Cut(head[i:], []byte(`office:mimetype=`))
	if !ok || len(media) == 0 {
		return None, nil
	}
	value, _, _ := bytes.Cut(media[1:], media[:1])
	switch k := kindOfType(string(value)); k {
	case OpenDocument:
		return FlatOpenDocument, nil
	default:
		return k, nil
	}
}
