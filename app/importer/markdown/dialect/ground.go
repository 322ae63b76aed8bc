package dialect

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// NotRepeated is what is said of a picture behind a slide that is to be many.
const NotRepeated = "pictures behind a slide are not repeated."

// Backdrop is a picture that fills its part of the ground as a background of CSS does.
// Size and position are values of background-size and background-position; "" is cover,
// and the middle.
func Backdrop(src, alt, size, position string) *html.Node {
	img := Element("img", "")
	SetAttr(img, "src", src)
	SetAttr(img, "alt", alt)
	fit := map[string]string{"": "cover", "cover": "cover", "contain": "contain", "auto": "none", "auto auto": "none"}[size]
	switch {
	case fit == "cover" && position == "": // the theme's own
	case fit != "":
		AddStyle(img, "width:100%;height:100%;object-fit:"+fit)
		if position != "" {
			AddStyle(img, "object-position:"+position)
		}
	default:
		width, height, ok := strings.Cut(size, " ")
		if !ok {
			height = "auto"
		}
		AddStyle(img, "flex:none;max-width:none;max-height:none;width:"+width+";height:"+height)
		pane := Element("div", "", img)
		AddStyle(pane, "display:flex;overflow:hidden;justify-content:"+side(position, "left", "right")+";align-items:"+side(position, "top", "bottom"))
		return pane
	}
	return img
}

func side(position, start, end string) string {
	switch {
	case regexp.MustCompile(`\b` + start + `\b`).MatchString(position):
		return "flex-start"
	case regexp.MustCompile(`\b` + end + `\b`).MatchString(position):
		return "flex-end"
	}
	return "center"
}

// PutGround puts what fills the stage behind a slide, over what is there already.
func PutGround(body *html.Node, panes ...*html.Node) *html.Node {
	ground := Element("div", "ground", panes...)
	at := body.FirstChild
	for at != nil && at.Type == html.ElementNode && Attr(at, "class") == "ground" {
		at = at.NextSibling
	}
	body.InsertBefore(ground, at)
	return ground
}
