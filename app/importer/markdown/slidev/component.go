package slidev

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// known are the components that are made something of. Their names have small letters
// here, as HTML has them.
var known = words.Set(`
	v-click vclick v-clicks vclicks v-after vafter v-switch vswitch v-click-gap vclickgap slidev-move slidev-slot slidev-toc
	toc arrow v-drag vdrag v-drag-arrow vdragarrow transform autofittext auto-fit-text lightordark light-or-dark renderwhen render-when
	link slidecurrentno slide-current-no slidestotal slides-total poweredbyslidev powered-by-slidev codegroup code-group mark slidevvideo slidev-video`)

// Tag implements dialect.Dialect.
func (Dialect) Tag(name string) (bool, string) {
	switch {
	case known[name]:
		return true, ""
	case isIcon(name):
		return false, "icons are shown as a neutral mark."
	case name == "youtube":
		return false, "the video is not shown inside of the slide: a link to it is."
	case name == "tweet" || name == "bluesky" || name == "blue-sky":
		return false, "the post is not shown inside of the slide: a link to it is."
	}
	return false, ""
}

// iconSets are the names that collections of icons begin with, of Iconify's those that
// decks use.
var iconSets = words.Set(`
	academicons akar ant arcticons bi bitcoin-icons bpmn brandico bx bxl bxs bytesize carbon cbi charm ci cib cif cil circle-flags clarity codicon
	covid cryptocurrency dashicons devicon ei el emojione entypo eos-icons ep et eva f7 fa fa-brands fa-regular fa-solid fa6-brands fa6-regular
	fa6-solid fa7-brands fa7-regular fa7-solid fad fe feather file-icons flag flagpack flat-color-icons flowbite fluent fluent-emoji
	fluent-emoji-flat fluent-mdl2 fontisto foundation game-icons gg gis gravity-ui gridicons grommet-icons guidance healthicons heroicons
	heroicons-outline heroicons-solid hugeicons humbleicons icomoon-free icon-park icon-park-outline icon-park-solid icons8 iconoir il ion iwwa jam
	la lets-icons line-md logos lucide majesticons maki map material-symbols material-symbols-light mdi mdi-light medical-icon memory meteocons mi
	mingcute mono-icons mynaui nimbus nonicons noto noto-v1 octicon oi ooui openmoji oui pajamas pepicons-pencil ph pixelarticons prime ps quill
	radix-icons raphael ri simple-icons simple-line-icons skill-icons solar stash streamline subway svg-spinners system-uicons tabler tdesign teenyicons
	token topcoat twemoji typcn uil uim uis uit uiw unjs vaadin vs vscode-icons websymbol weui whh wi wpf zmdi zondicons`)

// isIcon reports whether an element is one of those that are icons: carbon-edit.
func isIcon(name string) bool {
	for i := range name {
		if name[i] == '-' && i+1 < len(name) && iconSets[name[:i]] {
			return true
		}
	}
	return false
}

// isIconClass is the same for a class: i-carbon-edit, i-mdi:account.
func isIconClass(class string) bool {
	rest, ok := strings.CutPrefix(class, "i-")
	return ok && isIcon(strings.ReplaceAll(rest, ":", "-"))
}

