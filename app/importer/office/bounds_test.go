package office

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/importertest"
)

func odp(content string, more ...importertest.Entry) []byte {
	return importertest.Zip(append([]importertest.Entry{
		{Name: "mimetype", Data: []byte("application/vnd.oasis.opendocument.presentation")}, {Name: "content.xml", Data: []byte(content)},
	}, more...)...)
}

func pages(page string) string {
	return "<c><body><presentation>" + page + "</presentation></body></c>"
}

// TestRefusals: what no talk does has a sentence each, and none costs much.
func TestRefusals(t *testing.T) {
	many := make([]importertest.TalkSlide, 5000)
	hidden := []importertest.TalkSlide{{Title: "a", Hidden: true}, {Title: "b", Hidden: true}}
	// A thousand entities would be a thousand times the last, in a parser that knows them.
	bomb := `<!DOCTYPE c [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>` + pages(`<page><frame class="title"><text-box><p>&b;</p></text-box></frame></page>`)
	for name, c := range map[string]struct {
		file string
		data []byte
		code fault.Code
		want string
	}{
		"5,000 slides":       {"a.pptx", importertest.PPTX(importertest.Talk{Slides: many}), fault.TooLarge, "a.pptx has 5000 slides; 2000 is the most"},
		"5,000 pages":        {"a.odp", importertest.ODP(importertest.Talk{Slides: many}), fault.TooLarge, "a.odp has 5000 slides; 2000 is the most"},
		"none":               {"a.pptx", importertest.PPTX(importertest.Talk{}), fault.NotADeck, "a.pptx has no slides"},
		"all hidden":         {"a.odp", importertest.ODP(importertest.Talk{Slides: hidden}), fault.NotADeck, "All 2 slides of a.odp are hidden; show those that belong to the talk and save the file"},
		"the only is hidden": {"a.pptx", importertest.PPTX(importertest.Talk{Slides: hidden[:1]}), fault.NotADeck, "The only slide of a.pptx is hidden; show it and save the file"},
		"a password":         {"a.odp", odp("x", importertest.Entry{Name: "META-INF/manifest.xml", Data: []byte(`<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>`)}), fault.NotADeck, "a.odp is locked with a password; save a copy without one"},
		"entities":           {"a.odp", odp(bomb), fault.NotADeck, "a.odp is damaged: content.xml cannot be read; open it in the program that made it and save it anew"},
		"deep":               {"a.odp", odp(strings.Repeat("<g>", 100_000)), fault.TooLarge, "a.odp is nested too deeply (content.xml)"},
		"many elements":      {"a.odp", odp("<c>" + strings.Repeat("<a/>", maxNodes) + "</c>"), fault.TooLarge, "a.odp has more in one part (content.xml) than any talk; split it in two"},
		"a huge text":        {"a.odp", odp("<c>" + strings.Repeat("a", maxXML) + "</c>"), fault.TooLarge, "a.odp has more in one part (content.xml) than any talk; split it in two"},
		"cut short":          {"a.odp", odp("<c><body>"), fault.NotADeck, "a.odp is damaged: content.xml cannot be read; open it in the program that made it and save it anew"},
		"no XML":             {"a.odp", odp("\x00\x01"), fault.NotADeck, "a.odp is damaged: content.xml cannot be read; open it in the program that made it and save it anew"},
		"nothing":            {"a.odp", odp(""), fault.NotADeck, "a.odp is damaged: content.xml cannot be read; open it in the program that made it and save it anew"},
	} {
		t.Run(name, func(t *testing.T) {
			talk, err := read(c.file, c.data)
			if err == nil {
				t.Fatalf("%d slides", len(talk.Slides))
			}
			if e, ok := err.(*fault.Error); !ok || e.Code != c.code || e.Message != c.want {
				t.Errorf("%v\nwant %s: %s", err, c.code, c.want)
			}
		})
	}
}

