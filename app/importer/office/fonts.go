package office

import (
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"lectern/app/importer/words"
)

// The names under which a theme's two fonts stand in a slide (ECMA-376, part 1,
// 20.1.4.2.16).
const (
	themeTitle = "+mj-lt"
	themeText  = "+mn-lt"
)

// font takes in the name of a font that words are set in, once.
func (t *Talk) font(name string) {
	name = words.OneLine(name, 80)
	if name == "" || len(t.fonts) == 100 {
		return
	}
	for _, f := range t.fonts {
		if f == name {
			return
		}
	}
	t.fonts = append(t.fonts, name)
}

// theme puts the fonts of the first theme in the place of their names.
func (t *Talk) theme(relations []relation) {
	fonts := map[string]string{}
	for _, r := range relations {
		if !r.is("theme") {
			continue
		}
		if root, err := t.pack.tree(r.target); err == nil {
			scheme := root.child("themeElements", "fontScheme")
			for name, part := range map[string]string{themeTitle: "majorFont", themeText: "minorFont"} {
				if latin := scheme.child(part, "latin"); latin != nil {
					fonts[name] = latin.attr("typeface")
				}
			}
		}
		break
	}
	used := t.fonts
	t.fonts = nil
	for _, f := range used {
		if strings.HasPrefix(f, "+") {
			f = fonts[f]
		}
		t.font(f)
	}
}

// lastBytes is how much of a PDF is looked through: LibreOffice writes the fonts at its
// end.
const lastBytes = 16 << 20

var baseFont = regexp.MustCompile(`/BaseFont\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]{1,200})`)

// Substituted is a sentence that names the fonts of a talk which its PDF, a file of
// fsys, has not; "" where there is none. LibreOffice took others for those.
func (t *Talk) Substituted(fsys fs.FS, file string) (string, error) {
	if len(t.fonts) == 0 {
		return "", nil
	}
	f, err := fsys.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return "", err
	}
	at, err := readerAt(f)
	if err != nil {
		return "", err
	}
	from := max(0, st.Size()-lastBytes)
	data, err := io.ReadAll(io.NewSectionReader(at, from, st.Size()-from))
	if err != nil {
		return "", err
	}
	var has []string
	for _, m := range baseFont.FindAllSubmatch(data, 1000) {
		has = append(has, plainFont(strings.ReplaceAll(string(m[1]), "#", "%")))
	}
	var lacks []string
	for _, name := range t.fonts {
		if want := plainFont(name); want != "" && !anyBegins(has, want) {
			lacks = append(lacks, name)
		}
	}
	switch n := len(lacks); {
	case n == 0 || len(has) == 0:
		return "", nil
	case n == 1:
		return fmt.Sprintf("%s has words in %s, which is not installed here: another font stands in for it.", t.name, lacks[0]), nil
	case n > 5:
		return fmt.Sprintf("%s has words in %s and %d more fonts, which are not installed here: others stand in for them.", t.name, strings.Join(lacks[:4], ", "), n-4), nil
	default:
		return fmt.Sprintf("%s has words in %s and %s, which are not installed here: other fonts stand in for them.", t.name, strings.Join(lacks[:n-1], ", "), lacks[n-1]), nil
	}
}

// plainFont is the name of a font as far as programs agree about it.
func plainFont(name string) string {
	if s, err := url.PathUnescape(name); err == nil {
		name = s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

func anyBegins(list []string, with string) bool {
	for _, s := range list {
		if strings.HasPrefix(s, with) {
			return true
		}
	}
	return false
}
