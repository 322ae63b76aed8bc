package markdown

import (
	"regexp"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/grammar"
)

// What many tools let stand behind a fence: lines that stand out, {3-5} (Slidev, Hugo,
// Docusaurus) or hl_lines="3 5" (MkDocs), numbers (.numberLines of Pandoc,
// showLineNumbers, linenums), and the number of the first line.
var (
	fenceLines   = regexp.MustCompile(`\{[ \t]*(\d[\d, \t-]*)\}`)
	fenceFields  = regexp.MustCompile(`(?i)(?:^|[\s{,])(hl_lines|highlight|code-line-numbers|linenos|linenums|linenostart|lines|startFrom|startLine|start-line|start|number-lines)[ \t]*[=:][ \t]*(?:"([^"]*)"|'([^']*)'|([^\s,{}]+))`)
	fenceNumbers = regexp.MustCompile(`(?i)(?:^|[\s{,.])(numberLines|number-lines|showLineNumbers|line-numbers|lineNumbers|numberSource)(?:[\s},]|$)`)
)

const maxInfo = 500 // bytes behind a fence that are looked at

// fenceOf reads what stands behind a fence where no dialect does.
func fenceOf(info string) dialect.Fence {
	f := dialect.Fence{}
	info = info[:min(len(info), maxInfo)]
	if strings.HasPrefix(info, "{") {
		if attrs, ok := grammar.ParseAttributes(info); ok {
			f.Language, _, _ = strings.Cut(attrs.Get("class"), " ")
			if strings.EqualFold(f.Language, "numberLines") {
				f.Language = ""
			}
		}
	}
	f.Numbers = fenceNumbers.MatchString(info)
	lines := ""
	if m := fenceLines.FindStringSubmatch(info); m != nil {
		lines = m[1]
	}
	for _, m := range fenceFields.FindAllStringSubmatch(info, -1) {
		value := strings.TrimSpace(m[2] + m[3] + m[4])
		switch strings.ToLower(m[1]) {
		case "hl_lines", "highlight":
			lines = strings.ReplaceAll(value, " ", ",")
		case "code-line-numbers":
			f.Numbers = value != "false"
			if value != "true" && value != "false" {
				lines = value
			}
		case "linenums", "startfrom", "startline", "start-line", "start", "linenostart":
			if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 1_000_000 {
				f.Numbers, f.Start = true, n
			}
		case "linenos", "lines", "number-lines":
			f.Numbers = value != "false"
		}
	}
	if lines = strings.Trim(lines, " ,"); lines != "" && lines[0] >= '0' && lines[0] <= '9' {
		f.Steps = []string{lines}
	}
	return f
}
