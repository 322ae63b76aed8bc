// Package markdown makes decks of Markdown: it splits a text into slides, renders
// them, cleans what was rendered, and takes notes out of comments. What a dialect
// (Marp, reveal.js, Slidev) adds to that is said in its own way, or in a remark.
package markdown

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/markdown/diagram"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/formula"
	"lectern/app/importer/markdown/grammar"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/options"
	"lectern/app/importer/words"
)

// markdownDeck is one Markdown file on its way to a draft.
type markdownDeck struct {
	src      []byte
	lines    lineIndex
	report   dialect.Report
	own      dialect.Dialect
	pictures *pictures
	renderer renderer.Renderer
	nodes    *grammar.Nodes

	meta       dialect.FrontMatter
	deckStyles []dialect.Style // of all slides
	shapers    []dialect.Shaper
	count      int                    // of its slides
	counted    []dialect.Counted      // by their numbers
	grammar    *look.Grammar          // of its style sheets
	sheets     map[string]*look.Sheet // by what they were made of

	// Of the slide that is being rendered.
	comments []*dialect.Comment
	styles   []dialect.Style
	parts    [][]byte // what comes by itself, in the order in which it does
	room     int      // bytes that it may still have
	custom   bool     // elements that HTML does not know are in its tree

	formulas    *formula.Setter
	diagrams    *diagram.Drawer
	highlighter highlighter
	plain       map[string]bool // why code has no colours, once each
}

