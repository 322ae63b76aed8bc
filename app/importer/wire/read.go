package wire

import (
	"bufio"
	"encoding/binary"
	"io"
	"slices"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Failure is how an import ended that made no deck.
type Failure struct {
	Code    fault.Code // "" for a fault of ours
	Message string     // a sentence for a person
	Detail  string     // for the log
}

// What a Reader returns, beside deck.Header, deck.DraftPicture, deck.DraftSlide,
// deck.Remark, deck.PageContent, deck.PictureSize and Failure.
type (
	// TaskAsked asks what is to be made of which files.
	TaskAsked struct{}
	// FontsAsked asks for the computer's fonts.
	FontsAsked struct{}
	// NextAsked asks which page to make: the document is open, and described.
	NextAsked struct{}
	// Unable says why a page cannot be made.
	Unable Failure
	// ReadAsked asks for a part of a file.
	ReadAsked struct {
		File int // its number in the list
		At   int64
		N    int // from 1 to MaxRead
	}
	Step    string
	Warning string
	// NeedsPDF says that the deck is a PDF, and NeedsAVIF that it has such pictures, for
	// which there is no engine; NeedsFiles that it is a zip, to be unpacked first.
	NeedsPDF   struct{}
	NeedsAVIF  struct{}
	NeedsFiles struct{}
	// Talk is a talk of which a PDF is needed.
	Talk struct {
		File string // its name, which may be none of the list's
		Ext  string // what files of its kind end in: ".pptx"
	}
	Done struct{}
)

// What a child may need that it was not given.
const (
	needsPDF   = ""
	needsAVIF  = "avif"
	needsFiles = "zip"
)

// Reader reads what a child says, and checks it.
type Reader struct {
	r       *bufio.Reader
	sizes   []int64 // of the files
	fonts   bool    // it was told of the fonts' files
	deck    checker
	ask     Ask          // that was sent last
	pending bool         // it was not made yet
	pack    *packChecker // of one who unpacks, else nil
	over    bool
}

// NewReader returns a Reader of what comes from r, by a child that was given files
// of these sizes.
func NewReader(r io.Reader, sizes []int64) *Reader {
	return &Reader{r: bufio.NewReaderSize(r, 64<<10), sizes: sizes}
}

// Next returns the next message. io.EOF, or io.ErrUnexpectedEOF, says that the
// child ended before it had come to an end; see IsWrong for the others.
func (m *Reader) Next() (any, error) {
	if m.over {
		return nil, io.EOF
	}
	k, payload, err := readFrame(m.r)
	if err != nil {
		return nil, err
	}
	if m.pack != nil {
		if unpacked, is, err := m.pack.next(k, payload); is {
			m.over = k == kindDone
			return unpacked, err
		}
	}
	switch k {
	case kindList:
		return TaskAsked{}, nil
	case kindRead:
		return m.asked(payload)
	case kindBegin:
		var h deck.Header
		if err := decode(payload, &h); err != nil {
			return nil, err
		}
		return h, m.deck.begin(h)
	case kindPicture:
		return m.picture(payload)
	case kindSlide:
		return m.slide(payload)
	case kindRemark:
		var r deck.Remark
		if err := decode(payload, &r); err != nil {
			return nil, err
		}
		return r, m.deck.remark(r)
	case kindStep:
		if !oneLine(string(payload)) {
			return nil, wrong("a line %.100q", payload)
		}
		return Step(payload), nil
	case kindWarning:
		return Warning(payload), m.deck.warning(string(payload))
	case kindFailed:
		m.over = true
		return failure(payload)
	case kindNext:
		return NextAsked{}, m.ready()
	case kindAlso:
		if m.fonts {
			return nil, wrong("a second question for fonts")
		}
		return FontsAsked{}, nil
	case kindContent:
		return m.content(payload)
	case kindDrawn:
		return m.drawn(payload)
	case kindUnable:
		f, err := failure(payload)
		if err == nil {
			err = m.answered()
		}
		return Unable(f), err
	case kindNeeds:
		m.over = true
		if m.deck.begun || m.deck.remarks > 0 {
			return nil, wrong("a need of %.10q in the midst of a deck", payload)
		}
		switch string(payload) {
		case needsPDF:
			return NeedsPDF{}, nil
		case needsAVIF:
			return NeedsAVIF{}, nil
		case needsFiles:
			return NeedsFiles{}, nil
		}
		return nil, wrong("a need of %.10q", payload)
	case kindTalk:
		m.over = true
		return m.talk(payload)
	case kindDone:
		m.over = true
		return Done{}, m.deck.complete()
	}
	return nil, wrong("kind %q from a child", k)
}

// exts are what the files of talks may end in.
var exts = map[string]bool{".pptx": true, ".odp": true, ".fodp": true, ".ppt": true, ".key": true}

func (m *Reader) talk(payload []byte) (any, error) {
	var t Talk
	if err := decode(payload, &t); err != nil {
		return nil, err
	}
	if m.deck.begun || m.deck.remarks > 0 || !exts[t.Ext] {
		return nil, wrong("a talk %.100q that ends in %.20q", t.File, t.Ext)
	}
	return t, nil
}

// Know says which pictures the child may tell of without making them.
func (m *Reader) Know(pictures []deck.KnownPicture) {
	m.deck.known = map[string]bool{}
	for _, p := range pictures {
		m.deck.known[p.File] = true
	}
}

// Fonts says which sizes the files have that are to be read beside the others.
func (m *Reader) Fonts(sizes []int64) {
	m.fonts = true
	m.sizes = append(slices.Clip(m.sizes), sizes...)
}

func (m *Reader) asked(payload []byte) (any, error) {
	if len(payload) != readHead {
		return nil, wrong("a question of %d bytes", len(payload))
	}
	file, at, n := binary.BigEndian.Uint32(payload), binary.BigEndian.Uint64(payload[4:]), binary.BigEndian.Uint32(payload[12:])
	if uint64(file) >= uint64(len(m.sizes)) || n == 0 || n > MaxRead || at > uint64(m.sizes[file]) {
		return nil, wrong("a question for %d bytes at %d of file %d", n, at, file)
	}
	return ReadAsked{File: int(file), At: int64(at), N: int(n)}, nil
}

// pictureHead is a picture without its bytes, whose lengths it has instead.
type pictureHead struct {
	deck.DraftPicture
	Lengths []int
}

func (m *Reader) picture(payload []byte) (any, error) {
	var h pictureHead
	if err := decode(payload, &h); err != nil {
		return nil, err
	}
	if err := m.deck.picture(h); err != nil {
		return nil, err
	}
	for i, n := range h.Lengths {
		data, err := readN(m.r, n)
		if err != nil {
			return nil, err
		}
		if !is(h.Sizes[i].Type, data) {
			return nil, wrong("a picture %q that begins with %.16q", h.Sizes[i].Type, data)
		}
		h.Sizes[i].Data = data
	}
	return h.DraftPicture, nil
}

// slideHead is a slide without its words, whose lengths it has instead.
type slideHead struct {
	Lang         string
	DeckTitle    string `json:",omitempty"`
	Number       int
	Title, Class string
	Section      string
	Notes        int
	Hidden       bool
	Below        bool `json:",omitempty"`
	Planned      int
	Views        []viewHead
}

type viewHead struct {
	HTML, CSS, Picture, Text int
	Links                    []deck.Link
	Seconds                  *float64 `json:",omitempty"`
}

func (m *Reader) slide(payload []byte) (any, error) {
	var h slideHead
	if err := decode(payload, &h); err != nil {
		return nil, err
	}
	if err := m.deck.lengths(h); err != nil {
		return nil, err
	}
	var failed error
	words := func(n int) string {
		if failed != nil {
			return ""
		}
		var b []byte
		b, failed = readN(m.r, n)
		return string(b)
	}
	s := deck.DraftSlide{Lang: h.Lang, DeckTitle: h.DeckTitle, Number: h.Number, Title: h.Title, Class: h.Class, Section: h.Section, Notes: words(h.Notes), Hidden: h.Hidden, Below: h.Below, Planned: h.Planned}
	s.Views = make([]deck.DraftView, len(h.Views))
	for i, v := range h.Views {
		s.Views[i] = deck.DraftView{HTML: words(v.HTML), CSS: words(v.CSS), Picture: v.Picture, Text: words(v.Text), Links: v.Links, Seconds: v.Seconds}
	}
	if failed != nil {
		return nil, failed
	}
	return s, m.deck.slide(s)
}
