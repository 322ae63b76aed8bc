package convert

import (
	"bytes"
	"io"
	"slices"

	"lectern/app/deck"
	"lectern/app/importer/filetype"
	"lectern/app/importer/raster/avif"
)

// needsAVIF reports whether there are AVIF pictures that the sink does not know, and no
// decoder for them.
func (c *choice) needsAVIF(sink deck.Sink) (bool, error) {
	if avif.Loaded() || c.format != deck.Markdown && c.format != deck.Pictures {
		return false, nil
	}
	for _, name := range c.fetched {
		t, err := filetype.OfFile(c.outer, name)
		if err != nil {
			return false, err
		}
		if t == filetype.AVIF {
			return true, nil
		}
	}
	var known []deck.KnownPicture
	if r, is := sink.(deck.Rememberer); is {
		known = r.Known()
	}
	for _, name := range c.avif {
		if !slices.ContainsFunc(known, func(k deck.KnownPicture) bool { return k.File == name }) {
			return true, nil
		}
	}
	return c.format == deck.Markdown && c.bringsAVIF(), nil
}

// bringsAVIF reports whether a text has such pictures in it. One that cannot be read
// has none: whoever reads it next says why.
func (c *choice) bringsAVIF() bool {
	f, err := c.files.Open(c.main)
	if err != nil {
		return false
	}
	defer f.Close()
	mark := []byte("data:image/avif")
	buf, kept := make([]byte, 1<<20), 0
	for {
		n, err := io.ReadFull(f, buf[kept:])
		part := buf[:kept+n]
		if bytes.Contains(bytes.ToLower(part), mark) {
			return true
		}
		if err != nil {
			return false
		}
		kept = copy(buf, part[len(part)-len(mark):])
	}
}
