package deck

// Page is where a picture can be drawn from whenever it is needed: a page of a file
// that the deck was made from.
type Page struct {
	File   string // its name, with its folders; of one in a zip, the name in there
	Number int    // from 0
	Part   Part
}

// SmallWidth is the width of a page's smallest rendition, in pixels, where the page has
// a wider one: what a strip of thumbnails shows, and every screen until a wider one is
// drawn.
const SmallWidth = 480

// Part is which part of a page is the slide; the rest is the speaker's notes.
type Part string

const (
	WholePage  Part = ""
	LeftHalf   Part = "left"
	RightHalf  Part = "right"
	TopHalf    Part = "top"
	BottomHalf Part = "bottom"
)

// PageContent is what can be read on a page, and its smallest rendition.
type PageContent struct {
	Title   string
	Text    string // what is painted in the page's part, as plain text
	Notes   string // what the page has for the speaker alone
	Links   []Link
	Remarks []string    // what could not be honoured, a sentence each
	Size    PictureSize // SmallWidth wide, or the whole page if that is narrower
}

// Link is a place on a view that leads somewhere: to a slide of the deck, or to the
// web.
type Link struct {
	X     float64 `json:"x"` // parts of the view, 0 to 1, from its upper left
	Y     float64 `json:"y"`
	W     float64 `json:"w"`
	H     float64 `json:"h"`
	Slide int     `json:"slide,omitempty"` // from 1; 0 where it leads to the web
	Step  int     `json:"step,omitempty"`
	URL   string  `json:"url,omitempty"` // http, https or mailto
}
