package convert

import (
	"lectern/app/deck"
	"lectern/app/importer/source"
)

// takeMedia gives films and sounds to the deck, whose slides may play them. They are
// played from the file that was imported, which no film in a zip is.
func (c *choice) takeMedia(names []string) {
	_, packed := c.files.(*source.Zip)
	for _, name := range names {
		switch {
		case c.format != deck.Markdown:
			c.leftOut(name, noSlide)
		case packed:
			c.leftOut(name, "films and sounds are played from beside the deck and not from a zip; unpack it, and import the folder")
		default:
			c.media = append(c.media, name)
		}
	}
}
