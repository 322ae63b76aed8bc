package wire

// What a deck has at most. Followers' browsers get it, and the parent holds a slide
// or a picture whole. The formats keep to less, and say so in a sentence; what
// comes beyond these is a fault of ours.
const (
	MaxPicture  = 128 << 20 // bytes of a picture in all its sizes
	MaxPictures = 1 << 30   // bytes of all pictures of a deck: keeps it from filling the disk
	MaxView     = 1 << 20   // bytes of a view's HTML
	MaxCSS      = 256 << 10 // bytes of a view's style sheet
	MaxSlide    = 4 << 20   // bytes of the HTML and the style sheets of a slide's views together
	MaxDeck     = 64 << 20  // bytes of those of a deck
	MaxText     = 100 << 10 // bytes of a view's text, and of a slide's notes

	maxNumber  = 100_000   // pictures of a deck
	maxSide    = 1_000_000 // pixels of a picture
	maxSizes   = 16
	maxLine    = 4 << 10 // bytes of a title, a file's name and classes
	maxRemark  = 4 << 10
	maxLang    = 35        // bytes: longer than any language has been called (RFC 5646, 4.4.1)
	maxRemarks = 4 << 20   // bytes of all remarks
	maxLines   = 100 << 20 // of a file
	maxStep    = 400

	maxAddresses = 1000 // of a remark
	maxWarned    = 16   // warnings of a child

	maxDrawing     = 64 << 20 // bytes of a page's drawing
	maxLinks       = 1000     // of a view
	maxLink        = 4 << 10  // bytes of its address
	maxPageRemarks = 16
)
