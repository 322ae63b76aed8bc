package importer

import (
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/words"
)

const (
	maxFile     = 1 << 30   // of one file from disk
	maxPictures = 512 << 20 // of all pictures beside one Markdown file
)

// ReadFiles reads a file from disk for Import. With a Markdown file come the
// pictures that it names, from its folder and those inside it, and nothing
// from elsewhere: a deck from a stranger must not collect the presenter's
// files. What was refused is said by the second result, by line.
func ReadFiles(name string) ([]File, []string, error) {
	f, err := readFile(os.Open, name, maxFile)
	if err != nil {
		return nil, nil, err
	}
	f.Name = filepath.Base(name)
	if filetype.Of(f.Name, f.Data) != filetype.Markdown {
		return []File{f}, nil, nil
	}
	src, err := decodeText(f)
	if err != nil {
		return nil, nil, err
	}
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, nil, cannotRead(name, err)
	}
	defer root.Close()
	files, r, room := []File{f}, report{}, maxPictures
	seen := map[string]bool{}
	for _, ref := range pictureRefs(src) {
		p := ref.path
		if seen[p] {
			continue
		}
		seen[p] = true
		if !filepath.IsLocal(filepath.FromSlash(p)) {
			r.warn(ref.line, "the picture %s is outside the deck's folder and was not read.", words.OneLine(p, 120))
			continue
		}
		// The root follows no link that leads out of it.
		pic, err := readFile(func(n string) (*os.File, error) { return root.Open(n) }, filepath.FromSlash(p), room)
		var e *fault.Error
		switch {
		case errors.As(err, &e) && e.Code == fault.TooLarge:
			return nil, nil, fault.Errorf(fault.TooLarge, "The pictures of %s have more than %d MB.", f.Name, maxPictures>>20)
		case errors.Is(err, fs.ErrNotExist), err != nil && !isEscape(err):
			continue // Import says by line what is missing
		case err != nil:
			r.warn(ref.line, "the picture %s is outside the deck's folder and was not read.", words.OneLine(p, 120))
			continue
		}
		pic.Name = p
		if k := filetype.Of(pic.Name, pic.Data); !k.Picture() {
			continue
		}
		room -= len(pic.Data)
		files = append(files, pic)
	}
	return files, r.sentences(), nil
}

// isEscape reports whether os.Root refused a path. The error has no name of
// its own in package os.
func isEscape(err error) bool {
	var pe *fs.PathError
	return errors.As(err, &pe) && strings.Contains(pe.Err.Error(), "escapes from parent")
}

func readFile(open func(string) (*os.File, error), name string, limit int) (File, error) {
	h, err := open(name)
	if err != nil {
		return File{}, cannotRead(name, err)
	}
	defer h.Close()
	st, err := h.Stat()
	if err != nil {
		return File{}, cannotRead(name, err)
	}
	if !st.Mode().IsRegular() { // a folder, or a pipe that never ends
		return File{}, fault.Errorf(fault.NotADeck, "%s is no file.", filepath.Base(name))
	}
	data, err := io.ReadAll(io.LimitReader(h, int64(limit)+1))
	if err != nil {
		return File{}, cannotRead(name, err)
	}
	if len(data) > limit {
		return File{}, fault.Errorf(fault.TooLarge, "%s has more than %d MB.", filepath.Base(name), limit>>20)
	}
	return File{Name: name, Data: data}, nil
}

func cannotRead(name string, err error) error {
	base := filepath.Base(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(fault.NotFound, err, "There is no file %s.", name)
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(fault.Forbidden, err, "%s may not be read by this user.", base)
	}
	return fault.Wrap(fault.NotADeck, err, "%s cannot be read.", base)
}

type pictureRef struct {
	path string
	line int
}

// Where a text may name a picture. It is looser than Markdown on purpose: a
// file too many is left out again by Import.
var pictureRefPatterns = []*regexp.Regexp{
	regexp.MustCompile(`!\[[^\]]*\]\(\s*<([^>\n]+)>`),
	regexp.MustCompile(`!\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*([^\s)<][^\s)]*)`),
	regexp.MustCompile(`(?m)^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)`),
	regexp.MustCompile(`(?i)<img\s[^>]*?\bsrc\s*=\s*["']([^"'\n]+)["']`),
}

func pictureRefs(src []byte) []pictureRef {
	var refs []pictureRef
	ix := indexLines(src)
	for _, re := range pictureRefPatterns {
		for _, m := range re.FindAllSubmatchIndex(src, -1) {
			ref := string(src[m[2]:m[3]])
			if strings.HasPrefix(ref, "//") || scheme.MatchString(ref) || strings.HasPrefix(ref, "#") {
				continue
			}
			ref, _, _ = strings.Cut(ref, "#")
			ref, _, _ = strings.Cut(ref, "?")
			if s, err := url.PathUnescape(ref); err == nil {
				ref = s
			}
			if ref = strings.ReplaceAll(ref, `\`, "/"); ref != "" {
				refs = append(refs, pictureRef{path.Clean(ref), ix.at(m[2])})
			}
		}
	}
	return refs
}
