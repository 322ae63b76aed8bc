package markdown

import (
	"io/fs"
	"regexp"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

// Look is what a Markdown file looks like, from afar.
type Look struct {
	Tool     bool     // it has what only a tool for slides writes
	Breaks   int      // lines that may begin a slide
	Includes []string // files that it takes in, as it names them
}

var (
	breaks   = regexp.MustCompile(`(?m)^---[ \t]*$`)
	includes = regexp.MustCompile(`(?m)^(?:src:[ \t]*["']?|[@!]include[ \t(]+)([^"'\s)#]+)`)
)

// LookAt looks at a file. One that cannot be read looks like nothing.
func LookAt(fsys fs.FS, file string) Look {
	src, err := readText(fsys, file)
	if err != nil {
		return Look{}
	}
	var quiet dialect.Report
	meta, body := cutFrontMatter(src, &quiet)
	own := detect(meta, body)
	l := Look{Tool: own != dialect.Dialect(dialect.Common{}), Breaks: len(breaks.FindAll(body, -1))}
	for _, m := range includes.FindAllSubmatch(src, 1000) {
		l.Includes = append(l.Includes, strings.TrimSpace(string(m[1])))
	}
	return l
}