// TestRepeatedCells: a table of a few bytes is not filled up.
func TestRepeatedCells(t *testing.T) {
	talk := open(t, "a.odp", odp(pages(`<page><frame><table:table><table:table-row number-rows-repeated="1000000"><table:table-cell number-columns-repeated="1000000"><p>x</p></table:table-cell></table:table-row></table:table></frame></page>`)))
	d := &decktest.Deck{}
	if err := talk.Import(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	if n := strings.Count(d.Slides[0].Views[0].HTML, "<td"); n > maxRows*maxCols || len(d.Slides[0].Views[0].HTML) > 2*maxHTML {
		t.Errorf("%d cells", n)
	}
}

// TestDamagedNotes: what is wrong with a part is said; one that is missing is not.
func TestDamagedNotes(t *testing.T) {
	data := importertest.PPTX(importertest.Talk{Slides: []importertest.TalkSlide{{Title: "a", Notes: "n"}}})
	for from, want := range map[string]string{
		"ppt/notesSlides/notesSlide1.xml": "", "ppt/slides/_rels/slide1.xml.rels": "", "docProps/core.xml": "",
		"ppt/slides/slide1.xml": "a.pptx has no slides", "ppt/presentation.xml": "",
	} {
		t.Run(from, func(t *testing.T) {
			moved := []byte(strings.ReplaceAll(string(data), from, strings.Repeat("x", len(from))))
			_, err := read("a.pptx", moved)
			if from == "ppt/presentation.xml" {
				want = "office: a.pptx is an Office document, which is not read here"
			}
			if want == "" && err != nil || want != "" && fault.Sentence(err) != want {
				t.Errorf("%v, want %q", err, want)
			}
		})
	}
}

// compound is a compound file of these streams.
func compound(names ...string) []byte {
	b := make([]byte, 512*(3+len(names)/4))
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put := func(at int, n uint32) { binary.LittleEndian.PutUint32(b[at:], n) }
	b[30] = 9
	put(48, 1) // names from sector 1
	put(76, 0) // the table in sector 0
	for i := range 128 {
		next := uint32(0xFFFFFFFF)
		if i >= 1 && i <= len(names)/4 {
			next = uint32(i + 1)
		}
		put(512+4*i, next)
	}
	for i, name := range names {
		at := 1024 + 128*i
		letters := utf16.Encode([]rune(name))
		for j, l := range letters {
			binary.LittleEndian.PutUint16(b[at+2*j:], l)
		}
		binary.LittleEndian.PutUint16(b[at+64:], uint16(2*len(letters)+2))
	}
	return b
}

func TestKinds(t *testing.T) {
	entry := func(name, data string) []byte {
		return importertest.Zip(importertest.Entry{Name: name, Data: []byte(data)})
	}
	for name, c := range map[string]struct {
		data []byte
		want Kind
	}{
		"talk.pptx":       {importertest.PPTX(sample()), PowerPoint},
		"talk.ppsm":       {importertest.PPTX(sample()), PowerPoint},
		"misnamed.zip":    {importertest.PPTX(sample()), PowerPoint},
		"talk.odp":        {importertest.ODP(sample()), OpenDocument},
		"talk.otp":        {entry("mimetype", "application/vnd.oasis.opendocument.presentation-template"), OpenDocument},
		"talk.fodp":       {importertest.FODP(sample()), FlatOpenDocument},
		"text.fodt":       {[]byte(`<?xml version="1.0"?><office:document office:mimetype='application/vnd.oasis.opendocument.text'>`), OtherDocument},
		"other.xml":       {[]byte(`<office:document>`), None},
		"new.key":         {entry("Index/Document.iwa", ""), Keynote},
		"old.key":         {entry("index.apxl", ""), Keynote},
		"text.docx":       {entry("word/document.xml", ""), OtherDocument},
		"sheet.xlsx":      {entry("xl/workbook.xml", ""), OtherDocument},
		"text.odt":        {entry("mimetype", "application/vnd.oasis.opendocument.text"), OtherDocument},
		"pictures.zip":    {entry("a.png", ""), None},
		"old.ppt":         {compound("Root Entry", "Current User", "Pictures", "SummaryInformation", "x", "PowerPoint Document"), OldPowerPoint},
		"locked.pptx":     {compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), Locked},
		"old.doc":         {compound("Root Entry", "WordDocument"), OtherDocument},
		"cut.ppt":         {compound("Root Entry")[:100], OtherDocument},
		"damaged.zip":     {importertest.PPTX(sample())[:500], None},
		"circle.ppt":      {circle(), OtherDocument},
		"talk.md":         {[]byte("# a"), None},
		"application.bin": {[]byte("\x00\x01"), None},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := KindOf(importertest.Tree(name, c.data), name, filetype.Of(name, c.data))
			if err != nil || got != c.want {
				t.Errorf("%d, %v, want %d", got, err, c.want)
			}
		})
	}
}

// circle is a compound file whose list of names comes back to its beginning.
func circle() []byte {
	b := compound("Root Entry")
	binary.LittleEndian.PutUint32(b[512+4:], 1)
	return b
}

func TestList(t *testing.T) {
	for n, want := range map[int]string{1: "1", 2: "1 and 2", 4: "1, 2, 3 and 4", 13: "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 3 more"} {
		var all []int
		for i := range n {
			all = append(all, i+1)
		}
		if got := list(all); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func FuzzOffice(f *testing.F) {
	f.Add(importertest.PPTX(sample()), false)
	f.Add(importertest.ODP(sample()), false)
	f.Add(importertest.FODP(sample()), true)
	f.Add(compound("Root Entry", "PowerPoint Document"), false)
	f.Add(odp(pages(`<page><frame><table:table><table:table-row><table:table-cell number-columns-repeated="9"/></table:table-row></table:table></frame></page>`)), false)
	f.Fuzz(func(t *testing.T, data []byte, flat bool) {
		name := "a.pptx"
		if flat {
			name = "a.fodp"
		}
		kind, err := KindOf(importertest.Tree(name, data), name, filetype.Of(name, data))
		if err != nil {
			t.Fatal(err)
		}
		if !kind.Read() {
			return
		}
		talk, err := Read(t.Context(), importertest.Tree(name, data), name, kind)
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		defer talk.Close()
		d := &decktest.Deck{}
		if err := talk.Import(t.Context(), d); err != nil {
			importertest.CheckRefusal(t, fmt.Errorf("%w", err))
		}
		importertest.CheckDraft(t, d)
	})
}