// Import makes a deck of the Markdown that is a file of fsys. pictures are the files
// that its slides may show.
func Import(ctx context.Context, fsys fs.FS, file string, pictures []string, o options.Options, to deck.Sink) error {
	in := &inlined{}
	name := words.Base(file)
	m := &markdownDeck{
		formulas:    formula.New(),
		diagrams:    diagram.New(),
		highlighter: highlighter{left: maxHighlightTime, lexers: map[string]chroma.Lexer{}},
		plain:       map[string]bool{},
	}
	defer m.diagrams.Close(context.WithoutCancel(ctx))
	m.pictures = newPictures(fsys, file, pictures, in, &m.report, to)
	read := m.read
	if IsHTML(file) {
		read = m.readPage
	}
	files := &deckFiles{fsys: fsys, in: in}
	cuts, fronts, err := read(dialect.Deck{Options: o, Report: &m.report, File: file, Files: files}, files)
	if err != nil {
		return err
	}
	meta := m.meta
	m.report.Places, m.pictures.places = cuts.Places, cuts.Places
	if len(fronts) > deck.MaxSlides || len(cuts.Cuts) > 2*deck.MaxSlides {
		return fault.Errorf(fault.TooLarge, "%s has more than %d slides", name, deck.MaxSlides)
	}
	m.lines = indexLines(cuts.Src)
	m.shapers, m.grammar = shapers(meta, cuts.Src, m.own), m.own.Sheets(meta, cuts)
	m.nodes = grammar.NewNodes(writeAttribute)
	m.nodes.Line = func(w io.Writer, n ast.Node) { fmt.Fprintf(w, ` %s="%d"`, dialect.LineAttr, m.nodeLine(n)) }
	g := newSyntax(m.nodes)
	g.formulas.Off = !m.own.Formulas(meta)
	sections, src, err := split(g, cuts)
	var much *excess
	if errors.As(err, &much) {
		return fault.Errorf(fault.TooLarge, "%s is too large: "+much.clause, name, m.lines.at(much.at))
	} else if err != nil {
		return err
	}
	for _, at := range g.formulas.Unclosed {
		m.report.Warn(m.lines.at(at), "“$$” begins a formula here, and nothing ends it before the next heading or ---.")
	}
	m.src = src
	m.renderer = g.Renderer()
	m.renderer.AddOptions(
		goldmarkhtml.WithUnsafe(), // what is unsafe is dropped by rawHTML and again by the policy
		renderer.WithNodeRenderers(util.Prioritized(m, 10)),
	)
	if m.own.Breaks(meta) {
		m.renderer.AddOptions(goldmarkhtml.WithHardWraps())
	}

	for i := range sections {
		sections[i].front = fronts[sections[i].line]
	}
	sections, shown := kept(trim(sections), m.src)
	if shown < 0 {
		return fault.Errorf(fault.NotADeck, "All slides of %s are hidden", name)
	}
	if len(sections) > deck.MaxSlides {
		return fault.Errorf(fault.TooLarge, "%s has %d slides; %d is the most", name, len(sections), deck.MaxSlides)
	}
	why := func(i int, err error) error {
		if errors.As(err, &much) {
			return inSlide(i+1, name, sections[i].line, much)
		}
		return fault.Wrap(fault.NotADeck, err, "Slide %d of %s, on line %d, is nested too deeply", i+1, name, sections[i].line)
	}

	m.count, m.counted = len(sections), counted(sections)
	h := deck.Header{Format: deck.Markdown, Dialect: nameOf(m.own), Lang: lang(meta, &m.report), Title: words.OneLine(meta["title"].Text, words.MaxTitle), Author: author(meta), Slides: len(sections), Loop: m.own.Loops(meta), Planned: cmp.Or(m.seconds(meta, "duration"), m.own.Takes(meta))}
	warnKeys(meta, &m.report)
	// Whoever follows is told the deck's title, so that it is of no later slide than the
	// first that they see.
	var made []*slidePage
	for i := range shown + 1 {
		page, err := m.page(sections[i], i+1)
		if err != nil {
			return why(i, err)
		}
		made = append(made, page)
	}
	h.Title = cmp.Or(h.Title, words.OneLine(made[shown].h1, words.MaxTitle), words.Title(file))
	if err := to.Begin(ctx, h); err != nil {
		return err
	}
	whole, begins := 0, chapters(sections)
	for i, s := range sections {
		if err := ctx.Err(); err != nil {
			return err
		}
		var page *slidePage
		if i < len(made) {
			page, made[i] = made[i], nil
		} else if page, err = m.page(s, i+1); err != nil {
			return why(i, err)
		}
		if err := m.place(ctx, page); err != nil {
			return err
		}
		slide, err := m.slide(page, i+1, s)
		if err != nil {
			return why(i, err)
		}
		if begins[i] {
			slide.Section = slide.Title
		}
		for _, v := range slide.Views {
			whole += size(v)
		}
		if whole > maxDeckHTML {
			return fault.Errorf(fault.TooLarge, "%s has more than %d MB as HTML up to slide %d, on line %d; split it in two", name, maxDeckHTML>>20, i+1, s.line)
		}
		warnKeys(s.front, &m.report)
		if err := to.Slide(ctx, slide); err != nil {
			return err
		}
	}
	starts := make([]int, len(sections))
	for i, s := range sections {
		starts[i] = s.line
	}
	for _, r := range append(m.report.Remarks(file, starts), m.pictures.unused()...) {
		if err := to.Remark(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// author is who gives the talk. Addresses behind the names are left out: the room is told
// of it before any slide.
func author(meta dialect.FrontMatter) string {
	names := cmp.Or(meta["author"].People(), meta["authors"].People())
	return words.OneLine(strings.TrimSpace(addressed.ReplaceAllString(names, "")), words.MaxTitle)
}

var addressed = regexp.MustCompile(`\s*<[^<>]*>`)

// page renders one section, all but its pictures.
func (m *markdownDeck) page(s section, number int) (*slidePage, error) {
	m.custom = true
	page, err := m.tree(s, number)
	var much *excess
	if err != nil && !errors.As(err, &much) {
		// Words in angle brackets, which nobody closes, are elements inside each other.
		m.custom = false
		page, err = m.tree(s, number)
	}
	return page, err
}

func (m *markdownDeck) tree(s section, number int) (page *slidePage, err error) {
	defer catch(&err)
	doc := ast.NewDocument()
	for _, n := range s.nodes {
		doc.AppendChild(doc, n)
	}
	dropInline(doc, m.src)
	m.comments, m.styles, m.parts, m.room, m.highlighter.nodes = nil, slices.Clone(m.deckStyles), nil, maxHTML, maxCodeNodes
	fragment, err := m.write(doc)
	if err != nil {
		return nil, err
	}
	slide := &dialect.Slide{
		Number: number, Line: s.line, Meta: m.meta, Front: s.front, Report: &m.report,
		Comments: m.comments, Styles: m.styles, Classes: m.classes(s, number),
		Count: m.count, Counted: m.counted[number-1], Markdown: m.inline, Planned: m.planned(s, number),
	}
	fragment = m.takeNotes(fragment, slide)
	m.tell(s, slide)
	if page, err = m.finish(fragment, slide); err != nil {
		return nil, err
	}
	if src := s.front["src"]; src.Text != "" {
		m.report.Warn(src.Line, "the slides of “%s” were not included.", words.OneLine(src.Text, 80))
		page.include(src.Text)
	}
	page.planned = slide.Planned
	if page.notes = notesOf(slide); len(page.notes) > maxNotes {
		return nil, tooMuch("has more than %d kB of notes; divide it with lines of ---", maxNotes/1000)
	}
	return page, nil
}

// write renders a slide's part of the text, and the footnotes that it refers to.
func (m *markdownDeck) write(doc ast.Node) ([]byte, error) {
	c := counter{room: &m.room}
	m.nodes.Begin()
	if err := m.renderer.Render(&c, m.src, doc); err != nil {
		return nil, err
	}
	err := m.nodes.Footnotes(&c, func(n ast.Node) error { return m.renderer.Render(&c, m.src, n) })
	return c.b, err
}

// slide is the finished page as it is kept.
func (m *markdownDeck) slide(p *slidePage, number int, s section) (deck.DraftSlide, error) {
	views, err := m.views(p, s.line)
	return deck.DraftSlide{
		Number:  number,
		Class:   p.class,
		Title:   words.OneLine(p.heading("h1", "h2", "h3", "h4", "h5", "h6"), words.MaxTitle),
		Notes:   p.notes,
		Below:   s.below && number > 1,
		Hidden:  s.passed,
		Planned: p.planned,
		Views:   views,
	}, err
}
