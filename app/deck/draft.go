package deck

import (
	"context"
	"io"
)

// Sink takes in a deck while it is made. The one who makes it calls Begin first,
// and a slide only after the pictures that it shows; slides may come in any
// order, so that the first can be shown before the last is made. One call is made
// at a time. An error of the sink ends the import, and is its error.
//
// Nothing tells a sink that the deck is complete, or that it never will be:
// whoever started the import knows.
type Sink interface {
	Begin(context.Context, Header) error
	Picture(context.Context, DraftPicture) error
	Slide(context.Context, DraftSlide) error
	// Remark says what could not be honoured. Remarks may come at any time, before
	// Begin too.
	Remark(context.Context, Remark) error
}

// Keeper is a Sink that keeps files, too, which were made on the way: a picture's Page
// may name them as it does those that the deck is made from. Original is called as the
// Sink's methods are.
type Keeper interface {
	Original(ctx context.Context, name string, r io.Reader) error
}

// Header is what is known of a deck before its first slide.
type Header struct {
	Title  string
	Author string   // who gives the talk, as the file says itself; or empty
	Lang   string   // BCP 47, or empty when unknown
	Others []string // the languages that it is there in beside that one, BCP 47: MaxLanguages at most with it
	Source string   // the name of the file it came from
	Format Format
	// Dialect is the Markdown that it was read as, one of options.Dialects; or "".
	Dialect string
	Slides  int    // how many there will be; at least 1
	Planned int    // seconds that the talk is to take, to MaxPlanned; 0 where nothing is said
	Digest  string // of what was in the zip that it came from, as source.Digest has it; or ""
	// Every is after how many seconds it goes on by itself from a view that says nothing:
	// MinSeconds to MaxSeconds, or 0 for never.
	Every float64
	Loop  bool // after the last slide that goes on by itself the deck begins anew
}

// DraftSlide is one slide that is not stored yet.
type DraftSlide struct {
	Lang             string // one of Header.Others, or "" for Header.Lang, which has all slides
	Number           int    // from 1 to Header.Slides
	DeckTitle        string // with the first that comes of one of Others: the deck's own in that, or "" for Header.Title
	Title            string
	Class            string      // classes of the stage, separated by spaces
	Section          string      // the name of the section that begins with it, or ""
	Notes            string      // the speaker's, as plain text
	Bookmark, Hidden bool        // as in Slide
	Below            bool        // it stands below the slide before it, in a stack
	Planned          int         // seconds, as Slide.FilePlanned, where no note says it
	Views            []DraftView // one for each step, from 0: 1 to MaxSteps+1
}

// DraftView is a slide at one step: whole, as it can be seen then, with nothing
// in it that comes later. Exactly one of HTML and Picture is set.
type DraftView struct {
	HTML    string // sanitised; the picture of number i stands in it as src="picture:i"
	CSS     string // the author's style sheet, cleaned; every selector begins with :slide, which the page replaces by a class of its own
	Picture int    // a DraftPicture's number, or -1 when HTML is set
	Text    string // what can be read at this step, as plain text
	Links   []Link // places on a view that is one picture
	// Seconds is how long the deck stays here before it goes on by itself: MinSeconds to
	// MaxSeconds, or 0, where it stays. nil: nothing is said.
	Seconds *float64
}

// DraftPicture is one picture in every size it will be served in. The store gives
// it its address. One with a Page is drawn from there in any width, whenever somebody
// asks for it; its Sizes are those that are drawn already.
type DraftPicture struct {
	Number int           // from 0, in any order
	Vector bool          // an SVG; then Sizes has one entry of width 0
	Width  int           // of the largest size; for a vector its natural width, or 0
	Height int           // likewise
	Sizes  []PictureSize // ascending by width, at least one, unless there is a Page
	Page   *Page         // or nil
	Media  *Media        // or nil: then it is no picture, and has no Sizes

	File   string // of the deck, that it was made from; "" for none
	Words  string // in a vector
	Remark string // a sentence on what of File could not be honoured, or ""
	Kept   bool   // it is the one of File that the sink knows: see Rememberer; it has no Sizes
}

// Media is a film or a sound that stands where a picture could: a file that the deck was
// made from, which is played as it is.
type Media struct {
	File string // its name, with its folders
	Type string // media type: video/mp4, video/webm, video/ogg, audio/mp4, audio/ogg, audio/mpeg, audio/wav, audio/flac
}

// Rememberer is a Sink that has the pictures of files which are as they were: it takes
// those without their sizes.
type Rememberer interface {
	Known() []KnownPicture
}

// KnownPicture is what a Rememberer knows of the picture that was made of a file.
type KnownPicture struct {
	File          string
	Vector        bool
	Width, Height int
	Words, Remark string
}

// PictureSize is one rendition of a picture.
type PictureSize struct {
	Width, Height int
	Type          string // media type: image/png, image/jpeg, image/webp, image/gif, image/svg+xml
	Data          []byte
}