// components makes of Slidev's components what can be shown of them.
func (d *deckOf) components(s *dialect.Slide) {
	for n := range dialect.Elements(s.Body) {
		if n.Parent == nil {
			continue
		}
		switch name := n.Data; name {
		case "arrow":
			arrow(n, prop(n, "x1"), prop(n, "y1"), prop(n, "x2"), prop(n, "y2"))
		case "v-drag-arrow", "vdragarrow":
			if p, ok := d.position(s, prop(n, "pos")); ok {
				arrow(n, short(p[0]), short(p[1]), short(p[0]+p[2]), short(p[1]+p[3]))
			} else {
				remove(n)
			}
		case "v-drag", "vdrag":
			dialect.Rename(n, "div")
			d.drag(s, n, prop(n, "pos"))
			dialect.AddClass(n, dialect.AuthorClass+"p-1")
		case "transform":
			dialect.Rename(n, "div")
			scale := prop(n, "scale")
			if !isFigure.MatchString(scale) || scale == "" {
				scale = "1"
			}
			origin := cmp.Or(prop(n, "origin"), "top left")
			if !originText.MatchString(origin) {
				origin = "top left"
			}
			dialect.AddStyle(n, "transform: scale("+scale+"); transform-origin: "+origin)
		case "autofittext", "auto-fit-text":
			fit(n)
		case "lightordark", "light-or-dark":
			pick(n, map[bool]string{true: "dark", false: "light"}[d.dark])
		case "renderwhen", "render-when":
			context := prop(n, "context")
			if context == "" || strings.Contains(context, "main") || strings.Contains(context, "slide") || strings.Contains(context, "visible") {
				pick(n, "default")
			} else {
				pick(n, "fallback")
			}
		case "link":
			title := prop(n, "title")
			dialect.Rename(n, "span")
			if title != "" && !hasWords(n) {
				n.AppendChild(dialect.Text(words.OneLine(title, 200)))
			}
		case "slidecurrentno", "slide-current-no":
			say(n, fmt.Sprint(s.Number))
		case "poweredbyslidev", "powered-by-slidev":
			say(n, "Powered by Slidev")
		case "slidevvideo", "slidev-video":
			film(n)
		case "codegroup", "code-group":
			dialect.Rename(n, "div")
		case "youtube":
			if id := prop(n, "id"); safeID.MatchString(id) {
				replace(n, linkTo("https://www.youtube.com/watch?v="+id))
			}
		case "tweet":
			if id := prop(n, "id"); safeID.MatchString(id) {
				replace(n, linkTo("https://x.com/i/status/"+id))
			}
		default:
			if isIcon(name) {
				icon(n)
			} else if dialect.DropClass(n, "slidev-missing") {
				dialect.AddClass(n, "missing")
			}
		}
	}
}

var (
	safeID     = regexp.MustCompile(`^[\w-]{3,40}(?:\?[\w=&-]{1,40})?$`)
	originText = regexp.MustCompile(`^[a-z0-9 .%-]{1,40}$`)
)

func remove(n *html.Node) { n.Parent.RemoveChild(n) }

func replace(n, by *html.Node) {
	n.Parent.InsertBefore(by, n)
	remove(n)
}

// film makes of a component what plays one. What it has of its own (a poster, the second
// it begins at, when it begins anew) the presenter says for all screens at once.
func film(n *html.Node) {
	dialect.Rename(n, "video")
	for _, name := range []string{"autoplay", "loop", "muted"} {
		said := truthyAttr(n, name)
		if dialect.DelAttr(n, name, ":"+name, "v-bind:"+name); said {
			dialect.SetAttr(n, name, "")
		}
	}
}

// say makes of a component a text.
func say(n *html.Node, text string) {
	dialect.Rename(n, "span")
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
	n.AppendChild(dialect.Text(text))
}

// icon makes of a component a neutral mark.
func icon(n *html.Node) {
	dialect.Rename(n, "span")
	dialect.MoveBefore(n, n) // what it seems to hold stands beside it
	dialect.AddClass(n, dialect.AuthorClass+"slidev-icon")
}

// pick leaves of a component the content of one slot, or what stands in none.
func pick(n *html.Node, name string) {
	var named bool
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Data == "slidev-slot" {
			if slot := dialect.Attr(c, "name"); slot == name {
				named = true
				dialect.Unwrap(c)
			} else {
				n.RemoveChild(c)
			}
		}
		c = next
	}
	if !named && name != "default" { // what stands in no slot is the default's
		for c := n.FirstChild; c != nil; c = n.FirstChild {
			n.RemoveChild(c)
		}
	}
	dialect.Unwrap(n)
}

// fit is words that are as large as there is room for: here by how many there are.
func fit(n *html.Node) {
	dialect.Rename(n, "div")
	text := prop(n, "modelvalue", "model-value", "v-model")
	if !hasWords(n) && text != "" {
		n.AppendChild(dialect.Text(words.OneLine(text, 500)))
	}
	letters := 0
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			letters += len([]rune(strings.TrimSpace(c.Data)))
		}
	}
	size := 1400 / max(letters, 1)
	dialect.AddStyle(n, fmt.Sprintf("font-size: %dpx; line-height: 1.2", min(number(prop(n, "max"), 100), max(number(prop(n, "min"), 30), size), 400)))
}
