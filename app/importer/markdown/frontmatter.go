package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"lectern/app/importer/words"
)

// frontMatter is a block of YAML before a deck or a slide: its scalar values,
// and lists of scalars joined by spaces.
type frontMatter map[string]metaValue

type metaValue struct {
	text string
	line int
}

const maxFrontMatter = 64 << 10

// cutFrontMatter reads the front matter of a text and returns the text with
// that part blanked, so that offsets and lines stay what they were. Between a
// leading --- and the next one there is front matter only if it reads as a
// mapping: otherwise the author meant two slides.
func cutFrontMatter(src []byte, r *report) (frontMatter, []byte) {
	start := 0 // of the line ---
	for start < len(src) && (src[start] == '\n' || src[start] == ' ' || src[start] == '\t') {
		start++
	}
	start = bytes.LastIndexByte(src[:start], '\n') + 1
	body := lineEnd(src, start)
	if strings.TrimRight(string(src[start:body]), " \t\n") != "---" {
		return nil, src
	}
	for at := body; at < len(src) && at-body <= maxFrontMatter; {
		end := lineEnd(src, at)
		if l := strings.TrimRight(string(src[at:end]), " \t\n"); l == "---" || l == "..." {
			meta, ok := readMeta(src[body:at], lineAt(src, body), r)
			if !ok {
				return nil, src
			}
			src = bytes.Clone(src)
			blank(src, start, end)
			return meta, src
		}
		at = end
	}
	return nil, src
}

var metaLine = regexp.MustCompile(`^[A-Za-z_][\w.-]*[ \t]*:([ \t]|$)`)

// readMeta parses a block as YAML. It reports false if the block is no
// front matter; one that is, but has a mistake, is ignored with a warning.
func readMeta(block []byte, firstLine int, r *report) (frontMatter, bool) {
	if len(bytes.TrimSpace(block)) == 0 {
		return frontMatter{}, true
	}
	looks := false
	for l := range strings.Lines(string(block)) {
		if t := strings.TrimSpace(l); t == "" || strings.HasPrefix(t, "#") {
			continue
		}
		looks = metaLine.MatchString(l)
		break
	}
	if !looks {
		return nil, false
	}
	root, err := parseYAML(block)
	if err != nil {
		line, text := yamlError(err)
		r.warn(firstLine+line-1, "the front matter cannot be read (%s); it was left out.", text)
		return frontMatter{}, true
	}
	if root == nil || root.Kind != yaml.MappingNode {
		return nil, false
	}
	meta := frontMatter{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		k, v := root.Content[i], root.Content[i+1]
		meta[k.Value] = metaValue{scalar(v), firstLine + k.Line - 1}
	}
	return meta, true
}

// parseYAML returns the root node, without expanding aliases: a few of those
// can stand for gigabytes.
func parseYAML(block []byte) (root *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil { // the parser is meant for its owner's files
			err = fmt.Errorf("it is no YAML: %v", p)
		}
	}()
	var doc yaml.Node
	if err := yaml.Unmarshal(block, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

func scalar(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return ""
		}
		return n.Value
	case yaml.SequenceNode:
		var parts []string
		for _, c := range n.Content {
			if c.Kind == yaml.ScalarNode {
				parts = append(parts, c.Value)
			}
		}
		return strings.Join(parts, " ")
	}
	return ""
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlError splits the library's message into the line within the block and
// the rest.
func yamlError(err error) (int, string) {
	text := err.Error()
	var te *yaml.TypeError
	if errors.As(err, &te) && len(te.Errors) > 0 {
		text = te.Errors[0]
	}
	line := 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = strings.Replace(text, m[0], "", 1)
	}
	return max(line, 1), words.OneLine(strings.TrimPrefix(text, "yaml: "), 120)
}

var (
	// What Lectern itself reads.
	ownKeys = words.Set(`title lang class`)

	// What other tools read and what changes nothing that matters here.
	quietKeys = words.Set(`
		marp theme description author authors keywords url image math transition auto-scaling
		addons titleTemplate info export exportFilename routerMode aspectRatio canvasWidth themeConfig fonts drawings
		mdc comark monaco monacoTypesSource twoslash lineNumbers highlighter htmlAttrs seoMeta record remote selectable
		colorSchema presenter browserExporter download duration timer favicon plantUmlServer defaults css wakeLock
		contextMenu editor overviewSnapshots magicMoveCopy magicMoveDuration preload level routeAlias layoutClass layout
		hideInToc clicks clicksStart dragPos zoom
		subtitle date institute institution tags category categories draft permalink slug aliases published format
		output template toc bibliography csl version license copyright created updated modified cssclass cssclasses
		event venue id name email mainfont fontsize header-includes aspectratio colortheme fonttheme slide-level logo
		width height slideNumber controls progress scripts highlightTheme revealOptions type status summary weight`)

	// What other tools read and what would make the deck another one.
	loudKeys = words.Set(`
		headingDivider size style paginate header footer backgroundColor backgroundImage backgroundPosition
		backgroundRepeat backgroundSize color background separator verticalSeparator notesSeparator src hide disabled`)
)

// warnKeys reports the keys that a deck's own tool would have honoured, and
// those that nobody knows, which are misspelt more often than not.
func (meta frontMatter) warnKeys(r *report) {
	for k, v := range meta {
		switch {
		case ownKeys[k], quietKeys[k], k == "src":
		case loudKeys[k]:
			r.warn(v.line, "“%s” is not honoured.", k)
		default:
			r.warn(v.line, "“%s” means nothing here.", words.OneLine(k, 40))
		}
	}
}

// lang is the language the front matter gives, if it is a BCP 47 tag.
func (meta frontMatter) lang(r *report) string {
	v := meta["lang"]
	t := strings.ReplaceAll(strings.TrimSpace(v.text), "_", "-")
	if t == "" {
		return ""
	}
	if !words.LangTag.MatchString(t) || len(t) > 35 {
		r.warn(v.line, "“%s” is no language tag such as en or pt-BR.", words.OneLine(t, 40))
		return ""
	}
	return t
}

// The classes that the slides' style sheet knows. Any other could only meet a
// class of the page around the slide.
var slideClasses = words.Set(`lead invert dark center`)

// class is the classes the front matter gives to slides.
func (meta frontMatter) class(r *report) string {
	v := meta["class"]
	var out []string
	for _, c := range strings.Fields(v.text) {
		c = strings.TrimPrefix(c, "text-") // Slidev's text-center
		if slideClasses[c] {
			out = append(out, c)
		} else {
			r.warn(v.line, "the class “%s” has no style here.", words.OneLine(c, 40))
		}
	}
	return strings.Join(out, " ")
}

// lineEnd is the offset after the line that offset is in.
func lineEnd(src []byte, offset int) int {
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(src)
}

// blank replaces all but the line ends of a part of src by spaces.
func blank(src []byte, start, end int) {
	for i := start; i < end; i++ {
		if src[i] != '\n' {
			src[i] = ' '
		}
	}
}
