package markdown

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/marp"
	"lectern/app/importer/markdown/plain"
	"lectern/app/importer/markdown/slidev"
	"lectern/app/importer/names"
)

// Look is what a Markdown file looks like, from afar.
type Look struct {
	Tool     bool     // it has what only a tool for slides writes
	Breaks   int      // lines that may begin a slide
	Includes []string // files that it takes in, as it names them
}

var (
	breaks   = regexp.MustCompile(`(?m)^---[ \t]*$`)
	includes = regexp.MustCompile(`(?m)^(?:src:[ \t]*(?:"([^"\n#]+)|'([^'\n#]+)|([^\s"'#][^\n#]*))` + // # and what slides of it
		`|[@!]include[ \t(]+([^"'\s)#]+)` +
		`|[ \t]*\{\{<[ \t]*include[ \t]+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s<>"']+)))`)
	theme    = regexp.MustCompile(`(?m)^(?:theme|<!--[ \t]*theme):[ \t]*["']?([A-Za-z][\w-]{0,60})["']?[ \t]*(?:-->)?[ \t]*$`)
	snippets = regexp.MustCompile(`(?m)^[ \t]*<<<[ \t]*@?([^\s#{]+)`)
)

// maxParts is how many files a text takes in at most.
const maxParts = 1000

// TakesIn reports whether a file, by its name, is one of those that take in others.
func TakesIn(name string) bool {
	return slices.Contains(Endings, path.Ext(name)) || path.Ext(name) == ".css" || slices.ContainsFunc(slidev.SheetFiles, func(s string) bool { return name == s || strings.HasSuffix(name, "/"+s) })
}

// Parts lists the files of text that a Markdown file takes in, slides, code and style
// sheets, or a page, or a style sheet, by line.
func Parts(fsys fs.FS, file string) []Reference {
	src, err := readText(fsys, file, &inlined{})
	if err != nil {
		return nil
	}
	if !slices.Contains(Endings, path.Ext(file)) {
		return partsOfSheet(file, src)
	}
	expressions := []*regexp.Regexp{includes, snippets}
	if IsHTML(file) {
		expressions = []*regexp.Regexp{inPages, sheetsOfPages}
	}
	var parts []Reference
	ix := indexLines(src)
	if m := theme.FindSubmatchIndex(src); m != nil && !IsHTML(file) {
		for _, name := range marp.ThemeFiles(string(src[m[2]:m[3]])) {
			parts = append(parts, Reference{name, ix.at(m[2])})
		}
	}
	if !IsHTML(file) {
		parts = append(parts, sheetsOf(src)...)
	}
	for _, re := range expressions {
		for _, m := range re.FindAllSubmatchIndex(src, maxParts) {
			for m[2] < 0 { // another way to write it
				m = m[2:]
			}
			if name := strings.TrimSpace(string(src[m[2]:m[3]])); len(name) <= maxName && !names.Remote(name) {
				parts = append(parts, Reference{name, ix.at(m[2])})
			}
		}
	}
	return parts
}

// sheetsOf are the style sheets that a front matter names, whatever its tool, and those
// that Slidev has beside its decks.
func sheetsOf(src []byte) (all []Reference) {
	var quiet dialect.Report
	meta, body := cutFrontMatter(src, &quiet)
	var in func(meta dialect.FrontMatter)
	in = func(meta dialect.FrontMatter) {
		for key, v := range meta {
			if in(v.Inside); key != "css" && key != "theme" {
				continue
			}
			for _, name := range dialect.SheetNames(v) {
				if strings.HasSuffix(name, ".css") && len(name) <= maxName && !names.Remote(name) {
					all = append(all, Reference{name, v.Line})
				}
			}
		}
	}
	in(meta)
	if detect(meta, body) == dialect.Dialect(slidev.Dialect{}) {
		for _, name := range slidev.ProjectFiles {
			all = append(all, Reference{name, 1})
		}
	}
	return all
}

func partsOfSheet(file string, src []byte) (parts []Reference) {
	ix := indexLines(src)
	for _, m := range dialect.ImportedSheets(file, src) {
		if name := string(src[m[2]:m[3]]); len(name) <= maxName && !names.Remote(name) {
			parts = append(parts, Reference{name, ix.at(m[2])})
		}
	}
	return parts
}

// LookAt looks at a file. One that cannot be read looks like nothing.
func LookAt(fsys fs.FS, file string) Look {
	if IsHTML(file) {
		return lookAtPage(fsys, file)
	}
	src, err := readText(fsys, file, &inlined{})
	if err != nil {
		return Look{}
	}
	var quiet dialect.Report
	meta, body := cutFrontMatter(src, &quiet)
	own := detect(meta, body)
	l := Look{Tool: own != dialect.Dialect(plain.Dialect{}), Breaks: len(breaks.FindAll(body, -1))}
	for _, part := range Parts(fsys, file) {
		l.Includes = append(l.Includes, part.Name)
	}
	return l
}

var sheetsOfPages = regexp.MustCompile(`(?i)<link\s[^>]*?\bhref\s*=\s*(?:"([^"\n]+\.css)"|'([^'\n]+\.css)')`)

var inPages = regexp.MustCompile(`(?i)\bdata-markdown\s*=\s*(?:"([^"\n]+)"|'([^'\n]+)')`)

// lookAtPage looks at a file of HTML, of which the slides may be in files of Markdown.
func lookAtPage(fsys fs.FS, file string) Look {
	b, err := readText(fsys, file, &inlined{})
	if err != nil || !IsPage(fsys, file) {
		return Look{}
	}
	l := Look{Tool: true, Breaks: 1}
	for _, m := range inPages.FindAllSubmatch(b, 1000) {
		l.Includes = append(l.Includes, string(m[1])+string(m[2]))
	}
	return l
}
