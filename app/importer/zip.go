package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/words"
)

const (
	maxUnpacked = 512 << 20
	maxEntries  = 5000
	maxRatio    = 200     // unpacked to packed, of a whole file
	ratioFloor  = 8 << 20 // up to here the ratio does not matter
)

// unpackZip replaces a zip, if the files are one, by what is in it, and
// returns its name. What a zip says of its own sizes is not believed: the
// bytes are counted as they come.
func unpackZip(files []File) (out []File, name string, warnings []string, err error) {
	if len(files) != 1 || filetype.Of(files[0].Name, files[0].Data) != filetype.Zip {
		return files, "", nil, nil
	}
	f := files[0]
	name = path.Base(f.Name)
	r, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, "", nil, fault.Wrap(fault.NotADeck, err, "%s is damaged or cut short: its list of files cannot be read.", name)
	}
	if sentence := office(r, name); sentence != "" {
		return nil, "", nil, fault.Errorf(fault.NotADeck, "%s", sentence)
	}
	if len(r.File) > maxEntries {
		return nil, "", nil, fault.Errorf(fault.TooLarge, "%s has %d files in it; %d are the most.", name, len(r.File), maxEntries)
	}
	seen := map[string]bool{}
	total := 0
	for _, e := range r.File {
		if !safeName(e.Name) {
			return nil, "", nil, fault.Errorf(fault.NotADeck, "%s holds a file with the name %q, which leads out of it; pack it anew.", name, words.OneLine(e.Name, 80))
		}
		if e.FileInfo().IsDir() || junk(e.Name) {
			continue
		}
		if e.Flags&1 != 0 {
			return nil, "", nil, fault.Errorf(fault.NotADeck, "%s is locked with a password; pack it without one.", name)
		}
		if !e.Mode().IsRegular() { // a link
			warnings = append(warnings, path.Base(e.Name)+" was left out: it is a link.")
			continue
		}
		if seen[e.Name] {
			return nil, "", nil, fault.Errorf(fault.NotADeck, "%s holds %s twice.", name, words.OneLine(path.Base(e.Name), 80))
		}
		seen[e.Name] = true
		data, err := readEntry(e, min(maxUnpacked, max(ratioFloor, maxRatio*len(f.Data)))-total)
		if errors.Is(err, errTooMuch) {
			if total+len(data) < maxUnpacked && maxRatio*len(f.Data) < maxUnpacked {
				return nil, "", nil, fault.Errorf(fault.TooLarge, "%s unpacks to more than %d times its size, which no deck does.", name, maxRatio)
			}
			return nil, "", nil, fault.Errorf(fault.TooLarge, "%s unpacks to more than %d MB.", name, maxUnpacked>>20)
		}
		if errors.Is(err, zip.ErrAlgorithm) {
			return nil, "", nil, fault.Wrap(fault.NotADeck, err, "%s is packed in a way that is not known here; pack it as an ordinary zip.", name)
		}
		if err != nil {
			return nil, "", nil, fault.Wrap(fault.NotADeck, err, "%s is damaged: %s cannot be unpacked.", name, words.OneLine(path.Base(e.Name), 80))
		}
		total += len(data)
		if k := filetype.Of(e.Name, data); k == filetype.Zip || k == filetype.Empty {
			what := "it is a zip file itself."
			if k == filetype.Empty {
				what = "it is empty."
			}
			warnings = append(warnings, words.OneLine(path.Base(e.Name), 80)+" was left out: "+what)
			continue
		}
		out = append(out, File{Name: e.Name, Data: data})
	}
	if len(out) == 0 {
		return nil, "", nil, fault.Errorf(fault.NotADeck, "There is no Markdown, PDF or picture in %s.", name)
	}
	return out, name, warnings, nil
}

var errTooMuch = errors.New("too much")

// readEntry unpacks one file, up to room bytes.
func readEntry(e *zip.File, room int) ([]byte, error) {
	rc, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(rc, int64(max(room, 0))+1))
	if n > int64(room) {
		return b.Bytes(), errTooMuch
	}
	return b.Bytes(), err
}

// safeName reports whether a name stays in the folder it is unpacked to, on
// any system.
func safeName(name string) bool {
	if name == "" || strings.ContainsAny(name, "\\\x00") || strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return false
	}
	for _, part := range strings.Split(name, "/") {
		if part == ".." {
			return false
		}
	}
	return true
}

// junk reports whether a file was left by a file manager, or is hidden.
func junk(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == "__MACOSX" || part == "node_modules" || strings.HasPrefix(part, ".") && part != "." {
			return true
		}
	}
	switch strings.ToLower(path.Base(name)) {
	case "thumbs.db", "desktop.ini":
		return true
	}
	return false
}

// office recognises the slides of other programs, which are zip files too.
func office(r *zip.Reader, name string) string {
	const export = "export it as PDF and import that."
	for _, e := range r.File {
		switch {
		case strings.HasPrefix(e.Name, "ppt/"):
			return name + " is a PowerPoint file; " + export
		case e.Name == "Index/Document.iwa", e.Name == "Index.zip", e.Name == "index.apxl", e.Name == "index.apxl.gz":
			return name + " is a Keynote file; " + export
		case e.Name == "word/document.xml", strings.HasPrefix(e.Name, "xl/"):
			return name + " is an Office document; " + export
		case e.Name == "mimetype" && e.UncompressedSize64 < 200:
			data, err := readEntry(e, 200)
			if err == nil && strings.HasPrefix(string(data), "application/vnd.oasis.opendocument.presentation") {
				return name + " is an OpenDocument presentation; " + export
			}
			if err == nil && strings.HasPrefix(string(data), "application/") {
				return name + " is an office document; " + export
			}
		}
	}
	return ""
}
