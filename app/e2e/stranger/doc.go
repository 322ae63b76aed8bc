// Package stranger tests what a follower without a key can have: it asks for every
// address that any answer names, and for what can be guessed, at every position of
// a talk, and knows each view by its words and by its colour. It holds tests only.
package stranger
