package exporter

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/embed/web"
)

// handout is what the page ui/web/handout is given: see its content.ts.
type handout struct {
	Title  string         `json:"title"`
	Lang   string         `json:"lang"`
	Aspect float64        `json:"aspect"`
	Steps  bool           `json:"steps"`
	Notes  bool           `json:"notes"`
	Print  bool           `json:"print"`
	Slides []handoutSlide `json:"slides"`

	pictures map[string]deck.Picture // by their names in it
	media    []string                // the names of films and sounds, in their order
}

type handoutSlide struct {
	Number int           `json:"number"`
	Title  string        `json:"title"`
	Class  string        `json:"class"`
	Lang   string        `json:"lang,omitempty"` // where it is none of the handout's
	Notes  string        `json:"notes,omitempty"`
	Ink    []deck.Stroke `json:"ink,omitempty"`
	Views  []handoutView `json:"views"`
}

type handoutView struct {
	Step    int             `json:"step"`
	HTML    string          `json:"html,omitempty"`
	CSS     string          `json:"css,omitempty"`
	Picture *handoutPicture `json:"picture,omitempty"`
	Text    string          `json:"text"`
	Links   []deck.Link     `json:"links,omitempty"`
}

type handoutPicture struct {
	Name   string `json:"name"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// html exports one file that any browser opens, without a network.
func (e *Exporter) html(t *talk, o Options) (write func(context.Context, io.Writer) error, policy string, err error) {
	h := handoutOf(t, o)
	page, err := handoutPage()
	return func(ctx context.Context, w io.Writer) error { return e.writeHandout(ctx, w, h) }, page.policy, err
}

func handoutOf(t *talk, o Options) *handout {
	h := &handout{Title: t.title(), Lang: t.language(), Aspect: t.aspect(), Steps: o.Steps, Print: o.Print, pictures: map[string]deck.Picture{}}
	for i := range t.slides {
		s := &t.slides[i]
		slide := handoutSlide{Number: s.Number, Title: s.Title, Class: s.Class, Ink: t.ink[s.Number]}
		if s.Lang != t.lang {
			slide.Lang = t.info.Lang
		}
		if o.Notes {
			slide.Notes = s.Notes
			h.Notes = h.Notes || s.Notes != ""
		}
		for step := range s.Views {
			if v := s.View(step); v != nil {
				slide.Views = append(slide.Views, h.view(step, v))
			}
		}
		if len(slide.Views) > 0 {
			h.Slides = append(h.Slides, slide)
		}
	}
	return h
}

func (h *handout) view(step int, v *deck.View) handoutView {
	view := handoutView{Step: step, HTML: h.mediaPlaced(h.placed(v.HTML)), CSS: v.CSS, Text: v.Text, Links: v.Links}
	if p := v.Picture; p != nil {
		view.Picture = &handoutPicture{p.Hash, p.Width, p.Height}
		h.pictures[p.Hash] = *p
	}
	return view
}

// aspect is a page's width by its height: that of the first picture, or of the stage of
// Markdown slides.
func (t *talk) aspect() float64 {
	for _, p := range t.pages(false) {
		if v := p.view.Picture; v != nil && v.Width > 0 && v.Height > 0 {
			return p.aspect()
		}
	}
	return stageAspect
}

// stageAspect is that of the stage of Markdown slides.
const stageAspect = 16.0 / 9

// aspect is a page's own.
func (p page) aspect() float64 {
	if v := p.view.Picture; v != nil && v.Width > 0 && v.Height > 0 {
		return float64(v.Width) / float64(v.Height)
	}
	return stageAspect
}

// placedPicture is how the store puts a picture into HTML.
var placedPicture = regexp.MustCompile(`src="/pictures/([A-Za-z0-9_-]+)/([0-9]+)"(?: srcset="([^"]*)" sizes="100vw")?`)

// placed puts names in the place of the pictures' addresses.
func (h *handout) placed(text string) string {
	return placedPicture.ReplaceAllStringFunc(text, func(m string) string {
		parts := placedPicture.FindStringSubmatch(m)
		p := deck.Picture{Hash: parts[1]}
		for _, address := range append(strings.Split(parts[3], ", "), "/"+parts[2]) {
			address, _, _ = strings.Cut(address, " ")
			if width, err := strconv.Atoi(path.Base(address)); err == nil {
				p.Widths = append(p.Widths, width)
			}
		}
		slices.Sort(p.Widths)
		h.pictures[p.Hash] = p
		return fmt.Sprintf(`src="picture:%s" data-widest="%d"`, p.Hash, p.Widths[len(p.Widths)-1])
	})
}

// placedMedia is how the store puts a film or a sound into HTML.
var placedMedia = regexp.MustCompile(`src="/media/([A-Za-z0-9_-]+)"`)

// mediaPlaced puts names in the place of the addresses of films and sounds.
func (h *handout) mediaPlaced(text string) string {
	return placedMedia.ReplaceAllStringFunc(text, func(m string) string {
		name := placedMedia.FindStringSubmatch(m)[1]
		if !slices.Contains(h.media, name) {
			h.media = append(h.media, name)
		}
		return `src="media:` + name + `"`
	})
}

// maxMedia is how many bytes of films and sounds a page holds: a browser has all of it in
// memory. Of what is beyond, the page says that it is not in there.
const maxMedia = 100 << 20

