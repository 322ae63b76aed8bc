package names

import (
	"path"
	"strings"

	"golang.org/x/text/language"
)

// longCodes are the languages that two letters have no code for and that a file's name
// may be of. Others of three letters are words, too: talk.old.md, talk.new.md.
var longCodes = map[string]bool{
	"ast": true, "ceb": true, "ckb": true, "dsb": true, "fil": true, "gsw": true, "haw": true, "hsb": true,
	"kok": true, "mai": true, "nds": true, "pcm": true, "scn": true, "szl": true, "vec": true, "yue": true,
}

// Language cuts the language out of a file's name: of talk.pt-BR.md it returns talk.md
// and pt-BR. A name that has none stays as it is. The language is a tag of BCP 47, in
// its usual letters, whatever those in the name.
func Language(name string) (rest, tag string) {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	said := strings.TrimPrefix(path.Ext(stem), ".")
	if stem = strings.TrimSuffix(stem, "."+said); said == "" || path.Base(stem) == "." || strings.HasSuffix(stem, "/") || stem == "" {
		return name, ""
	}
	if tag = Tag(said); tag == "" {
		return name, ""
	}
	return stem + ext, tag
}

// Tag is a language's tag of BCP 47 in its usual letters, or "" where a file would not
// be called by it.
func Tag(said string) string {
	code, _, _ := strings.Cut(strings.ReplaceAll(said, "_", "-"), "-")
	if len(code) != 2 && !longCodes[strings.ToLower(code)] {
		return ""
	}
	t, err := language.Parse(said)
	if err != nil || len(t.Extensions()) > 0 {
		return ""
	}
	return t.String()
}
