package office

import (
	"context"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/filetype"
	"lectern/app/importer/importertest"
)

// sample has one of everything.
func sample() importertest.Talk {
	return importertest.Talk{
		Title: "A small talk", Width: 720, Height: 540,
		Pictures: map[string][]byte{"boat.png": importertest.PNG(importertest.Colours(40, 30))},
		Slides: []importertest.TalkSlide{
			{Title: "Hello & welcome", Points: []string{"First", "\tdeeper <b>", "Second"}, Notes: "Say hello.\n\nThen wait.", Section: "Opening"},
			{Title: "Not today", Notes: "A secret", Hidden: true, Section: "Figures"},
			{Title: "Figures", Table: [][]string{{"Year", "Boats"}, {"2026", "12"}}, Picture: "boat.png", Moves: true},
			{Title: "שלום עולם", Points: []string{"דג"}, Section: "The end", Notes: "Bye"},
		},
	}
}

func read(name string, data []byte) (*Talk, error) {
	files := importertest.Tree(name, data)
	kind, err := KindOf(files, name, filetype.Of(name, data))
	if err != nil {
		return nil, err
	}
	return Read(context.Background(), files, name, kind)
}

func open(t testing.TB, name string, data []byte) *Talk {
	t.Helper()
	talk, err := read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { talk.Close() })
	return talk
}

