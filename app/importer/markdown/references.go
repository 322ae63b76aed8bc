package markdown

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Reference is a file that a text may mean by the name of a picture.
type Reference struct {
	Path string // from the text's folder, with slashes; it may lead out of it
	Line int
}

// Where a text may name a picture, beside ![…](…). It is looser than Markdown on
// purpose: a file too many is left out again by Import.
var references = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)`),
	regexp.MustCompile(`(?i)<img\s[^>]*?\bsrc\s*=\s*["']([^"'\n]+)["']`),
}

// What may follow the brackets of a picture.
var target = regexp.MustCompile(`^\(\s*(?:<([^>\n]+)>|([^\s)<][^\s)]*))`)

// maxName is how many bytes a picture's name has at most, with what is before it.
const maxName = 4096

// References lists what pictures a Markdown file names, by line.
func References(fsys fs.FS, file string) ([]Reference, error) {
	src, err := readText(fsys, file)
	if err != nil {
		return nil, err
	}
	var refs []Reference
	ix := indexLines(src)
	add := func(start, end int) {
		ref := string(src[start:end])
		if strings.HasPrefix(ref, "//") || scheme.MatchString(ref) || strings.HasPrefix(ref, "#") {
			return
		}
		if ref = localPath(ref); ref != "" {
			refs = append(refs, Reference{path.Clean(ref), ix.at(start)})
		}
	}
	afterBrackets(src, func(at int) {
		if m := target.FindSubmatchIndex(src[at:min(at+maxName, len(src))]); m != nil {
			add(at+max(m[2], m[4]), at+max(m[3], m[5]))
		}
	})
	for _, re := range references {
		for _, m := range re.FindAllSubmatchIndex(src, -1) {
			add(m[2], m[3])
		}
	}
	slices.SortStableFunc(refs, func(a, b Reference) int { return a.Line - b.Line })
	return refs, nil
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
