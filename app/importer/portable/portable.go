// Package portable is the .lectern file: a deck that travels, with all that its
// owner made of it. It is a zip of
//
//	mimetype      MediaType, first and stored, so that the file is known by its bytes
//	deck.json     the Manifest
//	originals/…   the files that the deck was made from, byte for byte
//
// What a newer Lectern writes beside these, in the zip or in deck.json, is passed
// over, as long as the version is one that this Lectern knows. No password is ever in
// it.
//
// Open reads what strangers made: it is for the importer's child.
package portable

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"lectern/app/deck"
	"lectern/app/importer/options"
)

// MediaType is what a .lectern file is.
const MediaType = "application/vnd.lectern.deck+zip"

// Version grows when an older Lectern would misread what is written.
const Version = 1

// The bounds of what is read.
const (
	MaxManifest = 32 << 20  // bytes of deck.json
	MaxFiles    = 2000      // originals
	MaxBytes    = 512 << 20 // of all originals together
	MaxNotes    = 100 << 10 // bytes of a slide's notes
	MaxSlides   = 2000
	maxTitle    = 2000 // bytes, for 500 characters
	maxName     = 4096 // bytes of an original's name
)

// Manifest is deck.json.
type Manifest struct {
	Version int    `json:"version"`
	Writer  string `json:"lectern"` // the version of the Lectern that wrote it
	Title   string `json:"title"`
	Slide   int    `json:"current_slide"` // where the deck stands, from 1
	Step    int    `json:"current_step"`
	Planned int    `json:"planned,omitempty"` // seconds that the talk is to take
	// Every and Loop are as deck.Header has them: how it goes on by itself.
	Every   float64 `json:"advance_every,omitempty"`
	Loop    bool    `json:"advance_loop,omitempty"`
	Options Options `json:"options"`
	Slides  []Slide `json:"slides"`
	Runs    []Run   `json:"runs,omitempty"` // that are over, the last one first
	Ink     []Ink   `json:"ink,omitempty"`  // of slides on which something is drawn
	// Languages are the slides in the deck's other languages, by these.
	Languages map[string][]Slide `json:"languages,omitempty"`
	Files     []File             `json:"files"`
}

// Options is what was said when the deck was imported, without the password.
type Options struct {
	Dialect           string `json:"dialect,omitempty"`
	Separator         string `json:"separator,omitempty"`
	VerticalSeparator string `json:"vertical_separator,omitempty"`
	NotesSide         string `json:"notes_side,omitempty"`
	Lang              string `json:"lang,omitempty"`
}

// Slide is what its owner may have changed of a slide.
type Slide struct {
	Title    string `json:"title"` // to be read by people
	Notes    string `json:"notes"`
	Bookmark bool   `json:"bookmark,omitempty"`
	Hidden   bool   `json:"hidden,omitempty"`
	Planned  int    `json:"planned,omitempty"` // seconds
}

// Run is a talk, or a rehearsal of one: see deck.Run.
type Run struct {
	Kind      deck.RunKind `json:"kind"`
	StartedAt time.Time    `json:"started_at"`
	EndedAt   time.Time    `json:"ended_at"`
	Seconds   float64      `json:"seconds"`
	Slides    []float64    `json:"slides"`
}

// DeckRuns are the deck's runs.
func (m *Manifest) DeckRuns() []deck.Run {
	var runs []deck.Run
	for _, r := range m.Runs {
		runs = append(runs, deck.Run{Kind: r.Kind, StartedAt: r.StartedAt, EndedAt: &r.EndedAt, Seconds: r.Seconds, Slides: r.Slides})
	}
	return runs
}

func (r Run) check() error {
	total := 0.0
	for _, s := range r.Slides {
		total += max(0, s)
		if !(s >= 0) {
			total = math.Inf(1)
		}
	}
	from, to := time.Unix(0, 0), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case r.Kind != deck.TalkRun && r.Kind != deck.RehearsalRun:
		return fmt.Errorf("portable: a run that is %.20q", r.Kind)
	case r.StartedAt.Before(from) || r.EndedAt.Before(r.StartedAt) || !r.EndedAt.Before(to):
		return fmt.Errorf("portable: a run from %v to %v", r.StartedAt, r.EndedAt)
	case len(r.Slides) > MaxSlides || !(total <= r.Seconds+1) || !(r.Seconds < 1e9):
		return fmt.Errorf("portable: a run of %v seconds, %v on %d slides", r.Seconds, total, len(r.Slides))
	}
	return nil
}

