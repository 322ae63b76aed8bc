package convert

import (
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// knowing is a sink that knows a picture.
type knowing struct {
	decktest.Deck
	file string
}

func (k *knowing) Known() []deck.KnownPicture { return []deck.KnownPicture{{File: k.file}} }

// TestNeeds: what is not there is asked for before anything is told.
func TestNeeds(t *testing.T) {
	picture := importertest.AVIF
	film := []byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41")
	talk := importertest.PPTX(importertest.Talk{Slides: []importertest.TalkSlide{{Title: "Packed"}}})
	md, plays := []byte("# A\n\n![](a.avif)"), []byte("# A\n\n![](clip.mp4)")
	zip := func(files ...importertest.Entry) []File { return []File{{"my talk.zip", importertest.Zip(files...)}} }
	for name, c := range map[string]struct {
		files   []File
		known   string
		undrawn string
		want    error
	}{
		"an AVIF":           {[]File{{"a.avif", picture}}, "", NotInstalled, ErrNeedsAVIF},
		"one in a text":     {[]File{{"a.md", md}, {"a.avif", picture}}, "", NotInstalled, ErrNeedsAVIF},
		"one that is known": {[]File{{"a.md", md}, {"a.avif", picture}}, "a.avif", NotInstalled, nil},
		"one in a zip":      {zip(importertest.Entry{Name: "1.png", Data: picture}), "", NotInstalled, ErrNeedsAVIF},
		"one as data":       {[]File{{"a.md", []byte("# A\n\n![](data:IMAGE/avif;base64,AAAA)")}}, "", NotInstalled, ErrNeedsAVIF},
		"far down as data":  {[]File{{"a.md", []byte("# A\n\n" + strings.Repeat("word ", 209_713) + "![](data:image/avif;base64,AAAA)")}}, "", NotInstalled, ErrNeedsAVIF},
		"none":              {[]File{{"a.md", []byte("# A\n\nimage/avif")}}, "", NotInstalled, nil},
		"a film in a zip":   {zip(importertest.Entry{Name: "a.md", Data: plays}, importertest.Entry{Name: "clip.mp4", Data: film}), "", NotInstalled, ErrNeedsFiles},
		"a talk in a zip":   {zip(importertest.Entry{Name: "a.pptx", Data: talk}), "", "", ErrNeedsFiles},
		"words in a zip":    {zip(importertest.Entry{Name: "a.pptx", Data: talk}), "", NotInstalled, nil},
	} {
		t.Run(name, func(t *testing.T) {
			sink := &knowing{file: c.known}
			_, err := Convert(t.Context(), tree(c.files...), nil, options.Options{}, c.undrawn, sink)
			if err != c.want {
				t.Errorf("%v, want %v", err, c.want)
			}
			if c.want != nil && (sink.Title != "" || len(sink.Warnings) > 0) {
				t.Errorf("it was told of %+v", sink.Deck)
			}
		})
	}
}
