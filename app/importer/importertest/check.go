package importertest

import (
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/svg"
)

// T is the part of testing.TB that the checks need.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

var pageNumber = regexp.MustCompile(`^((0|[1-9][0-9]{0,4})[./])?[1-9][0-9]{0,4}$`)

var harmlessClass = regexp.MustCompile(`^(language-[a-z0-9_+#.-]+|((chroma|task|veiled|missing|line|cl|hl|dim|ground|cols|col|head|foot|page-number|diagram|icon|alert|alert-title|alert-(note|tip|important|warning|caution)|footnotes|footnote-ref|fit|flow|st-[0-9]+|y-[0-9]+|[a-z][a-z0-9]?|x-[^\s"'<>&]+)( |$))+)$`)

// CheckDraft fails if a draft breaks what the package promises, whatever it
// was made from.
func CheckDraft(t T, d *decktest.Deck) {
	t.Helper()
	if len(d.Slides) == 0 || d.Title == "" {
		t.Fatalf("%d slides, title %q", len(d.Slides), d.Title)
	}
	for i, s := range d.Slides {
		texts := []string{s.Title, s.Notes}
		if len(s.Views) < 1 || len(s.Views) > deck.MaxSteps+1 {
			t.Errorf("slide %d: %d views", i+1, len(s.Views))
		}
		for step, v := range s.Views {
			if (v.HTML == "") == (v.Picture < 0) || v.Picture >= len(d.Pictures) {
				t.Errorf("slide %d at step %d: html %q, picture %d", i+1, step, v.HTML, v.Picture)
			}
			CheckHTML(t, v.HTML, len(d.Pictures))
			texts = append(texts, v.HTML, v.Text)
		}
		for _, v := range texts {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				t.Errorf("slide %d: not valid text: %q", i+1, v)
			}
		}
	}
	for i, p := range d.Pictures {
		last := -1
		for _, z := range p.Sizes {
			if z.Width <= last || len(z.Data) == 0 || z.Type == "" {
				t.Errorf("picture %d: size %d × %d %s after %d", i, z.Width, z.Height, z.Type, last)
			}
			last = z.Width
			if p.Vector {
				CheckSVG(t, z.Data)
			}
		}
		if p.Page == nil && p.Media == nil && (len(p.Sizes) == 0 || !p.Vector && last != p.Width) {
			t.Errorf("picture %d: width %d of %d sizes", i, p.Width, len(p.Sizes))
		}
	}
}

// CheckHTML fails if a slide holds what could run, fetch, or break out.
func CheckHTML(t T, fragment string, pictures int) {
	t.Helper()
	lower := strings.ToLower(fragment)
	if strings.Contains(lower, "<script") || strings.Contains(lower, "<style") {
		t.Errorf("script or style in %q", fragment)
	}
	root, err := html.Parse(strings.NewReader("<!doctype html><body><div>" + fragment + "</div><hr id=after></body>"))
	if err != nil {
		t.Errorf("%v in %q", err, fragment)
		return
	}
	after := false
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Namespace == "math" {
			checkMath(t, n)
		} else if n.Type == html.ElementNode {
			for _, a := range n.Attr {
				if a.Key == "id" && a.Val == "after" {
					after = n.Parent != nil && n.Parent.Data == "body"
					continue
				}
				checkAttr(t, n.Data, a, pictures)
			}
		}
		if n.Type == html.CommentNode {
			t.Errorf("comment %q stayed", n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	if !after {
		t.Errorf("breaks out of its frame, or is not closed: %q", fragment)
	}
}

func checkAttr(t T, element string, a html.Attribute, pictures int) {
	t.Helper()
	bad := a.Namespace != ""
	switch a.Key {
	case "src":
		n, err := strconv.Atoi(strings.TrimPrefix(a.Val, "picture:"))
		bad = bad || element != "img" && element != "video" && element != "audio" || !strings.HasPrefix(a.Val, "picture:") || err != nil || n >= pictures
	case "href":
		v := strings.ToLower(a.Val)
		bad = bad || element != "a" || !strings.HasPrefix(v, "https:") && !strings.HasPrefix(v, "http:") && !strings.HasPrefix(v, "mailto:")
	case "class":
		bad = bad || !harmlessClass.MatchString(a.Val)
	case "data-page", "data-pages":
		bad = bad || element != "div" || !pageNumber.MatchString(a.Val)
	case "autoplay", "loop", "muted", "aria-label":
		bad = bad || element != "video" && element != "audio"
	case "alt", "title", "width", "height", "rel", "target", "align", "colspan", "rowspan", "scope", "start", "value",
		"reversed", "dir", "lang", "aria-hidden", "type", "checked", "disabled":
	default:
		bad = true
	}
	if bad {
		t.Errorf("<%s %s=%q> stayed", element, a.Key, a.Val)
	}
}

// CheckSVG fails if an SVG holds what could run or fetch.
func CheckSVG(t T, data []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%v in %q", err, data)
			return
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		html := e.Name.Space == "http://www.w3.org/1999/xhtml" && svg.DrawsLabel(e.Name.Local)
		if !html && (!svg.Draws(e.Name.Local) || e.Name.Space != "http://www.w3.org/2000/svg") {
			t.Errorf("<%s> stayed", e.Name.Local)
		}
		for _, a := range e.Attr {
			name, v := strings.ToLower(a.Name.Local), strings.ToLower(strings.TrimSpace(a.Value))
			if strings.HasPrefix(name, "on") || strings.Contains(v, "javascript:") && name != "d" ||
				name == "href" && !strings.HasPrefix(v, "#") && !strings.HasPrefix(v, "data:image/") ||
				strings.Contains(v, "url(http") {
				t.Errorf("<%s %s=%q> stayed", e.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
}

// CheckRefusal fails for an error that nobody could read.
func CheckRefusal(t T, err error) {
	t.Helper()
	e, ok := err.(*fault.Error)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	if e.Code != fault.NotADeck && e.Code != fault.TooLarge && e.Code != fault.Locked || e.Message == "" || strings.ContainsAny(e.Message, "\n\x00") || strings.HasSuffix(e.Message, ".") && !strings.Contains(e.Message, ". ") {
		t.Errorf("%s: %q", e.Code, e.Message)
	}
}
