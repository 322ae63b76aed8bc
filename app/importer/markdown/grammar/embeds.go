package grammar

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// embedParser reads pictures as Obsidian embeds them, ![[a.png|300]], its links
// between notes, [[note|words]], which lead nowhere here and are their words, and
// pictures with a size, ![](a.png =300x200) (markdown-it-imsize).
type embedParser struct{}

const maxEmbed = 1000 // bytes

// Trigger implements parser.InlineParser.
func (embedParser) Trigger() []byte { return []byte("![") }

// Parse implements parser.InlineParser.
func (embedParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if bytes.HasPrefix(line, []byte("![")) && !bytes.HasPrefix(line, []byte("![[")) {
		return sized(block, line, segment)
	}
	picture := line[0] == '!'
	inside := bytes.TrimPrefix(line, []byte("!"))
	if !bytes.HasPrefix(inside, []byte("[[")) {
		return nil
	}
	inside = inside[2:min(len(inside), maxEmbed)]
	end := bytes.IndexAny(inside, "[]\n")
	if end < 1 || !bytes.HasPrefix(inside[end:], []byte("]]")) {
		return nil
	}
	parts := strings.Split(string(inside[:end]), "|")
	name := strings.TrimSpace(parts[0])
	if name == "" {
		return nil
	}
	n := len(line) - len(bytes.TrimPrefix(line, []byte("!"))) + 2 + end + 2
	block.Advance(n)
	if !picture {
		words := strings.TrimSpace(parts[len(parts)-1])
		if len(parts) == 1 {
			words = strings.TrimPrefix(strings.ReplaceAll(words, "#", " › "), " › ")
		}
		return ast.NewString([]byte(words))
	}
	name, _, _ = strings.Cut(name, "#")
	img := newImage(name)
	for i, p := range parts[1:] {
		p = strings.TrimSpace(p)
		if w, h, ok := size(p); ok && i == len(parts)-2 {
			setSize(img, w, h)
		} else if img.FirstChild() == nil {
			img.AppendChild(img, ast.NewString([]byte(p)))
		}
	}
	return img
}

var (
	sizedImage = regexp.MustCompile(`^!\[([^\[\]\n]{0,400})\]\([ \t]*(?:<([^<>\n]+)>|([^\s()<>]+))[ \t]+(?:"([^"\n]{0,400})"[ \t]+)?=(\d{0,4}%?)x(\d{0,4}%?)[ \t]*\)`)
	sizes      = regexp.MustCompile(`^(\d{1,4})(?:x(\d{1,4}))?$`)
)

func sized(block text.Reader, line []byte, segment text.Segment) ast.Node {
	end := bytes.Index(line, []byte("](")) // most pictures have no size
	if end < 0 || bytes.IndexByte(line[1:end], '[') > 0 {
		return nil
	}
	paren := bytes.IndexByte(line[end:], ')')
	if paren < 0 || !bytes.Contains(line[end:end+paren], []byte(" =")) {
		return nil
	}
	m := sizedImage.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return string(line[m[2*i]:m[2*i+1]])
	}
	img := newImage(group(2) + group(3))
	if group(4) != "" {
		img.Title = []byte(group(4))
	}
	if m[3] > m[2] {
		img.AppendChild(img, ast.NewTextSegment(text.NewSegment(segment.Start+m[2], segment.Start+m[3])))
	}
	setSize(img, group(5), group(6))
	block.Advance(m[1])
	return img
}

func newImage(name string) *ast.Image {
	l := ast.NewLink()
	l.Destination = []byte(name)
	return ast.NewImage(l)
}

func size(s string) (w, h string, ok bool) {
	m := sizes.FindStringSubmatch(s)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

func setSize(img *ast.Image, w, h string) {
	if w != "" && w != "%" {
		img.SetAttributeString("width", []byte(w))
	}
	if h != "" && h != "%" {
		img.SetAttributeString("height", []byte(h))
	}
}
