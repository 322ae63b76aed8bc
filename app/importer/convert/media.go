package convert

import (
	"lectern/app/deck"
	"lectern/app/importer/source"
)

// takeMedia gives films and sounds to the deck, whose slides may play them. They are
// played from the file that was imported, which no film in a zip is.
func (c *choice) takeMedia(names []string) {
	for _, name := range names {
		switch {
		case c.format != deck.Markdown:
			c.leftOut(name, noSlide)
		case c.canUnzip():
			c.apart = true
		case c.packed() != nil:
			c.leftOut(name, "films and sounds are played from beside the deck, and this zip has too many files to be unpacked")
		default:
			c.media = append(c.media, name)
		}
	}
}

// packed is the zip that the files are in, or nil.
func (c *choice) packed() *source.Zip {
	z, _ := c.files.(*source.Zip)
	return z
}

// canUnzip reports whether the files are in a zip that can be taken apart.
func (c *choice) canUnzip() bool {
	return c.packed() != nil && len(c.packed().Names()) <= source.MaxFiles
}
