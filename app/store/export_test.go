package store

// LimitOriginals makes room for so many bytes of originals.
func (n *NewDeck) LimitOriginals(bytes int64) { n.room = bytes }

// PictureShownSQL is the query of PictureShown.
const PictureShownSQL = pictureShown

// AsFault is asFault.
var AsFault = asFault