// writeMedia writes the films and sounds of a page, as an object of JSON.
func (e *Exporter) writeMedia(ctx context.Context, out *sticky, names []string) error {
	out.write("{")
	room, first := int64(maxMedia), true
	for _, name := range names {
		m, err := e.store.Media(ctx, name)
		if fault.CodeOf(err) == fault.NotFound || err == nil && m.Size > room {
			continue
		}
		if err != nil {
			return err
		}
		room -= m.Size
		if !first {
			out.write(",")
		}
		first = false
		out.write(strconv.Quote(name) + `:{"type":` + strconv.Quote(m.Type) + `,"data":"`)
		encode := base64.NewEncoder(base64.StdEncoding, out)
		if _, err := io.Copy(encode, e.store.OpenOriginal(ctx, m.Original)); err != nil {
			return err
		}
		encode.Close()
		out.write(`"}`)
		if out.err != nil {
			return out.err
		}
	}
	out.write("}")
	return out.err
}

// writeHandout writes the page. No more than one picture at a time is in memory.
func (e *Exporter) writeHandout(ctx context.Context, w io.Writer, h *handout) error {
	page, err := handoutPage()
	if err != nil {
		return err
	}
	head := strings.NewReplacer("<!--policy-->", `<meta http-equiv="Content-Security-Policy" content="`+page.policy+`">`,
		"<!--title-->", html.EscapeString(h.Title)).Replace(page.head)
	talk, err := json.Marshal(h) // it escapes what could end the element
	if err != nil {
		return err
	}
	out := &sticky{w: w}
	out.write(head)
	out.write(string(bytes.TrimSuffix(talk, []byte("}"))) + `,"pictures":{`)
	for i, name := range slices.Sorted(maps.Keys(h.pictures)) {
		size, err := e.picture(ctx, h.pictures[name], pictureWidth)
		if err != nil {
			return err
		}
		if i > 0 {
			out.write(",")
		}
		out.write(strconv.Quote(name) + `:"data:` + size.Type + ";base64,")
		encode := base64.NewEncoder(base64.StdEncoding, out)
		encode.Write(size.Data)
		encode.Close()
		out.write(`"`)
		if out.err != nil {
			return out.err
		}
	}
	out.write(`},"media":`)
	if err := e.writeMedia(ctx, out, h.media); err != nil {
		return err
	}
	out.write("}" + page.tail)
	return out.err
}

// sticky writes until an error, which it keeps.
type sticky struct {
	w   io.Writer
	err error
}

func (s *sticky) write(text string) { s.Write([]byte(text)) }

func (s *sticky) Write(p []byte) (int, error) {
	if s.err == nil {
		_, s.err = s.w.Write(p)
	}
	return len(p), s.err
}

// builtPage is the page with all that it names inside; the talk comes between head and
// tail.
type builtPage struct{ head, tail, policy string }

var (
	styleLink = regexp.MustCompile(`<link rel="stylesheet" href="/assets/([^"]+)">`)
	scriptTag = regexp.MustCompile(`<script src="/assets/([^"]+)"></script>`)
	cssURL    = regexp.MustCompile(`url\("?/assets/([^")]+)"?\)`)
)

// handoutPage puts style sheet, script and what these name into the built page. Its
// policy allows this script and this style sheet, and no address but those of what is inside.
var handoutPage = sync.OnceValues(func() (builtPage, error) {
	built, ok := web.Page("handout")
	if !ok {
		return builtPage{}, fmt.Errorf("exporter: the page is not built: go run ./build web")
	}
	var failed error
	asset := func(name string) string {
		data, err := fs.ReadFile(web.Assets(), name)
		if err != nil {
			failed = err
		}
		return string(data)
	}
	var hashes [2]string
	hash := func(i int, text string) string {
		sum := sha256.Sum256([]byte(text))
		hashes[i] = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		return text
	}
	text := styleLink.ReplaceAllStringFunc(string(built), func(m string) string {
		css := cssURL.ReplaceAllStringFunc(asset(styleLink.FindStringSubmatch(m)[1]), func(m string) string {
			name := cssURL.FindStringSubmatch(m)[1]
			return `url("data:` + web.MediaType(name) + ";base64," + base64.StdEncoding.EncodeToString([]byte(asset(name))) + `")`
		})
		return "<style>" + hash(0, strings.ReplaceAll(css, "</style", `<\/style`)) + "</style>"
	})
	text = scriptTag.ReplaceAllStringFunc(text, func(m string) string {
		script := asset(scriptTag.FindStringSubmatch(m)[1])
		return "<script>" + hash(1, strings.ReplaceAll(script, "</script", `<\/script`)) + "</script>"
	})
	head, tail, ok := strings.Cut(text, "<!--talk-->")
	if failed == nil && (!ok || hashes[0] == "" || hashes[1] == "" || strings.Contains(text, `"/assets/`)) {
		failed = fmt.Errorf("exporter: the built page is not as it should be")
	}
	policy := "default-src 'none'; script-src " + hashes[1] + "; style-src " + hashes[0] + "; img-src data:; media-src blob:; font-src data:; base-uri 'none'; form-action 'none'"
	return builtPage{head, tail, policy}, failed
})
