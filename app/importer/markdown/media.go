package markdown

import (
	"cmp"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// A film is played from the database, by everybody in the room at once.
const (
	maxMedia    = 200 << 20 // bytes of a film or a sound
	maxAllMedia = 500 << 20 // of a deck's
)

// media makes a film or a sound of a file, or returns nil where it is neither.
func (p *pictures) media(name string) (*deck.Media, error) {
	kind, err := filetype.MediaOfFile(p.fsys, name)
	if err != nil || kind == "" {
		return nil, err
	}
	st, err := fs.Stat(p.fsys, name)
	if err != nil {
		return nil, err
	}
	if st.Size() > maxMedia {
		return nil, fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most for a film or a sound", words.Base(name), st.Size()>>20, maxMedia>>20)
	}
	if p.played += st.Size(); p.played > maxAllMedia {
		return nil, fault.Errorf(fault.TooLarge, "%s is not played: the films and sounds of a deck have at most %d MB", words.Base(name), maxAllMedia>>20)
	}
	return &deck.Media{File: name, Type: kind}, nil
}

// isMedia reports whether an element plays something.
func isMedia(n *html.Node) bool {
	return n.Type == html.ElementNode && (n.DataAtom == atom.Video || n.DataAtom == atom.Audio)
}

// sourceOf is the file that an element plays: the first of those that it names which came
// with the deck, or the first. The others are the same film, for other browsers.
func (p *pictures) sourceOf(n *html.Node, line int) string {
	names := []string{attr(n, "src")}
	for c := range dialect.Elements(n, "source") {
		names = append(names, attr(c, "src"))
	}
	first, found := "", ""
	for _, src := range names {
		if src = strings.TrimSpace(src); src == "" {
			continue
		}
		first = cmp.Or(first, src)
		switch name := p.files.Find(p.from(line), src); {
		case name == "":
		case found == "":
			found = src
		default:
			p.others[name] = true
		}
	}
	return cmp.Or(found, first)
}

// emptyMedia leaves of what stands in a film or a sound the files that it names: what it
// says to browsers that cannot play it is on no slide, and so in no title.
func emptyMedia(n *html.Node) {
	files := dialect.Elements(n, "source")
	for f := range files {
		f.Parent.RemoveChild(f)
	}
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	for f := range files {
		n.AppendChild(f)
	}
}

// placeMedia makes of an img, a video or an audio what plays a film or a sound of the
// deck. Whether it is played, and from where, is the presenter's to say.
func placeMedia(n *html.Node, p *deck.DraftPicture) {
	name, kind := "video", "Film"
	if strings.HasPrefix(p.Media.Type, "audio/") {
		name, kind = "audio", "Sound"
	}
	bare := !isMedia(n) // a picture by its name: behind a slide it goes round without a sound
	ground := n.Parent != nil && dialect.Attr(n.Parent, "class") == "ground"
	label := attr(n, "alt")
	if label == "" {
		label = kind
	}
	attrs := []html.Attribute{{Key: "src", Val: fmt.Sprintf("picture:%d", p.Number)}, {Key: "aria-label", Val: label}}
	for _, key := range []string{"autoplay", "loop", "muted"} {
		_, said := dialect.LookupAttr(n, key)
		_, later := dialect.LookupAttr(n, "data-"+key)
		if said || later || ground && (bare || key == "autoplay") {
			attrs = append(attrs, html.Attribute{Key: key})
		}
	}
	for _, key := range []string{"width", "height"} {
		if v, err := strconv.Atoi(strings.TrimSuffix(attr(n, key), "px")); err == nil && v > 0 && v <= 3840 && name == "video" {
			attrs = append(attrs, html.Attribute{Key: key, Val: strconv.Itoa(v)})
		}
	}
	if c := attr(n, "class"); c != "" {
		attrs = append(attrs, html.Attribute{Key: "class", Val: c})
	}
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
	dialect.Rename(n, name)
	n.Attr = attrs
}

// coverMedia holds the place of a film that comes later; a sound has none.
func coverMedia(n *html.Node) *html.Node {
	if n.DataAtom == atom.Audio {
		return nil
	}
	c := &html.Node{Type: html.ElementNode, Data: "canvas", DataAtom: atom.Canvas}
	keep(c, n, "width", "height")
	if len(c.Attr) < 2 {
		c.Attr = []html.Attribute{{Key: "width", Val: "1280"}, {Key: "height", Val: "720"}}
	}
	keepClasses(c, n)
	return c
}
