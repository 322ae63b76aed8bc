package quarto

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

var included = regexp.MustCompile(`^[ \t]*\{\{<[ \t]*include[ \t]+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s<>"']+))[ \t]*>\}\}[ \t]*\n?$`)

// includer writes a text with what it takes in, by the shortcode include on a line of its
// own.
type includer struct {
	d      dialect.Deck
	src    []byte
	places []dialect.Place
	room   int
	reads  int
}

// include returns a text with all that it takes in, and where its lines are from; nil
// where it takes in nothing.
func include(d dialect.Deck) ([]byte, []dialect.Place) {
	if d.Files == nil || !bytes.Contains(d.Src, []byte("include")) {
		return d.Src, nil
	}
	in := &includer{d: d, room: dialect.MaxIncluded}
	in.write(d.Src, "", []string{d.File})
	if in.reads == 0 {
		return d.Src, nil
	}
	return in.src, in.places
}

// write writes the lines of a file, "" for the deck's own. chain is the files that it was
// taken in by, and itself.
func (in *includer) write(text []byte, file string, chain []string) {
	inside := dialect.Inside(text)
	for i, line := range dialect.Lines(text) {
		if m := included.FindSubmatch(line); m != nil && !inside[i] {
			in.take(string(m[1])+string(m[2])+string(m[3]), file, i+1, chain)
			continue
		}
		in.line(bytes.TrimSuffix(line, []byte("\n")), file, i+1)
	}
}

func (in *includer) line(text []byte, file string, number int) {
	in.src = append(append(in.src, text...), '\n')
	in.places = append(in.places, dialect.Place{File: file, Line: number})
}

// take writes the file that a line of another one names.
func (in *includer) take(name, file string, line int, chain []string) {
	in.reads++
	found := in.d.Files.Find(chain[len(chain)-1], name)
	var text []byte
	why := ""
	switch {
	case found == "":
		why = "there is no such file beside the deck"
	case slices.Contains(chain, found) || len(chain) > dialect.MaxNested:
		why = "it takes itself in"
	case in.reads > dialect.MaxReads:
		why = "there are too many"
	default:
		b, err := in.d.Files.Read(found)
		if text = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")); err != nil {
			why = "it is no text"
		} else if in.room -= len(text); in.room < 0 {
			why = "all files together are too large"
		}
	}
	if why != "" {
		in.d.Report.Warn(len(in.places)+1, "the slides of “%s” were not included: %s.", words.OneLine(name, 80), why)
		in.line([]byte("`"+strings.ReplaceAll(words.OneLine(name, 80), "`", "")+"`"), file, line)
		return
	}
	in.write(withoutFront(text), found, append(slices.Clone(chain), found))
}

var front = regexp.MustCompile(`\A---[ \t]*\n((?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\z)`)

// withoutFront blanks the front matter of a file that is taken in: the deck has its own.
// What reads as none is a slide between two breaks.
func withoutFront(text []byte) []byte {
	at := front.FindSubmatchIndex(text)
	if at == nil {
		return text
	}
	var quiet dialect.Report
	if _, ok := dialect.ReadFrontMatter(text[at[2]:at[3]], 1, &quiet); ok {
		text = bytes.Clone(text)
		dialect.Blank(text, 0, at[1])
	}
	return text
}
