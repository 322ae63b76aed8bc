package markdown

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// maxPicture is how wide and high a picture may be made, in pixels of the slide.
const maxPicture = 3840

var length = regexp.MustCompile(`^(\d{1,4}(?:\.\d{1,3})?)(%|em|rem|cm|mm|in|pt|pc|vw|vh)$`)

// sizePictures makes styles of the sizes of pictures that are no pixels.
func sizePictures(body *html.Node) {
	for img := range dialect.Elements(body, "img") {
		for _, side := range []string{"width", "height"} {
			if v := strings.ToLower(strings.TrimSpace(dialect.Attr(img, side))); length.MatchString(v) {
				dialect.AddStyle(img, side+": "+v)
			}
		}
	}
}

// pictureSize is a picture's size on a slide, which its author may have said in
// pixels; the one side follows from the other.
func pictureSize(w, h int, width, height string) (int, int) {
	pixels := func(s string) int {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s), "px"))
		if err != nil || n < 0 || n > maxPicture {
			return 0
		}
		return n
	}
	aw, ah := pixels(width), pixels(height)
	switch {
	case aw > 0 && ah > 0:
		return aw, ah
	case w <= 0 || h <= 0:
	case aw > 0:
		return aw, max(1, (h*aw+w/2)/w)
	case ah > 0:
		return max(1, (w*ah+h/2)/h), ah
	}
	return w, h
}