// File is one of the originals.
type File struct {
	Name  string `json:"name"`  // with its folders, as the deck refers to it
	Entry string `json:"entry"` // its name in the zip, which any system can unpack
	Size  int64  `json:"size"`  // in bytes
}

// WithoutPassword is o as it may be written.
func WithoutPassword(o options.Options) Options {
	return Options{o.Dialect, o.Separator, o.VerticalSeparator, o.NotesSide, o.Lang}
}

// Check reports what a manifest must not have, whoever wrote it.
func (m *Manifest) Check() error {
	var size int64
	names, entries := map[string]bool{}, map[string]bool{}
	for _, f := range m.Files {
		switch {
		case !fs.ValidPath(f.Name) || f.Name == "." || len(f.Name) > maxName || strings.ContainsAny(f.Name, "\\\x00") || names[f.Name]:
			return fmt.Errorf("portable: the name %.100q", f.Name)
		case entries[f.Entry] || path.Dir(f.Entry) == ".":
			return fmt.Errorf("portable: the entry %.100q", f.Entry)
		case f.Size < 0 || f.Size > MaxBytes-size:
			return fmt.Errorf("portable: %d bytes after %d", f.Size, size)
		}
		names[f.Name], entries[f.Entry] = true, true
		size += f.Size
	}
	for name, value := range map[string]string{"dialect": m.Options.Dialect, "separator": m.Options.Separator, "vertical_separator": m.Options.VerticalSeparator, "notes_side": m.Options.NotesSide, "lang": m.Options.Lang} {
		if _, err := new(options.Options).Set(name, value); err != nil {
			return fmt.Errorf("portable: %s %w", name, err)
		}
	}
	if err := m.checkInk(); err != nil {
		return err
	}
	if m.Every != 0 && !deck.Stays(m.Every) {
		return fmt.Errorf("portable: it goes on every %g seconds", m.Every)
	}
	if m.Planned < 0 || m.Planned > deck.MaxPlanned || len(m.Runs) > deck.MaxRuns {
		return fmt.Errorf("portable: planned for %d seconds, after %d runs", m.Planned, len(m.Runs))
	}
	for _, r := range m.Runs {
		if err := r.check(); err != nil {
			return err
		}
	}
	if len(m.Languages) > deck.MaxLanguages {
		return fmt.Errorf("portable: %d languages", len(m.Languages))
	}
	for _, slides := range append(slices.Collect(maps.Values(m.Languages)), m.Slides) {
		if len(slides) > MaxSlides {
			return fmt.Errorf("portable: %d slides", len(slides))
		}
		for i, s := range slides {
			if s.Planned < 0 || s.Planned > deck.MaxPlanned {
				return fmt.Errorf("portable: slide %d takes %d seconds", i+1, s.Planned)
			}
			if len(s.Notes) > MaxNotes || strings.ContainsRune(s.Notes, 0) {
				return fmt.Errorf("portable: notes of slide %d", i+1)
			}
		}
	}
	switch {
	case m.Version != Version:
		return fmt.Errorf("portable: version %d", m.Version)
	case len(m.Title) > maxTitle || len([]rune(m.Title)) > 500 || strings.IndexFunc(m.Title, unicode.IsControl) >= 0:
		return fmt.Errorf("portable: the title %.100q", m.Title)
	case len(m.Files) < 1 || len(m.Files) > MaxFiles:
		return fmt.Errorf("portable: %d files", len(m.Files))
	}
	return nil
}

// head is how a .lectern file begins, but for what a zip says of times and sizes.
var head = []byte("mimetype" + MediaType)

// headAt is where the name of a zip's first file begins.
const headAt = 30

// Is reports whether bytes are the beginning of a .lectern file.
func Is(b []byte) bool {
	return len(b) >= headAt+len(head) && bytes.HasPrefix(b, []byte("PK\x03\x04")) && bytes.Equal(b[headAt:headAt+len(head)], head)
}

// Find returns the name of the one file that a tree has, if that is a .lectern file.
// It looks at its first bytes, and at nothing that they mean.
func Find(fsys fs.FS) (name string, found bool, err error) {
	files := 0
	err = fs.WalkDir(fsys, ".", func(at string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			name = at
			if files++; files > 1 {
				return fs.SkipAll
			}
		}
		return err
	})
	if err != nil || files != 1 {
		return "", false, err
	}
	f, err := fsys.Open(name)
	if err != nil {
		return "", false, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, headAt+int64(len(head))))
	return name, err == nil && Is(b), err
}
