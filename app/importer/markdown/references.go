package markdown

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"lectern/app/importer/names"
)

// Reference is a file that a text may mean.
type Reference struct {
	Name string // as it is written
	Line int
}

// Where a text may name a picture, beside ![…](…). It is looser than Markdown on
// purpose: a file too many is left out again by Import.
var references = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^[ >*+-]{0,8}\[[^\]\n]+\]:\s*(?:<([^>\n]+)>|([^\s<][^\s]*))`),
	regexp.MustCompile(`(?i)<(?:img|video|audio|source)\s[^>]*?\bsrc\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))`),
	regexp.MustCompile(`!\[\[([^\]|\n]+)`),
	regexp.MustCompile(`(?i)\bdata-background(?:-image|-video)?\s*=\s*(?:"([^"\n]*[./][^"\n]*)"|'([^'\n]*[./][^'\n]*)')`),
	regexp.MustCompile(`\{\{<\s*video\s+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'<>]+))`),
	regexp.MustCompile(`(?i)\burl\(\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'()][^\s"'()]*))\s*\)`), // of CSS
	regexp.MustCompile(`(?i)\bdata-src\s*=\s*(?:"([^"\n]+)"|'([^'\n]+)')`),
}

// Keys of a front matter that name a picture: Slidev's, also among its defaults, and below
// its format Quarto's.
var fronts = regexp.MustCompile(`(?m)^[ \t]*(?:image|background|cover|logo|(?:data-)?background-(?:image|video)):[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'][^\n]*))`)

// maxName is how many bytes a picture's name has at most, with what is before it.
const maxName = 4096

// References lists what pictures a Markdown file names, or a page, by line.
func References(fsys fs.FS, file string) ([]Reference, error) {
	src, err := readText(fsys, file, &inlined{})
	if err != nil {
		return nil, err
	}
	var refs []Reference
	ix := indexLines(src)
	add := func(start, end int) {
		ref := strings.Trim(strings.TrimSpace(string(src[start:end])), "'\"") // Vue's have quotes in quotes
		if ref != "" && len(ref) <= maxName && !names.Remote(ref) && !strings.HasPrefix(ref, "#") {
			refs = append(refs, Reference{ref, ix.at(start)})
		}
	}
	afterBrackets(src, func(at int) {
		if start, end := destination(src[:min(at+maxName, len(src))], at+1); end > start {
			add(start, end)
		}
	})
	for _, re := range append(references, fronts) {
		for _, m := range re.FindAllSubmatchIndex(src, -1) {
			for i := 2; i < len(m); i += 2 {
				switch from := m[i]; {
				case from < 0:
				case !commas(src[m[0]:m[1]]):
					add(from, m[i+1])
				default:
					for one := range bytes.SplitSeq(src[from:m[i+1]], []byte(",")) {
						add(from, from+len(one))
						from += len(one) + 1
					}
				}
			}
		}
	}
	slices.SortStableFunc(refs, func(a, b Reference) int { return a.Line - b.Line })
	return refs, nil
}

// commas reports whether an attribute may name several files, and does.
func commas(attribute []byte) bool {
	name := bytes.ToLower(attribute[:min(len(attribute), len("data-background-video"))])
	return bytes.HasPrefix(name, []byte("data-background")) && bytes.ContainsRune(attribute, ',') && !bytes.Contains(attribute, []byte("data:"))
}

// destination is where the name lies that begins at a place of src, after the bracket
// that opens (CommonMark 6.3).
func destination(src []byte, at int) (start, end int) {
	for at < len(src) && (src[at] == ' ' || src[at] == '\t' || src[at] == '\n') {
		at++
	}
	if at == len(src) {
		return at, at
	}
	if src[at] == '<' {
		for i := at + 1; i < len(src) && src[i] != '\n'; i++ {
			switch src[i] {
			case '\\':
				i++
			case '>':
				return at + 1, i
			}
		}
		return at, at
	}
	open := 0
	for i := at; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\\' && i+1 < len(src) && src[i+1] > ' ':
			i++
		case c == '(':
			open++
		case c == ')' && open > 0:
			open--
		case c == ')', c <= ' ':
			return at, i
		}
	}
	return at, at
}

// afterBrackets calls f with each offset after the brackets of a picture. A pattern
// for brackets inside brackets would look through the rest of the text at each.
func afterBrackets(src []byte, f func(at int)) {
	var open []bool // the brackets of the paragraph: whether a ! stands before each
	pictures := false
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
		case '\n':
			if rest := bytes.TrimLeft(src[i+1:min(i+80, len(src))], " \t"); len(rest) > 0 && rest[0] == '\n' {
				open, pictures = open[:0], false
			}
		case '[':
			picture := i > 0 && src[i-1] == '!'
			pictures = pictures || picture
			open = append(open, picture)
		case ']':
			picture := pictures // where brackets do not pair, too many are better
			if n := len(open) - 1; n >= 0 {
				picture, open = open[n], open[:n]
			}
			if picture && i+1 < len(src) && src[i+1] == '(' {
				f(i + 1)
			}
		}
	}
}
