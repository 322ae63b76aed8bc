package importer

import (
	"bytes"
	"context"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/words"
)

// markdownDeck is one Markdown file on its way to a draft.
type markdownDeck struct {
	src      []byte
	lines    lineIndex
	report   report
	dialect  dialect
	album    *album
	notes    []string // of the slide that is being rendered
	renderer renderer.Renderer
}

func newParser() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough, extension.Linkify, extension.TaskList,
	))
}

func importMarkdown(ctx context.Context, f File, pictures []File, o Options) (*deck.Draft, error) {
	src, err := decodeText(f)
	if err != nil {
		return nil, err
	}
	m := &markdownDeck{lines: indexLines(src)}
	m.album = newAlbum(f.Name, pictures, &m.report)
	meta, src := cutFrontMatter(src, &m.report)
	m.dialect = detectDialect(meta, src)
	src, fronts := m.dialect.prepare(src, &m.report)
	md := newParser()
	sections, src := split(md.Parser(), src)
	m.src = src
	m.renderer = md.Renderer()
	m.renderer.AddOptions(
		goldmarkhtml.WithUnsafe(), // what is unsafe is dropped by rawHTML and again by the policy
		renderer.WithNodeRenderers(util.Prioritized(m, 10)),
	)

	for at, front := range fronts {
		line := m.lines.at(at) + 1
		for i := range sections {
			if sections[i].line == line {
				sections[i].front = front
			}
		}
	}
	sections = trim(sections)
	if len(sections) > maxSlides {
		return nil, fault.Errorf(fault.TooLarge, "%s has %d slides; %d is the most.", path.Base(f.Name), len(sections), maxSlides)
	}

	d := &deck.Draft{Format: deck.Markdown, Lang: meta.lang(&m.report), Title: words.OneLine(meta["title"].text, words.MaxTitle)}
	class := meta.class(&m.report)
	meta.warnKeys(&m.report)
	for i, s := range sections {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		slide, heading, err := m.slide(s)
		if err != nil {
			return nil, fault.Wrap(fault.NotADeck, err, "Slide %d of %s, on line %d, is nested too deeply.", i+1, path.Base(f.Name), s.line)
		}
		// Slidev's class belongs to the first slide, everybody else's to all.
		if s.front != nil {
			slide.Class = s.front.class(&m.report)
			s.front.warnKeys(&m.report)
		} else if i == 0 || m.dialect != slidev {
			slide.Class = class
		}
		if d.Title == "" {
			d.Title = words.OneLine(heading, words.MaxTitle)
		}
		d.Slides = append(d.Slides, slide)
		o.progress(i+1, len(sections))
	}
	if d.Title == "" {
		d.Title = words.Title(f.Name)
	}
	d.Pictures = m.album.kept
	d.Warnings = append(m.report.sentences(), m.album.unused()...)
	return d, nil
}

// slide renders one section. It returns the slide's first h1 besides.
func (m *markdownDeck) slide(s section) (deck.DraftSlide, string, error) {
	doc := ast.NewDocument()
	for _, n := range s.nodes {
		doc.AppendChild(doc, n)
	}
	dropInline(doc, m.src)
	m.notes = nil
	var b bytes.Buffer
	if err := m.renderer.Render(&b, m.src, doc); err != nil {
		return deck.DraftSlide{}, "", err
	}
	page, err := m.finish(b.Bytes())
	if err != nil {
		return deck.DraftSlide{}, "", err
	}
	if src := s.front["src"]; src.text != "" {
		m.report.warn(src.line, "the slides of “%s” were not included.", words.OneLine(src.text, 80))
		if page.text == "" {
			page.include(src.text)
		}
	}
	if s.notes != "" {
		if l := headingIn(s.notes); l != "" {
			m.report.warn(s.noteLine, "all from “Note:” to the next --- became notes, “%s” too.", l)
		}
		m.notes = append(m.notes, s.notes)
	}
	return deck.DraftSlide{
		Title:   words.OneLine(page.title, words.MaxTitle),
		HTML:    page.html(),
		Picture: -1,
		Text:    page.text,
		Notes:   strings.Join(m.notes, "\n\n"),
	}, page.h1, nil
}

var atxHeading = regexp.MustCompile(`(?m)^#{1,6} .*$`)

// headingIn is the first heading of a slide's notes. There is one when slides
// are divided by something else than ---.
func headingIn(notes string) string { return words.OneLine(atxHeading.FindString(notes), 60) }

// comment takes in the text of a comment: the speaker's notes, unless it is
// meant for a tool.
func (m *markdownDeck) comment(text string, line int) {
	if directive(text, line, &m.report) {
		return
	}
	m.notes = append(m.notes, dedent(text))
}

// dedent trims a text and takes off the indentation that its lines share.
func dedent(s string) string {
	lines := strings.Split(strings.Trim(s, " \t\n"), "\n")
	indent := -1
	for _, l := range lines[1:] {
		if t := strings.TrimLeft(l, " \t"); t != "" && (indent < 0 || len(l)-len(t) < indent) {
			indent = len(l) - len(t)
		}
	}
	for i, l := range lines {
		if i > 0 && indent > 0 && len(l) >= indent {
			l = l[indent:]
		}
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.Join(lines, "\n")
}
