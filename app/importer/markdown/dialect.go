package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"lectern/app/importer/words"
)

// dialect is whose Markdown a deck is written in. The common core (CommonMark,
// GFM, --- between slides, notes in comments and after Note:) is read in all
// of them; what a dialect adds is prepared here, before the text is parsed.
type dialect int

const (
	plainMarkdown dialect = iota
	marp
	reveal
	slidev
)

func (d dialect) String() string {
	return [...]string{"Markdown", "Marp", "reveal.js", "Slidev"}[d]
}

var (
	slidevKeys = words.Set(`
		layout layoutClass drawings mdc comark monaco twoslash lineNumbers highlighter routerMode addons titleTemplate
		colorSchema canvasWidth themeConfig fonts exportFilename src hide disabled clicks clicksStart routeAlias
		hideInToc transition zoom dragPos level preload background image class title`)
	slidevOnly = words.Set(`
		layout drawings mdc comark monaco twoslash routerMode addons titleTemplate colorSchema canvasWidth fonts
		exportFilename routeAlias src clicks`)
	slidevMark = regexp.MustCompile(`(?m)^(<v-clicks?[ >]|::right::|<<< @/)| v-click[ >=/]`)
	revealMark = regexp.MustCompile(`<!--\s*\.(slide|element):`)
)

// detectDialect guesses from what no other dialect has.
func detectDialect(meta frontMatter, src []byte) dialect {
	if v, ok := meta["marp"]; ok && v.text == "true" {
		return marp
	}
	for k := range meta {
		if slidevOnly[k] {
			return slidev
		}
	}
	switch {
	case slidevMark.Match(src):
		return slidev
	case revealMark.Match(src):
		return reveal
	}
	return plainMarkdown
}

// prepare rewrites a text for split, byte for byte in place, so that every
// line keeps its number. The front matter of single slides, which CommonMark
// would read as a heading, is cut out; it is returned by the offset of the
// break that opens its slide.
func (d dialect) prepare(src []byte, r *report) ([]byte, map[int]frontMatter) {
	if !bytes.Contains(src, []byte("---")) {
		return src, nil
	}
	out := bytes.Clone(src)
	fronts := map[int]frontMatter{}
	for at, in := 0, (fences{}); at < len(src); {
		end := lineEnd(src, at)
		line := string(bytes.TrimRight(src[at:end], " \t\n"))
		if in.step(line) || line != "---" {
			at = end
			continue
		}
		meta, close := slideFrontMatter(src, end, d, r)
		if meta == nil {
			if d == slidev { // there, text above --- is no heading
				breakHere(out, at)
			}
			at = end
			continue
		}
		blank(out, at, close)
		breakHere(out, close)
		fronts[close] = meta
		at = lineEnd(src, close)
	}
	return out, fronts
}

// slideFrontMatter reads the YAML that follows a line --- at once, without a
// blank line, up to the next --- (Slidev). Outside of a Slidev deck it must
// have Slidev's keys and no others, since a paragraph above --- is a heading
// there. It returns the offset of the closing line.
func slideFrontMatter(src []byte, start int, d dialect, r *report) (frontMatter, int) {
	for at := start; at < len(src) && at-start <= maxFrontMatter; {
		end := lineEnd(src, at)
		line := strings.TrimRight(string(src[at:end]), " \t\n")
		if at == start && line == "" {
			return nil, 0
		}
		if line == "---" {
			if at == start {
				return nil, 0
			}
			var quiet report
			meta, ok := readMeta(src[start:at], lineAt(src, start), &quiet)
			if !ok || d != slidev && !meta.all(slidevKeys) {
				return nil, 0
			}
			for _, w := range quiet.warnings {
				r.warn(w.line, "%s", w.text)
			}
			return meta, at
		}
		at = end
	}
	return nil, 0
}

func (meta frontMatter) all(known map[string]bool) bool {
	for k := range meta {
		if !known[k] {
			return false
		}
	}
	return len(meta) > 0
}

// fences follows, line by line as Slidev does, whether a text is inside a
// fence or a comment.
type fences struct {
	fence   string
	comment bool
}

// step reports whether the line lies inside, or opens or closes a fence.
func (f *fences) step(line string) bool {
	t := strings.TrimLeft(line, " \t")
	switch {
	case f.comment:
		f.comment = !strings.Contains(line, "-->")
		return true
	case f.fence != "":
		if strings.HasPrefix(t, f.fence) && strings.Trim(t, f.fence[:1]) == "" {
			f.fence = ""
		}
		return true
	}
	if strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
		run := t[:len(t)-len(strings.TrimLeft(t, t[:1]))]
		if t[0] == '~' || !strings.Contains(t[len(run):], "`") {
			f.fence = run
			return true
		}
	}
	if i := strings.LastIndex(line, "<!--"); i >= 0 && !strings.Contains(line[i:], "-->") {
		f.comment = true
		return true
	}
	return false
}

// Directives of Marp, in comments.
var marpDirectives = words.Set(`
	theme style lang headingDivider size math title description author keywords url image marp transition
	paginate header footer class backgroundColor backgroundImage backgroundPosition backgroundRepeat
	backgroundSize color`)

var ignoredComment = regexp.MustCompile(`^(prettier-ignore|markdownlint-|lint |cspell:|spell-checker:|vale |textlint|toc$|/?toc)`)

// directive reports whether a comment tells a tool something, and is no note.
func directive(comment string, line int, r *report) bool {
	t := strings.TrimSpace(comment)
	switch {
	case t == "" || ignoredComment.MatchString(t):
		return true
	case strings.HasPrefix(t, ".slide:") || strings.HasPrefix(t, ".element:"):
		r.warn(line, "reveal.js's “%s” is not honoured.", words.OneLine(t, 60))
		return true
	case t == "fit":
		r.warn(line, "Marp's “fit” is not honoured.")
		return true
	}
	first, _, ok := strings.Cut(t, ":")
	if name := strings.TrimLeft(strings.TrimSpace(first), "_$"); !ok || !marpDirectives[name] {
		return false
	}
	var quiet report
	meta, ok := readMeta([]byte(t), 1, &quiet)
	if !ok {
		return false
	}
	for k := range meta {
		if !marpDirectives[strings.TrimLeft(k, "_$")] {
			return false
		}
	}
	if len(meta) == 0 { // a directive all the same, with a mistake in it
		r.warn(line, "Marp's “%s” is not honoured.", words.OneLine(first, 40))
	}
	for k, v := range meta {
		r.warn(line+v.line-1+leadingLines(comment), "Marp's “%s” is not honoured.", words.OneLine(k, 40))
	}
	return true
}

func leadingLines(s string) int {
	return strings.Count(s[:len(s)-len(strings.TrimLeft(s, " \t\n"))], "\n")
}
