package deck

// Draft is a deck that was read from files and is not stored yet. Its
// pictures are numbered; the store gives them their addresses.
type Draft struct {
	Title    string
	Lang     string // BCP 47, or empty when unknown
	Source   string // the name of the file it came from
	Format   Format
	Digest   string       // of the files it was made from; empty when it does not matter
	Slides   []DraftSlide // at least one
	Pictures []DraftPicture
	Warnings []string // what could not be honoured, a sentence each, by line where there are lines
}

// DraftSlide is one slide of a Draft. Exactly one of HTML and Picture is set.
type DraftSlide struct {
	Title   string
	HTML    string // sanitised; the picture Pictures[i] stands in it as src="picture:i"
	Class   string
	Picture int // index into Draft.Pictures, or -1 when HTML is set
	Text    string
	Notes   string
	Steps   int
}

// DraftPicture is one picture in every size it will be served in.
type DraftPicture struct {
	Vector bool          // an SVG; then Sizes has one entry of width 0
	Width  int           // of the largest size; for a vector its natural width, or 0
	Height int           // likewise
	Sizes  []PictureSize // ascending by width, at least one
}

// PictureSize is one rendition of a picture.
type PictureSize struct {
	Width, Height int
	Type          string // media type: image/png, image/jpeg, image/webp, image/gif, image/svg+xml
	Data          []byte
}
