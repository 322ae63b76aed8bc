package store

import "lectern/app/deck"

// MadePicture is a picture that was made of a file, and is kept.
type MadePicture struct {
	deck.KnownPicture
	kept deck.Picture
}

// Know says which pictures of files that are as they were are kept for another deck:
// they are not made again. Nor are those files stored again, whose originals are had.
func (n *NewDeck) Know(pictures []MadePicture, had []Original) {
	n.known = map[string]MadePicture{}
	for _, m := range pictures {
		n.known[m.File] = m
	}
	n.filing.Lock()
	defer n.filing.Unlock()
	for _, o := range had {
		n.originals = append(n.originals, original{id: o.id, name: clean(o.Name), size: o.Size, digest: o.Digest})
		n.room -= o.Size
	}
}

// Known implements deck.Rememberer.
func (n *NewDeck) Known() (all []deck.KnownPicture) {
	for _, m := range n.known {
		all = append(all, m.KnownPicture)
	}
	return all
}

// Made are the pictures that were made of files, or were known, once the deck is there.
func (n *NewDeck) Made() []MadePicture { return n.made }
