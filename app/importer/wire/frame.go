// Package wire is what an import's child process and its parent say to each other,
// over the child's standard input and output. The child asks for files and tells a
// deck; the parent answers.
//
// The child reads what strangers made, so the parent believes nothing that it
// tells: every length is bounded before it is read, and every value is checked
// before it is passed on.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"lectern/app/importer/portable"
)

// A message is a frame: its kind, the length of what follows as a big-endian
// uint32, and that. A picture's bytes follow its frame, and so do a slide's words: JSON
// would write some of them with six signs.
type kind byte

const (
	// What the child asks. Each question is answered before the next one.
	kindList kind = 'l' // which files there are; empty
	kindRead kind = 'r' // a part of a file; readHead
	kindNext kind = 'x' // the page to make next: the document is open, and described; empty
	kindAlso kind = 'i' // which fonts the computer has, whose files are read as the others, once; empty

	// What the child tells.
	kindBegin   kind = 'b' // deck.Header, in JSON
	kindPicture kind = 'p' // pictureHead, in JSON; then the bytes of all sizes
	kindSlide   kind = 's' // slideHead, in JSON; then its words
	kindRemark  kind = 'm' // deck.Remark, in JSON
	kindStep    kind = 't' // what is made now, in a few words
	kindFailed  kind = 'f' // Failure, in JSON; the last one
	kindWarning kind = 'w' // a sentence for the log
	kindNeeds   kind = 'n' // what is needed and is not there: needsPDF, needsAVIF or needsFiles; the last one
	kindTalk    kind = 'a' // a PDF of a talk is needed; Talk, in JSON; the last one
	kindDone    kind = 'o' // the deck is complete; the last one
	kindContent kind = 'c' // what was read on the page; contentHead, in JSON; then words and bytes
	kindDrawn   kind = 'g' // the page's drawing; drawnHead, in JSON; then its bytes
	kindUnable  kind = 'u' // why there is none; Failure, in JSON

	// What it tells that unpacks a .lectern file.
	kindPack kind = 'k' // portable.Manifest, in JSON; the first one
	kindPart kind = 'd' // the next bytes of the originals, in their order

	// What the parent says.
	kindJob   kind = 'J' // Job, in JSON; the first one
	kindFiles kind = 'L' // task, in JSON
	kindPage  kind = 'P' // Ask, in JSON
	kindFonts kind = 'A' // fonts.Set, in JSON; its files are numbered after the others
	kindData  kind = 'D' // as much as there was
	kindFault kind = 'E' // why it could not be read
)

// longest is how many bytes a frame of each kind has at most. JSON writes what has
// to be escaped with up to six signs.
var longest = map[kind]uint32{
	kindList: 0, kindRead: readHead, kindBegin: 64 << 10, kindPicture: 1 << 20, kindSlide: 1 << 20,
	kindRemark: 1 << 20, kindStep: maxStep, kindFailed: 128 << 10, kindWarning: 4 << 10, kindNeeds: 4, kindTalk: 64 << 10, kindDone: 0,
	kindPack: portable.MaxManifest, kindPart: MaxRead,
	kindAlso: 0, kindFonts: 16 << 20,
	kindNext: 0, kindContent: 1 << 20, kindDrawn: 1 << 10, kindUnable: 128 << 10, kindPage: 64 << 10,
	kindJob: 64 << 10, kindFiles: 64 << 20, kindData: MaxRead, kindFault: 64 << 10,
}

// MaxRead is how much of a file is read at once.
const MaxRead = 1 << 20

// readHead is the length of a question for a part of a file: its number, from
// where, and how much.
const readHead = 4 + 8 + 4

// ErrWrong is in the chain of every error for what the child should not have said.
var ErrWrong = errors.New("wire: a wrong message")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrWrong, fmt.Sprintf(format, args...))
}

// IsWrong reports whether an error says that the child told what it must not.
func IsWrong(err error) bool { return errors.Is(err, ErrWrong) }

func writeFrame(w io.Writer, k kind, parts ...[]byte) error {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	if uint64(n) > uint64(longest[k]) {
		return fmt.Errorf("wire: a message %q of %d bytes; %d are the most", k, n, longest[k])
	}
	head := make([]byte, 5, 5+n)
	head[0] = byte(k)
	binary.BigEndian.PutUint32(head[1:], uint32(n))
	for _, p := range parts {
		head = append(head, p...)
	}
	_, err := w.Write(head)
	return err
}

// readFrame returns io.EOF where there is none.
func readFrame(r io.Reader) (kind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	k, n := kind(head[0]), binary.BigEndian.Uint32(head[1:])
	most, known := longest[k]
	if !known || n > most {
		return 0, nil, wrong("kind %q of %d bytes", k, n)
	}
	payload, err := readN(r, int(n))
	return k, payload, err
}

// readN reads n bytes. Whoever only says that there are many has no memory for it.
func readN(r io.Reader, n int) ([]byte, error) {
	const trust = 64 << 10
	b := make([]byte, min(n, trust))
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, cut(err)
	}
	if n <= trust {
		return b, nil
	}
	all := make([]byte, n)
	if _, err := io.ReadFull(r, all[copy(all, b):]); err != nil {
		return nil, cut(err)
	}
	return all, nil
}

// cut is the error of a message that ends in its midst.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