// TestFormats: the same talk is the same in each format, as far as it can say it.
func TestFormats(t *testing.T) {
	for name, data := range map[string][]byte{"talk.pptx": importertest.PPTX(sample()), "talk.odp": importertest.ODP(sample()), "talk.fodp": importertest.FODP(sample())} {
		t.Run(name, func(t *testing.T) {
			talk := open(t, name, data)
			if talk.Size != (Size{720, 540}) {
				t.Error(talk.Size)
			}
			if name == "talk.pptx" {
				for i, want := range []string{"Opening", "Figures", "", "The end"} {
					if got := talk.Slides[i].Section; got != want {
						t.Errorf("slide %d: section %q, want %q", i+1, got, want)
					}
				}
				if seen := talk.seen(); seen[1].Title != "Figures" || seen[1].Section != "Figures" {
					t.Errorf("%+v", seen)
				}
			}
			want := "The animations of 1 slide are not played: all that they bring shows at once."
			if got := strings.Join(talk.Remarks(), "|"); got != want {
				t.Errorf("remarks %q", got)
			}
			d := &decktest.Deck{}
			if err := talk.Import(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			importertest.CheckDraft(t, d)
			if d.Title != "A small talk" || d.Format != deck.Office || len(d.Slides) != 4 {
				t.Fatalf("%+v, %d slides", d.Header, len(d.Slides))
			}
			picture := `<p><img src="picture:0" alt="boat.png"></p>` + "\n"
			words := "\nboat.png"
			if name == "talk.fodp" { // which was written without
				picture, words = "", ""
				if want := "On 1 slide of talk.fodp a picture that is not in the file is not shown."; len(d.Warnings) != 1 || d.Warnings[0] != want {
					t.Errorf("%q", d.Warnings)
				}
				picture, words = "<p><em>boat.png</em></p>\n", "\nboat.png"
			}
			for i, want := range []deck.DraftSlide{
				{Title: "Hello & welcome", Notes: "Say hello.\n\nThen wait.", Views: []deck.DraftView{{
					HTML: "<h1>Hello &amp; welcome</h1>\n<ul><li>First<ul><li>deeper &lt;b&gt;</li></ul></li><li>Second</li></ul>",
					Text: "Hello & welcome\nFirst\ndeeper <b>\nSecond",
				}}},
				{Title: "Not today", Notes: "A secret", Hidden: true, Views: []deck.DraftView{{HTML: "<h1>Not today</h1>\n", Text: "Not today"}}},
				{Title: "Figures", Views: []deck.DraftView{{
					HTML: "<h1>Figures</h1>\n<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2026</td><td>12</td></tr></table>\n" + picture,
					Text: "Figures\nYear, Boats\n2026, 12" + words,
				}}},
				{Title: "שלום עולם", Notes: "Bye", Views: []deck.DraftView{{HTML: "<h1>שלום עולם</h1>\n<ul><li>דג</li></ul>", Text: "שלום עולם\nדג"}}},
			} {
				got := d.Slides[i]
				if got.Title != want.Title || got.Notes != want.Notes || got.Hidden != want.Hidden || got.Views[0].HTML != want.Views[0].HTML || got.Views[0].Text != want.Views[0].Text {
					t.Errorf("slide %d:\n%+v\n%+v", i+1, got, want)
				}
			}
		})
	}
}

// TestShapes has the ways in which people's slides say things.
func TestShapes(t *testing.T) {
	sp := func(ph, paragraphs string) string {
		return `<p:sp><p:nvSpPr><p:cNvPr id="9" name=""/><p:cNvSpPr/><p:nvPr>` + ph + `</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>` + paragraphs + `</p:txBody></p:sp>`
	}
	p := func(pr, text string) string { return `<a:p>` + pr + `<a:r><a:t>` + text + `</a:t></a:r></a:p>` }
	for name, c := range map[string]struct{ extra, want string }{
		"a centred title":     {sp(`<p:ph type="ctrTitle"/>`, p("", "Big")) + sp(`<p:ph type="subTitle" idx="1"/>`, p("", "small")), "<h1>Big</h1>\n<p>small</p>\n"},
		"footers":             {sp(`<p:ph type="ftr"/>`, p("", "ACME")) + sp(`<p:ph type="sldNum"/>`, p("", "7")) + sp(`<p:ph type="dt"/>`, p("", "today")), "<p></p>"},
		"marks":               {sp("", `<a:p><a:r><a:rPr b="1" i="1"/><a:t>a</a:t></a:r><a:r><a:rPr u="sng"/><a:t> b</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>2</a:t></a:r><a:br/><a:r><a:rPr strike="sngStrike" b="0"/><a:t>c</a:t></a:r></a:p>`), "<p><strong><em>a</em></strong><u> b</u><sup>2</sup><br><s>c</s></p>\n"},
		"links":               {sp("", `<a:p><a:r><a:rPr><a:hlinkClick r:id="web"/></a:rPr><a:t>there</a:t></a:r><a:r><a:rPr><a:hlinkClick r:id="bad"/></a:rPr><a:t>no</a:t></a:r></a:p>`), `<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">there</a>no</p>` + "\n"},
		"numbers":             {sp(`<p:ph idx="1"/>`, p(`<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>`, "one")+p(`<a:pPr lvl="2"/>`, "deep")+p(`<a:pPr><a:buNone/></a:pPr>`, "plain")), "<ol><li>one<ul><li>deep</li></ul></li></ol><p>plain</p>\n"},
		"a list that changes": {sp(`<p:ph idx="1"/>`, p("", "a")+p(`<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>`, "b")), "<ul><li>a</li></ul><ol><li>b</li></ol>"},
		"groups":              {`<p:grpSp><p:grpSp>` + sp("", p("", "inside")) + `</p:grpSp></p:grpSp>`, "<p>inside</p>\n"},
		"alternatives":        {`<mc:AlternateContent><mc:Choice Requires="x">` + sp("", p("", "new")) + `</mc:Choice><mc:Fallback>` + sp("", p("", "old")) + `</mc:Fallback></mc:AlternateContent>`, "<p>new</p>\n"},
		"an old alternative":  {`<mc:AlternateContent><mc:Choice Requires="x"><p:contentPart/></mc:Choice><mc:Fallback>` + sp("", p("", "old")) + `</mc:Fallback></mc:AlternateContent>`, "<p>old</p>\n"},
		"a formula":           {sp("", `<a:p><a14:m><m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e></m:sSup></m:oMath></a14:m></a:p>`), "<p>E=mc</p>\n"},
		"a chart":             {`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" descr="Boats by year"/></p:nvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></p:graphicFrame>`, "<p><em>Boats by year</em></p>\n"},
		"spanned cells":       {`<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc gridSpan="2"><a:txBody>` + p("", "a") + `</a:txBody></a:tc><a:tc hMerge="1"/></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`, `<table><tr><td colspan="2">a</td></tr></table>` + "\n"},
		"hidden and empty":    {`<p:sp><p:nvSpPr><p:cNvPr id="9" hidden="1"/></p:nvSpPr><p:txBody>` + p("", "x") + `</p:txBody></p:sp>` + sp("", `<a:p/><a:p><a:r><a:t>  </a:t></a:r></a:p>`), "<p></p>"},
		"beside the slide": {strings.Replace(sp("", p("", "to myself")), "<p:spPr/>", `<p:spPr><a:xfrm><a:off x="12192000" y="0"/><a:ext cx="100" cy="100"/></a:xfrm></p:spPr>`, 1) +
			strings.Replace(sp("", p("", "above")), "<p:spPr/>", `<p:spPr><a:xfrm><a:off x="0" y="-500"/><a:ext cx="100" cy="500"/></a:xfrm></p:spPr>`, 1) +
			strings.Replace(sp("", p("", "at the edge")), "<p:spPr/>", `<p:spPr><a:xfrm><a:off x="-50" y="0"/><a:ext cx="100" cy="100"/></a:xfrm></p:spPr>`, 1), "<p>at the edge</p>\n"},
		"a script": {sp("", p("", "&lt;script&gt;alert(1)&lt;/script&gt;")), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			talk := importertest.Talk{
				Slides: []importertest.TalkSlide{{Extra: c.extra}},
				Links:  map[string]string{"web": "https://example.org/?a=1&b=2", "bad": "javascript:alert(1)"},
			}
			d := &decktest.Deck{}
			if err := open(t, "a.pptx", importertest.PPTX(talk)).Import(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			importertest.CheckDraft(t, d)
			if got := d.Slides[0].Views[0].HTML; got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

// TestBesidePage: what lies beside a page is nobody's.
func TestBesidePage(t *testing.T) {
	box := func(x, text string) string {
		return `<draw:frame svg:x="` + x + `" svg:y="1cm" svg:width="5cm" svg:height="1cm"><draw:text-box><text:p>` + text + `</text:p></draw:text-box></draw:frame>`
	}
	d := &decktest.Deck{}
	talk := importertest.Talk{Width: 720, Height: 540, Slides: []importertest.TalkSlide{{Extra: box("26cm", "to myself") + box("-5cm", "left") + box("1cm", "here")}}}
	if err := open(t, "a.odp", importertest.ODP(talk)).Import(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if got := d.Slides[0].Views[0].HTML; got != "<p>here</p>\n" {
		t.Errorf("%q", got)
	}
}

// TestTitles: a deck is called as its file says, unless a program made that up.
func TestTitles(t *testing.T) {
	for title, want := range map[string]string{"Boats": "Boats", "PowerPoint Presentation": "On boats", "": "On boats"} {
		if got := open(t, "a.pptx", importertest.PPTX(importertest.Talk{Title: title, Slides: []importertest.TalkSlide{{Title: "On boats"}}})).deckTitle(); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
	if got := open(t, "my talk.odp", importertest.ODP(importertest.Talk{Slides: []importertest.TalkSlide{{Points: []string{"x"}}}})).deckTitle(); got != "my talk" {
		t.Errorf("%q", got)
	}
}
